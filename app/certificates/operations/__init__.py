"""Issue what is earned, ask for the PDF, revoke with a reason. A snapshot once issued is never changed."""

from app.certificates.operations.issuing import Code, print_certificates
from app.certificates.operations.revoking import revoke_certificate
from app.certificates.operations.runs import PRINT, keep_pdf

__all__ = ["PRINT", "Code", "keep_pdf", "print_certificates", "revoke_certificate"]
