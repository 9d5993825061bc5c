"""The gate: a link of one day for one visit, words that count once and in the order they were said; presence of two."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.access.actor import Actor, Post, Role
from app.base.house import House
from app.base.problems import NotFound, RuleBroken
from app.base.work import Work
from app.people.models import SchoolSettings
from app.visits import operations, queries
from app.visits.jobs.closing import after_the_day
from app.visits.models import ArrivalWord, Attendance, Booking, WalkIn
from app.visits.queries.gate import gate_now, link_token, walk_ins
from app.visits.queries.presence import contradictions
from tests.conftest import BOTH, NOW
from tests.makers import Makers
from tests.visits import makers as v

Act = Callable[..., Any]
At = Callable[[datetime], None]
MINUTE = timedelta(minutes=1)


@pytest.fixture
def visit(makers: Makers) -> Any:
    makers.network()

    class Visit:
        school = makers.school()
        klass = makers.school_class(school)
        pupils = makers.pupils(klass, 6)
        teacher = makers.teacher(school, klass)
        colleague = makers.teacher(school, klass, name="Bram Prins")
        office = makers.school_admin(school)
        slot = v.slot(makers, starts_at=NOW + 10 * MINUTE)
        booking = v.booking(makers, school, teacher, slot, klass=klass, pupils=pupils, expected=6)
        host = makers.host(slot.offer.company_id, guest_schools=[school])
        gate = Actor(booking.id, (Post(Role.GATE),), frozenset({school.id}))
        code = booking.code
        everybody = frozenset(one.id for one in pupils)

    return Visit


@pytest.fixture
def link(visit: Any, act: Act, house: House) -> str:
    act(visit.host.actor, operations.make_day_link, code=visit.code)
    return f"/visits/gate/{link_token(house.seal, booking_id=visit.booking.id, version=1)}"


def row(look: Act, visit: Any) -> Booking:
    return look(visit.office.actor, lambda work: work.db.get_one(Booking, visit.booking.id))  # type: ignore[no-any-return]


def say(act: Act, visit: Any, kind: str, client_id: str, **facts: Any) -> None:
    act(visit.gate, operations.say_at_gate, code=visit.code, kind=kind, client_id=client_id, **facts)


# Words


@BOTH
def test_a_word_that_comes_twice_counts_once(visit: Any, act: Act, look: Act) -> None:
    for _ in range(3):
        say(act, visit, "count", "c-1", count=5, adults=2)
    held = row(look, visit)
    assert (held.state, held.arrived_count, held.adults_count) == ("held", 5, 2)
    assert look(visit.office.actor, lambda work: work.db.scalar(select(func.count(ArrivalWord.id)))) == 1


@BOTH
def test_what_was_said_last_holds_whatever_came_in_last(visit: Any, act: Act, look: Act) -> None:
    say(act, visit, "count", "c-2", count=6)
    say(act, visit, "count", "c-1", count=4, ago=9 * MINUTE)
    say(act, visit, "here", "c-0", ago=10 * MINUTE)
    held = row(look, visit)
    assert (held.arrived_count, held.arrived_at) == (6, NOW - 10 * MINUTE)


@BOTH
def test_taking_back_holds_a_quarter_by_when_it_was_said(visit: Any, act: Act, look: Act, at: At) -> None:
    say(act, visit, "count", "c-1", count=5)
    at(NOW + 40 * MINUTE)
    with pytest.raises(RuleBroken):
        say(act, visit, "undo", "c-2")
    assert row(look, visit).state == "held"
    say(act, visit, "undo", "c-3", ago=30 * MINUTE)  # said in time, on a phone without a network
    held = row(look, visit)
    assert (held.state, held.arrived_at, held.arrived_count) == ("confirmed", None, None)


@BOTH
def test_late_absent_and_broken_off_are_said_and_taken_back(visit: Any, act: Act, look: Act, at: At) -> None:
    say(act, visit, "late", "c-1")
    assert (row(look, visit).state, row(look, visit).late_at) == ("confirmed", NOW)
    at(NOW + MINUTE)
    say(act, visit, "no-show", "c-2")
    assert row(look, visit).state == "no-show"
    at(NOW + 2 * MINUTE)
    say(act, visit, "undo", "c-3")
    assert row(look, visit).state == "confirmed"
    at(NOW + 3 * MINUTE)
    say(act, visit, "count", "c-4", count=6)
    at(NOW + 60 * MINUTE)
    say(act, visit, "broken-off", "c-5", reason="weather")
    assert (row(look, visit).state, row(look, visit).broken_off) == ("held", "weather")
    say(act, visit, "undo", "c-6")
    assert (row(look, visit).broken_off, row(look, visit).arrived_count) == ("", 6)


@pytest.mark.parametrize(
    "word",
    [
        {"kind": "dance"},
        {"kind": "count"},
        {"kind": "count", "count": 900},
        {"kind": "count", "count": 5, "adults": -1},
        {"kind": "broken-off", "reason": "Noor was ziek"},
    ],
)
def test_a_word_that_cannot_be_meant_is_refused(visit: Any, act: Act, word: dict[str, Any]) -> None:
    with pytest.raises(RuleBroken):
        say(act, visit, client_id="c-1", **word)


def test_a_phone_whose_clock_is_wrong_says_nothing_before_the_day_or_in_the_future(
    visit: Any, act: Act, look: Act
) -> None:
    say(act, visit, "count", "c-1", count=5, ago=timedelta(days=3))
    assert row(look, visit).arrived_at == NOW.replace(hour=22) - timedelta(days=1)  # midnight in Amsterdam
    say(act, visit, "count", "c-2", count=6, ago=timedelta(days=-3))
    assert row(look, visit).arrived_count == 6


# The link of the day


def test_three_taps_without_an_account_or_a_script(visit: Any, client: FlaskClient, link: str, look: Act) -> None:
    page = client.get(link)
    assert "Groep is er" in page.text
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert page.headers["Cache-Control"] == "no-cache"
    assert [one.last_name for one in visit.pupils if one.last_name in page.text] == []
    assert client.post(link, data={"word": "here"}).status_code == 303
    assert client.post(link, data={"count": "5", "adults": "1"}).status_code == 303
    assert row(look, visit).arrived_count == 5
    assert "5" in client.get(link).text


def test_the_link_opens_on_the_day_alone(client: FlaskClient, link: str, at: At) -> None:
    day = NOW.replace(hour=0)
    for moment, status in (
        (day - timedelta(hours=3), 410),
        (day - timedelta(hours=1), 200),
        (day + timedelta(hours=21, minutes=59), 200),
        (day + timedelta(hours=22), 410),
        (day + timedelta(days=30), 410),
    ):
        at(moment)
        page = client.get(link)
        assert page.status_code == status, moment
        assert ("Kadedorp" in page.text or "Sluiskade" in page.text) is (status == 200)


def test_yesterdays_link_takes_what_was_said_in_time_until_noon_and_nothing_else(
    visit: Any, client: FlaskClient, link: str, look: Act, at: At
) -> None:
    words = {"Accept": "application/json"}
    at(NOW + timedelta(hours=20))  # eight in the morning, the day after
    late = client.post(link, data={"word": "count", "count": "5", "client": "c-1", "ago": "0"}, headers=words)
    assert (late.status_code, late.get_json()["state"]) == (422, "refused")
    in_time = {"word": "count", "count": "4", "client": "c-2", "ago": str(20 * 3600 * 1000)}
    assert client.post(link, data=in_time, headers=words).get_json()["state"] == "counted"
    assert row(look, visit).arrived_count == 4
    at(NOW + timedelta(hours=26))
    too_late = in_time | {"client": "c-3", "count": "3", "ago": str(26 * 3600 * 1000)}
    assert client.post(link, data=too_late, headers=words).status_code == 422
    assert row(look, visit).arrived_count == 4


def test_an_altered_renewed_or_made_up_link_opens_nothing(visit: Any, client: FlaskClient, link: str, act: Act) -> None:
    other = link[:-1] + ("B" if link[-1] != "B" else "C")
    for url in (other, link.lower(), link[:-1], f"{link}B", "/visits/gate/x"):
        assert client.get(url).status_code == 404, url
        assert client.post(url, data={"count": "5"}).status_code == 404, url
    act(visit.host.actor, operations.make_day_link, code=visit.code, renew=True)
    assert client.get(link).status_code == 404
    assert client.post(link, data={"count": "5"}).status_code == 404


def test_who_tries_links_for_ever_is_stopped(client: FlaskClient, link: str) -> None:
    answers = [client.get("/visits/gate/" + "B" * 27).status_code for _ in range(62)]
    assert answers[0] == 404
    assert answers[-1] == 429
    assert client.get(link).status_code == 200, "a good link still opens from the same address"


@BOTH
def test_a_link_reaches_its_own_booking_and_no_other_of_the_same_school(
    visit: Any, makers: Makers, act: Act, look: Act
) -> None:
    other = v.booking(makers, visit.school, visit.teacher, visit.slot, expected=6)
    with pytest.raises(NotFound):
        act(visit.gate, operations.say_at_gate, code=other.code, kind="here", client_id="c-1")
    with pytest.raises(NotFound):
        look(visit.gate, gate_now, code=other.code)
    assert look(visit.gate, gate_now).booking.code == visit.code


def test_another_company_makes_no_link(visit: Any, makers: Makers, act: Act) -> None:
    stranger = makers.host(makers.company(), guest_schools=[visit.school])
    with pytest.raises(NotFound):
        act(stranger.actor, operations.make_day_link, code=visit.code)


def test_the_link_in_a_mail_is_the_one_in_force(visit: Any, link: str, act: Act) -> None:
    for _ in range(2):
        assert act(visit.host.actor, operations.day_link, booking_id=visit.booking.id) == link


def test_the_code_of_a_class_opens_the_right_group_for_todays_link_and_says_nothing_to_others(
    visit: Any, makers: Makers, client: FlaskClient, link: str
) -> None:
    other = v.booking(makers, visit.school, visit.teacher, visit.slot, expected=6)
    strange = v.booking(makers, visit.school, visit.teacher, v.slot(makers, starts_at=NOW + 10 * MINUTE), expected=6)
    url = f"/visits/qr/{other.code}"
    page = client.get(url).text
    assert visit.school.name not in page
    assert "Open deze groep" not in page
    assert client.post(url).status_code == 200, "nothing but what it is"
    client.get(link)
    assert "Open deze groep" in client.get(url).text
    answer = client.post(url)
    assert answer.status_code == 303
    assert client.get(answer.location).status_code == 200
    assert client.post(f"/visits/qr/{strange.code}").status_code == 200, "at another company: it stays shut"


def test_a_group_without_a_booking_is_noted_once_for_company_and_coordinator(
    visit: Any, makers: Makers, act: Act, look: Act
) -> None:
    facts = {"code": visit.code, "school_name": " De  Ebstroom ", "level": "po-7", "count": 21}
    for _ in range(2):
        act(visit.gate, operations.note_walk_in, client_id="w-1", **facts)
    assert look(visit.office.actor, lambda work: work.db.scalar(select(func.count(WalkIn.id)))) == 1
    (noted,) = look(makers.coordinator().actor, walk_ins)
    assert (noted.school_name, noted.level, noted.count) == ("De Ebstroom", "groep 7", 21)
    with pytest.raises(RuleBroken):
        act(visit.gate, operations.note_walk_in, client_id="w-2", **facts | {"school_name": " "})


# Names


@BOTH
def test_a_host_reads_first_names_only_with_both_switches_on_the_day_and_never_after(
    visit: Any, act: Act, look: Act, at: At, house: House
) -> None:
    absent = {visit.pupils[0].id}

    def shown() -> tuple[str, ...]:
        found: tuple[str, ...] = look(visit.gate, gate_now).names
        return found

    act(visit.teacher.actor, operations.mark_presence, code=visit.code, absent=absent, seen=visit.everybody)
    assert shown() == ()
    act(visit.teacher.actor, operations.show_names, code=visit.code, on=True)
    assert shown() == (), "the school's own switch is off"
    assert row(look, visit).day_names == []
    act(visit.office.actor, lambda work: switch(work, on=True))
    assert shown() == (), "nothing is let go before a teacher does it"
    act(visit.teacher.actor, operations.show_names, code=visit.code, on=False)
    act(visit.teacher.actor, operations.show_names, code=visit.code, on=True)
    assert len(shown()) == 5
    assert all(len(one.split()[-1]) == 2 for one in shown()), "one letter of the last name"
    act(visit.office.actor, lambda work: switch(work, on=False))
    assert shown() == ()
    act(visit.office.actor, lambda work: switch(work, on=True))
    at(NOW + timedelta(days=1))
    assert shown() == (), "also before the worker came by"
    act(visit.teacher.actor, operations.set_phone, code=visit.code, phone="06 0000 0012")
    after_the_day(house, NOW + timedelta(days=1))
    assert (row(look, visit).day_names, row(look, visit).phone) == ([], "")


def switch(work: Work, *, on: bool) -> None:
    held = work.db.scalars(select(SchoolSettings)).one_or_none()
    if held is None:
        work.db.add(SchoolSettings(id=work.new_id(), school_id=work.school_id, names_to_host=on, photos=False))
    else:
        held.names_to_host = on


# Presence of two teachers


def mark(act: Act, visit: Any, who: Any, absent: set[int], **facts: Any) -> int:
    gone = {visit.pupils[n].id for n in absent}
    facts = {"code": visit.code, "absent": gone, "seen": visit.everybody, **facts}
    return act(who.actor, operations.mark_presence, **facts)  # type: ignore[no-any-return]


def rows_on(look: Act, visit: Any) -> int:
    return look(visit.office.actor, lambda work: work.db.scalar(select(func.count(Attendance.id))))  # type: ignore[no-any-return]


@BOTH
def test_of_two_teachers_what_was_said_last_wins_and_both_words_are_kept(visit: Any, act: Act, look: Act) -> None:
    mark(act, visit, visit.colleague, set(), ago=2 * MINUTE, was=set())
    mark(act, visit, visit.teacher, {0}, ago=5 * MINUTE, was=set())  # said earlier, came in later
    last = look(visit.teacher.actor, queries.presence_of, booking_id=visit.booking.id)
    assert last[visit.pupils[0].id] is True
    assert rows_on(look, visit) == 12

    def both(work: Work) -> Any:
        return contradictions(work, booking=queries.booking_by_code(work, visit.code))

    found = look(visit.teacher.actor, both)
    assert set(found) == {visit.pupils[0].id}
    assert [(one.by, one.present) for one in found[visit.pupils[0].id]] == [
        (visit.teacher.id, False),
        (visit.colleague.id, True),
    ]


@BOTH
def test_who_touched_nothing_overrules_nobody(visit: Any, act: Act, look: Act, at: At) -> None:
    mark(act, visit, visit.teacher, {0}, was=set())
    at(NOW + MINUTE)
    assert mark(act, visit, visit.colleague, {1}, was=set()) == 4  # an old page: nobody was ticked on it
    assert row(look, visit).present_count == 4


@BOTH
def test_the_same_save_and_the_same_tick_on_two_phones_count_once(visit: Any, act: Act, look: Act, at: At) -> None:
    for _ in range(2):
        assert mark(act, visit, visit.teacher, {0}, client_id="s-1", was=set()) == 5
    assert rows_on(look, visit) == 6
    at(NOW + MINUTE)
    assert mark(act, visit, visit.colleague, {0}, client_id="s-2", was=set()) == 5


# Closing


@BOTH
def test_a_closed_visit_stays_as_it_was(visit: Any, act: Act, look: Act, at: At) -> None:
    say(act, visit, "count", "c-1", count=6)
    mark(act, visit, visit.teacher, {0})
    at(NOW + timedelta(hours=2))
    with pytest.raises(RuleBroken):
        act(visit.teacher.actor, operations.close_visit, code=visit.code, girls=3, boys=3)
    act(visit.teacher.actor, operations.close_visit, code=visit.code, girls=3, boys=1)
    act(visit.teacher.actor, operations.close_visit, code=visit.code, girls=0)
    for refused in (
        lambda: say(act, visit, "count", "c-2", count=3),
        lambda: mark(act, visit, visit.teacher, {1}),
        lambda: act(visit.teacher.actor, operations.show_names, code=visit.code, on=True),
        lambda: act(visit.teacher.actor, operations.set_pupils, code=visit.code, pupil_ids=[visit.pupils[0].id]),
    ):
        with pytest.raises(RuleBroken):
            refused()
    say(act, visit, "count", "c-1", count=6)  # came before: told that it is there already
    held = row(look, visit)
    assert (held.state, held.arrived_count, held.present_count, held.girls, held.boys) == ("closed", 6, 5, 3, 1)


@BOTH
def test_a_visit_closes_by_itself_after_two_weeks(visit: Any, act: Act, look: Act, house: House) -> None:
    say(act, visit, "count", "c-1", count=6)
    assert after_the_day(house, NOW + timedelta(days=14))["closed"] == 0
    assert after_the_day(house, NOW + timedelta(days=14, hours=2))["closed"] == 1
    assert after_the_day(house, NOW + timedelta(days=15))["closed"] == 0
    assert row(look, visit).state == "closed"


def test_a_colleague_of_another_class_and_another_school_close_nothing(visit: Any, makers: Makers, act: Act) -> None:
    other = makers.school()
    for person in (makers.teacher(visit.school, makers.school_class(visit.school)), makers.school_admin(other)):
        with pytest.raises(NotFound):
            act(person.actor, operations.close_visit, code=visit.code)


def test_a_visit_is_not_closed_before_it_begins(visit: Any, act: Act) -> None:
    with pytest.raises(RuleBroken):
        act(visit.teacher.actor, operations.close_visit, code=visit.code)


# Pages


def test_presence_says_who_said_what_and_takes_a_save_of_the_outbox_once(
    visit: Any, client: FlaskClient, sign_in: Any, act: Act, look: Act
) -> None:
    mark(act, visit, visit.colleague, set(), ago=2 * MINUTE)
    teacher = sign_in(client, visit.teacher)
    url = f"/visits/presence/{visit.code}"
    words = {"Accept": "application/json"}
    everybody = [str(one) for one in visit.everybody]
    save = {"seen": everybody, "absent": [str(visit.pupils[0].id)], "shown": "1", "client": "s-1", "ago": "60000"}
    assert teacher.post(url, data=save, headers=words).status_code == 409, "whose it is was not said"
    key = teacher.get(url).text.split('data-owner="')[1].split('"')[0]
    for _ in range(2):
        answer = teacher.post(url, data=save | {"owner": key}, headers=words)
        assert answer.get_json()["state"] == "counted"
    page = teacher.get(url).text
    assert "Bram zei aanwezig om 09:58. Jij zei afwezig om 09:59" in page
    assert rows_on(look, visit) == 7


def test_the_school_sets_the_day_and_closes_on_its_own_page(
    visit: Any, client: FlaskClient, sign_in: Any, at: At, look: Act
) -> None:
    teacher, url = sign_in(client, visit.teacher), f"/visits/booking/{visit.code}"
    assert teacher.post(f"{url}/phone", data={"phone": "06 0000 0012"}).status_code == 303
    assert "06 0000 0012" in teacher.get(url).text
    at(NOW + timedelta(hours=1))
    assert teacher.post(f"{url}/close", data={"girls": "50"}).status_code == 422
    assert teacher.post(f"{url}/close", data={"girls": ""}).status_code == 303
    assert "Deze tellingen staan vast" in teacher.get(url).text
    assert row(look, visit).state == "closed"


def test_a_phone_number_is_on_the_hosts_page_on_the_day_alone(
    visit: Any, client: FlaskClient, link: str, act: Act, look: Act, at: At
) -> None:
    act(visit.teacher.actor, operations.set_phone, code=visit.code, phone="06 0000 0012")
    assert "06 0000 0012" in client.get(link).text
    at(NOW + timedelta(days=2))
    assert look(visit.host.actor, gate_now, code=visit.code).phone == ""
