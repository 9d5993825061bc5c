"""Staff come in by e-mail and password, choose where they work, and go out."""

from uuid import UUID

from flask import render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from app.access.actor import NOBODY, Role
from app.base import clock, passwords
from app.base.language import N_
from app.base.problems import NotFound, RuleBroken
from app.people import demo_accounts
from app.people.forms import ForgotForm, PasswordForm, SignInForm, text_of
from app.people.operations import choose_language, count_staff_try, forgot_password, set_password, staff_signed_in
from app.people.queries import Account, Workplace, account_by_email, invited, workplaces
from app.people.views.blueprint import bp, page_asked_for, start_session
from app.web import identity
from app.web.frame import back_to_page, keep_language
from app.web.incoming import address
from app.web.pages import do, do_as, house, look_as, needs, see_other

CHOOSING_SECONDS = 600
WITH_ACCOUNT = (Role.TEACHER, Role.SCHOOL_ADMIN, Role.HOST, Role.COORDINATOR)
NO_MATCH = N_("This e-mail address and password do not go together. Check both and try again.")
NO_PLACE = N_("Your account works nowhere at the moment. Ask the administrator of your school to add you to a class.")


@bp.route("/sign-in", methods=["GET", "POST"])
@needs(None)
def sign_in_page() -> ResponseReturnValue:
    form = SignInForm()
    if request.method == "POST" and form.validate():
        account = _checked(text_of(form.email), form.password.data or "")
        if account is not None and (places := look_as(NOBODY, workplaces, staff_id=account.id)):
            _came_in(account)
            return _to_work(account, places)
        form.refuse(RuleBroken("password", NO_PLACE if account else NO_MATCH))
    demo = demo_accounts if house().settings.demo else None
    return render_template("people/sign_in.html", form=form, demo=demo), 422 if form.errors else 200


@bp.route("/sign-in/forgotten", methods=["GET", "POST"])
@needs(None)
def forgotten() -> ResponseReturnValue:
    """The same answer whether or not the address is known here."""
    form = ForgotForm()
    asked = request.method == "POST" and form.validate()
    if asked:
        base_url = house().settings.base_url
        do_as(NOBODY, forgot_password, email=text_of(form.email), address=address(), base_url=base_url)
    page = render_template("people/forgotten.html", form=form, asked=asked)
    return page, 422 if form.errors else 200


@bp.route("/sign-in/where", methods=["GET", "POST"])
@needs(None)
def choose_post() -> ResponseReturnValue:
    """Which of several posts this session is for; also to change from one school to another while signed in."""
    staff_id = _choosing()
    if staff_id is None:
        return see_other(url_for("people.sign_in_page"))
    places = look_as(NOBODY, workplaces, staff_id=staff_id)
    chosen = request.form.get("place", "")
    place = next((one for number, one in enumerate(places) if str(number) == chosen), None)
    if place is not None:
        return start_session(staff_id, place.role, place.place_id, to=page_asked_for())
    now = identity.actor_now()
    return render_template("people/choose_post.html", places=places, now=(now.role, now.company_id or now.school_id))


@bp.post("/sign-out")
@needs(None)
def sign_out() -> ResponseReturnValue:
    was = session.get("role")  # also of a screen that was locked, where nobody is at work
    identity.sign_out()
    to = {Role.PUPIL: "people.code_page", Role.SUBSTITUTE: "people.substitute_over"}
    return see_other(url_for(to.get(was, "people.sign_in_page") if was else "people.sign_in_page"))


@bp.route("/welcome/<token>", methods=["GET", "POST"])
@needs(None)
def welcome(token: str) -> ResponseReturnValue:
    """An invited colleague chooses a password. Looking at the page uses nothing up."""
    try:
        account = look_as(NOBODY, invited, token=token)
    except NotFound:
        return render_template("people/link_too_old.html"), 404
    form = PasswordForm()
    if request.method == "POST" and form.validate():
        password_hash = passwords.hashed(form.password.data or "")
        do_as(NOBODY, set_password, token=token, password_hash=password_hash, language=_spoken())
        return _to_work(account, look_as(NOBODY, workplaces, staff_id=account.id))
    return render_template("people/welcome.html", form=form, account=account), 422 if form.errors else 200


@bp.post("/language")
@needs(None)
def language() -> ResponseReturnValue:
    """Of these pages; of somebody who works here also of the mails."""
    spoken = keep_language(request.form.get("language", ""))
    if identity.actor_now().role in WITH_ACCOUNT:
        do(choose_language, language=spoken)
    return back_to_page()


def _came_in(account: Account) -> None:
    do_as(
        NOBODY,
        staff_signed_in,
        staff_id=account.id,
        email=account.email,
        address=address(),
        language=_spoken(),
    )


def _spoken() -> str:
    """What was chosen in this browser; empty: nothing yet."""
    return str(session.get("language", ""))


def _checked(email: str, password: str) -> Account | None:
    """The account when the password is right. Counted first; the slow comparison holds no lock."""
    do_as(NOBODY, count_staff_try, email=email, address=address())
    account = look_as(NOBODY, account_by_email, email=email)
    right = passwords.is_right(account.password_hash if account else None, password)
    return account if right else None


def _to_work(account: Account, places: tuple[Workplace, ...]) -> ResponseReturnValue:
    if len(places) == 1:
        return start_session(account.id, places[0].role, places[0].place_id, to=page_asked_for())
    session["choosing"] = [str(account.id), clock.now().timestamp()]
    return see_other(url_for("people.choose_post"))


def _choosing() -> UUID | None:
    """Whose password was right a moment ago, or who is signed in already with an account of staff."""
    staff_id, at = session.get("choosing") or ("", 0.0)
    if staff_id and clock.now().timestamp() - at < CHOOSING_SECONDS:
        return UUID(staff_id)
    now = identity.actor_now()
    return now.user_id if now.role in WITH_ACCOUNT else None
