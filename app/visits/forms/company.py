"""The shape of what a company says of itself: words, logo, sites, hosts and hours."""

import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

from flask_wtf.file import FileField
from wtforms import BooleanField, EmailField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # the stubs are a version behind
from wtforms.validators import InputRequired, Optional, Regexp, ValidationError

from app.base.language import N_, language
from app.curriculum.checker.vocabulary import FILE, Vocabulary, read_vocabulary
from app.people.operations import CompanyText
from app.people.operations.companies import Invited
from app.people.queries import CompanyNow
from app.visits.forms.booking import CheckboxesField
from app.visits.forms.offer import most
from app.visits.operations import SiteText
from app.visits.queries import SiteNow
from app.web.forms import Form, key_of

_NEEDED = InputRequired(N_("Fill this in."))
_DEGREES = re.compile(r"(-?\d{1,2}[.,]\d{2,})\D+?(-?\d{1,3}[.,]\d{2,})")
_QUARTERS = N_("Give hours in quarters, for example 12 or 7,5.")
_MAIL = Regexp(r"^[^@\s]+@[^@\s]+\.[^@\s]+$", message=N_("This is no e-mail address."))


def kinds(lessons: Path) -> dict[str, str]:
    """Kinds of companies by their code, as lessons speak of them."""
    known = _vocabulary(lessons)
    return {code: words[language()] for code, words in known.visit_kinds.items()} if known else {}


def topics(lessons: Path) -> dict[str, str]:
    known = _vocabulary(lessons)
    return {code: words[language()] for code, words in known.topics.items()} if known else {}


def _vocabulary(lessons: Path) -> Vocabulary | None:
    """None: this server has no list of words; then a company keeps what it has."""
    try:
        return _read(lessons, (lessons / FILE).stat().st_mtime)
    except (OSError, ValueError):
        return None


@lru_cache(maxsize=2)
def _read(lessons: Path, _changed: float) -> Vocabulary:
    return read_vocabulary(lessons)


class CompanyForm(Form):
    name = StringField(N_("Name"), [_NEEDED, most(80)])
    place = StringField(N_("Place"), [_NEEDED, most(60)])
    about = TextAreaField(
        N_("Who you are, in two sentences"),
        [Optional(), most(400)],
        description=N_("For teachers and pupils, without difficult words."),
    )
    sector = StringField(N_("Branch"), [Optional(), most(60)], description=N_("For example: steel, or offshore wind."))
    kind = SelectField(N_("What kind of company is it?"), description=N_("So we know which lessons go with a visit."))
    topics = CheckboxesField(N_("What is it about?"))

    def among(self, lessons: Path) -> None:
        self.kind.choices = [SelectChoice(*one) for one in kinds(lessons).items()]
        if self.kind.data and self.kind.data not in kinds(lessons):
            self.kind.choices.append(SelectChoice(self.kind.data, self.kind.data))
        self.topics.choices = [SelectChoice(*one) for one in topics(lessons).items()]

    def told(self) -> CompanyText:
        name, place, about, sector = (
            " ".join((field.data or "").split()) for field in (self.name, self.place, self.about, self.sector)
        )
        return CompanyText(name, place, self.kind.data, about, sector, self.topics.data or [])


def as_typed(company: CompanyNow) -> dict[str, object]:
    same = ("name", "place", "about", "sector", "kind")
    return {**{name: getattr(company, name) for name in same}, "topics": list(company.topics)}


class HostForm(Form):
    host_name = StringField(N_("Name of your colleague"), [_NEEDED, most(80)])
    email = EmailField(N_("E-mail address"), [InputRequired(N_("Type the e-mail address.")), _MAIL, most(120)])

    def invited(self) -> Invited:
        return Invited(" ".join((self.host_name.data or "").split()), (self.email.data or "").strip())


class NewCompanyForm(CompanyForm, HostForm):
    """A company and its first host at once."""


class PictureForm(Form):
    logo = FileField(N_("Logo"), description=N_("PNG or SVG, at most 3 MB."))


class SiteForm(Form):
    address = StringField(N_("Address"), [_NEEDED, most(120)])
    place = StringField(N_("Place"), [_NEEDED, most(60)])
    entrance = StringField(
        N_("Where to report"), [_NEEDED, most(120)], description=N_("For example: gate 3, ring the bell.")
    )
    gate = StringField(
        N_("What happens at the gate"),
        [Optional(), most(200)],
        description=N_("For example: the teacher hands in a list with numbers, everybody gets a badge."),
    )
    access = StringField(
        N_("Stairs, noise, smells"),
        [Optional(), most(200)],
        description=N_("For example: two stairs, loud in the hall."),
    )
    wheelchair = BooleanField(N_("A wheelchair comes everywhere the group comes"))
    coordinates = StringField(
        N_("Place on the map"),
        [Optional()],
        description=N_("Copy it from any map, like 52.4601, 4.6102. Schools then see how far it is by bike."),
    )

    def validate_coordinates(self, field: StringField) -> None:
        if field.data and not _DEGREES.search(field.data):
            raise ValidationError(
                N_("We do not find two numbers in this. Right-click on a map, copy, and paste it: 52.4601, 4.6102.")
            )

    def told(self) -> SiteText:
        found = _DEGREES.search(self.coordinates.data or "")
        where = [float(part.replace(",", ".")) for part in found.groups()] if found else [None, None]
        names = ("address", "place", "entrance", "gate", "access")
        texts = {name: " ".join((self[name].data or "").split()) for name in names}
        return SiteText(**texts, wheelchair=self.wheelchair.data, latitude=where[0], longitude=where[1])


def site_as_typed(site: SiteNow) -> dict[str, object]:
    same = ("address", "place", "entrance", "gate", "access", "wheelchair")
    where = "" if site.latitude is None else f"{site.latitude}, {site.longitude}"
    return {**{name: getattr(site, name) for name in same}, "coordinates": where}


class HoursForm(Form):
    period = SelectField(N_("For"), choices=[], validate_choice=False)
    hours = StringField(
        N_("Hours"),
        [InputRequired(_QUARTERS), Regexp(r"^ *\d{1,4}([.,]\d{1,2})? *$", message=_QUARTERS)],
        description=N_("Of all colleagues together."),
    )
    note = StringField(
        N_("For what?"), [_NEEDED, most(200)], description=N_("For example: preparing, and receiving two groups.")
    )

    def among(self, periods: Sequence[tuple[UUID, str]]) -> None:
        self.period.choices = [SelectChoice(str(key), name) for key, name in periods]

    def told(self) -> dict[str, Any]:
        hours = float((self.hours.data or "0").replace(",", "."))
        return {"period_id": key_of(self.period.data or ""), "hours": hours, "note": (self.note.data or "").strip()}
