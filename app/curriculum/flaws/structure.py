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
    "S12": Kind(ERROR, N_("the id `%(id)s` has signs that cannot be used"), N_("Use only a-z, 0-9 and `-`.")),
    "S13": Kind(ERROR, N_("`%(option)s` is not understood here"), N_("Known here: %(known)s.")),
    "S14": Kind(ERROR, N_("the block `%(kind)s` is empty"), N_("Write its text, or remove the block.")),
    "S15": Kind(ERROR, N_("there is nothing under the title"), N_("Write the text of this page.")),
    "S16": Kind(ERROR, N_("the code fence is never closed"), N_("Put a line with only ``` after the code.")),
    "S17": Kind(ERROR, N_("label stands under the title of a step only, once"), N_("Move or remove this line.")),
}
