"""What can be wrong with a change of something that was published: ids, letters and versions."""

from collections.abc import Mapping

from app.base.language import N_
from app.curriculum.flaws.kind import ERROR, NOTE, Kind

KINDS: Mapping[str, Kind] = {
    "I01": Kind(
        ERROR,
        N_("the question `%(id)s` is gone; it is out since %(first)s"),
        N_("Put it back, or write its id under `retired_questions` in module.yml: what pupils answered is kept."),
    ),
    "I02": Kind(
        ERROR,
        N_("the question `%(id)s` is out as %(old)s, and here it is %(new)s"),
        N_("Give the new question an id of its own, and write `%(id)s` under `retired_questions`."),
    ),
    "I03": Kind(
        NOTE,
        N_("the letter `%(letter)s` was “%(old)s”; does it still mean the same?"),
        N_("If it means something else, give it a letter that was never used here: answers are kept by letter."),
    ),
    "I04": Kind(
        ERROR,
        N_("the letter `%(letter)s` now says what `%(other)s` said"),
        N_("A letter stays with its text, wherever that stands: answers are kept by letter."),
    ),
    "I05": Kind(
        ERROR,
        N_("the question `%(id)s` stands under `retired_questions`, and here too"),
        N_("Take it out of `retired_questions`, or out of this step."),
    ),
    "I06": Kind(
        ERROR,
        N_("the id `%(id)s` was retired after %(last)s and does not come back"),
        N_("Give this question an id that was never used."),
    ),
    "I07": Kind(
        ERROR,
        N_("ids.lock cannot be read: %(why)s"),
        N_("Take it back from git; or remove it, and `flask lessons publish` writes what the database knows."),
    ),
    "I08": Kind(
        ERROR,
        N_("ids.lock was changed by hand"),
        N_("Take it back from git; only `flask lessons publish` writes it."),
    ),
    "I09": Kind(
        ERROR,
        N_("version %(version)s is too low: %(why)s"),
        N_("Make it %(next)s. `flask lessons diff` shows every change."),
    ),
    "I10": Kind(ERROR, N_("version %(version)s comes before %(out)s, which is out"), N_("Make it %(next)s.")),
    "I11": Kind(NOTE, N_("version %(version)s leaves numbers out after %(out)s"), N_("The next one is %(next)s.")),
    "I12": Kind(
        ERROR,
        N_("the words of the scale `%(id)s` changed, or it asks something else"),
        N_("Make a new version of the set, and ask it under a new id: old and new answers cannot be compared."),
    ),
    "I13": Kind(
        NOTE,
        N_("%(version)s is a new edition, and %(next)s is enough"),
        N_("Classes under way stay on their edition and would not see the change."),
    ),
    "I14": Kind(
        NOTE,
        N_("`urgent` in a new edition does not reach classes under way"),
        N_("Mend the edition they are on too, with a revision of it."),
    ),
    "I15": Kind(
        ERROR,
        N_("this ids.lock is of the module `%(of)s`"),
        N_("Remove the file: a new module gets its own when it is published."),
    ),
}
