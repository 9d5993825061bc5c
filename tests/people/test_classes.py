"""A class is made from pasted names: what was shown is what is saved, once, and for the own school only."""

import email
import email.policy
import re
from collections.abc import Callable
from html import unescape
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import func, select

from app.base.problems import NotAllowed, NotFound, RuleBroken
from app.people import models, operations, queries
from app.people.rules.difference import ListShown, mark_of
from tests.conftest import BOTH
from tests.makers import Makers, Person

LIST = "Noor\tvan den Berg\nYassin\tEl Amrani\nSofie\tBakker\nSofie\tLos"


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)
    assert found, f"no field {name}"
    return found[1]


def show(client: FlaskClient, url: str, **changed: str):  # type: ignore[no-untyped-def]
    """Fill the form and look at the difference; returns the page and what a click on save would send."""
    sent = {"name": "7B", "levels": "po-7", "names": LIST, "key": hidden(client.get(url).text, "key"), **changed}
    page = client.post(url, data={**sent, "show": "1"})
    if page.status_code == 200 and 'name="mark"' in page.text:
        sent = {**sent, "mark": hidden(page.text, "mark"), "save": "1"}
    return page, sent


@pytest.fixture
def teacher(makers: Makers, client: FlaskClient, sign_in: Callable) -> Person:
    person = makers.teacher(makers.school(name="De Vlieger"))
    sign_in(client, person)
    return person


def counted(makers: Makers, table: type) -> int:
    return int(makers.write(lambda work: work.db.scalar(select(func.count()).select_from(table))))


def test_a_teacher_pastes_a_list_sees_it_and_saves_it(client: FlaskClient, makers: Makers, teacher: Person) -> None:
    page, sent = show(client, "/classes/new")
    assert "Noor van den Berg" in page.text
    assert counted(makers, models.Pupil) == 0, "nothing is kept before it was seen"
    saved = client.post("/classes/new", data=sent)
    assert saved.status_code == 303
    people = client.get(saved.location)
    assert people.status_code == 200, "the class is new, and its teacher can open it at once"
    assert "Sofie Los" in people.text
    assert counted(makers, models.Pupil) == 4


def test_a_double_click_on_save_makes_one_class(client: FlaskClient, makers: Makers, teacher: Person) -> None:
    _, sent = show(client, "/classes/new")
    first, second = client.post("/classes/new", data=sent), client.post("/classes/new", data=sent)
    assert first.location == second.location
    assert (counted(makers, models.SchoolClass), counted(makers, models.Pupil)) == (1, 4)


def test_a_name_that_is_taken_is_said_beside_the_field_and_the_list_is_kept(
    client: FlaskClient, makers: Makers, teacher: Person
) -> None:
    _, sent = show(client, "/classes/new")
    client.post("/classes/new", data=sent)
    _, again = show(client, "/classes/new")
    answer = client.post("/classes/new", data=again)
    assert answer.status_code == 422
    assert "name-fout" in answer.text
    assert "Yassin\tEl Amrani" in answer.text


@BOTH
def test_what_was_shown_is_what_is_saved(makers: Makers, act: Callable, look: Callable) -> None:
    school = makers.school()
    klass = makers.school_class(school, name="7B")
    sam = makers.pupil(klass, first="Sam", last="Los")
    actor = makers.teacher(school, klass).actor
    facts = {"names": "Sam Los\nNoor Berg", "levels": ("po-7",)}
    shown = look(actor, queries.difference_for_class, class_id=klass.id, **facts)
    mark = mark_of(shown, name="7B", levels=("po-7",))
    makers.pupil(klass, first="Mila", last="Jansen")  # a colleague was faster
    with pytest.raises(RuleBroken) as broken:
        act(actor, operations.update_list, code=klass.code, listed=ListShown(name="7B", mark=mark, **facts))
    assert broken.value.field == "mark"
    shown = look(actor, queries.difference_for_class, class_id=klass.id, **facts)
    assert [one.first for one in shown.gone] == ["Mila"]
    mark = mark_of(shown, name="7B", levels=("po-7",))
    act(actor, operations.update_list, code=klass.code, listed=ListShown(name="7B", mark=mark, **facts))
    names = [one.full_name for one in look(actor, queries.pupils_of_class, class_id=klass.id)]
    assert names == ["Noor Berg", "Sam Los"]
    assert sam.id in {one.id for one in look(actor, queries.pupils_of_class, class_id=klass.id)}


def test_a_class_that_changed_meanwhile_shows_the_new_difference(
    client: FlaskClient, makers: Makers, sign_in: Callable
) -> None:
    school = makers.school()
    klass = makers.school_class(school, name="7B")
    makers.pupil(klass, first="Sam", last="Los")
    sign_in(client, makers.teacher(school, klass))
    url = f"/classes/{klass.code}/list"
    _, sent = show(client, url, names="Sam Los")
    makers.pupil(klass, first="Mila", last="Jansen")
    answer = client.post(url, data=sent)
    assert answer.status_code == 409
    assert "Mila Jansen" in answer.text
    assert hidden(answer.text, "mark") != sent["mark"]


def test_who_is_gone_leaves_the_class_and_not_the_school(makers: Makers, act: Callable, look: Callable) -> None:
    school = makers.school()
    klass = makers.school_class(school, name="7B")
    gone = makers.pupil(klass, first="Sam", last="Los")
    makers.pupil(klass, first="Noor", last="Berg")
    actor = makers.teacher(school, klass).actor
    save(act, look, actor, klass, "Noor Berg")
    assert look(actor, queries.names_of, pupil_ids=[gone.id])[gone.id].first_name == "Sam"
    assert len(look(actor, queries.pupils_of_class, class_id=klass.id)) == 1
    save(act, look, actor, klass, "Noor Berg\nSam Los")
    back = look(actor, queries.pupils_of_class, class_id=klass.id)
    assert gone.id in {one.id for one in back}, "who comes back is the same child, with the same work"


def save(act: Callable, look: Callable, actor, klass, names: str) -> None:  # type: ignore[no-untyped-def]
    shown = look(actor, queries.difference_for_class, class_id=klass.id, names=names, levels=klass.levels)
    mark = mark_of(shown, name="7B", levels=klass.levels)
    act(actor, operations.update_list, code=klass.code, listed=ListShown("7B", klass.levels, names, mark))


def test_a_list_that_is_not_changed_changes_nobody(client: FlaskClient, makers: Makers, sign_in: Callable) -> None:
    school = makers.school()
    klass = makers.school_class(school, name="7/8", levels=("po-7", "po-8"))
    makers.pupils(klass, 26)
    makers.pupil(klass, first="Thị Hồng", last="Nguyễn", level="po-8")
    sign_in(client, makers.teacher(school, klass))
    page = client.get(f"/classes/{klass.code}/list").text
    names = page.split('name="names"')[1].split(">", 1)[1].split("</textarea>")[0].strip()
    answer = client.post(
        f"/classes/{klass.code}/list",
        data={"name": "7/8", "levels": ["po-7", "po-8"], "names": unescape(names), "show": "1"},
    )
    assert "verschil-lijst" not in answer.text


def test_another_schools_class_and_another_teachers_class_are_not_there(
    client: FlaskClient, makers: Makers, sign_in: Callable, act: Callable
) -> None:
    school, other = makers.school(), makers.school()
    own, colleagues, foreign = (makers.school_class(one) for one in (school, school, other))
    pupil = makers.pupil(foreign)
    teacher, admin = makers.teacher(school, own), makers.school_admin(school)
    sign_in(client, teacher)
    for klass in (colleagues, foreign):
        for path in ("pupils", "list", "cards", f"pupils/{pupil.id}"):
            assert client.get(f"/classes/{klass.code}/{path}").status_code == 404
        for path in ("door", "cards"):
            assert client.post(f"/classes/{klass.code}/{path}").status_code == 404
    sign_in(client, admin)
    assert client.get(f"/classes/{colleagues.code}/pupils").status_code == 200
    assert client.get(f"/classes/{foreign.code}/pupils").status_code == 404
    with pytest.raises(NotFound):
        act(admin.actor, operations.give_secret, code=own.code, pupil_id=pupil.id)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": ""}, "name"),
        ({"levels": ""}, "levels"),
        ({"levels": "vo-2-kb"}, "levels"),
        ({"names": ""}, "names"),
        ({"names": "12345\n@@@"}, "names"),
        ({"names": "x" * 25_000}, "names"),
        ({"names": "\n".join(f"Noor{chr(97 + n // 26)}{chr(97 + n % 26)} Berg" for n in range(75))}, "names"),
    ],
)
def test_what_cannot_be_a_class_is_said_beside_the_field(  # type: ignore[no-untyped-def]
    client: FlaskClient, makers: Makers, teacher: Person, changed, field: str
) -> None:
    page, _ = show(client, "/classes/new", **changed)
    assert page.status_code == 422
    assert f"{field}-fout" in page.text
    assert counted(makers, models.SchoolClass) == 0


def test_a_paste_of_five_megabytes_is_refused_kindly(client: FlaskClient, makers: Makers, teacher: Person) -> None:
    answer = client.post("/classes/new", data={"name": "7B", "names": "Noor Berg\n" * 500_000, "show": "1"})
    assert answer.status_code == 413
    assert "<h1>" in answer.text
    assert counted(makers, models.Pupil) == 0


def test_a_host_and_a_coordinator_see_no_classes(client: FlaskClient, makers: Makers, sign_in: Callable) -> None:
    school = makers.school()
    for person in (makers.host(makers.company(), guest_schools=[school]), makers.coordinator()):
        sign_in(client, person)
        assert client.get("/classes").status_code == 403


def test_the_office_adds_a_colleague_who_chooses_a_password_and_comes_in(  # type: ignore[no-untyped-def]
    client: FlaskClient, makers: Makers, sign_in: Callable, run_jobs: Callable, settings
) -> None:
    school = makers.school()
    klass = makers.school_class(school, name="7B")
    sign_in(client, makers.school_admin(school))
    facts = {"name": "Joost Kramer", "email": "Joost@School.example"}
    assert client.post(f"/classes/{klass.code}/teachers", data=facts).status_code == 303
    twice = client.post(f"/classes/{klass.code}/teachers", data=facts)
    assert twice.status_code == 422
    assert "email-fout" in twice.text
    client.post("/sign-out")
    assert run_jobs() == 1
    [mail] = settings.mail_folder.glob("*.eml")
    body = email.message_from_bytes(mail.read_bytes(), policy=email.policy.default).get_content()
    link = re.search(r"http://werf.test(/welcome/\S+)", body)
    assert link
    assert client.get(link[1]).status_code == 200
    short = client.post(link[1], data={"password": "kort"})
    assert short.status_code == 422
    assert "password-fout" in short.text
    assert client.post(link[1], data={"password": "een lange zin vol staal"}).status_code == 303
    assert "7B" in client.get("/classes").text
    assert client.get(link[1]).status_code == 404, "the link works once"


def test_a_teacher_invites_nobody(client: FlaskClient, makers: Makers, sign_in: Callable, act: Callable) -> None:
    school = makers.school()
    klass = makers.school_class(school)
    teacher = makers.teacher(school, klass)
    sign_in(client, teacher)
    sent = {"name": "A", "email": "a@b.example"}
    assert client.post(f"/classes/{klass.code}/teachers", data=sent).status_code == 403
    facts = {"code": klass.code, "email": "a@b.example", "name": "A", "base_url": ""}
    with pytest.raises(NotAllowed):
        act(teacher.actor, operations.add_teacher, **facts)


def test_a_new_card_makes_the_lost_one_worthless(
    client: FlaskClient, makers: Makers, sign_in: Callable, look: Callable
) -> None:
    school = makers.school()
    klass = makers.school_class(school)
    noor = makers.pupil(klass)
    teacher = makers.teacher(school, klass)
    sign_in(client, teacher)
    assert client.post(f"/classes/{klass.code}/pupils/{noor.id}/card").status_code == 303
    assert client.get(f"/card/{noor.card}").status_code == 404
    [fresh] = look(teacher.actor, queries.cards_of_class, code=klass.code).cards
    assert client.get(f"/card/{fresh.token}").status_code == 200


def test_two_children_of_one_name_and_initial_get_cards_that_tell_them_apart(makers: Makers, look: Callable) -> None:
    school = makers.school()
    klass = makers.school_class(school)
    makers.pupil(klass, first="Noor", last="Visser")
    for last in ("Bakker", "Boon"):
        sofie = makers.pupil(klass, first="Sofie", last=last)
    actor = makers.teacher(school, klass).actor
    printed = look(actor, queries.cards_of_class, code=klass.code).cards
    assert [card.short_name for card in printed] == ["Noor V.", "Sofie Bakker", "Sofie Boon"]
    [alone] = look(actor, queries.cards_of_class, code=klass.code, pupil_ids=[sofie.id]).cards
    assert alone.short_name == "Sofie Boon"


def test_a_pupil_who_leaves_the_school_has_no_way_in(
    client: FlaskClient, makers: Makers, sign_in: Callable, act: Callable
) -> None:
    school = makers.school()
    klass = makers.school_class(school)
    noor = makers.pupil(klass)
    act(makers.teacher(school, klass).actor, operations.leave_school, code=klass.code, pupil_id=noor.id)
    assert client.get(f"/card/{noor.card}").status_code == 404
    assert "<b>N</b>oor" not in client.get(f"/in/{klass.class_code}").text


def test_a_name_is_mended_and_the_list_sorts_again(client: FlaskClient, makers: Makers, sign_in: Callable) -> None:
    school = makers.school()
    klass = makers.school_class(school)
    noor = makers.pupil(klass)
    sign_in(client, makers.teacher(school, klass))
    url = f"/classes/{klass.code}/pupils/{noor.id}"
    assert client.post(url, data={"first_name": "", "last_name": "X", "level": "po-7"}).status_code == 422
    assert client.post(url, data={"first_name": "Nora", "last_name": "Vos", "level": "vo-1-tl"}).status_code == 422
    assert client.post(url, data={"first_name": " Nora ", "last_name": "Vos", "level": "po-8"}).status_code == 303
    assert "Nora Vos" in client.get(f"/classes/{klass.code}/pupils").text


def test_cards_are_printed_by_the_worker_and_opened_by_who_asked(
    client: FlaskClient, makers: Makers, sign_in: Callable, run_jobs: Callable
) -> None:
    makers.network()
    school = makers.school()
    klass = makers.school_class(school, name="7B")
    makers.pupils(klass, 3)
    sign_in(client, makers.teacher(school, klass))
    asked = client.post(f"/classes/{klass.code}/cards")
    again = client.post(f"/classes/{klass.code}/cards")
    assert asked.location == again.location, "asking twice is one job"
    job = asked.location.partition("job=")[2]
    assert "hx-get" in client.get(f"/jobs/{job}?to=/").text
    assert client.get(f"/classes/{klass.code}/cards/{job}.pdf").status_code == 404
    assert run_jobs() == 1
    assert f"/cards/{job}.pdf" in client.get(asked.location).text
    pdf = client.get(f"/classes/{klass.code}/cards/{job}.pdf")
    assert pdf.mimetype == "application/pdf"
    assert pdf.data.startswith(b"%PDF")
    sign_in(client, makers.school_admin(school))
    assert client.get(f"/jobs/{job}").status_code == 404


def test_a_logo_that_is_no_picture_is_refused_beside_the_field(
    client: FlaskClient, makers: Makers, sign_in: Callable
) -> None:
    sign_in(client, makers.school_admin(makers.school()))
    bad = client.post("/school/logo", data={"logo": (BytesIO(b"<svg onload=alert(1)>"), "logo.svg")})
    assert bad.status_code == 422
    assert "logo-fout" in bad.text
    assert client.post("/school/logo", data={}).status_code == 422
    picture = BytesIO()
    Image.new("RGB", (40, 20), "#0A4F78").save(picture, "PNG")
    picture.seek(0)
    assert client.post("/school/logo", data={"logo": (picture, "logo.png")}).status_code == 303
    shown = client.get("/school/logo.png")
    assert shown.mimetype == "image/png"
    assert shown.data.startswith(b"\x89PNG")
    assert client.post("/school/logo", data={"remove": "1"}).status_code == 303
    assert client.get("/school/logo.png").status_code == 404
