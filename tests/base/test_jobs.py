"""A job is a row of the same transaction: never lost, never done twice at once, given up when it only breaks things."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.access.actor import NOBODY
from app.base.jobs import DONE, FAILED, LEASE, TRIES, WAITING, Job, due_jobs, run_job, start_job
from app.base.problems import RuleBroken
from tests.conftest import BOTH, NOW

pytestmark = BOTH


@pytest.fixture
def left(house) -> Any:
    return house.act(NOBODY, NOW, start_job, kind="try", arguments={"n": 1}, total=2)


def state(house) -> Job:
    with house.store.reading("everywhere") as db:
        return db.scalars(select(Job)).one()


def test_a_job_of_a_refused_operation_was_never_there(house, woken):
    def half(work) -> None:
        start_job(work, kind="try", arguments={})
        raise RuleBroken("", "no")

    with pytest.raises(RuleBroken):
        house.act(NOBODY, NOW, half)
    assert due_jobs(house, NOW) == []
    assert woken == []


def test_the_queue_is_woken_after_the_commit_and_only_then(house, woken, left):
    assert woken == [left]
    assert due_jobs(house, NOW) == [left]


def test_a_job_runs_once_and_keeps_what_it_says(house, left):
    ran = []
    handlers = {"try": lambda task: ran.append(task.arguments) or {"file": "x"}}
    assert run_job(house, handlers, left)
    assert not run_job(house, handlers, left)
    assert ran == [{"n": 1}]
    assert (state(house).state, state(house).result, state(house).done) == (DONE, {"file": "x"}, 2)


def test_a_job_at_work_is_not_taken_by_another_worker_until_its_lease_ends(house, left, at):
    def second_worker(task) -> dict[str, Any]:
        assert not run_job(house, {"try": lambda _: {}}, left)
        return {}

    assert run_job(house, {"try": second_worker}, left)


def test_a_job_whose_worker_was_killed_comes_back_when_its_lease_ends(house, left, at):
    class Killed(BaseException):
        pass

    def die(task) -> dict[str, Any]:
        raise Killed

    with pytest.raises(Killed):
        run_job(house, {"try": die}, left)
    assert due_jobs(house, NOW) == []
    later = NOW + LEASE + timedelta(seconds=1)
    at(later)
    assert due_jobs(house, later) == [left]
    assert run_job(house, {"try": lambda _: {}}, left)


def test_a_job_that_always_takes_its_worker_down_is_given_up(house, left, at):
    class Killed(BaseException):
        pass

    def die(task) -> dict[str, Any]:
        raise Killed

    when = NOW
    for _ in range(TRIES):
        with pytest.raises(Killed):
            run_job(house, {"try": die}, left)
        when += LEASE + timedelta(seconds=1)
        at(when)
    assert not run_job(house, {"try": die}, left)
    assert state(house).state == FAILED


def test_an_error_is_tried_again_later_and_a_problem_is_final(house, left, at):
    def stumble(task) -> dict[str, Any]:
        raise OSError("disk")

    assert not run_job(house, {"try": stumble}, left)
    assert state(house).state == WAITING
    at(NOW + timedelta(minutes=5))

    def refuse(task) -> dict[str, Any]:
        raise RuleBroken("", "That cannot be done")

    assert not run_job(house, {"try": refuse}, left)
    assert (state(house).state, state(house).error) == (FAILED, "That cannot be done")


def test_two_who_start_the_same_run_get_one(house):
    first = house.act(NOBODY, NOW, start_job, kind="try", arguments={}, key="same")
    assert house.act(NOBODY, NOW, start_job, kind="try", arguments={}, key="same") == first
    assert run_job(house, {"try": lambda _: {}}, first)
    assert house.act(NOBODY, NOW, start_job, kind="try", arguments={}, key="same") != first
