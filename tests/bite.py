"""Do the tests bite? Each guarantee is broken on purpose in a copy; its test must turn red. `make bite`."""

import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
LEFT_OUT = shutil.ignore_patterns(
    ".venv", ".git", "data", "__pycache__", "*.mo", ".pytest_cache", ".mypy_cache", ".ruff_cache"
)


@dataclass(frozen=True, slots=True)
class Breakage:
    """What is broken: in `file` the text `old` (which must stand there once) becomes `new`. `tests` must turn red."""

    guarantee: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...]
    plant: str = ""  # Python to run in the copy instead, where a text is not enough


BREAKAGES = (
    Breakage(
        "a slot is never overbooked",
        "app/visits/operations/places.py",
        """            VisitSlot.places_taken + places <= VisitSlot.places,
            VisitSlot.pupils_taken + pupils <= VisitSlot.pupils,
""",
        "",
        ("tests/visits/test_booking.py",),
    ),
    Breakage(
        "who comes between reading and writing progress is not overwritten",
        "app/learning/operations/progress.py",
        '        Progress.__table__.c.version == bindparam("seen"),\n',
        "",
        ("tests/learning/test_hot_paths.py",),
    ),
    Breakage(
        "a statement that was never checked is refused at the second door",
        "app/base/hot.py",
        "    if id(statement) not in CHECKED:\n",
        "    if False:\n",
        ("tests/house/test_guard.py",),
    ),
    Breakage(
        "a school sees its own rows only",
        "app/base/db.py",
        "        state.statement = state.statement.options(_criteria(state.session, reach))",
        "        pass",
        ("tests/house/test_guard.py",),
    ),
    Breakage(
        "a host reads no pupil's row",
        "app/base/db.py",
        """    if not session.info.get("pupils", True) and tables & _tables_of(PupilOwned):
        raise OutOfReach("pupils' rows are for people of their school")
""",
        "    return\n",
        ("tests/house/test_guard.py",),
    ),
    Breakage(
        "a checked statement is tied to the school",
        "app/base/hot.py",
        "    if used - tied:",
        "    if False:",
        ("tests/house/test_guard.py",),
    ),
    Breakage(
        "row-level security stands behind the guard",
        "app/base/migrate.py",
        """    if connection.dialect.name != "postgresql":
        return
""",
        "    return\n",
        ("tests/house/test_guard.py",),
    ),
    Breakage(
        "the same answer sent twice counts once",
        "app/learning/operations/answers.py",
        "    if _was_sent(work, asked, before.same_id, value):\n",
        "    if False:\n",
        ("tests/learning/test_answers.py",),
    ),
    Breakage(
        "an entry of the outbox is sent by the session of its own pupil alone",
        "app/web/outbox.py",
        '    if not owner_now() or request.form.get("owner", "") != owner_now():\n',
        "    if False:\n",
        ("tests/learning/test_outbox.py",),
    ),
    Breakage(
        "an id from the outbox that was counted is there already",
        "app/learning/operations/answers.py",
        "    if held is None:\n        return False\n",
        "    return False\n",
        ("tests/learning/test_outbox.py",),
    ),
    Breakage(
        "a page kept on a device holds no token",
        "app/web/frame.py",
        '    if is_kept():\n        return ""\n',
        "",
        ("tests/learning/test_outbox.py",),
    ),
    Breakage(
        "the public part of a module holds no key",
        "app/curriculum/snapshot.py",
        '{"token": self._token(source, option.letter), "html"',
        '{"token": option.letter, "html"',
        ("tests/curriculum/test_snapshot.py",),
    ),
    Breakage(
        "counts of 1 to 4 pupils are not shown",
        "app/insight/rules.py",
        "    hidden = {name for name, n in counts if is_small(n)}\n",
        "    hidden: set[str] = set()\n",
        ("tests/insight",),
    ),
    Breakage(
        "names on paper have their own letters (subset fonts under one family)",
        "app/base/pdf/fonts.py",
        "",
        "",
        ("tests/base/test_pdf_names.py",),
        plant=(
            "from pathlib import Path; from tests.base.test_pdf_names import plant_subset_fonts; "
            "plant_subset_fonts(Path('templates/print'))"
        ),
    ),
    Breakage(
        "presence decides the line about the visit",
        "app/certificates/queries.py",
        "for visit in visits if visit.present}",
        "for visit in visits}",
        ("tests/certificates",),
    ),
    Breakage(
        "an older epoch ends the session",
        "app/web/identity.py",
        'if identity is None or identity.epoch != session.get("epoch"):',
        "if identity is None:",
        ("tests/people/test_entrance.py",),
    ),
    Breakage(
        "guessing pictures stops",
        "app/base/throttle.py",
        "    if row.count >= limit:\n",
        "    if False:\n",
        ("tests/people/test_entrance.py",),
    ),
    Breakage(
        "a shut door shows no names",
        "app/people/rules/entrance.py",
        "    return open_until is not None and now < open_until",
        "    return True",
        ("tests/people/test_entrance.py",),
    ),
    Breakage(
        "looking at a card signs nobody in",
        "app/people/views/entrance.py",
        """    if request.method == "POST":
        do_as(door, signed_in_by_card""",
        """    if request.method:
        do_as(door, signed_in_by_card""",
        ("tests/people/test_entrance.py",),
    ),
    Breakage(
        "a job belongs to the work that asked for it",
        "app/base/jobs.py",
        "    work.db.add(job)\n    work.woken.append(job.id)\n",
        "    work.db.add(job)\n    work.db.commit()\n    work.woken.append(job.id)\n",
        ("tests/base/test_jobs.py",),
    ),
    Breakage(
        "a lease keeps two workers apart",
        "app/base/jobs.py",
        """            or_(Job.lease_until.is_(None), Job.lease_until < work.now),
        )
        .values(state=RUNNING""",
        """        )
        .values(state=RUNNING""",
        ("tests/base/test_jobs.py",),
    ),
    Breakage(
        "a forged form is refused",
        "app/web/frame.py",
        "    CSRFProtect(app)  #",
        "    CSRFProtect()  #",
        ("tests/house/test_problems.py",),
    ),
    Breakage(
        "every personal column is told",
        "docs/privacy.md",
        "| secret_locked |",
        "| secret |",
        ("tests/house/test_privacy.py",),
    ),
    Breakage(
        "every text has its Dutch",
        "app/translations/nl/learning.po",
        'msgstr "Kijk na"',
        'msgstr ""',
        ("tests/house/test_translations.py",),
    ),
    Breakage(
        "what a number may be, and how far off, is in no page",
        "app/curriculum/snapshot.py",
        "for name in SAID.get(source.type, ()) if name in facts",
        'for name in ("low", "high", "rows", "item") if name in facts',
        ("tests/curriculum/test_snapshot.py",),
    ),
    Breakage(
        "a mistake that a block was left open is found at its own line, alone",
        "app/curriculum/blocks.py",
        '            self.page.wrong("S06", outer.line, kind=outer.kind)\n',
        '            self.page.wrong("S06", mark.line, kind=outer.kind)\n',
        ("tests/curriculum/test_check.py",),
    ),
    Breakage(
        "a link out of the module's folder is not followed",
        "app/curriculum/checker/files.py",
        "            if entry.is_symlink() and self._leads_out(entry.path):\n",
        "            if entry.is_symlink() and False:\n",
        ("tests/curriculum/test_check_files.py",),
    ),
    Breakage(
        "letters that change are another edition",
        "app/curriculum/lock/changes.py",
        'differs("letters", Need.EDITION,',
        'differs("letters", Need.REVISION,',
        ("tests/curriculum/test_changes.py", "tests/curriculum/test_lock_checks.py"),
    ),
    Breakage(
        "a retired id never comes back, whatever the files say",
        "app/curriculum/operations/publishing.py",
        "        if held and held.last != out.version:\n",
        "        if held and False:\n",
        ("tests/curriculum/test_versions.py", "tests/curriculum/test_lock_checks.py"),
    ),
    Breakage(
        "marking again never takes a point away",
        "app/learning/stale.py",
        "    return Best(max(held.share, score / out_of if out_of else 0), max(held.score, score))",
        "    return Best(score / out_of if out_of else 0, score)",
        ("tests/learning/test_regrade.py",),
    ),
    Breakage(
        "the key comes to the board only when it is asked for",
        "app/learning/board/screen.py",
        "    right = right_of(key, language) if with_key else None\n",
        "    right = right_of(key, language)\n",
        ("tests/learning/test_board_pages.py",),
    ),
    Breakage(
        "no hint stands on the board",
        "app/learning/board/cutting.py",
        'NEVER = {"hint"}',
        "NEVER: set[str] = set()",
        ("tests/learning/test_board_pages.py", "tests/learning/test_board_rules.py"),
    ),
    Breakage(
        "what a pupil thinks is never asked of a class",
        "app/learning/board/said.py",
        'NEVER = {"scale", "photo"}',
        'NEVER = {"photo"}',
        ("tests/learning/test_board_pages.py",),
    ),
    Breakage(
        "a class that was at the visit sees its own version on the board",
        "app/learning/board/lesson.py",
        "    there = any(giving.was_there(own) for own in visits)\n",
        "    there = False\n",
        ("tests/learning/test_board_pages.py",),
    ),
    Breakage(
        "of all marks of an answer the best counts",
        "app/learning/queries.py",
        "        if row.score is not None and row.score > self.best.score:\n",
        "        if row.score is not None:\n",
        ("tests/learning/test_regrade.py", "tests/learning/test_teacher_operations.py"),
    ),
    Breakage(
        "moving a class to another edition carries what was handed in",
        "app/learning/carried.py",
        '        cell["answered"] = sorted({*cell.get("answered", ()), *(asked & set(handed_in))})\n',
        '        cell["answered"] = []\n',
        ("tests/learning/test_moving.py",),
    ),
    Breakage(
        "what a pupil thinks is kept under no name",
        "app/learning/operations/attitudes.py",
        '    return work.seal.digest("attitude", f"{pupil_id}/{class_id}/{module}")',
        "    return str(pupil_id)",
        ("tests/learning/test_attitudes.py",),
    ),
    Breakage(
        "of fewer than ten opinions nothing is shown",
        "app/learning/rules.py",
        "LEAST_SHOWN = 10 ",
        "LEAST_SHOWN = 1 ",
        ("tests/learning/test_attitudes.py",),
    ),
    Breakage(
        "a photo says nothing of where and when it was taken",
        "app/learning/photo.py",
        '    small.save(out, "JPEG", quality=QUALITY, optimize=True, comment=mark.encode("ascii"))\n',
        "    out.write(content)\n",
        ("tests/learning/test_photos.py",),
    ),
    Breakage(
        "nobody sees another pupil's photo",
        "app/learning/queries.py",
        "        wanted = wanted.where(Photo.pupil_id == pupil_id)\n",
        "        pass\n",
        ("tests/learning/test_photos.py",),
    ),
    Breakage(
        "trying a module keeps nothing",
        "app/learning/views/trying.py",
        "    _count()\n    now = _screen(",
        '    _count()\n    __import__("flask").session["tried"] = slug\n    now = _screen(',
        ("tests/learning/test_trying.py",),
    ),
    Breakage(
        "a zip leads nowhere but into its own folder",
        "app/curriculum/uploading/zipped.py",
        ' or said.startswith("/") or ".." in said.split("/"):\n',
        ":\n",
        ("tests/curriculum/test_zipped.py",),
    ),
    Breakage(
        "a zip that unfolds without end is stopped while it is read",
        "app/curriculum/uploading/zipped.py",
        "                if total > MOST_UNPACKED or (total > SMALL and total > zipped * MOST_RATIO):\n",
        "                if False:\n",
        ("tests/curriculum/test_zipped.py",),
    ),
    Breakage(
        "a name of the class does not go to the host unseen",
        "app/learning/views/for_host.py",
        "    if named and not form.anyway.data:\n",
        "    if False:\n",
        ("tests/learning/test_for_host.py",),
    ),
    Breakage(
        "a right choice that is by far the longest is said",
        "app/curriculum/checker/question.py",
        "    _check_guessable(raw, page)\n\n\n",
        "\n\n",
        ("tests/curriculum/test_check.py",),
    ),
    Breakage(
        "what the checker kept is not said of a file that changed",
        "app/curriculum/checker/remembered.py",
        "                yield open_file.read()\n",
        '                yield b""\n',
        ("tests/curriculum/test_remembered.py",),
    ),
    Breakage(
        "a release of goals that is only a part withdraws nothing",
        "app/curriculum/goals/loading.py",
        "    if not withdraw_many and len(report.withdrawn) * A_SUBSET > known:\n",
        "    if False:\n",
        ("tests/curriculum/test_goals.py",),
    ),
    Breakage(
        "how big one child reads is not kept for the next child",
        "app/web/identity.py",
        """    return "" if session.get("role") == Role.PUPIL else str(session.get("size", ""))
""",
        """    return str(session.get("size", ""))
""",
        ("tests/web/test_text_size.py",),
    ),
    Breakage(
        "a text is read aloud in its own language",
        "app/static/js/read-aloud.js",
        """(element.closest("[lang]") || page).lang""",
        "page.lang",
        ("tests/journeys/test_read_aloud.py",),
    ),
    Breakage(
        "who comes by keyboard sees where the focus is",
        "app/static/css/lesson.css",
        ".keus:has(:focus-visible) { outline: 3px solid var(--inkt);",
        ".keus:has(:focus-visible) { outline: 0;",
        ("tests/journeys/test_keyboard.py",),
    ),
    Breakage(
        "a page of a lesson asks ten things at most",
        "templates/_layout/lesson.html",
        "{% block on_paper %}{% endblock %}\n",
        "",
        ("tests/journeys/test_weight.py",),
    ),
)


def main(wanted: list[str]) -> int:
    """Prints a line for each; 1 when something stayed green."""
    stayed = []
    for breakage in BREAKAGES:
        if wanted and not any(word in breakage.guarantee for word in wanted):
            continue
        began = time.monotonic()
        red = bites(breakage)
        print(f"{'red  ' if red else 'GREEN'} {time.monotonic() - began:5.0f} s  {breakage.guarantee}", flush=True)
        if not red:
            stayed.append(breakage.guarantee)
    print(f"\n{len(stayed)} guarantees are not held by their test" if stayed else "\nEach guarantee is held by a test.")
    return 1 if stayed else 0


def bites(breakage: Breakage) -> bool:
    """Break it in a copy and run its tests there. Exit 1 of pytest is red; anything else is a mistake of ours."""
    with tempfile.TemporaryDirectory(prefix="werf-bite-") as folder:
        copy = Path(folder) / "copy"
        shutil.copytree(ROOT, copy, ignore=LEFT_OUT)
        if breakage.plant:
            subprocess.run([sys.executable, "-c", breakage.plant], cwd=copy, check=True)
        else:
            break_it(copy, breakage)
        ran = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *breakage.tests],
            cwd=copy,
            capture_output=True,
            text=True,
        )
    if ran.returncode not in (0, 1):
        raise SystemExit(f"{breakage.guarantee}: the tests did not run\n{ran.stdout[-2000:]}{ran.stderr[-2000:]}")
    return ran.returncode == 1


def break_it(copy: Path, breakage: Breakage) -> None:
    """Raises: SystemExit when the place is not there exactly once, so that no breakage rots unseen."""
    file = copy / breakage.file
    text = file.read_text()
    if text.count(breakage.old) != 1:
        raise SystemExit(
            f"{breakage.guarantee}: the place to break stands {text.count(breakage.old)} times in {breakage.file}"
        )
    file.write_text(text.replace(breakage.old, breakage.new))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
