"""Who of a class has earned a certificate, what was issued, what is being printed, and what a verifier may see."""

from app.certificates.queries.candidates import Candidate, Candidates, candidates
from app.certificates.queries.issued import (
    ISSUED,
    REVOKED,
    Issued,
    Seen,
    certificate_at_door,
    certificate_by_number,
    certificates_of_pupil,
)
from app.certificates.queries.runs import RunNow, facts_of_run, run_by_code, runs_of_assignment

__all__ = [
    "ISSUED",
    "REVOKED",
    "Candidate",
    "Candidates",
    "Issued",
    "RunNow",
    "Seen",
    "candidates",
    "certificate_at_door",
    "certificate_by_number",
    "certificates_of_pupil",
    "facts_of_run",
    "run_by_code",
    "runs_of_assignment",
]
