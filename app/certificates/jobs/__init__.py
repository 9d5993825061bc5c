"""The worker's part: print runs, what is settled or forgotten each day, and papers that are about no pupil."""

from app.base.jobs import Handler
from app.certificates.jobs.checking import how_to_check
from app.certificates.jobs.printing import FORGET, forget_runs, prepare_school, print_run
from app.certificates.jobs.settling import settle
from app.certificates.jobs.wall import print_wall
from app.certificates.operations import CHECK_PAGE, PREPARE, PRINT, SETTLE, WALL

HANDLERS: dict[str, Handler] = {
    PRINT: print_run,
    PREPARE: prepare_school,
    FORGET: forget_runs,
    SETTLE: settle,
    CHECK_PAGE: how_to_check,
    WALL: print_wall,
}
DAILY = (SETTLE, FORGET)
