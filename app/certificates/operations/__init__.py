"""Issue what is earned, correct it, ask for the PDF, revoke with a reason, settle what was printed ahead, erase."""

from app.certificates.operations.checking import CHECK_PAGE, start_how_to_check
from app.certificates.operations.correcting import correct_certificate
from app.certificates.operations.designs import choose_design, offer_designs, set_signature
from app.certificates.operations.edition import PREPARE, prepared, start_edition
from app.certificates.operations.erasing import erase_details
from app.certificates.operations.expiry import drop_runs
from app.certificates.operations.facts import Code
from app.certificates.operations.issuing import (
    Batch,
    issue_certificates,
    issue_class,
    print_certificates,
)
from app.certificates.operations.making import begin_run, hold_up, issue_part, keep_part, keep_pdf
from app.certificates.operations.revoking import revoke_certificate
from app.certificates.operations.runs import PRINT, Chosen, How, make_again, start_school_run
from app.certificates.operations.settling import SETTLE, settle_ahead
from app.certificates.operations.wall import WALL, start_wall

__all__ = [
    "CHECK_PAGE",
    "PREPARE",
    "PRINT",
    "SETTLE",
    "WALL",
    "Batch",
    "Chosen",
    "Code",
    "How",
    "begin_run",
    "choose_design",
    "correct_certificate",
    "drop_runs",
    "erase_details",
    "hold_up",
    "issue_certificates",
    "issue_class",
    "issue_part",
    "keep_part",
    "keep_pdf",
    "make_again",
    "offer_designs",
    "prepared",
    "print_certificates",
    "revoke_certificate",
    "set_signature",
    "settle_ahead",
    "start_edition",
    "start_how_to_check",
    "start_school_run",
    "start_wall",
]
