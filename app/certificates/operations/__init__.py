"""Issue what is earned, correct it, ask for the PDF, revoke with a reason, settle what was printed ahead, erase."""

from app.certificates.operations.issuing import Batch, Code, issue_certificates, print_certificates
from app.certificates.operations.revoking import revoke_certificate
from app.certificates.operations.runs import PRINT, keep_pdf

__all__ = [
    "PRINT",
    "Batch",
    "Code",
    "issue_certificates",
    "keep_pdf",
    "print_certificates",
    "revoke_certificate",
]
