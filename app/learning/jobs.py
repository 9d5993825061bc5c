"""The worker's part of learning: photos go when their day has come."""

from typing import Any

from app.base import clock
from app.base.jobs import Handler, Task
from app.learning.forgetting import forget_photos
from app.learning.operations.photos import FORGET


def forget(task: Task) -> dict[str, Any]:
    return {"photos": forget_photos(task.house, clock.now())}


HANDLERS: dict[str, Handler] = {FORGET: forget}
DAILY = (FORGET,)
