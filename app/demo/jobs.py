"""The worker's part of the demo: a round of the working class."""

from app.base.jobs import Handler
from app.demo.crowd import KIND, one_round

HANDLERS: dict[str, Handler] = {KIND: one_round}
