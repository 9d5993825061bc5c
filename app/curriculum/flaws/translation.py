"""What can be wrong with translations."""

from collections.abc import Mapping

from app.base.language import N_
from app.curriculum.flaws.kind import ERROR, NOTE, Kind

KINDS: Mapping[str, Kind] = {
    "V01": Kind(
        ERROR,
        N_("the question `%(id)s` is missing in this translation"),
        N_("Translate it, with the same id."),
    ),
    "V02": Kind(ERROR, N_("`%(id)s` is not in the source language"), N_("Remove it, or write it in the source first.")),
    "V03": Kind(ERROR, N_("the letters are %(found)s, in the source %(wanted)s"), N_("Use the same letters.")),
    "V04": Kind(
        ERROR,
        N_("the answer contradicts the source (%(wanted)s)"),
        N_("The key stands in the source; leave it out here."),
    ),
    "V05": Kind(ERROR, N_("the type is %(found)s, in the source %(wanted)s"), N_("Use the same type.")),
    "V06": Kind(
        ERROR,
        N_("the translation has no file for this"),
        N_("Write %(file)s, or take `%(language)s` out of `also`."),
    ),
    "V07": Kind(ERROR, N_("the task `%(id)s` is missing in this translation"), N_("Translate it, with the same id.")),
    "V08": Kind(
        NOTE,
        N_("the folder `%(language)s` is not named in `also`"),
        N_("Add it to `also`, or remove the folder."),
    ),
    "V09": Kind(
        ERROR,
        N_("`%(option)s` is not the same as in the source"),
        N_("Leave it out here; it counts from the source."),
    ),
    "V10": Kind(
        ERROR,
        N_("it is for %(found)s, in the source for %(wanted)s"),
        N_("Write the same `level=` as in the source."),
    ),
    "V11": Kind(
        ERROR,
        N_("`%(id)s` stands in %(found)s, in the source in %(wanted)s"),
        N_("Put it in the same kind of block as in the source."),
    ),
    "V12": Kind(
        ERROR,
        N_("the answer to `%(id)s` is shown back in the source, and not here"),
        N_("Write `::: recall #%(id)s` at the same place."),
    ),
}
