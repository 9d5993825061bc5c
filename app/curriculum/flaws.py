"""Every problem the checker can find in a lesson file: its code, how serious it is, what it says and how to mend it.

S structure, Q questions, T text, V translations, M module.yml, P pictures. docs/lessons.md lists them all; a test
holds the two equal.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from app.base.language import N_, gettext


class Weight(StrEnum):
    ERROR = "error"  # the module cannot be published
    NOTE = "note"  # it can, but somebody should look


@dataclass(frozen=True, slots=True)
class Kind:
    weight: Weight
    message: str
    tip: str


@dataclass(frozen=True, slots=True)
class Flaw:
    """One problem at one line. `file` is counted from the lessons folder."""

    code: str
    file: str
    line: int
    source: str = ""  # the line as written
    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def is_error(self) -> bool:
        return KINDS[self.code].weight is Weight.ERROR

    @property
    def message(self) -> str:
        """In the language of the moment (app.base.language.speaking)."""
        return gettext(KINDS[self.code].message, **_said(self.facts))

    @property
    def tip(self) -> str:
        return gettext(KINDS[self.code].tip, **_said(self.facts))


def _said(facts: Mapping[str, object]) -> dict[str, object]:
    """Some facts are texts of the product themselves, and are translated too."""
    return {
        name: gettext(value) if name in ("wanted", "example", "why") and isinstance(value, str) else value
        for name, value in facts.items()
    }


def in_order(flaws: Iterable[Flaw]) -> tuple[Flaw, ...]:
    """By file and line, each once."""
    once = {(flaw.file, flaw.line, flaw.code, flaw.message): flaw for flaw in flaws}
    return tuple(once[key] for key in sorted(once))


ERROR, NOTE = Weight.ERROR, Weight.NOTE

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
    "T01": Kind(
        NOTE,
        N_("%(count)s words in this step, at most %(limit)s for this level"),
        N_("Cut it, or make two steps of it."),
    ),
    "T02": Kind(
        NOTE,
        N_("a sentence of %(count)s words, at most %(limit)s for this level"),
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
        N_("about.md holds the title, one line and the goals; move the rest to a step or to teacher.md."),
    ),
    "T12": Kind(ERROR, N_("the link `%(link)s` leads nowhere"), N_("Use a full address that starts with https://.")),
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
    "P01": Kind(ERROR, N_("the picture %(name)s does not exist"), N_("Put it in media/, or correct the name.")),
    "P02": Kind(ERROR, N_("the picture has no description"), N_("Write between [ and ] what one should see.")),
    "P03": Kind(
        ERROR,
        N_("%(name)s is not in media/credits.yml"),
        N_('Add a line: {file: %(name)s, maker: …, licence: …, url: ""}.'),
    ),
    "P04": Kind(ERROR, N_("%(name)s has the licence `%(licence)s`"), N_("Allowed: %(known)s.")),
    "P05": Kind(
        ERROR,
        N_("the drawing holds something that may not be in it: %(what)s"),
        N_("Remove it and save as plain SVG."),
    ),
    "P06": Kind(ERROR, N_("%(name)s is not a kind of picture we can show"), N_("Use svg, png, jpg or webp.")),
    "P07": Kind(ERROR, N_("%(name)s is not what its name says"), N_("Save it again as a real %(wanted)s file.")),
    "P08": Kind(NOTE, N_("%(name)s is used nowhere"), N_("Use it, or remove it.")),
    "P09": Kind(
        ERROR,
        N_("pictures come from the module's own folder, not from `%(path)s`"),
        N_("Write `../media/name.svg`."),
    ),
    "P10": Kind(
        NOTE,
        N_("credits.yml names %(name)s, which does not exist"),
        N_("Remove the line, or correct the name."),
    ),
    "P11": Kind(NOTE, N_("%(name)s is %(size)s kB; more than 500 is slow on a school's wifi"), N_("Make it smaller.")),
    "P12": Kind(
        NOTE,
        N_("the drawing has no viewBox, so its size is not known"),
        N_('Add viewBox="0 0 width height" to <svg>.'),
    ),
}
