"""An offer in five minutes: what must be said stands on top with the rest filled in as most companies do it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from wtforms import (
    BooleanField,
    FieldList,
    FormField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # the stubs are a version behind
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from app.base.language import N_, gettext
from app.base.levels import BANDS
from app.curriculum.module import Module
from app.visits.forms.booking import CheckboxesField, level_choices
from app.visits.operations import OfferText
from app.visits.queries import OfferNow, SiteNow
from app.visits.rules.offer import MOST_GEAR
from app.web.forms import Form, key_of

FORMS = {
    "tour": N_("A tour"),
    "hands-on": N_("Doing it themselves"),
    "talk": N_("A talk"),
    "guest-lesson": N_("A guest lesson at school"),
    "online": N_("Online"),
}
BY = {"company": N_("we lend it"), "school": N_("the school brings it"), "pupil": N_("pupils bring their own")}
PHOTOS = {"yes": N_("Photos are fine"), "ask": N_("Ask before taking photos"), "no": N_("No photos")}
SPOKEN = {
    "nl": N_("Dutch"),
    "en": N_("English"),
    "de": N_("German"),
    "pl": N_("Polish"),
    "tr": N_("Turkish"),
    "ar": N_("Arabic"),
    "uk": N_("Ukrainian"),
}
FRESH: Mapping[str, Any] = {
    "min_group": 10,
    "max_group": 15,
    "groups_at_once": 1,
    "gap_minutes": 0,
    "form": "tour",
    "photos": "ask",
    "takes_coach": True,
    "languages": ["nl"],
    "deadline_days": 7,
    "notice_days": 7,
}
_NEEDED = InputRequired(N_("Fill this in."))
_WHOLE = N_("Give a whole number.")
_TOO_LONG = {
    40: N_("At most 40 characters."),
    60: N_("At most 60 characters."),
    80: N_("At most 80 characters."),
    120: N_("At most 120 characters."),
    200: N_("At most 200 characters."),
    400: N_("At most 400 characters."),
    1000: N_("At most 1,000 characters."),
}
_PLAIN = ("title", "summary", "see", "do", "meet", "address", "place", "entrance", "contact", "safety", "notices")
_LISTS = ("wear", "forbidden")
_DAYS = N_("Between 0 and 365 days.")


def most(n: int) -> Length:
    return Length(max=n, message=_TOO_LONG[n])


def choices(told: Mapping[str, str]) -> list[SelectChoice]:
    return [SelectChoice(*one) for one in told.items()]


def said(told: Mapping[str, str]) -> list[SelectChoice]:
    """In the reader's language: the options of a list are drawn as they stand."""
    return [SelectChoice(value, gettext(label)) for value, label in told.items()]


def words_of(text: str | None) -> list[str]:
    """`dichte schoenen, lange broek` as a list, each once."""
    found = (" ".join(word.split()) for word in (text or "").replace("\n", ",").split(","))
    return list(dict.fromkeys(word for word in found if word))


class GearForm(Form):
    what = StringField(N_("What"), [Optional(), most(40)])
    by = SelectField(N_("Who takes care of it?"), choices=choices(BY), default="company")
    sizes = StringField(N_("Which sizes do you need to know?"), [Optional(), most(120)])


class OfferForm(Form):
    title = StringField(
        N_("What can pupils do, in one line?"),
        [_NEEDED, most(80)],
        description=N_("For example: Mend a wind turbine blade."),
    )
    summary = TextAreaField(N_("In two sentences"), [_NEEDED, most(400)])
    see = TextAreaField(N_("What they see"), [_NEEDED, most(400)])
    do = TextAreaField(N_("What they do themselves"), [_NEEDED, most(400)])
    meet = TextAreaField(N_("Whom they meet"), [_NEEDED, most(400)])
    form = SelectField(N_("What kind of visit is it?"), choices=choices(FORMS), default="tour")
    levels = CheckboxesField(
        N_("For which levels?"),
        [InputRequired(N_("Choose at least one level."))],
        choices=level_choices(BANDS),
    )
    min_group = IntegerField(
        N_("Smallest group"), [InputRequired(_WHOLE), NumberRange(1, 100, N_("Between 1 and 100."))]
    )
    max_group = IntegerField(
        N_("Largest group"), [InputRequired(_WHOLE), NumberRange(1, 100, N_("Between 1 and 100."))]
    )
    groups_at_once = IntegerField(
        N_("Groups at the same time"), [Optional(), NumberRange(1, 50, N_("Between 1 and 50."))], default=1
    )
    is_calm = BooleanField(
        N_("A calm visit"),
        description=N_("Little noise and few people, for pupils who need that. A smaller group may come too."),
    )
    languages = CheckboxesField(N_("In which language?"), choices=choices(SPOKEN))
    site = SelectField(N_("At which place?"), choices=[], validate_choice=False)
    address = StringField(N_("Address"), [Optional(), most(120)])
    place = StringField(N_("Place"), [Optional(), most(60)])
    entrance = StringField(
        N_("Where to report"), [Optional(), most(120)], description=N_("For example: gate 3, ring the bell.")
    )
    contact = StringField(
        N_("Whom to call on the day"),
        [_NEEDED, most(80)],
        description=N_("Name and phone number. Schools with a booking see it."),
    )
    safety = TextAreaField(
        N_("The safety rules"),
        [Optional(), most(1000)],
        description=N_("As you read them out, one on each line. Change them later, and schools confirm again."),
    )
    gear = FieldList(FormField(GearForm), max_entries=MOST_GEAR)
    wear = StringField(
        N_("What to wear or bring"),
        [Optional(), most(200)],
        description=N_("With commas between: closed shoes, long trousers."),
    )
    forbidden = StringField(
        N_("What may not come along"),
        [Optional(), most(200)],
        description=N_("With commas between: phone in the hall, earrings."),
    )
    notices = TextAreaField(
        N_("What parents must know"),
        [Optional(), most(400)],
        description=N_("For example: strong magnets, tell us about a pacemaker."),
    )
    travel = StringField(
        N_("How they come"),
        [Optional(), most(200)],
        description=N_("Where bikes stand, which bus stops near, where a coach can turn."),
    )
    way_in = StringField(
        N_("Online: how does a class come in?"),
        [Optional(), most(200)],
        description=N_("A link or a number. Only schools that booked read it."),
    )
    takes_coach = BooleanField(N_("A coach can come up to the door"), default=False)
    photos = RadioField(N_("May the school take photos?"), choices=choices(PHOTOS), default="ask")
    supervision = IntegerField(
        N_("One adult of the school for how many pupils?"),
        [Optional(), NumberRange(1, 30, N_("Between 1 and 30."))],
        description=N_("Leave it empty when you do not ask for it."),
    )
    gap_minutes = IntegerField(
        N_("Minutes between two groups"), [Optional(), NumberRange(0, 240, N_("Between 0 and 240 minutes."))], default=0
    )
    deadline_days = IntegerField(
        N_("Booked how many days before?"), [Optional(), NumberRange(0, 365, _DAYS)], default=0
    )
    notice_days = IntegerField(
        N_("Cancelled at the latest how many days before?"), [Optional(), NumberRange(0, 365, _DAYS)], default=0
    )
    modules = CheckboxesField(
        N_("Which lessons go with it?"),
        choices=[],
        validate_choice=False,
        description=N_("None ticked: those made for your kind of company."),
    )

    def among(self, sites: Sequence[SiteNow], modules: Sequence[Module]) -> None:
        """Which sites and lessons can be chosen; and an empty row for gear."""
        rest = SelectChoice("", gettext("Another place: type it below") if sites else gettext("Type it below"))
        self.site.choices = [*(SelectChoice(str(one.id), one.line) for one in sites), rest]
        self.modules.choices = [SelectChoice(one.slug, one.title) for one in modules if one.visit_kind]
        while len(self.gear.entries) < MOST_GEAR and (len(self.gear.entries) < 2 or self.gear.entries[-1].what.data):
            self.gear.append_entry()
        self.form.choices = said(FORMS)
        rows: Any = self.gear.entries
        for row in rows:
            row.by.choices = said(BY)

    def validate(self, extra_validators: Mapping[str, Sequence[Any]] | None = None) -> bool:
        """A place that was chosen, or one that was typed."""
        is_good = bool(super().validate(extra_validators))
        for field in (self.address, self.place, self.entrance) if not self.site.data else ():
            if not (field.data or "").strip() and not field.errors:
                field.errors = [gettext("Fill this in.")]
                is_good = False
        return is_good

    def told(self) -> OfferText:
        """What was typed. Raises: NotFound when a site is no key at all."""
        return OfferText(
            **self._texts(),
            site_id=key_of(self.site.data) if self.site.data else None,
            levels=self.levels.data or [],
            wear=words_of(self.wear.data),
            forbidden=words_of(self.forbidden.data),
            gear=list(_gear(self.gear.data)),
            form=self.form.data,
            photos=self.photos.data,
            languages=self.languages.data or ["nl"],
            modules=self.modules.data or [],
            is_calm=self.is_calm.data,
            takes_coach=self.takes_coach.data,
            **self._numbers(),
        )

    def _texts(self) -> dict[str, Any]:
        return {name: (self[name].data or "").strip() for name in (*_PLAIN, "travel", "way_in")}

    def _numbers(self) -> dict[str, Any]:
        """What was left empty is as it is at most companies."""
        return {
            "min_group": self.min_group.data or 0,
            "max_group": self.max_group.data or 0,
            "groups_at_once": self.groups_at_once.data or 1,
            "gap_minutes": self.gap_minutes.data or 0,
            "supervision": self.supervision.data,
            "deadline_days": self.deadline_days.data or 0,
            "notice_days": self.notice_days.data or 0,
        }


def as_typed(offer: OfferNow) -> dict[str, Any]:
    """An offer as its form shows it."""
    same = (
        *_PLAIN,
        "travel",
        "way_in",
        "form",
        "min_group",
        "max_group",
        "groups_at_once",
        "is_calm",
        "takes_coach",
        "photos",
    )
    more = ("supervision", "gap_minutes", "deadline_days", "notice_days")
    gear = [{**one, "sizes": ", ".join(one["sizes"] or ())} for one in offer.gear]
    return {
        **{name: getattr(offer, name) for name in (*same, *more)},
        **{name: ", ".join(getattr(offer, name)) for name in _LISTS},
        **{name: list(getattr(offer, name)) for name in ("levels", "languages", "modules")},
        "site": str(offer.site_id),
        "gear": gear,
    }


def _gear(rows: Iterable[Mapping[str, Any]]) -> Iterable[dict[str, Any]]:
    for row in rows:
        if what := " ".join((row["what"] or "").split()):
            yield {"what": what, "by": row["by"], "sizes": words_of(row["sizes"])}
