"""Pages of people: the ways in, the classes, a pupil, the school."""

from app.people.views import classes, entrance, jobs, lock, pupils, school, staff
from app.people.views.blueprint import bp

__all__ = ["bp", "classes", "entrance", "jobs", "lock", "pupils", "school", "staff"]
