"""What can be wrong with questions."""

from collections.abc import Mapping

from app.base.language import N_
from app.curriculum.flaws.kind import ERROR, NOTE, Kind

KINDS: Mapping[str, Kind] = {
    "Q01": Kind(ERROR, N_("unknown question type `%(type)s`"), N_("Choose one of: %(known)s.")),
    "Q02": Kind(ERROR, N_("no answer is marked as right"), N_("Put an x between the brackets of what is right.")),
    "Q03": Kind(
        ERROR,
        N_("%(count)s answers are marked as right, a choice has one"),
        N_("Leave one (x), or make it `question multi` with [x]."),
    ),
    "Q04": Kind(ERROR, N_("there is too little to choose from"), N_("Write at least two lines like `%(example)s`.")),
    "Q05": Kind(ERROR, N_("this choice has no letter"), N_("Write it like `%(example)s`; the letter never changes.")),
    "Q06": Kind(ERROR, N_("the letter `%(letter)s` is used twice"), N_("Give each choice its own letter.")),
    "Q07": Kind(
        ERROR,
        N_("this line looks like a choice but is not written as one"),
        N_("Write it like `%(example)s`."),
    ),
    "Q08": Kind(ERROR, N_("the answer is missing"), N_("Write a line like `answer: 18 m ± 0,5`.")),
    "Q09": Kind(
        ERROR,
        N_("the answer `%(text)s` cannot be read"),
        N_("Write `18`, `18 m`, `18 m ± 0,5`, `18 m ± 5%%` or `17,5..18,5 m`."),
    ),
    "Q10": Kind(
        ERROR,
        N_("the number `%(text)s` can mean two things"),
        N_("Write thousands without a sign, and decimals with a %(sign)s."),
    ),
    "Q11": Kind(ERROR, N_("unknown unit `%(unit)s`"), N_("Known units: %(known)s.")),
    "Q12": Kind(
        ERROR,
        N_("the margin of `%(text)s` cannot be"),
        N_("The first number must be the smaller one, and a margin is more than 0."),
    ),
    "Q13": Kind(NOTE, N_("the question has no rubric"), N_("Write `rubric:` with what a teacher looks for.")),
    "Q14": Kind(
        ERROR,
        N_("`%(field)s:` does not go with a question of type %(type)s"),
        N_("Remove it. Known here: %(known)s."),
    ),
    "Q15": Kind(ERROR, N_("`%(field)s:` stands here twice"), N_("Make one paragraph of it.")),
    "Q16": Kind(ERROR, N_("the question itself is missing"), N_("Write what you ask, above the answers.")),
    "Q17": Kind(
        ERROR,
        N_("this feedback belongs to no choice"),
        N_("Put it right under a choice and start with two spaces: `  > text`."),
    ),
    "Q18": Kind(ERROR, N_("a question of type %(type)s has no such line"), N_("%(example)s")),
    "Q19": Kind(NOTE, N_("every answer is right"), N_("Add one that is not, or check the marks.")),
    "Q20": Kind(ERROR, N_("two choices have the same text: %(first)s and %(second)s"), N_("Change one of them.")),
    "Q21": Kind(ERROR, N_("`%(field)s:` is empty"), N_("Write something after it, or remove the line.")),
}
