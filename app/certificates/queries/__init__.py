"""Who of a class has earned a certificate, what was issued, what is being printed, and what a verifier may see."""

from app.certificates.queries.candidates import candidates, candidates_of, candidates_of_visit
from app.certificates.queries.day import lesson_of_visit
from app.certificates.queries.edition import EditionNow, SchoolPrint, edition_to_print, editions_to_print
from app.certificates.queries.issued import (
    ISSUED,
    REVOKED,
    Issued,
    Seen,
    candidate_of,
    certificate_at_door,
    certificate_by_number,
    certificates_of_pupil,
)
from app.certificates.queries.runs import RunNow, facts_of_part, run_by_code, runs_of_school, runs_of_subject
from app.certificates.queries.school import Lesson, Period, lessons_to_print, period_of, periods
from app.certificates.queries.shapes import LESSON, VISIT_ALONE, Candidate, Candidates, Paper
from app.certificates.queries.standing import bookings_ahead, is_open, worths

__all__ = [
    "ISSUED",
    "LESSON",
    "REVOKED",
    "VISIT_ALONE",
    "Candidate",
    "Candidates",
    "EditionNow",
    "Issued",
    "Lesson",
    "Paper",
    "Period",
    "RunNow",
    "SchoolPrint",
    "Seen",
    "bookings_ahead",
    "candidate_of",
    "candidates",
    "candidates_of",
    "candidates_of_visit",
    "certificate_at_door",
    "certificate_by_number",
    "certificates_of_pupil",
    "edition_to_print",
    "editions_to_print",
    "facts_of_part",
    "is_open",
    "lesson_of_visit",
    "lessons_to_print",
    "period_of",
    "periods",
    "run_by_code",
    "runs_of_school",
    "runs_of_subject",
    "worths",
]
