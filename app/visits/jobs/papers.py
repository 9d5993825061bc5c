"""The worker's part of visits: papers as PDF; what was for before a visit goes."""

from typing import Any

from app.base import clock
from app.base.jobs import Handler, Task
from app.visits.forgetting import forget_slips
from app.visits.operations.forgetting import FORGET_SLIPS
from app.visits.operations.papers import PAPER
from app.visits.prints.drawing import draw_paper


def forget(task: Task) -> dict[str, Any]:
    return {"slips": forget_slips(task.house, clock.now())}


HANDLERS: dict[str, Handler] = {PAPER: draw_paper, FORGET_SLIPS: forget}
DAILY = (FORGET_SLIPS,)
