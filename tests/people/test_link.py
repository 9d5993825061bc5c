"""The link of a class for the school's own portal: to the same door as the class code, and no way around it."""

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from app.base import doors, ids
from app.base.problems import NotAllowed, NotFound
from app.people import keys, models
from app.people.operations import make_class, renew_link
from app.people.rules.difference import ListShown
from app.people.rules.entrance import CODE_LIMITS, class_code_from, link_from
from tests.conftest import BOTH
from tests.makers import MadeClass, Makers, Person


@pytest.fixture
def klass(makers: Makers) -> MadeClass:
    return makers.school_class(makers.school(name="De Vlieger"), name="7B")


@pytest.fixture
def teacher(makers: Makers, klass: MadeClass) -> Person:
    return makers.teacher(klass.school, klass)


def link_on_page(client: FlaskClient, klass: MadeClass) -> str:
    page = BeautifulSoup(client.get(f"/classes/{klass.code}/pupils").text, "html.parser")
    field = page.select_one("#klaslink")
    assert field is not None
    return str(field["value"])


def test_a_link_and_a_class_code_are_never_taken_for_each_other(klass: MadeClass) -> None:
    assert link_from(klass.link.lower()) == klass.link
    assert class_code_from(klass.link) is None
    assert link_from(klass.class_code) is None
    assert [link_from(text) for text in ("", "BCDFGHJKM", "BCDFGHJKM1", "BCDFGHJKMNP", "BCDFGHJKMÉ")] == [None] * 5


def test_from_the_portal_a_child_comes_to_the_names_and_in(
    client: FlaskClient, makers: Makers, klass: MadeClass
) -> None:
    noor = makers.pupil(klass)
    way = client.get(f"/k/{klass.link}").location
    page = client.get(way)
    assert "<b>N</b>oor" in page.text
    chosen = client.post(way, data={"who": str(noor.id)})
    assert chosen.location == f"{way}/{noor.id}"
    assert client.post(chosen.location, data={"pictures": "windmill,rocket,windmill"}).location == "/"


def test_the_link_never_tells_the_class_code(client: FlaskClient, makers: Makers, klass: MadeClass) -> None:
    """Who has only the link cannot pass on the code that stands on the board."""
    noor = makers.pupil(klass)
    for address in (f"/in/{klass.link}", f"/in/{klass.link}/{noor.id}"):
        text = client.get(address).text
        assert klass.class_code not in text
        assert klass.class_code[:4] not in text


def test_behind_a_shut_door_the_link_shows_no_name(client: FlaskClient, makers: Makers) -> None:
    klass = makers.school_class(makers.school(), open_for=None)
    noor = makers.pupil(klass)
    page = client.get(f"/in/{klass.link}")
    assert "nog dicht" in page.text
    assert "Noor" not in page.text
    assert "</b>oor" not in page.text
    assert client.get(f"/in/{klass.link}/{noor.id}").location == f"/in/{klass.link}"
    assert client.post(f"/in/{klass.link}/{noor.id}", data={"pictures": "windmill,rocket,windmill"}).status_code == 303


def test_a_new_class_code_leaves_the_link_as_it_is(client: FlaskClient, makers: Makers, klass: MadeClass) -> None:
    makers.pupil(klass)

    def renew_code(work) -> None:  # type: ignore[no-untyped-def]
        row = work.db.get(models.SchoolClass, klass.id)
        row.class_code = ids.class_code()
        door = work.db.query(doors.Door).filter_by(kind=doors.CLASS_CODE, subject_id=klass.id).one()
        door.digest = work.seal.digest(doors.CLASS_CODE, row.class_code)

    makers.write(renew_code)
    assert client.get(f"/in/{klass.class_code}").status_code == 404
    assert "<b>N</b>oor" in client.get(f"/in/{klass.link}").text


def test_a_leaked_link_is_renewed_and_the_old_one_leads_nowhere(
    client: FlaskClient, klass: MadeClass, teacher: Person, sign_in: Callable
) -> None:
    sign_in(client, teacher)
    before = link_on_page(client, klass)
    assert before.endswith(f"/k/{klass.link}")
    assert client.post(f"/classes/{klass.code}/link").status_code == 303
    after = link_on_page(client, klass)
    assert after != before
    assert client.get(f"/in/{klass.link}").status_code == 404
    assert client.get(f"/in/{after.rsplit('/', 1)[1]}").status_code == 200


def test_a_class_from_before_there_were_links_gets_one_by_a_button(
    client: FlaskClient, makers: Makers, klass: MadeClass, teacher: Person, sign_in: Callable
) -> None:
    def forget(work) -> None:  # type: ignore[no-untyped-def]
        work.db.get(models.SchoolClass, klass.id).link_version = 0
        work.db.query(doors.Door).filter_by(kind=doors.CLASS_LINK).delete()

    makers.write(forget)
    sign_in(client, teacher)
    page = client.get(f"/classes/{klass.code}/pupils").text
    assert "klaslink" not in page
    assert f"/classes/{klass.code}/link" in page
    client.post(f"/classes/{klass.code}/link")
    assert link_on_page(client, klass).endswith(f"/k/{klass.link}")


@BOTH
def test_a_new_class_has_a_link_at_once(makers: Makers, act: Callable, look: Callable) -> None:
    school = makers.school()
    teacher = makers.teacher(school, makers.school_class(school))
    code = act(teacher.actor, make_class, key=teacher.id, listed=_shown(look, teacher))
    with makers.house.store.reading("everywhere") as db:
        row = db.query(models.SchoolClass).filter_by(code=code).one()
        held = db.query(doors.Door).filter_by(kind=doors.CLASS_LINK, subject_id=row.id).all()
    link = keys.link_of_class(makers.house.seal, class_id=row.id, version=row.link_version)
    assert [door.digest for door in held] == [makers.house.seal.digest(doors.CLASS_LINK, link)]


def _shown(look: Callable, teacher: Person) -> ListShown:
    from app.people.queries import difference_for_class
    from app.people.rules.difference import mark_of

    found = look(teacher.actor, difference_for_class, class_id=None, names="Pim de Wit", levels=("po-7",))
    return ListShown("7C", ("po-7",), "Pim de Wit", mark_of(found, name="7C", levels=("po-7",)))


@BOTH
def test_only_who_may_open_the_door_renews_its_link(
    makers: Makers, klass: MadeClass, teacher: Person, act: Callable
) -> None:
    elsewhere = makers.school()
    pupil = makers.pupil(klass)
    for person in (
        makers.teacher(klass.school, makers.school_class(klass.school)),
        makers.teacher(elsewhere, makers.school_class(elsewhere)),
        makers.school_admin(elsewhere),
    ):
        with pytest.raises(NotFound):
            act(person.actor, renew_link, code=klass.code)
    for person in (pupil, makers.host(makers.company()), makers.coordinator()):
        with pytest.raises(NotAllowed):
            act(person.actor, renew_link, code=klass.code)
    act(teacher.actor, renew_link, code=klass.code)
    act(makers.school_admin(klass.school).actor, renew_link, code=klass.code)


def test_guessing_links_stops_and_counts_together_with_guessing_codes(client: FlaskClient, klass: MadeClass) -> None:
    limit = CODE_LIMITS[0].tries
    wrong = [client.get(f"/in/{ids.public_code(10)}") for _ in range(limit - 5)]
    assert {answer.status_code for answer in wrong} == {404}
    wrong = [client.get(f"/in/KADE{number:04d}") for number in range(5)]
    assert {answer.status_code for answer in wrong} == {404}
    assert client.get(f"/in/{ids.public_code(10)}").status_code == 429
    assert client.get(f"/in/{klass.link}").status_code == 429
    assert client.get(f"/in/{klass.class_code}").status_code == 429


def test_the_link_of_a_class_that_is_gone_leads_nowhere(client: FlaskClient, makers: Makers, klass: MadeClass) -> None:
    def leave(work) -> None:  # type: ignore[no-untyped-def]
        work.db.get(models.SchoolClass, klass.id).left_on = work.today

    makers.write(leave)
    assert client.get(f"/in/{klass.link}").status_code == 404
