"""A run of paper is asked for: of one class at once, or of several, whose certificates the worker then issues."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.access.matrix import Permission
from app.assignments.queries import assignment_for_staff
from app.base.ids import public_code
from app.base.jobs import start_job, under_way
from app.base.language import N_
from app.base.problems import RuleBroken
from app.base.work import Work
from app.certificates.models import PrintPart, PrintRun
from app.certificates.printing import KEPT, class_word, file_name, title_word
from app.certificates.queries.runs import BUSY, opened, ready_run, run_by_code
from app.certificates.queries.school import Period, period_of
from app.certificates.queries.shapes import LESSON, Candidates
from app.people.models import School, SchoolClass
from app.visits.queries import booking_by_code

PRINT = "certificates.print"
SHAPES = ("pdf", "zip")
NONE_TICKED = N_("No class is ticked. Tick at least one class.")
PRINTED = N_("All of this is printed already. You find it under “Print runs”, or tick that it is printed again.")


@dataclass(frozen=True, slots=True)
class Chosen:
    """A lesson, or a visit alone, whose certificates go into a run; `expected`, `title`: as the page said."""

    code: str
    expected: int
    title: str = ""
    source: str = LESSON


@dataclass(frozen=True, slots=True)
class How:
    """As one PDF or a zip with one for each class; `again`: what was printed before goes along too."""

    shape: str = "pdf"
    again: bool = False


PLAIN = How()


@dataclass(frozen=True, slots=True)
class _Subject:
    """Of which class, and what its certificates hang on."""

    class_id: UUID | None
    class_name: str
    assignment_id: UUID | None = None
    booking_id: UUID | None = None


def start_run(work: Work, known: Candidates, ids: Sequence[UUID]) -> str:
    """The certificates of one lesson, issued already, as one PDF. The same ones asked for again are one run, whoever
    asks: while it is being made, and as long as its file lies ready (a form that is sent again by the back button)."""
    if ready := ready_run(work, known, ids):
        return ready
    same = work.seal.digest("run", "-".join(sorted(map(str, ids))))
    job_id, code = _start(work, key=f"print:{known.subject_id}:{same[:16]}", total=len(ids), arguments={})
    if held := _of_job(work, job_id):
        return held
    words = class_word(known.class_name), title_word(known.title), str(len(ids))
    run = _run(work, code, job_id, school_id=known.school.id, name=file_name(work.today, *words))
    of = _Subject(known.class_id, known.class_name, **_hangs_on(known.source, known.subject_id))
    run.assignment_id, run.booking_id = of.assignment_id, of.booking_id
    work.db.flush()
    _part(work, run, of, 1, Chosen(known.code, len(ids), known.title, known.source), ids=ids)
    return code


def start_school_run(
    work: Work,
    *,
    period: str,
    lessons: Sequence[Chosen],
    site: str,
    how: How = PLAIN,
    language: str = "nl",
    ticked: Collection[str] = (),
) -> str:
    """One file of several classes. Nothing is issued yet: the worker does that class by class. Returns the run's code.

    `ticked`: codes as they were sent, also of classes of which nothing is left to issue. The same ticked twice while
    the first is being made is one run, also when the worker has issued some of it in between.

    Raises:
        NotFound: no such period, or a class out of reach.
        RuleBroken: no class is chosen, or all of it was printed.
    """
    work.must(Permission.CERTIFICATE_ISSUE)
    when = period_of(work, period)
    known = [(one, _subject(work, one)) for one in lessons]
    shape = how.shape if how.shape in SHAPES else SHAPES[0]
    asked = "-".join([str(how.again), shape, *sorted(ticked or {one.code for one, _ in known})])
    key = f"print:{work.school_id}:{work.seal.digest('run', asked)[:16]}"
    if not known:
        job = under_way(work, key=key) if ticked else None
        if job is not None and (held := _of_job(work, job)):
            return held
        raise RuleBroken("lessons", PRINTED if ticked else NONE_TICKED)
    total = sum(one.expected for one, _ in known)
    arguments = {"site": site, "language": language}
    job_id, code = _start(work, key=key, total=total, arguments=arguments)
    if held := _of_job(work, job_id):
        return held
    run = _run(work, code, job_id, school_id=work.school_id, name=_school_file(work, when, shape))
    run.title, run.shape, run.again, run.edition_id = when.name, shape, how.again, when.edition_id
    work.db.flush()
    for position, (one, of) in enumerate(known, 1):
        _part(work, run, of, position, one)
    return code


def make_again(work: Work, *, run_code: str, site: str, language: str = "nl") -> str:
    """A run that broke off goes on with what is left; one whose file is gone is drawn again, with the same numbers.

    Pressed while it is being made it changes nothing. Returns the run's code.

    Raises:
        NotFound: out of reach, or none.
    """
    now = run_by_code(work, run_code)
    run, _ = opened(work, run_code)
    if now.job.state not in BUSY and now.file_sha is None:
        arguments = {"run": run.code, "site": site, "language": language}
        total = now.certificates
        run.job_id = start_job(work, kind=PRINT, arguments=arguments, key=f"again:{run.id}", total=total)
        run.keep_until, run.held_up = work.now + KEPT, ""
    return run.code


def _start(work: Work, *, key: str, total: int, arguments: dict[str, Any]) -> tuple[UUID, str]:
    code = public_code()
    arguments = {"run": code, **arguments}
    return start_job(work, kind=PRINT, arguments=arguments, key=key, total=total), code


def _of_job(work: Work, job_id: UUID) -> str | None:
    """The run that this job makes already. One that waits behind a lock finds it here, as it was committed."""
    return work.db.scalars(select(PrintRun.code).where(PrintRun.job_id == job_id)).one_or_none()


def _run(work: Work, code: str, job_id: UUID, *, school_id: UUID, name: str) -> PrintRun:
    assert work.actor.user_id is not None
    run = PrintRun(
        id=work.new_id(),
        school_id=school_id,
        code=code,
        title="",
        shape="pdf",
        again=False,
        job_id=job_id,
        file_name=name,
        held_up="",
        keep_until=work.now + KEPT,
        asked_by=work.actor.user_id,
        asked_at=work.now,
    )
    work.db.add(run)
    return run


def _subject(work: Work, one: Chosen) -> _Subject:
    """Raises: NotFound: out of reach."""
    if one.source == LESSON:
        given = assignment_for_staff(work, one.code)
        class_id, school_id, hangs_on = given.class_id, given.school_id, given.id
    else:
        booking = booking_by_code(work, one.code)
        class_id, school_id, hangs_on = booking.class_id, booking.school_id, booking.id  # type: ignore[assignment]
    work.must(Permission.CERTIFICATE_ISSUE, classes=frozenset({class_id} if class_id else ()), school=school_id)
    klass = work.db.get(SchoolClass, class_id) if class_id else None
    return _Subject(class_id, klass.name if klass else "", **_hangs_on(one.source, hangs_on))


def _hangs_on(source: str, subject_id: UUID) -> dict[str, UUID]:
    return {"assignment_id" if source == LESSON else "booking_id": subject_id}


def _part(
    work: Work, run: PrintRun, of: _Subject, position: int, one: Chosen, *, ids: Sequence[UUID] | None = None
) -> None:
    work.db.add(
        PrintPart(
            id=work.new_id(),
            school_id=run.school_id,
            run_id=run.id,
            position=position,
            class_id=of.class_id,
            assignment_id=of.assignment_id,
            booking_id=of.booking_id,
            label=": ".join(word for word in (of.class_name, one.title) if word)[:200],
            expected=one.expected,
            certificate_ids=None if ids is None else [str(key) for key in ids],
        )
    )


def _school_file(work: Work, when: Period, shape: str) -> str:
    school = work.db.get_one(School, work.school_id)
    return file_name(work.today, title_word(school.name), title_word(when.name, words=4), shape=shape)
