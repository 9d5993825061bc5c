"""Pages of people: the ways in, the classes, a pupil, the school."""

from app.people.views import classes, entrance, groups, jobs, lock, places, pupils, school, staff, substitutes, teachers
from app.people.views.blueprint import bp

__all__ = [
    "bp",
    "classes",
    "entrance",
    "groups",
    "jobs",
    "lock",
    "places",
    "pupils",
    "school",
    "staff",
    "substitutes",
    "teachers",
]
