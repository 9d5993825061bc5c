"""A zip from outside: whatever is wrong with it is said in words, and nothing it says of itself is believed."""

import io
import random
import stat
import struct
import zipfile
from collections.abc import Callable

import pytest

from app.base.language import LANGUAGES, gettext_for
from app.base.problems import RuleBroken
from app.curriculum.uploading import zipped
from app.curriculum.uploading.zipped import packed, read_zip

YML = b"id: proef\nversion: 1.0\n"


def made(files: dict[str, bytes], **facts: object) -> bytes:
    """A zip with these files; `facts` are set on each entry."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in files.items():
            info = zipfile.ZipInfo(name)
            for fact, value in facts.items():
                setattr(info, fact, value)
            opened.writestr(info, content, facts.get("compress_type", zipfile.ZIP_DEFLATED))
    return held.getvalue()


def refused(content: bytes) -> str:
    """What is said, in Dutch. Every message must be there in both languages."""
    with pytest.raises(RuleBroken) as problem:
        read_zip(content)
    said = {language: gettext_for(language)(problem.value.message, **problem.value.params) for language in LANGUAGES}
    assert said["nl"] != said["en"]
    assert problem.value.field == "file"
    return said["nl"]


@pytest.mark.parametrize("top", ["", "proef/", "proef-main/"])
def test_a_module_is_read_with_and_without_a_folder_around_it(top: str) -> None:
    taken = read_zip(made({f"{top}module.yml": YML, f"{top}nl/kijk.md": b"# Kijk\n", f"{top}media/a.svg": b"<svg/>"}))
    assert taken.files == {"module.yml": YML, "nl/kijk.md": b"# Kijk\n", "media/a.svg": b"<svg/>"}
    assert taken.folder == top.rstrip("/")
    assert taken.left_out == ()


def test_what_a_mac_or_windows_adds_is_ignored_and_other_papers_are_left_out_and_named() -> None:
    extra = {
        "__MACOSX/proef/._module.yml": b"x",
        "proef/.DS_Store": b"x",
        "proef/Thumbs.db": b"x",
        "proef/.git/x.md": b"",
    }
    taken = read_zip(
        made({"proef/module.yml": YML, "proef/aantekeningen.docx": b"x", "proef/caf\xe9.txt": b"", **extra})
    )
    assert set(taken.files) == {"module.yml"}
    assert taken.left_out == ("proef/aantekeningen.docx", "proef/caf?.txt")


def test_an_old_windows_zip_with_backslashes_is_read() -> None:
    content = made({"proefXmodule.yml": YML, "proefXnlXkijk.md": b"# Kijk\n"}).replace(b"X", b"\\")
    assert set(read_zip(content).files) == {"module.yml", "nl/kijk.md"}


@pytest.mark.parametrize(
    "name",
    [
        "../module.yml",
        "proef/../../etc/x.md",
        "/etc/x.md",
        "C:/x.md",
        "c:x.md",
        "..\\x.md",
        "\\\\server\\x.md",
        "a\0.md",
    ],
)
def test_a_name_that_leads_out_of_the_folder_is_refused(name: str) -> None:
    content = made({"module.yml": YML, name.replace("\0", "Q"): b"x"}).replace(b"Q.md", b"\0.md")
    assert "leidt uit de map" in refused(content)


def test_a_link_is_refused_and_so_is_any_other_special_file() -> None:
    for kind in (stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR):
        linked = made({"nl/kijk.md": b"/etc/passwd"}, external_attr=(kind | 0o777) << 16, create_system=3)
        assert "verwijzing" in refused(linked)


@pytest.mark.parametrize("name", ["proef/meer.zip", "proef/oud.RAR", "proef/a.tar.gz", "proef/x.jar"])
def test_a_zip_in_the_zip_is_refused(name: str) -> None:
    assert "zip in de zip" in refused(made({"proef/module.yml": YML, name: b"x"}))


def test_a_zip_in_the_zip_under_another_name_is_refused() -> None:
    assert "zip in de zip" in refused(made({"module.yml": YML, "media/a.png": made({"b.md": b""})}))


@pytest.mark.parametrize("name", ["proef/start.exe", "proef/x.BAT", "proef/run.sh", "proef/a.js"])
def test_a_program_is_refused(name: str) -> None:
    assert "programma" in refused(made({"proef/module.yml": YML, name: b"MZ"}))


def test_a_bomb_is_stopped_while_it_unfolds() -> None:
    assert "veel te groot" in refused(made({"module.yml": YML, "media/a.svg": b"0" * 70_000_000}))
    assert "veel te groot" in refused(
        made({"module.yml": YML, **{f"media/{n}.svg": b"0" * 7_000_000 for n in range(9)}})
    )


def test_a_bomb_that_lies_about_its_size_is_stopped_too() -> None:
    content = bytearray(made({"module.yml": YML, "media/a.svg": b"0" * 70_000_000}))
    for start, at in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        place = content.rfind(start)
        content[place + at : place + at + 4] = struct.pack("<I", 10)
    assert refused(bytes(content))


def test_too_many_files_and_too_big_a_zip_are_refused_before_they_are_read() -> None:
    many = {f"media/{n}.svg": b"<svg/>" for n in range(zipped.MOST_FILES + 1)}
    assert "meer dan 400" in refused(made({"module.yml": YML, **many}))
    assert "meer dan 400" in refused(made({"module.yml": YML, **{f"x/{n}.txt": b"" for n in range(2100)}}))
    assert "20 MB" in refused(made({"module.yml": YML}) + b"0" * zipped.MOST_ZIPPED)


def test_two_files_of_one_name_or_of_one_name_but_for_capitals_are_refused() -> None:
    content = made({"module.yml": YML, "modulX.yml": YML}).replace(b"modulX", b"module")
    assert "twee keer" in refused(content)
    assert "twee keer" in refused(made({"module.yml": YML, "nl/Kijk.md": b"", "nl/kijk.md": b""}))
    assert "twee keer" in refused(made({"module.yml": YML, "nl/a.md/b.md": b"", "nl/a.md": b""}))


def test_a_locked_zip_says_so() -> None:
    content = bytearray(made({"module.yml": YML}))
    for start, at in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        place = content.find(start)
        content[place + at] |= 1
    assert "wachtwoord" in refused(bytes(content))


@pytest.mark.parametrize("way", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_zip_packed_in_another_way_says_so(way: int) -> None:
    assert "manier" in refused(made({"module.yml": YML}, compress_type=way))


@pytest.mark.parametrize("name", ["nl/naïef.md", "nl/сайт.md", "nl/kijk\u202egpj.md", "nl/a\nb.md"])
def test_a_name_with_signs_that_cannot_be_used_is_refused(name: str) -> None:
    assert "tekens die niet kunnen" in refused(made({"module.yml": YML, name: b""}))


def test_a_name_in_no_encoding_at_all_is_refused_in_words() -> None:
    content = made({"module.yml": YML, "nl/\u00e9.md": b""}).replace("é".encode(), b"\xff\xfe")
    assert refused(content)


def test_no_module_or_two_modules_or_papers_beside_it_are_refused() -> None:
    assert "geen module.yml" in refused(made({"nl/kijk.md": b""}))
    assert "meer dan één module" in refused(made({"a/module.yml": YML, "b/module.yml": YML}))
    assert "buiten de map" in refused(made({"a/module.yml": YML, "b/x.md": b""}))
    assert "geen module.yml" in refused(made({}))


def test_what_is_no_zip_says_so() -> None:
    for content in (b"", b"Rar!\x1a\x07", b"%PDF-1.7", b"GIF89a"):
        assert "geen zipbestand" in refused(content)


def test_a_zip64_is_read_as_any_other() -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as opened, opened.open("module.yml", "w", force_zip64=True) as entry:
        entry.write(YML)
    assert read_zip(held.getvalue()).files == {"module.yml": YML}


def test_a_zip_that_was_cut_off_anywhere_is_refused_in_words() -> None:
    whole = made({"module.yml": YML, "nl/kijk.md": b"# Kijk\n" * 50})
    for upto in range(1, len(whole) - 1, 7):
        assert refused(whole[:upto])


@pytest.mark.parametrize("seed", range(6))
def test_a_zip_with_broken_bytes_is_read_or_refused_and_nothing_else(seed: int) -> None:
    whole = made({"module.yml": YML, "nl/kijk.md": b"# Kijk\n" * 50, "media/a.svg": b"<svg/>"})
    chance = random.Random(seed)
    for _ in range(400):
        broken = bytearray(whole)
        for _ in range(chance.randint(1, 6)):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        _reads_or_refuses(lambda broken=broken: read_zip(bytes(broken)))


def _reads_or_refuses(read: Callable[[], object]) -> None:
    try:
        read()
    except RuleBroken:
        return


def test_the_same_files_are_always_the_same_zip_of_ours() -> None:
    files = {"module.yml": YML, "nl/kijk.md": b"# Kijk\n"}
    assert packed(files) == packed(dict(reversed(files.items())))
    assert read_zip(packed(files)).files == files
