"""What happened in the demo before today, told through the product's own operations at the times they happened."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.access.actor import Actor, Post, Role
from app.assignments.models import Assignment
from app.assignments.operations import give_module
from app.base import clock
from app.base.house import House
from app.base.ids import public_code
from app.base.work import Work
from app.certificates.operations import correct_certificate, erase_details, print_certificates, revoke_certificate
from app.certificates.queries import VISIT_ALONE, candidates, candidates_of_visit
from app.certificates.rules import VISIT
from app.curriculum.models import CurriculumModule
from app.demo import cast
from app.demo.answers import GOALS, LOOKED_BACK
from app.demo.children import Child
from app.demo.setting import Days, actor_of
from app.learning.operations import keep_sentence, review_answer, tick_step
from app.learning.queries import last_answers
from app.people.models import Enrolment, Pupil, SchoolClass
from app.people.operations import set_groups
from app.people.rules.instruction import EXTENDED, PLUS
from app.visits.models import Booking, VisitOffer, VisitSlot
from app.visits.operations import answer_booking, book_visit, confirm_arrival, make_day_link, mark_presence

TEACHER_PO, TEACHER_VO = "samira@devlieger.example", "joost@hetbaken.example"
HOSTS = {"ZSLS77": "koen@zeesluis.example", "PPRD88": "ton@duinvel.example", "KDWR66": "farid@kadewerk.example"}
SICK = ("Daan", "Hanna")  # on the day of the visit
SENTENCES = (  # of the teacher, to say again
    "Schrijf er één voorbeeld bij.",
    "Goed gekeken. Vertel ook waarom.",
    "Lees je zin nog eens hardop.",
)


@dataclass(frozen=True, slots=True)
class Teller:
    """Acts for somebody at a moment in the past."""

    house: House
    days: Days
    chance: random.Random

    def act(self, email: str, when: datetime, operation: Callable[..., Any], **facts: Any) -> Any:
        return self.house.act(actor_of(self.house, email, when), when, operation, **facts)

    def read(self, email: str, when: datetime, query: Callable[..., Any], **facts: Any) -> Any:
        with self.house.looking(actor_of(self.house, email, when), when) as work:
            return query(work, **facts)


def tell(house: House, days: Days, seed: int) -> None:
    """Both classes, from booking to the certificates that were earned."""
    teller = Teller(house, days, random.Random(seed))  # noqa: S311 - a story, not a secret
    _primary(teller)
    _secondary(teller)
    _groups(teller)


def _primary(teller: Teller) -> None:
    """7B: prepared, went on the last school day, two were ill; some are done, and some are not."""
    days = teller.days
    visit = _book(teller, TEACHER_PO, cast.LOCK, days.last, 9, "7BKD4W", "po-7", 0, 26, needs="een rolstoel")
    code = _give(teller, TEACHER_PO, "zeesluis", "7BKD4W", days.before(16), [visit])
    children = _children(teller, TEACHER_PO, "7BKD4W", code, days.before(12))
    for number, child in enumerate(children):
        child.work(days.before(9) + timedelta(minutes=number), "before", share=0.75 if number in (7, 19) else 1)
    _void(teller, code, days.before(2))
    _visit_day(teller, visit, children, code)
    for number, child in enumerate(children):
        share = 1.0 if number % 3 else (0.4 if number % 2 else 0.0)
        child.work(_after_visit(days, 45 + number), "after", share=share)
        if number % 3 == 1 and child.first_name not in SICK:
            child.look_back(_after_visit(days, 70 + number), LOOKED_BACK[number % len(LOOKED_BACK)])
    _feedback(teller, TEACHER_PO, code)
    _certificates(teller, code)
    for group, hour in ((0, 9), (13, 11)):  # more than 15 do not fit: the class is divided
        confirm = group == 0
        paper = _book(teller, TEACHER_PO, cast.PAPER, days.next, hour, "7BKD4W", "po-7", group, 13, confirm=confirm)
        if confirm:
            _ahead(teller, paper)


def _secondary(teller: Teller) -> None:
    """2kb1: goes on the next school day in two groups of twelve, and is in the middle of preparing."""
    days = teller.days
    visits = [
        _book(teller, TEACHER_VO, cast.CARE, days.next, hour, "2KBT8Z", "vo-2-kb", first, 12)
        for first, hour in ((0, 9), (12, 11))
    ]
    code = _give(teller, TEACHER_VO, "machines-aan-de-praat", "2KBT8Z", days.before(5), visits)
    children = _children(teller, TEACHER_VO, "2KBT8Z", code, days.before(4))
    now = clock.now()
    for number, child in enumerate(children[:-1]):
        share = (1.0, 0.8, 0.55, 0.35, 0.6)[number % 5]
        child.work(now - timedelta(minutes=32 - number % 7), "before", share=share)
        child.enter_next(now - timedelta(minutes=3 + number % 9))
        if number % 4 == 0:
            child.look_back(now - timedelta(minutes=2), {"goal": [GOALS[number % len(GOALS)]]})
    for number in (4, 13):
        children[number].ask_help(now - timedelta(minutes=2 + number % 3))


def _groups(teller: Teller) -> None:
    """7B has instruction groups: five get extended instruction, five are in plus."""
    when = teller.days.before(15)
    pupils = teller.read(TEACHER_PO, when, _pupil_ids, class_code="7BKD4W")
    chosen = dict.fromkeys(pupils[2::4][:6], EXTENDED) | dict.fromkeys(pupils[3::5][:5], PLUS)
    teller.act(TEACHER_PO, when, set_groups, code="7BKD4W", chosen=chosen, was={})


def _book(
    teller: Teller,
    teacher: str,
    company: cast.DemoCompany,
    day: Any,
    hour: int,
    class_code: str,
    level: str,
    first: int,
    size: int,
    *,
    needs: str = "",
    confirm: bool = True,
) -> str:
    when = teller.days.before(20)
    slot = teller.read(teacher, when, _slot_code, offer_code=company.offer.code, day=day, hour=hour)
    pupils = teller.read(teacher, when, _pupil_ids, class_code=class_code)[first : first + size]
    code: str = teller.act(
        teacher, when, book_visit, slot_code=slot, level=level, expected=size, request_id=public_code(12),
        class_code=class_code, pupil_ids=pupils, needs=needs,
    )  # fmt: skip
    if confirm:
        teller.act(HOSTS[company.code], when + timedelta(days=1), answer_booking, code=code, yes=True)
        teller.act(HOSTS[company.code], when + timedelta(days=1), make_day_link, code=code)
    return code


def _give(teller: Teller, teacher: str, slug: str, class_code: str, when: datetime, visits: list[str]) -> str:
    bookings = teller.read(teacher, when, _booking_ids, codes=visits)
    slug = teller.read(teacher, when, _published, slug=slug)
    opens_on = clock.school_day(when)
    code: str = teller.act(
        teacher, when, give_module, class_code=class_code, module_slug=slug, opens_on=opens_on,
        closes_on=max(opens_on + timedelta(weeks=6), teller.days.later[0]), request_id=public_code(12),
        booking_ids=bookings,
    )  # fmt: skip
    return code


def _children(teller: Teller, teacher: str, class_code: str, code: str, when: datetime) -> list[Child]:
    rows = teller.read(teacher, when, _pupils, class_code=class_code)
    return [
        Child(
            teller.house,
            Actor(pupil_id, (Post(Role.PUPIL, school_id=school_id),)),
            code,
            random.Random(teller.chance.random()),  # noqa: S311 - a story, not a secret
            first,
        )
        for pupil_id, school_id, first in rows
    ]


def _visit_day(teller: Teller, visit: str, children: list[Child], code: str) -> None:
    """The host counts 24; the teacher says who; the sheet of those who were there is ticked."""
    when = clock.at(teller.days.last, 9, 40)
    everybody = {child.actor.user_id for child in children}
    absent = {child.actor.user_id for child in children if child.first_name in SICK}
    teller.act(HOSTS["ZSLS77"], when, confirm_arrival, code=visit, count=len(everybody - absent))
    teller.act(TEACHER_PO, when, mark_presence, code=visit, absent=absent, seen=everybody)
    step = children[0].step_of_phase("during", when)
    teller.act(
        TEACHER_PO, when + timedelta(hours=4), tick_step, code=code, step_id=step, how="paper",
        pupil_ids=everybody - absent,
    )  # fmt: skip


def _after_visit(days: Days, minutes: int) -> datetime:
    """In the afternoon after the visit, but never in the future."""
    return min(clock.at(days.last, 13) + timedelta(minutes=minutes), clock.now() - timedelta(minutes=5))


def _feedback(teller: Teller, teacher: str, code: str) -> None:
    """A word on three answers, two of them with a stamp; one is given back. And sentences to say again."""
    for sentence in SENTENCES:
        teller.act(teacher, clock.now() - timedelta(minutes=5), keep_sentence, text=sentence)
    when = clock.now() - timedelta(minutes=4)
    given_id = teller.read(teacher, when, _assignment_id, code=code)
    answers = [
        one for one in teller.read(teacher, when, last_answers, assignment_id=given_id) if set(one.value) == {"text"}
    ]
    said = (
        "Mooi gekeken, en je schrijft ook waaróm.",
        "Goed begin. Schrijf er één voorbeeld bij?",
        "Wat een slimme vraag!",
    )
    for number, (answer, text) in enumerate(zip(answers[3:30:9], said, strict=False)):
        stamp = ("looked", "", "idea")[number]
        teller.act(
            teacher, when, review_answer, code=code, answer_id=answer.id, text=text, again=number == 1, stamp=stamp
        )


def _certificates(teller: Teller, code: str) -> None:
    """Five were printed already, one of them corrected; one was revoked, of one the name is erased; the others that
    were earned wait for the teacher."""
    when = clock.now() - timedelta(minutes=3)
    earned = [one for one in teller.read(TEACHER_PO, when, candidates, code=code).pupils if one.verdict.earned]
    if not earned:
        return
    site = teller.house.settings.base_url
    ids = [one.pupil.id for one in earned[:7]]
    teller.act(TEACHER_PO, when, print_certificates, code=code, pupil_ids=ids, site=site)
    if len(ids) < 7:
        return
    numbers = [one.number for one in teller.read(TEACHER_PO, when, candidates, code=code).pupils if one.number]
    teller.act(TEACHER_PO, when, correct_certificate, number=numbers[0], name=f"{earned[0].name}", site=site)
    teller.act(TEACHER_PO, when, revoke_certificate, number=numbers[5], reason="Naam verkeerd gespeld")
    teller.act(TEACHER_PO, when, erase_details, pupil_id=ids[6])


def _void(teller: Teller, code: str, when: datetime) -> None:
    """Printed to hand out at the gate, for one who turned out to be ill."""
    pupils = teller.read(TEACHER_PO, when, candidates, code=code, kind=VISIT).pupils
    ids = [one.pupil.id for one in pupils if one.pupil.first_name in SICK][:1]
    site = teller.house.settings.base_url
    teller.act(TEACHER_PO, when, print_certificates, code=code, kind=VISIT, pupil_ids=ids, site=site)


def _ahead(teller: Teller, booking: str) -> None:
    """Of the next visit, which no lesson goes with, two lie ready."""
    when = clock.now() - timedelta(minutes=3)
    ids = [one.pupil.id for one in teller.read(TEACHER_PO, when, candidates_of_visit, code=booking).pupils[:2]]
    site = teller.house.settings.base_url
    facts = {"code": booking, "source": VISIT_ALONE, "pupil_ids": ids, "site": site}
    teller.act(TEACHER_PO, when, print_certificates, **facts)


def _slot_code(work: Work, *, offer_code: str, day: Any, hour: int) -> str:
    found = work.db.execute(
        select(VisitSlot.code, VisitSlot.starts_at)
        .join(VisitOffer, VisitOffer.id == VisitSlot.offer_id)
        .where(VisitOffer.code == offer_code)
    )
    return next(
        code for code, starts in found if starts.astimezone(clock.AMSTERDAM).date() == day
        and starts.astimezone(clock.AMSTERDAM).hour == hour
    )  # fmt: skip


def _pupil_ids(work: Work, *, class_code: str) -> list[UUID]:
    return [pupil_id for pupil_id, _, _ in _pupils(work, class_code=class_code)]


def _pupils(work: Work, *, class_code: str) -> list[Any]:
    return list(
        work.db.execute(
            select(Pupil.id, Pupil.school_id, Pupil.first_name)
            .join(Enrolment, Enrolment.pupil_id == Pupil.id)
            .join(SchoolClass, SchoolClass.id == Enrolment.class_id)
            .where(SchoolClass.code == class_code)
            .order_by(Pupil.sort_key, Pupil.id)
        )
    )


def _booking_ids(work: Work, *, codes: list[str]) -> list[UUID]:
    return list(work.db.scalars(select(Booking.id).where(Booking.code.in_(codes))))


def _published(work: Work, *, slug: str) -> str:
    """This module, or the first that is published when its folder was taken away."""
    slugs = list(work.db.scalars(select(CurriculumModule.slug).order_by(CurriculumModule.slug)))
    return slug if slug in slugs else slugs[-1]


def _assignment_id(work: Work, *, code: str) -> UUID:
    return work.db.scalars(select(Assignment.id).where(Assignment.code == code)).one()
