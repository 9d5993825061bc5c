"""The one-way flow of the product, bottom to top.

A feature may import features to its left, never to its right. `create_app` registers them in this
order, `pyproject.toml` enforces the same order, and `tests/house/test_floors.py` keeps the two equal.
"""

FLOW = (
    "people",
    "curriculum",
    "visits",
    "assignments",
    "learning",
    "certificates",
    "insight",
    "privacy",
    "home",
    "demo",
)
