"""Issue what is earned, ask for the PDF, revoke with a reason. A snapshot once issued is never changed."""

from app.certificates.operations.designs import choose_design, offer_designs, set_signature
from app.certificates.operations.issuing import Code, print_certificates
from app.certificates.operations.revoking import revoke_certificate
from app.certificates.operations.runs import PRINT, keep_pdf
from app.certificates.operations.wall import WALL, start_wall

__all__ = [
    "PRINT",
    "WALL",
    "Code",
    "choose_design",
    "keep_pdf",
    "offer_designs",
    "print_certificates",
    "revoke_certificate",
    "set_signature",
    "start_wall",
]
