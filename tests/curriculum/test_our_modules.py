"""What every module of ours promises a teacher, a child and a company, beyond what the format asks of any module."""

import re
from collections import Counter
from collections.abc import Iterator

import pytest

from app.base.language import speaking
from app.curriculum.checker.folder import Checked, check_module, module_folders
from app.curriculum.draft import PartDraft, QuestionDraft
from app.curriculum.overview import overview, questions_in, sources_of
from tests.curriculum.lessons import LESSONS, TODAY, vocabulary

SLUGS = tuple(folder.name for folder in module_folders(LESSONS))
GUESSABLE = ("choice", "multi")
PAINT = {
    "#0E2236", "#455C6B", "#0A4F78", "#073A59", "#C2410C", "#FF9A4D", "#FFD23F", "#17704A", "#7A2E7A", "#5B7385",
    "#EDF3F6", "#D3DFE6", "#BFD9E8", "#E5532D", "#FFFFFF",
    "#8FA6B4", "#C98F4E", "#0F5A3A",  # cold steel, cardboard, the shade of green
    "#8A5A3C", "#C58C63", "#F0C9A4", "#5C3A25", "#E9BC96", "#C68E63", "#74492F", "#F0C7A4", "#C98F6B", "#8D5B3F",
    "#DDA97F", "#5B3A29",  # skins
}  # fmt: skip


@pytest.fixture(scope="module")
def modules() -> dict[str, Checked]:
    return {folder.name: check_module(folder, vocabulary(), TODAY) for folder in module_folders(LESSONS)}


@pytest.fixture
def one(modules: dict[str, Checked], slug: str) -> Checked:
    return modules[slug]


def questions(one: Checked, *phases: str) -> Iterator[QuestionDraft]:
    for step in one.facts.steps:
        if not phases or step.phase in phases:
            yield from questions_in(one.texts["nl"].steps[step.id].parts)


def parts(one: Checked, *phases: str) -> Iterator[PartDraft]:
    def inside(held: tuple[PartDraft, ...]) -> Iterator[PartDraft]:
        for part in held:
            yield part
            yield from inside(part.parts)

    for step in one.facts.steps:
        if step.phase in phases:
            yield from inside(one.texts["nl"].steps[step.id].parts)


def right(question: QuestionDraft) -> set[str]:
    return set(question.facts["right"])


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", "", html).split())


def test_there_are_eleven_and_four_of_them_also_speak_english(modules):
    assert len(modules) == 11
    assert sum("en" in one.facts.also for one in modules.values()) >= 4


def test_the_page_with_all_modules_is_as_made(modules):
    with speaking("nl"):
        made = overview(tuple(modules.values()))
    assert (LESSONS.parent / "docs/modules.md").read_text() == made, (
        "flask --app wsgi lessons overview > docs/modules.md"
    )


@pytest.mark.parametrize("slug", SLUGS)
class TestEach:
    def test_it_has_no_error_and_no_note(self, one):
        assert [(flaw.file, flaw.line, flaw.code) for flaw in one.flaws] == []

    def test_it_fits_two_lessons_before_and_one_after(self, one):
        for level in one.facts.levels:
            minutes = Counter()
            for step in one.facts.steps:
                minutes[step.phase] += step.minutes if not step.levels or level in step.levels else 0
            assert minutes["before"] <= 90, level
            assert minutes["after"] <= 45, level

    def test_the_page_says_the_minutes_of_one_pupil(self, one, modules):
        with speaking("nl"):
            row = next(line for line in overview([one]).splitlines() if line.startswith(f"| [{one.texts['nl'].title}]"))
        before = int(row.split("|")[3].split(",")[0])
        assert before <= 90

    def test_it_asks_in_at_least_five_ways(self, one):
        assert len({question.type for question in questions(one)}) >= 5

    def test_what_a_pupil_expected_comes_back_after_the_visit(self, one):
        before = {question.id for question in questions(one, "before")}
        assert [part.id for part in parts(one, "after") if part.kind == "recall" and part.id in before]

    def test_a_pair_thinks_of_a_question_for_the_host(self, one):
        assert [question.id for question in questions(one, "before") if question.given.get("ask") == "host"]

    def test_there_is_something_to_do_at_school_and_something_to_measure(self, one):
        assert [part for part in parts(one, "before") if part.kind == "task"]
        assert [question for question in questions(one) if question.type == "measure"]

    def test_who_was_not_there_has_as_much_to_do_after(self, one):
        kinds = {part.kind: part for part in parts(one, "after") if part.kind in ("was-there", "was-not-there")}
        assert set(kinds) == {"was-there", "was-not-there"}
        assert all(list(questions_in(part.parts)) for part in kinds.values())

    def test_a_card_goes_home(self, one):
        cards = [words(part.html) for part in parts(one, "after") if part.kind == "print"]
        assert [card for card in cards if card.startswith("Praatkaart") and card.count("?") >= 3]

    def test_goals_of_both_frameworks_are_named(self, one):
        codes = one.facts.kerndoelen
        assert {code.split("-")[1] for code in codes} == {"2006", "2025"}
        assert [code for code in codes if code not in one.texts["nl"].guide] == []

    def test_the_guide_names_sources_the_cycle_and_four_questions_to_close(self, one):
        guide = one.texts["nl"].guide
        assert len(sources_of(one.texts["nl"])) >= 3
        assert "cyclus</th>" in guide
        closing = re.search(r"<strong>(?:Kring|Om af te sluiten):</strong>(.*?)</p>", guide, re.S)
        assert closing
        assert closing[1].count("?") == 4

    def test_every_wrong_choice_says_what_was_mistaken(self, one):
        silent = [
            (question.id, option.letter)
            for question in questions(one)
            if question.type in GUESSABLE
            for option in question.options
            if option.letter not in right(question) and not option.feedback
        ]
        assert silent == []

    def test_the_longest_choice_and_the_same_place_are_no_guide(self, one):
        asked = [question for question in questions(one) if question.type == "choice"]
        places = Counter(list(right(question))[0] for question in asked)
        longest = [
            question.id
            for question in asked
            if max(question.options, key=lambda option: len(words(option.html))).letter in right(question)
        ]
        assert len(longest) <= max(1, len(asked) / 3), longest
        assert max(places.values(), default=0) <= max(2, len(asked) * 0.6), places

    def test_something_is_wrong_among_many(self, one):
        for question in questions(one):
            if question.type == "multi":
                assert len(right(question)) < len(question.options), question.id

    def test_its_drawings_have_the_colours_of_the_look(self, one):
        for file in sorted((LESSONS / one.slug / "media").glob("*.svg")):
            used = {colour.upper() for colour in re.findall(r"(?<!&)#[0-9A-Fa-f]{3,8}\b", file.read_text())}
            assert used - PAINT == set(), file.name
