"""Checking lessons: a hundred modules against plain markdown-it-py over the same text in the same run."""

import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

from markdown_it import MarkdownIt

from app.curriculum.checker.vocabulary import Vocabulary

LESSONS = Path(__file__).parents[1] / "lessons"
MODULES, ROUNDS = 100, 3


def main() -> None:
    from app.curriculum.checker.folder import module_folders
    from app.curriculum.checker.shared import NAME
    from app.curriculum.checker.vocabulary import FILE, read_vocabulary
    from app.curriculum.skeleton import skeleton

    print(f"{'':42}{'seconds':>10}{'x plain':>10}")
    with tempfile.TemporaryDirectory(prefix="werf-bench-lessons-") as place:
        folder = Path(place)
        shutil.copy(LESSONS / FILE, folder / FILE)
        shutil.copytree(LESSONS / NAME, folder / NAME)
        words = read_vocabulary(folder)
        ours = module_folders(LESSONS)
        _measure("as long as ours", [_copy(ours[n % len(ours)], folder, n) for n in range(MODULES)], words)
        fresh = skeleton("nieuw", "po-7-8", "Nieuw", words, folder / NAME)
        _measure("as `flask lessons new` makes them", [_new(fresh, folder, n) for n in range(MODULES)], words)


def _measure(name: str, modules: Sequence[Path], words: Vocabulary) -> None:
    """The checker over these modules, and plain Markdown over the same text."""
    from app.curriculum.checker.folder import check_module

    today = date(2026, 11, 26)
    assert all(check_module(one, words, today).draft for one in modules[:3]), f"errors in {name}"
    texts = [file.read_text("utf-8") for one in modules for file in sorted(one.rglob("*.md"))]
    plain = MarkdownIt("commonmark", {"html": False}).enable("table")
    yardstick = _cost(lambda: [plain.render(text) for text in texts])
    cost = _cost(lambda: [check_module(one, words, today) for one in modules])
    lessons = modules[0].parent
    again = _cost(lambda: _check(lessons, modules, words, today))
    saved = _cost(lambda: _check(lessons, modules, words, today, saved=modules[0]))
    print(f"{len(modules)} modules {name}, {sum(map(len, texts)) / 1e6:.1f} MB of text")
    print(f"{'  plain markdown-it-py':42}{yardstick:10.2f}{1:10.1f}")
    print(f"{'  the checker':42}{cost:10.2f}{cost / yardstick:10.1f}")
    print(f"{'  again, one file saved since':42}{saved:10.2f}{saved / yardstick:10.1f}")
    print(f"{'  again, nothing changed':42}{again:10.2f}{again / yardstick:10.2f}")


def _check(lessons: Path, modules: Sequence[Path], words: Vocabulary, today: date, saved: Path | None = None) -> None:
    """As `flask lessons check` does it, with what it kept of the run before."""
    from app.curriculum.checker.remembered import Remembered

    if saved:
        with (saved / "nl" / "teacher.md").open("a", encoding="utf-8") as file:
            file.write("\nNog een regel.\n")
    checker = Remembered(lessons, words, today, lessons / "kept.json")
    for one in modules:
        checker.flaws_of(one)
    checker.save()


def _new(fresh: Mapping[str, bytes], folder: Path, number: int) -> Path:
    place = folder / f"nieuw-{number}"
    for name, content in fresh.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_bytes(content)
    _own(place, "nieuw", number)
    return place


def _copy(source: Path, folder: Path, number: int) -> Path:
    """A module of its own: another id and other words, so that nothing that was read before can be used again."""
    copy = folder / f"{source.name}-{number}"
    shutil.copytree(source, copy, ignore=shutil.ignore_patterns("ids.lock"))
    _own(copy, source.name, number)
    return copy


def _own(place: Path, source: str, number: int) -> None:
    module = place / "module.yml"
    module.write_text(module.read_text("utf-8").replace(f"id: {source}", f"id: {place.name}", 1), "utf-8")
    for file in place.rglob("*.md"):
        file.write_text(file.read_text("utf-8").rstrip("\n").replace(" de ", f" de{number} ") + "\n", "utf-8")


def _cost(call: Callable[[], object]) -> float:
    """CPU seconds: the median of rounds."""
    rounds = []
    for _ in range(ROUNDS):
        began = time.process_time()
        call()
        rounds.append(time.process_time() - began)
    return statistics.median(rounds)


if __name__ == "__main__":
    main()
