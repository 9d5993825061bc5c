"""The first page of each role, and the pages about the house itself."""

from collections.abc import Callable

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.access.actor import BEHIND_DOORS, Role
from app.access.matrix import MATRIX
from app.base import language
from app.curriculum.queries import titles
from app.home import queries, words
from app.learning.lesson import Lesson
from app.learning.player import strip_of
from app.learning.substitute import class_of_pass, lesson_of_pass
from app.learning.together import companions
from app.learning.views.tickets import tickets_now
from app.people.queries import classes_of_actor
from app.web.identity import actor_now
from app.web.idle import lock_after
from app.web.pages import needs, work

bp = Blueprint("home", __name__)


@bp.get("/")
@needs(None)
def index() -> ResponseReturnValue:
    pages: dict[Role | None, Callable[[], ResponseReturnValue]] = {
        Role.PUPIL: _pupil,
        Role.TEACHER: _teacher,
        Role.SCHOOL_ADMIN: _teacher,
        Role.HOST: lambda: redirect(url_for("visits.day")),
        Role.COORDINATOR: lambda: redirect(url_for("visits.office")),
        Role.SUBSTITUTE: _substitute,
    }
    return pages.get(actor_now().role, _nobody)()


@bp.get("/roles")
@needs(None)
def roles() -> ResponseReturnValue:
    """Who may do what, drawn from the matrix itself."""
    shown = [role for role in Role if role not in BEHIND_DOORS]
    return render_template(
        "home/roles.html",
        matrix=MATRIX,
        permissions=list(words.PERMISSIONS),
        roles=shown,
        role_name=words.role_name,
        permission_name=words.permission_name,
        reach_name=words.reach_name,
    )


def _nobody() -> ResponseReturnValue:
    return render_template("home/welcome.html")


def _pupil() -> ResponseReturnValue:
    lock_after(0)
    home = queries.pupil_home(work(), language=language.language())
    together = companions(work(), tickets_now())
    return render_template("home/pupil.html", home=home, together=together, strip_of=strip_of, number_of=_number_of)


def _teacher() -> ResponseReturnValue:
    classes = list(classes_of_actor(work()))
    named = titles(work(), language=language.language())
    given = {one.id: queries.given_now(work(), class_id=one.id, titles=named) for one in classes}
    visits = queries.coming_visits(work(), class_ids=[one.id for one in classes])
    return render_template(
        "home/teacher.html",
        classes=classes,
        given=given,
        visits=visits,
        school=queries.school_name(work()),
        waits=queries.office_now(work()) if actor_now().role is Role.SCHOOL_ADMIN else None,
        today=work().today,
    )


def _substitute() -> ResponseReturnValue:
    """Straight to the lesson the card was made for."""
    code = lesson_of_pass(work())
    if code is None:
        return render_template("learning/substitute_none.html", klass=class_of_pass(work()))
    return redirect(url_for("learning.class_page", code=code))


def _number_of(lesson: Lesson, step_id: str) -> int:
    """Which step of this pupil's it is, from 1."""
    return [step.id for step in lesson.steps].index(step_id) + 1
