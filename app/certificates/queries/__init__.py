"""Who of a class has earned a certificate, what was issued, what is being printed, and what a verifier may see."""

from app.certificates.queries.candidates import Candidate, Candidates, candidates
from app.certificates.queries.edition import EditionNow, SchoolPrint, edition_to_print, editions_to_print
from app.certificates.queries.issued import (
    ISSUED,
    REVOKED,
    Issued,
    Seen,
    certificate_at_door,
    certificate_by_number,
    certificates_of_pupil,
)
from app.certificates.queries.runs import RunNow, facts_of_part, run_by_code, runs_of_assignment, runs_of_school
from app.certificates.queries.school import Lesson, Period, lessons_to_print, period_of, periods

__all__ = [
    "ISSUED",
    "REVOKED",
    "Candidate",
    "Candidates",
    "EditionNow",
    "Issued",
    "Lesson",
    "Period",
    "RunNow",
    "SchoolPrint",
    "Seen",
    "candidates",
    "certificate_at_door",
    "certificate_by_number",
    "certificates_of_pupil",
    "edition_to_print",
    "editions_to_print",
    "facts_of_part",
    "lessons_to_print",
    "period_of",
    "periods",
    "run_by_code",
    "runs_of_assignment",
    "runs_of_school",
]
