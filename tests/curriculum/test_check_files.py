"""Files as people really leave them: other encodings, cut off, far too long, of another kind, or leading elsewhere."""

import io
import os
import tempfile
from pathlib import Path

import pytest
from PIL import Image

from app.curriculum.checker.shelf import check_shared
from app.curriculum.flaws import Flaw
from tests.curriculum import whole
from tests.curriculum.lessons import LESSONS, checked, plant, vocabulary, write

STEP = "nl/kijk.md"


def told(folder: Path) -> list[tuple[str, str, int]]:
    return [(flaw.code, flaw.file, flaw.line) for flaw in checked(folder).flaws]


def codes(folder: Path) -> list[str]:
    return [flaw.code for flaw in checked(folder).flaws]


def png(width: int = 40, height: int = 30, kind: str = "PNG") -> bytes:
    made = io.BytesIO()
    Image.effect_noise((width, height), 80).convert("RGB").save(made, kind)
    return made.getvalue()


# --- encodings


@pytest.mark.parametrize(
    ("encoding", "line"), [("utf-16", 1), ("utf-16-le", 1), ("utf-16-be", 1), ("latin-1", 15), ("cp1252", 15)]
)
def test_a_page_in_another_encoding_is_one_problem_where_it_breaks(encoding: str, line: int, tmp_path: Path) -> None:
    folder = write(tmp_path)
    plant(folder, STEP, "Om te vissen", "Om naar één café te gaan")
    text = (folder / STEP).read_text("utf-8").replace("³", "3").replace("±", "+-")
    (folder / STEP).write_bytes(text.encode(encoding))
    assert told(folder) == [("S01", f"proef/{STEP}", line)]


def test_windows_line_ends_a_byte_order_mark_and_tabs_are_no_problem(tmp_path: Path) -> None:
    folder = whole.write(tmp_path)
    for file in folder.rglob("*.md"):
        text = file.read_text("utf-8").replace("  > ", "\t> ")
        file.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    module = folder / "module.yml"
    module.write_bytes(b"\xef\xbb\xbf" + module.read_bytes().replace(b"\n", b"\r\n"))
    found = checked(folder)
    assert found.flaws == ()
    assert found.draft
    question = next(part.question for part in found.draft.texts["nl"].steps["kijk"].parts if part.question)
    assert question.options[0].feedback == "GEHEIM-TERUG-A"


def test_lines_that_end_as_on_an_old_mac_are_lines_too(tmp_path: Path) -> None:
    folder = write(tmp_path)
    (folder / STEP).write_bytes((folder / STEP).read_bytes().replace(b"\n", b"\r"))
    assert told(folder) == []


# --- cut off, or far too long


def test_a_module_yml_that_was_cut_off_says_so_once_or_says_what_is_missing(tmp_path: Path) -> None:
    folder = whole.write(tmp_path)
    text = (folder / "module.yml").read_text("utf-8")
    for end in range(0, len(text) - 40, 7):
        (folder / "module.yml").write_text(text[:end], "utf-8")
        found = [flaw for flaw in checked(folder).errors if flaw.file == "proef/module.yml"]
        assert found
        assert {flaw.code for flaw in found} <= {"M02", "M05", "M06", "M15"}, text[:end][-30:]
        assert len([flaw for flaw in found if flaw.code == "M02"]) <= 1


@pytest.mark.parametrize("file", [STEP, "nl/about.md", "nl/teacher.md", "module.yml", "media/credits.yml"])
def test_a_file_of_ten_thousand_lines_is_one_clear_problem(file: str, tmp_path: Path) -> None:
    folder = write(tmp_path)
    (folder / file).write_text((folder / file).read_text("utf-8") + "- nog een regel\n" * 10_000, "utf-8")
    assert [flaw.code for flaw in checked(folder).errors] == ["S26"]


@pytest.mark.parametrize("sign", ["[", "*", "> ", "- ", "<", "`", "![", "&", "{a: ", "  "])
def test_a_line_that_never_ends_is_named_and_not_read(sign: str, tmp_path: Path) -> None:
    folder = write(tmp_path)
    plant(folder, STEP, "Het water in zee", f"Het water\n\n{sign * 5000}\n\nin zee")
    assert told(folder) == [("S26", f"proef/{STEP}", 6)]


# --- pictures


def test_a_picture_that_was_cut_off_is_no_picture(tmp_path: Path) -> None:
    folder = write(tmp_path)
    for kind, name in (("PNG", "a.png"), ("JPEG", "b.jpg"), ("WEBP", "c.webp")):
        whole_one = png(400, 300, kind)
        (folder / "media" / name).write_bytes(whole_one[: len(whole_one) * 2 // 3])
    credit = "".join(f"- {{file: {name}, maker: ik, licence: MIT}}\n" for name in ("a.png", "b.jpg", "c.webp"))
    plant(folder, "media/credits.yml", "- {file: sluis.svg", f"{credit}- {{file: sluis.svg")
    assert [flaw.file for flaw in checked(folder).errors if flaw.code == "P07"] == [
        f"proef/media/{name}" for name in ("a.png", "b.jpg", "c.webp")
    ]


def test_a_picture_by_another_name_is_found_out(tmp_path: Path) -> None:
    folder = write(tmp_path)
    (folder / "media/sluis.svg").write_bytes(png())
    assert codes(folder) == ["P07"]


def test_a_drawing_in_utf_16_cannot_smuggle_entities_in(tmp_path: Path) -> None:
    folder = write(tmp_path)
    bomb = '<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "aaaa">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>'
    (folder / "media/sluis.svg").write_bytes(bomb.encode("utf-16"))
    assert codes(folder) == ["P07"]


def test_a_picture_of_megabytes_is_not_read(tmp_path: Path) -> None:
    folder = write(tmp_path)
    (folder / "media/sluis.svg").write_bytes(b"<svg>" + b" " * 5_000_001)
    assert codes(folder) == ["P13"]


@pytest.mark.parametrize("name", ["mijn sluis.svg", "sluîs.svg", "a\nb.svg", "x" * 120 + ".svg"])
def test_the_name_of_a_picture_can_be_written_in_a_text(name: str, tmp_path: Path) -> None:
    folder = write(tmp_path)
    (folder / "media" / name).write_bytes((folder / "media/sluis.svg").read_bytes())
    found = checked(folder).flaws
    assert [flaw.code for flaw in found] == ["P14"]
    assert "\n" not in found[0].file


# --- what is no file, and what leads elsewhere


def test_a_folder_in_the_place_of_a_file_is_one_problem(tmp_path: Path) -> None:
    for file in ("module.yml", STEP, "nl/about.md", "nl/host.md", "nl/materials.md", "media/sluis.svg"):
        folder = write(tmp_path / file.replace("/", "-"))
        (folder / file).unlink()
        (folder / file).mkdir()
        assert told(folder) == [("M24", f"proef/{file}", 1)]


@pytest.mark.parametrize("name", ["nl", "en", "media"])
def test_a_file_in_the_place_of_a_folder_is_one_problem(name: str, tmp_path: Path) -> None:
    folder = write(tmp_path)
    (folder / name).rename(tmp_path / "weg")
    (folder / name).write_text("hallo")
    assert told(folder) == [("M25", f"proef/{name}", 1)]


def test_a_pipe_is_never_opened(tmp_path: Path) -> None:
    folder = write(tmp_path)
    (folder / STEP).unlink()
    os.mkfifo(folder / STEP)
    assert told(folder) == [("M24", f"proef/{STEP}", 1)]


@pytest.mark.parametrize("file", [STEP, "module.yml", "media/sluis.svg", "media/credits.yml"])
def test_a_link_that_leads_out_of_the_folder_is_not_followed(file: str, tmp_path: Path) -> None:
    folder = write(tmp_path)
    secret = tmp_path / "geheim"
    secret.write_bytes((folder / file).read_bytes())
    (folder / file).unlink()
    (folder / file).symlink_to(secret)
    assert told(folder) == [("M23", f"proef/{file}", 1)]


def test_a_folder_that_is_a_link_to_elsewhere_is_not_followed(tmp_path: Path) -> None:
    folder = write(tmp_path)
    (folder / "en").rename(tmp_path / "elders")
    (folder / "en").symlink_to(tmp_path / "elders")
    assert told(folder) == [("M23", "proef/en", 1)]


def test_a_link_inside_the_folder_is_a_file_like_any_other(tmp_path: Path) -> None:
    folder = write(tmp_path)
    (folder / STEP).rename(folder / "nl/echt.txt")
    (folder / STEP).symlink_to("echt.txt")
    assert told(folder) == []


def test_a_link_to_itself_or_to_nothing_is_no_file(tmp_path: Path) -> None:
    for target in ("kijk.md", "weg.md"):
        folder = write(tmp_path / target)
        (folder / STEP).unlink()
        (folder / STEP).symlink_to(target)
        (one,) = checked(folder).flaws
        assert one.code in ("M24", "M26")
        assert one.file == f"proef/{STEP}"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody who may not read")
@pytest.mark.parametrize("gone", [STEP, "module.yml", "media/sluis.svg", "nl"])
def test_what_may_not_be_read_is_said(gone: str) -> None:
    with tempfile.TemporaryDirectory() as place:
        Path(place).chmod(0o755)
        folder = write(Path(place))
        (folder / gone).chmod(0)
        words = vocabulary()
        os.seteuid(65534)
        try:
            found = checked(folder, words)
        finally:
            os.seteuid(0)
            (folder / gone).chmod(0o700)
        assert [(flaw.code, flaw.file) for flaw in found.flaws] == [("M26", f"proef/{gone}")]


def test_a_folder_of_any_name_is_checked_and_said_on_one_line(tmp_path: Path) -> None:
    for slug in ("Mijn module", "a\nb", "ünïcode", b"\xff\xfe".decode("utf-8", "surrogateescape"), "-rf"):
        write(tmp_path, "proef").rename(tmp_path / slug)
        found = checked(tmp_path / slug)
        assert [flaw.code for flaw in found.flaws] == ["M07"]
        "".join(flaw.file + flaw.message for flaw in found.flaws).encode()
        assert "\n" not in found.flaws[0].file + found.flaws[0].message + found.slug


def test_other_files_in_the_folder_are_left_alone(tmp_path: Path) -> None:
    folder = write(tmp_path)
    for name in ("CHANGES.md", ".DS_Store", "nl/.kijk.md.swp", "nl/aantekening.txt", "media/.gitkeep"):
        (folder / name).write_bytes(b"\xff\x00")
    (folder / "bron/diep").mkdir(parents=True)
    assert told(folder) == []


# --- what modules share


def test_a_shared_problem_is_not_that_of_a_module_that_does_not_use_it(tmp_path: Path) -> None:
    folder = whole.write(tmp_path)
    shared = tmp_path / "_shared"
    (shared / "nl/ander.md").write_text("# Titel\n\n::: task\n")
    (shared / "media/ander.svg").write_text("<svg")
    assert told(folder) == []
    assert {(flaw.code, flaw.file) for flaw in check_shared(shared, vocabulary())} == {
        ("P03", "_shared/media/credits.yml"),
        ("P07", "_shared/media/ander.svg"),
        ("P08", "_shared/media/ander.svg"),
        ("S06", "_shared/nl/ander.md"),
        ("S10", "_shared/nl/ander.md"),
        ("S19", "_shared/nl/ander.md"),
    }


def test_the_languages_of_a_set_ask_the_same(tmp_path: Path) -> None:
    whole.write(tmp_path)
    place = "_shared/instruments/techniek-1/en.md"
    plant(tmp_path, place, "#later\nI like later.\n\n- 1: no\n- 5: yes", "#ooit\nI like it.\n\n- 1: no\n- 5: yes")
    plant(tmp_path, place, "#saai\nI like saai.\n\n- 1: no\n- 5: yes", "#saai\nI like saai.\n\n- 1: no\n- 7: yes")
    found = [(flaw.code, flaw.file) for flaw in check_shared(tmp_path / "_shared", vocabulary())]
    assert sorted(found) == [("V01", place), ("V02", place), ("V03", place)]


def test_a_set_has_a_version_in_its_name(tmp_path: Path) -> None:
    folder = whole.write(tmp_path)
    (tmp_path / "_shared/instruments/techniek-1").rename(tmp_path / "_shared/instruments/techniek")
    for file in (*folder.glob("*/alles.md"), *folder.glob("*/straks.md")):
        file.write_text(file.read_text("utf-8").replace("techniek-1/", "techniek/"), "utf-8")
    assert sorted(told(folder)) == [
        (code, f"_shared/instruments/techniek/{la}.md", 1) for la in ("en", "nl") for code in ["Q41"]
    ]


def test_a_set_without_its_facts_and_a_lessons_folder_without_shared_things(tmp_path: Path) -> None:
    folder = whole.write(tmp_path)
    (tmp_path / "_shared/instruments/techniek-1/about.yml").unlink()
    assert told(folder) == [("M01", "_shared/instruments/techniek-1/about.yml", 1)]
    assert told(write(tmp_path / "kaal")) == []
    assert check_shared(tmp_path / "weg", vocabulary()) == ()


def test_a_module_somewhere_else_uses_the_shared_folder_it_is_given(tmp_path: Path) -> None:
    from app.curriculum.checker.folder import check_module
    from tests.curriculum.lessons import TODAY

    folder = whole.write(tmp_path)
    elsewhere = tmp_path / "upload" / "proef"
    elsewhere.parent.mkdir()
    folder.rename(elsewhere)
    assert check_module(elsewhere, vocabulary(), TODAY, shared=tmp_path / "_shared").flaws == ()
    assert {flaw.code for flaw in check_module(elsewhere, vocabulary(), TODAY).errors} >= {"S18", "Q30"}


def test_our_own_shared_folder_has_no_problem() -> None:
    found: tuple[Flaw, ...] = check_shared(LESSONS / "_shared", vocabulary())
    assert [f"{flaw.file}:{flaw.line}: {flaw.code}: {flaw.message}" for flaw in found] == []
