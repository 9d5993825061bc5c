"""A text file while it is read: its lines, and a place to note what is wrong with them."""

from dataclasses import dataclass

from app.curriculum.flaws import Flaw


@dataclass(frozen=True, slots=True)
class Page:
    """`file` is counted from the lessons folder; all pages of a module share one list of flaws."""

    file: str
    lines: tuple[str, ...]
    flaws: list[Flaw]
    language: str = "nl"

    def wrong(self, code: str, line: int, **facts: object) -> None:
        """Note a problem at `line`, counted from 1."""
        source = self.lines[line - 1].strip() if 0 < line <= len(self.lines) else ""
        self.flaws.append(Flaw(code, self.file, max(line, 1), source, facts))


def page_of(content: bytes, file: str, flaws: list[Flaw], language: str = "nl") -> Page | None:
    """The page, or None when the bytes are no UTF-8 text: the one problem is noted at the line where it breaks."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        flaws.append(Flaw("S01", file, content[: error.start].count(b"\n") + 1))
        return None
    return Page(file, tuple(text.replace("\r\n", "\n").replace("\r", "\n").split("\n")), flaws, language)
