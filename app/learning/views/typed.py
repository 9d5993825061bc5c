"""What was typed and not handed in, of a browser without JavaScript that leaves the question for a moment.

It lies in the session, so it ends with it: the next child on this tablet sees nothing of it. With JavaScript the device
keeps it (saving.js), and nothing comes here.
"""

import json
import zlib

from flask import request, session

from app.web.outbox import is_kept

MOST = 1400  # bytes, packed: what a cookie still holds beside three who joined in
# on the form, and no part of the answer
ACTS = {"csrf_token", "client", "hand", "seen", "size", "off", "away", "up", "down"}
Fields = dict[str, list[str]]


def keep_typed(code: str) -> bool:
    """Until it is handed in. What was typed elsewhere before makes room, the oldest first. False: it is too long."""
    place = _place(code, request.form.get("question", ""))
    held = {one: fields for one, fields in _held().items() if one != place}
    held[place] = {name: values for name, values in request.form.lists() if name not in ACTS}
    while _weighs(held) > MOST:
        if len(held) == 1:
            return False
        del held[next(iter(held))]
    session["typed"] = list(held.items())
    return True


def typed_before(code: str, question_id: str) -> Fields:
    """What stands in the fields of this question again. A page that is laid down for later knows nothing of it."""
    return {} if is_kept() else _held().get(_place(code, question_id), {})


def drop_typed(code: str) -> None:
    """It was handed in."""
    place = _place(code, request.form.get("question", ""))
    left = [pair for pair in _held().items() if pair[0] != place]
    if left:
        session["typed"] = left
    else:
        session.pop("typed", None)


def _held() -> dict[str, Fields]:
    """In the order in which it was kept, which a cookie keeps of a list alone."""
    return dict(session.get("typed", ()))


def _place(code: str, question_id: str) -> str:
    return f"{code} {question_id}"


def _weighs(held: dict[str, Fields]) -> int:
    return len(zlib.compress(json.dumps(held).encode()))
