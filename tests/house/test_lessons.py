"""The lessons as they are: no faults, three phases, both languages where promised, and no company in a child's text."""

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml

from app.base.levels import PO, kind_of
from app.curriculum.checker.folder import Checked, module_folders
from app.curriculum.commands import check_lessons
from app.curriculum.draft import ModuleDraft, PartDraft, QuestionDraft, Texts
from app.curriculum.module import PHASES
from app.demo.cast import COMPANIES
from app.demo.street import OTHERS

LESSONS = Path(__file__).parents[2] / "lessons"
MODULES = sorted(folder.name for folder in module_folders(LESSONS))
PROMISED = {"zeesluis": {"nl", "en"}, "papier-van-pulp-tot-rol": {"nl"}, "machines-aan-de-praat": {"nl"}}
ACCEPTED: set[tuple[str, str, int]] = set()  # notes of the checker that we know and leave: (code, file, line)
NOT_FOR_PUPILS = {"teacher", "solution"}

# Companies and bodies of the region, and makers of things a lesson could name. The demo's own come from its cast.
REAL = (
    "Tata Steel",
    "Hoogovens",
    "Crown Van Gelder",
    "Rijkswaterstaat",  # a public body: in the teacher's text it may stand
    "Port of Amsterdam",
    "Zeehaven IJmuiden",
    "Vattenfall",
    "Eneco",
    "Shell",
    "Siemens",
    "Philips",
    "Bosch",
    "SKF",
    "Lego",
    "Arduino",
    "micro:bit",
    "Scratch",
    "Google",
    "YouTube",
    "TikTok",
    "iPhone",
)


@pytest.fixture(scope="module")
def found() -> dict[str, Checked]:
    return {one.slug: one for one in check_lessons(LESSONS)}


@pytest.fixture(params=MODULES)
def draft(request: pytest.FixtureRequest, found: dict[str, Checked]) -> ModuleDraft:
    held = found[request.param].draft
    assert held is not None, [flaw.message for flaw in found[request.param].errors]
    return held


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html))


def of_question(one: QuestionDraft) -> Iterator[str]:
    yield from (one.html, *one.hints, one.explain)
    for option in one.options:
        yield from (option.html, option.feedback)


def of_parts(parts: tuple[PartDraft, ...]) -> Iterator[str]:
    for part in parts:
        if part.kind not in NOT_FOR_PUPILS:
            yield part.html
            yield from of_question(part.question) if part.question else ()
            yield from of_parts(part.parts)


def of_pupils(texts: Texts) -> Iterator[tuple[str, str]]:
    """(where, text) of all that a pupil reads in one language."""
    yield "about", " ".join((texts.title, texts.summary, *texts.goals))
    for step in texts.steps.values():
        for html in of_parts(step.parts):
            yield step.file, words(html)


def in_drawings(draft: ModuleDraft) -> Iterator[tuple[str, str]]:
    for media in draft.media:
        if media.picture.media_type == "image/svg+xml":
            yield media.picture.name, " ".join(ElementTree.fromstring(media.content).itertext())


def test_there_are_the_modules_that_are_promised() -> None:
    assert set(PROMISED) <= set(MODULES)


def test_the_checker_finds_nothing_that_is_not_accepted_by_name(found: dict[str, Checked]) -> None:
    flaws = {(flaw.code, flaw.file, flaw.line): flaw.message for one in found.values() for flaw in one.flaws}
    assert {place: said for place, said in flaws.items() if place not in ACCEPTED} == {}
    assert set(flaws) >= ACCEPTED, "no longer there: take it off the list"


def test_a_module_is_published_and_has_a_before_a_during_and_an_after(draft: ModuleDraft) -> None:
    assert draft.status == "published"
    phases = [step["phase"] for step in draft.facts["steps"]]
    assert set(phases) == set(PHASES)
    assert phases == sorted(phases, key=PHASES.index), "in the order of the year"
    assert draft.facts["visit"]["kind"]


def test_every_language_that_is_promised_is_whole(draft: ModuleDraft) -> None:
    assert set(draft.texts) == {draft.language, *draft.facts["also"]}
    assert PROMISED.get(draft.slug, {"nl"}) <= set(draft.texts)
    for texts in draft.texts.values():
        assert set(texts.steps) == {step["id"] for step in draft.facts["steps"]}
        assert all((texts.title, texts.summary, texts.goals, texts.guide, texts.materials))


def test_every_picture_says_what_is_to_be_seen_and_who_made_it(draft: ModuleDraft) -> None:
    assert draft.media
    seen = 0
    for file in sorted((LESSONS / draft.slug).rglob("*.md")):
        for alt in re.findall(r"!\[([^\]]*)\]\(", file.read_text()):
            assert len(alt.split()) >= 3, f"{file.name}: ![{alt}]"
            seen += 1
    assert seen >= len(draft.media)
    assert all(media.credit["maker"] and media.credit["licence"] for media in draft.media)


def test_no_company_and_no_product_stands_in_what_a_pupil_reads(draft: ModuleDraft) -> None:
    names = [*REAL, *(company.name for company in (*COMPANIES, *OTHERS))]
    pattern = re.compile(
        "|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in names)
    )  # the sea lock is no name, De Zeesluis is
    read = [text for texts in draft.texts.values() for text in of_pupils(texts)] + list(in_drawings(draft))
    assert len(read) > 20
    assert [(where, pattern.findall(text)) for where, text in read if pattern.search(text)] == []
    assert pattern.search("bij Tata Steel in de hal"), "the list is looked for at all"


def test_points_never_decide_in_primary_and_nobody_shouts_in_secondary(draft: ModuleDraft) -> None:
    facts = yaml.safe_load((LESSONS / draft.slug / "module.yml").read_text())
    kinds = {kind_of(level) for level in facts["levels"]}
    if PO in kinds:
        assert "points" not in facts["pass"]
    else:
        read = [text for texts in draft.texts.values() for text in of_pupils(texts)]
        assert [where for where, text in read if "!" in text] == []


def test_a_drawing_of_a_lesson_is_only_a_drawing() -> None:
    """No script, no handler, nothing from elsewhere: said apart from the checker, in its plainest form."""
    drawings = sorted(LESSONS.rglob("*.svg"))
    assert len(drawings) > 15
    for file in drawings:
        text = file.read_text().lower()
        assert not re.search(
            r"<(script|foreignobject|iframe|image|audio|video)\b|<!entity|@import|javascript:", text
        ), file
        assert not re.search(r"\son[a-z]+\s*=", text), file
        outside = set(re.findall(r"https?://[^\s\"'<)]+", text)) - {"http://www.w3.org/2000/svg"}
        assert outside - {"http://www.w3.org/1999/xlink"} == set(), file
        assert re.search(r"<svg\b[^>]*\bviewbox=", text), f"{file}: its size is unknown"
