"""The house as one value: store, files, seal, settings and queue; opens a Work for reading or acts with one."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Concatenate, ParamSpec, TypeVar
from uuid import UUID

from sqlalchemy.exc import DBAPIError

from app.access.actor import Actor
from app.base.db import EVERYWHERE, Schools, Store, worth_repeating
from app.base.files import Files
from app.base.sealing import Seal
from app.base.settings import Settings
from app.base.work import Work

Q = ParamSpec("Q")
T = TypeVar("T")
TIMES = 3


@dataclass(frozen=True, slots=True)
class House:
    settings: Settings
    store: Store
    files: Files
    seal: Seal
    wake: Callable[[UUID], None]

    def reading(self, actor: Actor, now: datetime) -> Work:
        """A Work to read with. It can never commit; close its `db` when done."""
        db = self.store.reading(actor.schools, pupils=actor.sees_pupils)
        return Work(db, actor, now, self.files, self.seal)

    @contextmanager
    def looking(self, actor: Actor, now: datetime) -> Iterator[Work]:
        work = self.reading(actor, now)
        try:
            yield work
        finally:
            work.db.close()

    @contextmanager
    def counting(self, actor: Actor, now: datetime) -> Iterator[Work]:
        """For insight's counts over all schools; what comes out has no names and passes suppression."""
        db = self.store.reading(EVERYWHERE)
        try:
            yield Work(db, actor, now, self.files, self.seal)
        finally:
            db.close()

    def act(
        self,
        actor: Actor,
        now: datetime,
        operation: Callable[Concatenate[Work, Q], T],
        *args: Q.args,
        **facts: Q.kwargs,
    ) -> T:
        """Run one operation alone, commit, wake the jobs it left, and hand back its plain outcome.

        A serialization failure or a deadlock of PostgreSQL is repeated three times.
        """
        for left in reversed(range(TIMES)):
            try:
                return self._once(actor, actor.schools, now, operation, *args, **facts)
            except DBAPIError as error:
                if not left or not worth_repeating(error):
                    raise
        raise AssertionError("unreachable")

    def act_everywhere(
        self,
        actor: Actor,
        now: datetime,
        operation: Callable[Concatenate[Work, Q], T],
        *args: Q.args,
        **facts: Q.kwargs,
    ) -> T:
        """For migrations and the demo: no school guard. A house test lists its uses."""
        return self._once(actor, EVERYWHERE, now, operation, *args, **facts)

    def _once(
        self,
        actor: Actor,
        schools: Schools,
        now: datetime,
        operation: Callable[Concatenate[Work, Q], T],
        *args: Q.args,
        **facts: Q.kwargs,
    ) -> T:
        pupils = actor.sees_pupils or schools == EVERYWHERE
        with self.store.acting(schools, pupils=pupils) as db:
            work = Work(db, actor, now, self.files, self.seal)
            outcome = operation(work, *args, **facts)
        for job_id in work.woken:
            self.wake(job_id)
        return outcome
