"""What kind of change something is: text shows at once, a key is marked again, and the rest is another edition."""

from pathlib import Path

import pytest

from app.base.language import gettext, speaking
from app.curriculum.lock.changes import WORDS, Need, alike, changes, need_of, version_needed
from app.curriculum.lock.values import Version
from tests.curriculum.lessons import plant, write
from tests.curriculum.locked import changed, lock_of_folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path / "lessons")


FISH, NEWS = "- ( ) c: Om te vissen\n", "\n::: question open #nog\nEn nu?\n\nrubric: x\n:::\n"
STEPS = "  - {id: kijk, phase: before, minutes: 10, icon: eye}\n"
VISIT = "  - {id: bezoek, phase: during, minutes: 20, icon: flag}\n"
CHANGES = [
    ("text", Need.REVISION, "nl/kijk.md", "Waarom is er een sluis?", "Waarom staat hier een sluis?"),
    ("text", Need.REVISION, "nl/kijk.md", "hint: Kijk naar de tekening.", "hint: Kijk nog eens goed."),
    ("text", Need.REVISION, "nl/kijk.md", "  > GEHEIM-TERUG-A", "  > Nee, kijk nog eens."),
    ("text", Need.REVISION, "nl/kijk.md", "- [ ] c: schoorsteen", "- [ ] c: een schoorsteen"),
    ("translation", Need.REVISION, "en/kijk.md", "Why is there a lock?", "Why is a lock there?"),
    ("step-text", Need.REVISION, "nl/kijk.md", "Het water in zee", "Het zeewater"),
    ("step-text", Need.REVISION, "nl/kijk.md", "GEHEIM-LERAAR", "Let op de tijd."),
    ("step-translation", Need.REVISION, "en/kijk.md", "The water at sea", "Sea water"),
    ("pages", Need.REVISION, "nl/about.md", "De proefsluis", "De sluis"),
    ("pages", Need.REVISION, "nl/teacher.md", "Lees de vragen.", "Lees ze eerst."),
    ("facts", Need.REVISION, "module.yml", "minutes: 10", "minutes: 15"),
    ("key", Need.REGRADE, "nl/kijk.md", "- [ ] c: schoorsteen", "- [x] c: schoorsteen"),
    ("key", Need.REGRADE, "nl/kijk.md", "35000 m³ ± 1%", "35000 m³ ± 5%"),
    ("points", Need.REGRADE, "nl/kijk.md", "#delen points=2", "#delen points=3"),
    ("tries", Need.REGRADE, "nl/kijk.md", "points=2 tries=2", "points=2 tries=3"),
    ("rubric", Need.REGRADE, "nl/bezoek.md", "GEHEIM-RUBRIEK", "Een eigen vraag."),
    ("letters", Need.EDITION, "nl/kijk.md", FISH, FISH + "- ( ) d: Om te zwemmen\n"),
    ("question-added", Need.EDITION, "nl/terug.md", "Dit was het.\n", "Dit was het.\n" + NEWS),
    ("step-phase", Need.EDITION, "module.yml", "{id: terug, phase: after", "{id: terug, phase: before"),
    ("question-audience", Need.EDITION, "nl/terug.md", "::: was-not-there\n", "::: was-there\n"),
    ("step-order", Need.REVISION, "module.yml", STEPS + VISIT, VISIT + STEPS),
]  # fmt: skip
OTHER_LANGUAGE = {  # a translation has the same letters and questions
    "letters": ("en/kijk.md", "- ( ) c: To fish\n", "- ( ) c: To fish\n- ( ) d: To swim\n"),
    "question-added": (
        "en/terug.md",
        "# Looking back\nlabel: Back\n",
        "# Looking back\nlabel: Back\n\n::: question open #nog\nAnd now?\n\nrubric: x\n:::\n",
    ),
    "question-audience": ("en/terug.md", "::: was-not-there\n", "::: was-there\n"),
}


@pytest.mark.parametrize(("kind", "need", "file", "old", "new"), CHANGES)
def test_each_change_has_its_class(folder: Path, kind: str, need: Need, file: str, old: str, new: str) -> None:
    before = lock_of_folder(folder)
    if kind in OTHER_LANGUAGE:
        plant(folder, *OTHER_LANGUAGE[kind])
    plant(folder, file, old, new)
    found = changes(before, lock_of_folder(folder))
    assert kind in {change.kind for change in found}
    assert need_of(found) is need


def test_nothing_changed_is_no_change(folder: Path) -> None:
    assert changed(folder, "module.yml", "status: published", "status: review") == ()
    assert changed(folder, "module.yml", "version: 1.0", "version: 1.1") == ()


def test_a_step_that_goes_takes_its_questions_along(folder: Path) -> None:
    before = lock_of_folder(folder)
    (folder / "nl/bezoek.md").unlink()
    (folder / "en/bezoek.md").unlink()
    plant(folder, "module.yml", "  evidence: [vraag]\n", "")
    plant(folder, "module.yml", VISIT, "")
    found = changes(before, lock_of_folder(folder))
    assert {(change.kind, change.step or change.question) for change in found if change.need is Need.EDITION} == {
        ("step-removed", "bezoek"),
        ("question-removed", "bezoek"),
    }


@pytest.mark.parametrize(
    ("old", "new", "need"),
    [
        (None, "60%", Need.EDITION),
        ("60%", "70%", Need.EDITION),
        ("60%", "50%", Need.REVISION),
        ("60%", None, Need.REVISION),
    ],
)
def test_asking_more_for_passing_is_another_edition_and_asking_less_is_not(
    folder: Path, old: str | None, new: str | None, need: Need
) -> None:
    def passing(points: str | None) -> str:
        return "pass: {steps: all}" if points is None else f'pass: {{steps: all, points: "{points}"}}'

    plant(folder, "module.yml", "levels: [po-7-8]", "levels: [vo-onder-vmbo]")
    if old:
        plant(folder, "module.yml", passing(None), passing(old))
    assert need_of(changed(folder, "module.yml", passing(old), passing(new))) is need


def test_every_version_follows_from_the_heaviest_change() -> None:
    out = Version(1, 3)
    assert [str(version_needed(out, need)) for need in Need] == ["1.3", "1.4", "1.4", "2.0"]


def test_each_kind_of_change_has_dutch_words() -> None:
    with speaking("nl"):
        assert [words for words in WORDS.values() if gettext(words) == words] == []


def test_short_texts_that_mean_another_thing_are_unlike() -> None:
    assert alike("Om te wassen", "om te wassen") == 1
    assert alike("een deur", "het hele stalen gevaarte") < 0.5
