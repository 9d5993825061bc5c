"""Issue what is earned, ask for the PDF, revoke with a reason. A snapshot once issued is never changed."""

from app.certificates.operations.edition import PREPARE, prepared, start_edition
from app.certificates.operations.expiry import drop_runs
from app.certificates.operations.issuing import Code, print_certificates
from app.certificates.operations.making import hold_up, issue_part, keep_part, keep_pdf
from app.certificates.operations.revoking import revoke_certificate
from app.certificates.operations.runs import PRINT, Chosen, How, make_again, start_school_run

__all__ = [
    "PREPARE",
    "PRINT",
    "Chosen",
    "Code",
    "How",
    "drop_runs",
    "hold_up",
    "issue_part",
    "keep_part",
    "keep_pdf",
    "make_again",
    "prepared",
    "print_certificates",
    "revoke_certificate",
    "start_edition",
    "start_school_run",
]
