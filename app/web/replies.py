"""A few words of JSON for a script of ours that sends or asks by itself; a person gets a page."""

from flask import Response, jsonify, request

STATES = {
    401: "sign-in",
    400: "refused",
    403: "refused",
    404: "refused",
    405: "refused",
    413: "refused",
    422: "refused",
}
"""What the outbox of a pupil's browser does with a status; with any other it waits and tries again."""


def wants_words() -> bool:
    """Does a script ask, and no browser for a page?"""
    return request.accept_mimetypes.best == "application/json"


def words(state: str, status: int = 200, **facts: object) -> Response:
    """`state`: counted, there, refused, sign-in, other, token or later; `message` is for the person."""
    answer = jsonify(state=state, **facts)
    answer.status_code = status
    return answer
