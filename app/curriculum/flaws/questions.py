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
    "Q08": Kind(ERROR, N_("the answer is missing"), N_("Write a line like `%(example)s`.")),
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
    "Q22": Kind(ERROR, N_("there is no gap in the text"), N_("Write it like `Water flows to the {a: sea | ocean}.`")),
    "Q23": Kind(
        ERROR,
        N_("nothing can be filled in at the gap `%(letter)s`"),
        N_("Write `{%(letter)s: word | other word}`, or `{%(letter)s}` when only the teacher looks."),
    ),
    "Q24": Kind(
        ERROR,
        N_("this rectangle is not on the drawing"),
        N_("Write `rect left,top right,bottom` in percent of the drawing: 0 to 100, the smaller number first."),
    ),
    "Q25": Kind(ERROR, N_("there is no word in the answer `%(text)s`"), N_("Write it like `answer: lock | sea lock`.")),
    "Q26": Kind(
        ERROR,
        N_("the points of the scale do not rise from low to high"),
        N_("Begin with the lowest, use each number once, and go to %(most)s at most."),
    ),
    "Q27": Kind(
        ERROR,
        N_("these columns cannot be read"),
        N_("Write at most %(most)s names with | between them: `columns: length (cm) | time (s)`."),
    ),
    "Q28": Kind(ERROR, N_("`%(text)s` rows cannot be"), N_("Write a number from 1 to %(most)s.")),
    "Q29": Kind(
        ERROR,
        N_("an opinion is asked in words that stand in a set, the same before and after"),
        N_("Write `item=set-1/item` on this line. Sets: %(known)s."),
    ),
    "Q30": Kind(ERROR, N_("there is no set `%(name)s` in this language"), N_("Sets: %(known)s.")),
    "Q31": Kind(ERROR, N_("there is no item `%(item)s` in the set %(name)s"), N_("Items: %(known)s.")),
    "Q32": Kind(ERROR, N_("the words of an opinion stand in its set"), N_("Leave only the line with `:::` under it.")),
    "Q33": Kind(
        ERROR,
        N_("the item `%(item)s` is asked twice %(phase)s"),
        N_("Ask it once before and once after the visit."),
    ),
    "Q34": Kind(
        NOTE,
        N_("the item `%(item)s` is asked only %(phase)s"),
        N_("Only what is asked before and after the visit can be compared."),
    ),
    "Q35": Kind(ERROR, N_("an opinion is not asked during the visit"), N_("Move it to a step before or after.")),
    "Q36": Kind(
        ERROR,
        N_("`%(option)s=` means nothing for a question of type %(type)s: %(why)s"),
        N_("Remove it."),
    ),
    "Q37": Kind(ERROR, N_("`%(field)s:` is missing"), N_("Write a line like `%(example)s`.")),
    "Q38": Kind(
        ERROR,
        N_("there is no drawing to point at"),
        N_("Put a picture under the question, above the lines with `rect`."),
    ),
    "Q39": Kind(
        ERROR, N_("a set holds only opinions"), N_("Write `::: question scale #item`, with a line for each point.")
    ),
    "Q40": Kind(
        NOTE,
        N_("%(count)s items; a set for a class has %(least)s to %(most)s"),
        N_("More tires children, fewer say little."),
    ),
    "Q41": Kind(ERROR, N_("the name `%(name)s` has no version"), N_("Name the folder like `technology-1`.")),
    "Q42": Kind(
        NOTE,
        N_("the right choice is by far the longest: it can be guessed"),
        N_("Make it shorter, or say as much in a wrong one."),
    ),
    "Q43": Kind(
        ERROR,
        N_("this hint says the answer"),
        N_("Say where to look or what to think of. The answer itself goes in `explain:`."),
    ),
}
