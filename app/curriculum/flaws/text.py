"""What can be wrong with text."""

from collections.abc import Mapping

from app.base.language import N_
from app.curriculum.flaws.kind import ERROR, NOTE, Kind

KINDS: Mapping[str, Kind] = {
    "T01": Kind(
        NOTE,
        N_("%(count)s words in this step, at most %(limit)s for %(level)s"),
        N_("Cut it, or make two steps of it."),
    ),
    "T02": Kind(
        NOTE,
        N_("a sentence of %(count)s words, at most %(limit)s for %(level)s"),
        N_("Make two sentences of it."),
    ),
    "T03": Kind(ERROR, N_("HTML is not possible: %(html)s"), N_("Write it in Markdown.")),
    "T04": Kind(
        ERROR,
        N_("the summary is missing"),
        N_("Write one line under the title that says what the module is about."),
    ),
    "T05": Kind(ERROR, N_("the summary has %(count)s characters, at most 140"), N_("Make it shorter.")),
    "T06": Kind(ERROR, N_("the goals are missing"), N_("Write `%(heading)s` and under it a list.")),
    "T07": Kind(ERROR, N_("the table of materials is missing or has another head"), N_("The head is `%(head)s`.")),
    "T08": Kind(ERROR, N_("`%(text)s` is not something to count by"), N_("Choose one of: %(known)s.")),
    "T09": Kind(
        ERROR,
        N_("the price `%(text)s` cannot be read"),
        N_("Write euros for one, like `0,50`, or `-` when it is there already."),
    ),
    "T10": Kind(ERROR, N_("the number `%(text)s` cannot be read"), N_("Write how many as a number.")),
    "T11": Kind(
        NOTE,
        N_("this text is shown nowhere"),
        N_("about.md holds the title, one line, the goals and who made it; move the rest to a step or to teacher.md."),
    ),
    "T12": Kind(ERROR, N_("the link `%(link)s` leads nowhere"), N_("Use a full address that starts with https://.")),
    "T13": Kind(
        ERROR,
        N_("there is a character here that nobody can see: %(sign)s"),
        N_("Type this line anew, without copying it."),
    ),
    "T14": Kind(
        ERROR,
        N_("the heading `%(heading)s` is missing"),
        N_("This page has, in this order: %(known)s."),
    ),
    "T15": Kind(
        ERROR,
        N_("the heading `%(heading)s` cannot stand here"),
        N_("This page has, in this order and each once: %(known)s."),
    ),
    "T16": Kind(ERROR, N_("nothing stands under `%(heading)s`"), N_("Write at least one line.")),
    "T17": Kind(
        ERROR,
        N_("%(count)s things under `%(heading)s`, there must be 3"),
        N_("Make it a list of exactly three lines that begin with `-`."),
    ),
    "T18": Kind(
        NOTE,
        N_("%(count)s words, at most %(limit)s fit on one printed page"),
        N_("Cut it: a host reads it on the way to the gate."),
    ),
}
