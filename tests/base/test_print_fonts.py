"""The fonts and icons for paper are those that were made from the web's packages, unchanged."""

from fontTools.ttLib import TTFont

from app.base.print_fonts import FACES, PRINT, SUMS, sums


def test_what_stands_there_is_what_was_made() -> None:
    assert (PRINT / "fonts" / SUMS).read_text() == sums()
    assert {one.name for one in (PRINT / "fonts").glob("*.ttf")} == {face.file for face in FACES}


def test_nothing_in_a_font_says_when_it_was_made() -> None:
    """Else nobody could tell a font that was tampered with from one that was made again."""
    for face in FACES:
        head = TTFont(PRINT / "fonts" / face.file)["head"]
        assert head.created == head.modified, face.file
