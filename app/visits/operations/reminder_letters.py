"""What a reminder says, in the language of who reads it; without a name of any pupil."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from app.base import clock, language
from app.base.language import gettext_for
from app.base.levels import level_label
from app.visits.rules.reminders import AT_THE_GATE, LOOK_BACK, OWN, PREPARE, WHERE, WHO_COMES, Plan
from app.visits.rules.where import AT_SCHOOL, ONLINE, STAYS

Say = Callable[..., str]


@dataclass(frozen=True, slots=True)
class VisitFacts:
    """What a letter may tell. `page`: where the booking stands; `gate_link`: the host's page of the day."""

    school: str
    company: str
    title: str
    starts_at: datetime
    place: str
    entrance: str
    gate: str
    contact: str
    level: str
    expected: int
    has_answer: bool
    has_class: bool
    has_needs: bool
    must_read_safety: bool
    has_safety: bool
    notices: str
    travel: str
    supervision: int | None
    bring: tuple[str, ...]
    forbidden: tuple[str, ...]
    host_gear: tuple[str, ...]
    booker: str
    booker_email: str
    page: str = ""
    gate_link: str = ""
    form: str = "tour"

    @property
    def stays(self) -> bool:
        """The class need not go anywhere."""
        return self.form in STAYS

    @property
    def adults(self) -> int:
        """By the company's ratio, rounded up."""
        return -(-self.expected // self.supervision) if self.supervision else 0


def example() -> VisitFacts:
    """An invented visit in which everything that can be said has something to say."""
    return VisitFacts(
        school="De Vlieger",
        company="Zeesluis Kadedorp",
        title="Schut een schip door de sluis",
        starts_at=clock.at(date(2026, 10, 8), 10),
        place="Sluiskade 14, Kadedorp",
        entrance="Poort 3, bel aan",
        gate="Iedereen krijgt een badge.",
        contact="Koen Smit, 06 0000 0012",
        level="po-7",
        expected=24,
        has_answer=True,
        has_class=False,
        has_needs=True,
        must_read_safety=False,
        has_safety=True,
        notices="Er staan sterke magneten: meld een pacemaker.",
        travel="Fietsen kunnen bij de loods.",
        supervision=8,
        bring=("dichte schoenen", "lange broek"),
        forbidden=("telefoon in de hal",),
        host_gear=("24 helmen", "24 brillen"),
        booker="Samira Haddad",
        booker_email="samira@devlieger.example",
        page="https://.../visits/booking/...",
    )


def letter(plan: Plan, facts: VisitFacts, *, spoken: str) -> tuple[str, str]:
    """Subject and body."""
    _ = gettext_for(spoken)
    with language.speaking(spoken):
        when = f"{language.long_date(facts.starts_at)}, {language.clock_time(facts.starts_at)}"
        level = level_label(facts.level)
    subject, said, points = _PARTS[plan.about](_, facts, when, level)
    parts = [plan.text.strip() or said]
    if plan.text.strip() and plan.about != OWN:
        parts.append(said)
    if points:
        parts.append("\n".join(f"- {one}" for one in points))
    if facts.page and plan.about != AT_THE_GATE:
        parts.append(_("Everything about this visit: %(page)s", page=facts.page))
    parts.append("Openwerf\n")
    return plan.subject.strip() or subject, "\n\n".join(parts)


Part = tuple[str, str, list[str]]


def _who_comes(_: Say, facts: VisitFacts, when: str, level: str) -> Part:
    points = []
    if not facts.has_answer:
        points.append(_("You have not answered yet: can it go on?"))
    if not facts.has_class:
        points.append(_("The school has not said yet which class comes."))
    if facts.must_read_safety:
        points.append(_("The school has not read your new safety rules yet."))
    if facts.has_needs:
        points.append(_("The school asks for something for this group. It stands with the booking."))
    if not facts.contact:
        points.append(_("Your offer does not say yet whom the school can ring on the day."))
    said = [_visitors(_, facts, when, level)]
    said.append(_("Questions? Ask %(name)s, %(mail)s.", name=facts.booker, mail=facts.booker_email))
    if points:
        said.append(_("This still needs attention:"))
    return _("%(school)s comes on %(when)s", school=facts.school, when=when), " ".join(said), points


def _at_the_gate(_: Say, facts: VisitFacts, when: str, level: str) -> Part:
    points = [_stays_here(_, facts)] if facts.stays else []
    if facts.entrance:
        points.append(_("They report here: %(entrance)s", entrance=facts.entrance))
    if facts.host_gear:
        points.append(_("Lay ready: %(gear)s", gear=", ".join(facts.host_gear)))
    if facts.gate_link:
        points.append(_("At the gate, on your phone and without signing in: %(link)s", link=facts.gate_link))
    elif facts.page:
        points.append(_("At the gate you count them on your phone: %(page)s", page=facts.page))
    subject = _("At your gate: %(school)s, %(when)s", school=facts.school, when=when)
    if facts.stays:
        subject = f"{facts.title}: {facts.school}, {when}"
    return subject, _visitors(_, facts, when, level), points


def _visitors(_: Say, facts: VisitFacts, when: str, level: str) -> str:
    told = {"school": facts.school, "n": facts.expected, "level": level, "title": facts.title, "when": when}
    if facts.stays:
        text = _("You meet %(n)s pupils of %(school)s (%(level)s): %(title)s, %(when)s.", **told)
        return f"{text} {_stays_here(_, facts)}"
    return _("%(school)s comes with %(n)s pupils (%(level)s): %(title)s, %(when)s.", **told)


def _prepare(_: Say, facts: VisitFacts, when: str, _level: str) -> Part:
    points = []
    if not facts.has_class:
        points.append(_("Say which class comes."))
    if facts.must_read_safety:
        points.append(_("The company changed its safety rules: read them and say yes again."))
    if facts.has_safety:
        points.append(_("Go through the safety rules with the class."))
    if not facts.stays:
        points.append(_("Give the letter for parents along."))
    if facts.notices:
        points.append(_("Parents must know this: %(notices)s", notices=facts.notices))
    if not facts.stays:
        points.append(_("Arrange how you get there. %(travel)s", travel=facts.travel).strip())
    if facts.adults and not facts.stays:
        points.append(_("So many adults come along: %(n)s.", n=facts.adults))
    points += _packing(_, facts)
    subject = _("To arrange for %(company)s, %(when)s", company=facts.company, when=when)
    return subject, _going(_, facts, when), points


def _where(_: Say, facts: VisitFacts, when: str, _level: str) -> Part:
    points = [facts.place]
    if facts.entrance:
        points.append(_("You report here: %(entrance)s", entrance=facts.entrance))
    if facts.gate:
        points.append(facts.gate)
    if facts.contact:
        points.append(_("Late or lost? Ring %(contact)s", contact=facts.contact))
    points += _packing(_, facts)
    subject = _("Where to be: %(company)s, %(when)s", company=facts.company, when=when)
    return subject, _going(_, facts, when), points


def _going(_: Say, facts: VisitFacts, when: str) -> str:
    told = {"company": facts.company, "title": facts.title, "when": when}
    if facts.form == AT_SCHOOL:
        return _("%(company)s comes to your school: %(title)s, %(when)s.", **told)
    if facts.form == ONLINE:
        return _("You meet %(company)s online: %(title)s, %(when)s.", **told)
    return _("You are going to %(company)s: %(title)s, %(when)s.", **told)


def _stays_here(_: Say, facts: VisitFacts) -> str:
    """For a host whose visitors stay where they are."""
    if facts.form == ONLINE:
        return _("It is online: %(place)s", place=facts.place)
    return _("You go to the school: %(place)s.", place=facts.place)


def _look_back(_: Say, facts: VisitFacts, when: str, _level: str) -> Part:
    points = [_("Say who was there, so that everybody's certificate is right.")]
    points.append(_("Let the class look back while it is fresh."))
    subject = _("How was it at %(company)s?", company=facts.company)
    told = {"company": facts.company, "title": facts.title, "when": when}
    if facts.stays:
        return subject, _("You met %(company)s: %(title)s, %(when)s.", **told), points
    return subject, _("You were at %(company)s: %(title)s, %(when)s.", **told), points


def _own(_: Say, facts: VisitFacts, when: str, level: str) -> Part:
    told = {"company": facts.company, "school": facts.school, "title": facts.title, "when": when}
    return facts.title, "", [_("%(school)s at %(company)s: %(title)s, %(when)s", **told)]


def _packing(_: Say, facts: VisitFacts) -> list[str]:
    points = []
    if facts.bring:
        points.append(_("Wear and bring: %(things)s", things=", ".join(facts.bring)))
    if facts.forbidden:
        points.append(_("Leave at home: %(things)s", things=", ".join(facts.forbidden)))
    return points


_PARTS: dict[str, Callable[[Say, VisitFacts, str, str], Part]] = {
    WHO_COMES: _who_comes,
    AT_THE_GATE: _at_the_gate,
    PREPARE: _prepare,
    WHERE: _where,
    LOOK_BACK: _look_back,
    OWN: _own,
}
