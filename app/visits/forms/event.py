"""The shape of what is sent about an event day: its plan, a stand, a class that comes, a step of a route."""

from typing import Any

from wtforms import HiddenField, IntegerField, RadioField, SelectField, StringField, TimeField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # the stubs are a version behind
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from app.base.language import N_
from app.visits.forms.company import _DEGREES
from app.visits.operations.event_day import DayText
from app.visits.queries.event_now import EventNow, StandNow
from app.visits.rules.event import BIKE, COACH, FOOT, DayPlan
from app.web.forms import Form

_NEEDED = InputRequired(N_("Fill this in."))
_NUMBER = InputRequired(N_("Type a number."))
_SHORT = Length(max=200, message=N_("At most 200 characters."))
WAYS = [
    SelectChoice(BIKE, N_("by bike")),
    SelectChoice(COACH, N_("by coach")),
    SelectChoice(FOOT, N_("on foot")),
]
_TEXTS = ("venue", "address", "place", "bikes_at", "coaches_at", "bring", "phone")
_TIMES = ("starts", "rounds", "round_minutes", "gap_minutes", "wave_minutes", "wave_bikes", "wave_coaches")


class EventForm(Form):
    venue = StringField(N_("Which place?"), [_NEEDED, _SHORT], description=N_("For example: hall 4, or the campus."))
    address = StringField(N_("Street and number"), [_NEEDED, _SHORT])
    place = StringField(N_("Town"), [_NEEDED, _SHORT])
    coordinates = StringField(
        N_("Place on the map"),
        [Optional()],
        description=N_("Copy it from any map, like 52.4601, 4.6102. Who comes from far then arrives last."),
    )
    starts = TimeField(N_("Round 1 begins at"), [InputRequired(N_("Type a time, like 9:30."))])
    rounds = IntegerField(N_("How many rounds?"), [_NUMBER])
    round_minutes = IntegerField(N_("Minutes in a round"), [_NUMBER])
    gap_minutes = IntegerField(N_("Minutes to walk between two rounds"), [_NUMBER])
    wave_minutes = IntegerField(N_("Minutes in a wave"), [_NUMBER])
    wave_bikes = IntegerField(N_("Pupils by bike in a wave"), [_NUMBER])
    wave_coaches = IntegerField(N_("Coaches in a wave"), [_NUMBER])
    bikes_at = StringField(N_("Where do bikes go?"), [Optional(), _SHORT])
    coaches_at = StringField(N_("Where does a coach stop?"), [Optional(), _SHORT])
    bring = StringField(N_("What does everybody wear and bring?"), [Optional(), _SHORT])
    phone = StringField(N_("Phone of the organisation on the day"), [Optional(), Length(max=40)])

    def validate_coordinates(self, field: StringField) -> None:
        if field.data and not _DEGREES.search(field.data):
            raise ValidationError(
                N_("We do not find two numbers in this. Right-click on a map, copy, and paste it: 52.4601, 4.6102.")
            )

    def told(self) -> DayText:
        found = _DEGREES.search(self.coordinates.data or "")
        where = [float(part.replace(",", ".")) for part in found.groups()] if found else [None, None]
        texts = {name: self[name].data or "" for name in _TEXTS}
        plan = DayPlan(*(self[name].data for name in _TIMES))
        return DayText(plan=plan, latitude=where[0], longitude=where[1], **texts)


def as_typed(event: EventNow) -> dict[str, Any]:
    where = "" if event.latitude is None else f"{event.latitude}, {event.longitude}"
    texts = {name: getattr(event, name) for name in _TEXTS}
    return texts | {name: getattr(event.plan, name) for name in _TIMES} | {"coordinates": where}


class StandForm(Form):
    number = StringField(N_("Number or letter of the stand"), [_NEEDED], description=N_("As on the sign: 7 or B2."))
    column = IntegerField(N_("Column on the map"), [_NUMBER], description=N_("1 is on the left."))
    row = IntegerField(N_("Row on the map"), [_NUMBER], description=N_("1 is at the top."))
    groups = IntegerField(N_("Classes at once"), [_NUMBER])
    pupils = IntegerField(N_("Pupils at once"), [_NUMBER])

    def facts(self) -> dict[str, Any]:
        return {name: self[name].data for name in ("number", "column", "row", "groups", "pupils")}


def stand_as_typed(stand: StandNow) -> dict[str, Any]:
    return {name: getattr(stand, name) for name in ("number", "column", "row", "groups", "pupils")}


class ComesForm(Form):
    """A class that comes. The class and level are chosen where there are several."""

    school_class = SelectField(N_("Class"), choices=[], validate_choice=False)
    level = HiddenField()
    pupils = IntegerField(N_("How many pupils?"), [_NUMBER])
    way = RadioField(N_("How do you come?"), choices=WAYS, default=BIKE)
    needs = StringField(
        N_("What must we take care of?"),
        [Optional(), Length(max=300, message=N_("At most 300 characters."))],
        description=N_("About the group and without names: a wheelchair, a quiet place."),
    )

    def facts(self) -> dict[str, Any]:
        return {"pupils": self.pupils.data, "way": self.way.data or "", "needs": self.needs.data or ""}


class StepForm(Form):
    school_class = HiddenField(validators=[InputRequired(N_("Load the page again."))])
    round = IntegerField(validators=[InputRequired(N_("Load the page again."))])
    to = HiddenField()
    seen = HiddenField()


class DayPhoneForm(Form):
    companion = StringField(
        N_("Who goes along, if that is somebody else?"),
        [Optional(), Length(max=60, message=N_("At most 60 characters."))],
    )
    phone = StringField(N_("Phone of the teacher on the day"), [Optional(), Length(max=30)])
