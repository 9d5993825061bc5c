"""What can be wrong with module.yml and the files of a module."""

from collections.abc import Mapping

from app.base.language import N_
from app.curriculum.flaws.kind import ERROR, NOTE, Kind

KINDS: Mapping[str, Kind] = {
    "M01": Kind(
        ERROR,
        N_("module.yml is missing"),
        N_("Every folder in lessons/ has one; copy that of another module."),
    ),
    "M02": Kind(
        ERROR,
        N_("this is not valid YAML: %(why)s"),
        N_("Check the spaces at the start, the colons and the quotes of this line."),
    ),
    "M03": Kind(ERROR, N_("`%(key)s` stands here twice"), N_("Remove one.")),
    "M04": Kind(ERROR, N_("unknown key `%(key)s`"), N_("Known here: %(known)s.")),
    "M05": Kind(ERROR, N_("`%(key)s` is missing"), N_("Add it.")),
    "M06": Kind(ERROR, N_("`%(key)s` cannot be `%(value)s`"), N_("%(wanted)s")),
    "M07": Kind(ERROR, N_("the id `%(id)s` is not the name of the folder, `%(folder)s`"), N_("Make them the same.")),
    "M09": Kind(ERROR, N_("`%(value)s` is not in the list of %(list)s"), N_("Choose one of: %(known)s.")),
    "M10": Kind(ERROR, N_("the step `%(id)s` stands here twice"), N_("Give each step its own id.")),
    "M11": Kind(ERROR, N_("the step `%(id)s` has no file"), N_("Write %(file)s, or remove the step.")),
    "M12": Kind(
        ERROR,
        N_("this file is no step of the module"),
        N_("Add it to `steps` in module.yml, or remove the file."),
    ),
    "M13": Kind(ERROR, N_("points decide nothing in primary school"), N_("Remove `points` from `pass`.")),
    "M14": Kind(ERROR, N_("the question `%(id)s` in `evidence` does not exist"), N_("Use the id of a question.")),
    "M15": Kind(ERROR, N_("the licence `%(licence)s` cannot be published"), N_("Allowed: %(known)s.")),
    "M16": Kind(ERROR, N_("%(file)s is missing"), N_("Write it; %(why)s.")),
    "M17": Kind(NOTE, N_("%(file)s is missing"), N_("Write it when the lesson needs material.")),
    "M18": Kind(
        NOTE,
        N_("there is a visit, but no step during it"),
        N_("Add a step with `phase: during`, or remove `visit`."),
    ),
    "M19": Kind(
        NOTE,
        N_("checked by %(company)s, valid until %(until)s: that is over"),
        N_("Ask the company to look at it again."),
    ),
    "M20": Kind(NOTE, N_("%(file)s is missing"), N_("Write one page for the company that opens its doors.")),
    "M21": Kind(ERROR, N_("`%(level)s` is not one of the levels of the module"), N_("Choose from: %(known)s.")),
    "M22": Kind(
        NOTE,
        N_("a pupil of %(level)s has no step %(phase)s"),
        N_("Add a step for this level, or take the level out."),
    ),
    "M23": Kind(
        ERROR,
        N_("%(name)s leads out of the folder of the module"),
        N_("Put the file itself here, not a link to it."),
    ),
    "M24": Kind(ERROR, N_("%(name)s is not a file"), N_("Put a file here, and move the rest away.")),
    "M25": Kind(ERROR, N_("%(name)s is not a folder"), N_("Make it a folder, with the files in it.")),
    "M26": Kind(ERROR, N_("%(name)s cannot be opened"), N_("Check who may read it, and save it again.")),
}
