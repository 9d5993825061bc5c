"""Addresses of our own pages, worked out once: a page names twenty, mostly those of the page before."""

from typing import Any, cast

from flask import current_app, has_request_context, request
from flask import url_for as work_out

MOST = 4096


def url_for(endpoint: str, **values: Any) -> str:
    """As Flask's. What depends on more than where it leads (a whole address, another method) is left to Flask."""
    if not has_request_context() or endpoint.startswith(".") or any(name.startswith("_") for name in values):
        return work_out(endpoint, **values)
    known = cast(dict[Any, str], current_app.extensions.setdefault("links", {}))
    key = (request.script_root, endpoint, *((name, type(value), value) for name, value in values.items()))
    try:
        found = known.get(key)
    except TypeError:  # a list of values
        return work_out(endpoint, **values)
    if found is None:
        if len(known) >= MOST:
            known.clear()
        found = known[key] = work_out(endpoint, **values)
    return found
