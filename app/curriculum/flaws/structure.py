"""What can be wrong with the structure of a page."""

from collections.abc import Mapping

from app.base.language import N_
from app.curriculum.flaws.kind import ERROR, Kind

KINDS: Mapping[str, Kind] = {
    "S01": Kind(ERROR, N_("this file is not UTF-8 text"), N_("Save it again as UTF-8.")),
    "S02": Kind(ERROR, N_("the first line must be the title"), N_("Start the file with a line like `# Why a lock?`.")),
    "S03": Kind(ERROR, N_("a second title"), N_("A file has one `# title`; use `##` for a heading in the text.")),
    "S04": Kind(ERROR, N_("the step has no label"), N_("Write `label: Look` on the line under the title.")),
    "S05": Kind(ERROR, N_("the label `%(label)s` has more than 9 letters"), N_("Choose a word of at most 9 letters.")),
    "S06": Kind(
        ERROR,
        N_("the block `%(kind)s` is never closed"),
        N_("Put a line with only `:::` after its last line."),
    ),
    "S07": Kind(ERROR, N_("this `:::` closes nothing"), N_("Remove the line, or open the block it should close.")),
    "S08": Kind(ERROR, N_("unknown block `%(kind)s`"), N_("Choose one of: %(known)s.")),
    "S09": Kind(
        ERROR,
        N_("a block `%(kind)s` cannot stand inside `%(outer)s`"),
        N_("Close `%(outer)s` first with `:::`."),
    ),
    "S10": Kind(
        ERROR,
        N_("this %(kind)s has no id"),
        N_("Give it one that never changes: `::: %(kind)s … #own-name`."),
    ),
    "S11": Kind(ERROR, N_("the id `%(id)s` is used before, in %(where)s"), N_("Give this one another id.")),
    "S12": Kind(ERROR, N_("the id `%(id)s` cannot be used"), N_("Use only a-z, 0-9 and `-`, at most 60 characters.")),
    "S13": Kind(ERROR, N_("`%(option)s` is not understood here"), N_("Known here: %(known)s.")),
    "S14": Kind(ERROR, N_("the block `%(kind)s` is empty"), N_("Write its text, or remove the block.")),
    "S15": Kind(ERROR, N_("there is no text on this page"), N_("Write the text of this page.")),
    "S16": Kind(ERROR, N_("the code fence is never closed"), N_("Put a line with only ``` after the code.")),
    "S17": Kind(ERROR, N_("label stands under the title of a step only, once"), N_("Move or remove this line.")),
    "S18": Kind(
        ERROR,
        N_("there is no text `%(name)s` to include in this language"),
        N_("Write %(file)s, or correct the name."),
    ),
    "S19": Kind(ERROR, N_("an included text has no title of its own"), N_("Use `##` for a heading.")),
    "S20": Kind(ERROR, N_("an included text cannot include another"), N_("Include both in the step.")),
    "S21": Kind(ERROR, N_("it does not say which text to include"), N_("Write `::: include name`.")),
    "S22": Kind(ERROR, N_("there is no question `%(id)s` in this module"), N_("Use the id of an earlier question.")),
    "S23": Kind(
        ERROR,
        N_("the question `%(id)s` comes later, in %(where)s"),
        N_("Only an answer that was given before can be shown back."),
    ),
    "S24": Kind(
        ERROR,
        N_("the opinion `%(id)s` cannot be shown back"),
        N_("It is kept apart from the pupil, so nobody can; remove this line."),
    ),
    "S25": Kind(ERROR, N_("`%(level)s` is not one of the levels here"), N_("Choose from: %(known)s.")),
    "S26": Kind(
        ERROR,
        N_("this file is too long to be a page of a lesson"),
        N_("At most 2000 lines, 4000 characters in a line and 100 kB; divide it."),
    ),
}
