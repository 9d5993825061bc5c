"""What is frozen, and what never leaves the server."""

import json
from pathlib import Path
from typing import Any

from app.curriculum.draft import ModuleDraft
from app.curriculum.questions import TYPES
from app.curriculum.snapshot import canonical, freeze
from tests.curriculum.lessons import checked, plant, write

SECRETS = ("GEHEIM-UITLEG", "GEHEIM-TERUG", "GEHEIM-RUBRIEK", "GEHEIM-LERAAR", "GEHEIM-GIDS")


def _draft(folder: Path) -> ModuleDraft:
    draft = checked(folder).draft
    assert draft
    return draft


def _questions(public: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []

    def walk(parts: list[dict[str, Any]]) -> None:
        for part in parts:
            if part["question"]:
                found.append(part["question"])
            walk(part["parts"])

    for texts in public["texts"].values():
        for step in texts["steps"].values():
            walk(step["parts"])
    return found


def test_nothing_of_the_key_is_in_the_public_part(tmp_path: Path) -> None:
    held = freeze(_draft(write(tmp_path)), "zout")
    public = canonical(held.public)
    for secret in SECRETS:
        assert secret not in public
        assert secret in canonical(held.key)
    assert "35000" not in public
    assert "zout" not in public + canonical(held.key)
    for question in _questions(held.public):
        assert set(question) == {
            "id", "type", "html", "options", "partners", "units", "points", "tries", "hint", "ask"
        }  # fmt: skip
        assert all(set(option) == {"token", "html"} for option in question["options"])


def test_the_public_part_is_the_same_whatever_is_right(tmp_path: Path) -> None:
    """Moving the (x), the margin or the order of an order question changes no byte of what a browser gets."""
    first = freeze(_draft(write(tmp_path / "een")), "zout")
    folder = write(tmp_path / "twee")
    plant(folder, "nl/kijk.md", "- ( ) a: Om te wassen", "- (x) a: Om te wassen")
    plant(folder, "nl/kijk.md", "- (x) b: Om water", "- ( ) b: Om water")
    plant(folder, "nl/kijk.md", "answer: 35000 m³ ± 1%", "answer: 12 m³")
    plant(folder, "nl/kijk.md", "- [x] a: deur", "- [ ] a: deur")
    second = freeze(_draft(folder), "zout")
    assert canonical(first.public) == canonical(second.public)
    assert first.sha256 != second.sha256


def test_the_same_text_gives_the_same_version_and_another_salt_other_tokens(tmp_path: Path) -> None:
    draft = _draft(write(tmp_path))
    assert freeze(draft, "zout").sha256 == freeze(draft, "zout").sha256

    def tokens(salt: str) -> set[str]:
        return {o["token"] for q in _questions(freeze(draft, salt).public) for o in q["options"]}

    assert not tokens("zout") & tokens("peper")


def test_things_to_put_in_order_never_stand_in_it_already(tmp_path: Path) -> None:
    draft = _draft(write(tmp_path))
    for salt in map(str, range(300)):  # one in 120 would by chance
        held = freeze(draft, salt)
        letters = held.key["questions"]["volgorde"]["letters"]
        question = next(q for q in _questions(held.public) if q["id"] == "volgorde")
        assert [letters[option["token"]] for option in question["options"]] != list("abcde")


def test_a_checklist_stays_in_the_order_of_the_work(tmp_path: Path) -> None:
    held = freeze(_draft(write(tmp_path)), "zout")
    question = next(q for q in _questions(held.public) if q["id"] == "gezien")
    assert [option["html"] for option in question["options"]] == ["een deur", "een schip"]
    assert not TYPES["checklist"].shuffled


def test_both_languages_have_the_same_tokens_so_that_an_answer_survives_a_switch(tmp_path: Path) -> None:
    texts = freeze(_draft(write(tmp_path)), "zout").public
    by_language: dict[str, list[list[str]]] = {}
    for language in ("nl", "en"):
        only = {**texts, "texts": {language: texts["texts"][language]}}
        by_language[language] = [[o["token"] for o in q["options"]] for q in _questions(only)]
    assert by_language["nl"] == by_language["en"]


def test_pictures_are_named_by_their_content_with_their_size(tmp_path: Path) -> None:
    draft = _draft(write(tmp_path))
    sha = draft.media[0].picture.sha256
    public = json.dumps(freeze(draft, "zout").public)
    assert f'<img src=\\"/media/{sha}\\"' in public
    assert 'width=\\"40\\" height=\\"30\\"' in public
    assert 'alt=\\"Een sluis van de zijkant\\"' in public


def test_html_in_a_text_never_becomes_html(tmp_path: Path) -> None:
    """The checker refuses it; should that ever fail, what is frozen is still only text."""
    from app.curriculum.markdown import Writer
    from app.curriculum.page import Page

    page = Page("x.md", ("",), [])
    for bad in (
        "<script>alert(1)</script>",
        '<img src=x onerror="a()">',
        "[x](javascript:alert(1))",
        "<a href='data:x'>",
    ):
        html = Writer(page, {}).html([bad], 1)
        assert "<script" not in html
        assert "<img" not in html
        assert "<a" not in html
