"""Staff come in with e-mail and password; who does not belong in stays out."""

import re

from flask.testing import FlaskClient

from app.access.actor import Role
from app.base import clock
from app.people import models
from tests.makers import PASSWORD, Makers


def _walk_in(client: FlaskClient, email: str, password: str = PASSWORD):  # type: ignore[no-untyped-def]
    return client.post("/sign-in", data={"email": email, "password": password})


def test_a_teacher_signs_in_and_sees_only_her_own_classes(client: FlaskClient, makers: Makers) -> None:
    school = makers.school()
    mine, other = makers.school_class(school, name="7B"), makers.school_class(school, name="8A")
    teacher = makers.teacher(school, mine)
    assert _walk_in(client, f"  {teacher.email.upper()} ").status_code == 303
    page = client.get("/classes").text
    assert "7B" in page
    assert "8A" not in page
    assert client.get(f"/classes/{other.code}/pupils").status_code == 404


def test_an_unknown_account_and_a_wrong_password_get_the_same_answer(client: FlaskClient, makers: Makers) -> None:
    teacher = makers.teacher(makers.school())
    wrong, unknown = _walk_in(client, teacher.email, "wrong"), _walk_in(client, "nobody@school.example")
    assert wrong.status_code == unknown.status_code == 422
    said = [one.text.replace(teacher.email, "X").replace("nobody@school.example", "X") for one in (wrong, unknown)]
    without_token = [re.sub(r"[\w-]+\.[\w-]{6}\.[\w-]{27}", "token", page) for page in said]
    assert without_token[0] == without_token[1], "the token alone differs: it says in which second it was made"


def test_what_was_typed_is_kept_and_the_password_is_not(client: FlaskClient) -> None:
    page = _walk_in(client, "noor@school.example", "een geheim dat blijft").text
    assert "noor@school.example" in page
    assert "een geheim dat blijft" not in page


def test_after_ten_wrong_passwords_even_the_right_one_waits(client: FlaskClient, makers: Makers) -> None:
    teacher = makers.teacher(makers.school())
    for _ in range(10):
        assert _walk_in(client, teacher.email, "wrong").status_code == 422
    answer = _walk_in(client, teacher.email)
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 600


def test_right_passwords_never_fill_the_limit(client: FlaskClient, makers: Makers) -> None:
    teacher = makers.teacher(makers.school())
    for _ in range(15):
        assert _walk_in(client, teacher.email).status_code == 303


def test_signing_in_leads_to_the_page_that_was_asked_for_and_never_to_another_site(
    client: FlaskClient, makers: Makers
) -> None:
    teacher = makers.teacher(makers.school())
    assert client.get("/classes").location == "/sign-in"
    assert _walk_in(client, teacher.email).location == "/classes"
    client.post("/sign-out")
    with client.session_transaction() as session:
        session["next"] = "//evil.example/"
    assert _walk_in(client, teacher.email).location == "/"


def test_somebody_with_two_posts_chooses_where_to_work(client: FlaskClient, makers: Makers) -> None:
    school, company = makers.school(name="De Vlieger"), makers.company(name="Zeesluis Noord")
    admin = makers.school_admin(school)
    makers.post(admin.id, Role.HOST, company_id=company)
    answer = _walk_in(client, admin.email)
    assert answer.location == "/sign-in/where"
    page = client.get("/sign-in/where").text
    assert "De Vlieger" in page
    assert "Zeesluis Noord" in page
    assert client.get("/classes").status_code == 303, "nobody is signed in before the choice"
    assert client.post("/sign-in/where", data={"place": "0"}).status_code == 303
    assert client.get("/classes").status_code == 200


def test_a_disabled_account_is_out_at_its_next_write(client: FlaskClient, makers: Makers, sign_in) -> None:  # type: ignore[no-untyped-def]
    school = makers.school()
    admin = makers.school_admin(school)
    sign_in(client, admin)
    assert client.get("/classes").status_code == 200

    def disable(work):  # type: ignore[no-untyped-def]
        work.db.get_one(models.Staff, admin.id).disabled_at = clock.now()

    makers.write(disable)
    assert client.post("/school", data={"name": "Other"}).location == "/sign-in"
    assert _walk_in(client, admin.email).status_code == 422


def test_a_post_that_ended_opens_nothing(client: FlaskClient, makers: Makers) -> None:
    school = makers.school()
    staff = makers.staff(email="old@school.example")
    makers.post(staff, Role.TEACHER, school_id=school.id, until_on=clock.school_day(clock.now()))
    assert _walk_in(client, "old@school.example").status_code == 422


def test_demo_accounts_stand_on_the_page_in_demo_mode_only(client: FlaskClient) -> None:
    page = client.get("/sign-in").text
    assert "devlieger.example" not in page


def test_signing_out_ends_the_session(client: FlaskClient, makers: Makers, sign_in) -> None:  # type: ignore[no-untyped-def]
    sign_in(client, makers.school_admin(makers.school()))
    assert client.get("/sign-out").status_code == 405
    client.post("/sign-out")
    assert client.get("/classes").status_code == 303
