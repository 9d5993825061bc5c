"""Issue what is earned, correct it, ask for the PDF, revoke with a reason, settle what was printed ahead, erase."""

from app.certificates.operations.checking import CHECK_PAGE, start_how_to_check
from app.certificates.operations.correcting import correct_certificate
from app.certificates.operations.erasing import erase_details
from app.certificates.operations.issuing import (
    Batch,
    Code,
    issue_certificates,
    issue_class,
    print_certificates,
)
from app.certificates.operations.revoking import revoke_certificate
from app.certificates.operations.runs import PRINT, keep_pdf
from app.certificates.operations.settling import SETTLE, settle_ahead

__all__ = [
    "CHECK_PAGE",
    "PRINT",
    "SETTLE",
    "Batch",
    "Code",
    "correct_certificate",
    "erase_details",
    "issue_certificates",
    "issue_class",
    "keep_pdf",
    "print_certificates",
    "revoke_certificate",
    "settle_ahead",
    "start_how_to_check",
]
