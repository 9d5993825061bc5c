"""The office writes to many: words in braces, one mail a person, sent once, and never to who may not be written to."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import select

from app.base.mail import OutgoingMail
from app.base.problems import NotAllowed, RuleBroken
from app.visits.models import OfficeMail
from app.visits.operations import send_to_many
from app.visits.queries.office_mail import Chosen, addressees, mails_sent
from app.visits.rules.office_mail import About, check_words, subject_for, text_for
from tests.conftest import BOTH, NOW
from tests.makers import Makers
from tests.visits import makers as v

Act = Callable[..., Any]
ONE = About("De Meeuw", "Sluisbeheer", "donderdag 8 oktober", "Schut een schip", 14)
TWO = About("De Meeuw", "Papier Kegge", "vrijdag 9 oktober", "Maak papier", 12)


@pytest.fixture
def town(makers: Makers) -> Any:
    """One teacher with five bookings, another with one; an edition and a coordinator."""

    class Town:
        network = makers.network()
        edition = v.edition(makers, network)
        one, two = makers.school(name="De Meeuw"), makers.school(name="De Stern")
        klass = makers.school_class(one, name="7B")
        many, few = makers.teacher(one, klass, name="Samira Haddad"), makers.teacher(two, name="Joris Prins")
        company = makers.company(name="Sluisbeheer")
        offer = v.offer(makers, company_id=company, edition_id=edition, safety_version=2)
        for day in range(1, 6):
            slot = v.slot(makers, offer, starts_at=NOW + timedelta(days=day))
            v.booking(makers, one, many, slot, klass=klass, safety_version=2)
        last = v.booking(makers, two, few, slot, level="po-5", state="requested")
        host = makers.host(company, guest_schools=[one, two])
        office = _with(makers.coordinator(), one, two)

    return Town


def _with(person: Any, *schools: Any) -> Any:
    return replace(person, actor=replace(person.actor, guest_schools=frozenset(one.id for one in schools)))


def mails(makers: Makers) -> dict[str, Any]:
    def read(work: Any) -> list[OutgoingMail]:
        return list(work.db.scalars(select(OutgoingMail)))

    held = makers.write(read)
    assert len({one.address for one in held}) == len(held), "somebody got two"
    return {one.address: one for one in held}


def send(act: Act, town: Any, *, seen: int = 2, who: Any = None, **facts: Any) -> Any:
    chosen = facts.pop("chosen", Chosen(town.edition))
    told = {"subject": "Over {title}", "text": "Dag,\n- {when}: {title}, {n}\nTot dan", "request_id": "r-1", **facts}
    return act((who or town.office).actor, send_to_many, chosen=chosen, seen=seen, **told)


def test_a_line_with_a_word_in_braces_is_said_for_each_booking_and_other_lines_once() -> None:
    said = text_for("Dag {school},\n\nDit zijn ze:\n- {title} bij {company}, {when} ({n})\nGroet", [ONE, TWO])
    assert said == (
        "Dag De Meeuw,\n\nDit zijn ze:\n- Schut een schip bij Sluisbeheer, donderdag 8 oktober (14)\n"
        "- Maak papier bij Papier Kegge, vrijdag 9 oktober (12)\nGroet\n"
    )
    assert text_for("Denk aan dichte schoenen.", [ONE, TWO]).count("\n- ") == 2
    assert subject_for("{title} met {school}", [ONE, TWO]) == "Schut een schip, Maak papier met De Meeuw"


@pytest.mark.parametrize(
    "text", ["Dag {pupil}", "Dag {School}", "Dag {}", "Dag { title }", "Dag {title", "Dag title}", "{{title}}"]
)
def test_a_word_that_we_do_not_know_is_refused_at_its_field(text: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        check_words(subject="Dag", text=text)
    assert refused.value.field == "text"
    with pytest.raises(RuleBroken) as refused:
        check_words(subject=text, text="Dag")
    assert refused.value.field == "subject"


def test_what_a_school_is_called_is_never_read_as_a_word_of_ours() -> None:
    assert (
        text_for("Dag {school}", [replace(ONE, school="{title} {0.__class__} %s")]) == "Dag {title} {0.__class__} %s\n"
    )


@BOTH
def test_who_has_five_bookings_gets_one_mail_with_all_five(act: Act, makers: Makers, town: Any) -> None:
    assert send(act, town) == 2
    held = mails(makers)
    assert set(held) == {town.many.email, town.few.email}
    assert held[town.many.email].body.count("Schut een schip") == 5


@BOTH
def test_the_same_page_sent_twice_sends_once(act: Act, makers: Makers, look: Any, town: Any) -> None:
    assert (send(act, town), send(act, town)) == (2, 2)
    assert len(mails(makers)) == 2
    (kept,) = look(town.office.actor, mails_sent)
    assert (kept.people, kept.bookings, kept.by, kept.edition) == (2, 6, "Marit de Boer", "Techniekweek 2026")


def test_the_filters_choose_who_gets_it(look: Any, makers: Makers, town: Any) -> None:
    def found(**facts: Any) -> set[str]:
        chosen = Chosen(town.edition, **facts)
        return {one.address for one in look(town.office.actor, addressees, chosen=chosen)}

    many, few = town.many.email, town.few.email
    assert found() == {many, few}
    assert found(states=("requested",)) == {few}
    assert found(without_class=True) == {few}
    assert found(without_safety=True) == {few}
    assert found(level="po-7-8") == {many}
    assert found(company="nergens") == found(municipality="Nergens") == set()
    assert found(municipality="Kadedorp") == {many, few}
    assert found(to="hosts") == {town.host.email}
    assert {
        one.address
        for one in look(town.office.actor, addressees, chosen=Chosen(v.edition(makers, town.network, name="2027")))
    } == set()


def test_nobody_to_write_to_and_others_than_were_shown_are_said(act: Act, makers: Makers, town: Any) -> None:
    with pytest.raises(RuleBroken, match="Nobody fits"):
        send(act, town, chosen=Chosen(town.edition, states=("closed",)), seen=0)
    with pytest.raises(RuleBroken, match="other people"):
        send(act, town, seen=1)
    assert mails(makers) == {}


def test_only_the_office_may(act: Act, town: Any, makers: Makers) -> None:
    for who in (town.many, town.host, makers.school_admin(town.one)):
        with pytest.raises(NotAllowed):
            send(act, town, who=who)


def test_the_page_previews_three_and_then_sends_what_was_seen(
    client: FlaskClient, sign_in: Any, makers: Makers, town: Any
) -> None:
    office = sign_in(client, town.office)
    url = f"/visits/office/mail?edition={town.edition}&to=schools&state=confirmed"
    page = BeautifulSoup(office.get(url).text, "html.parser")
    assert "Samira Haddad" in page.text
    assert "Joris Prins" not in page.text
    form = {
        "subject": "Over {title}",
        "text": "Dag\n- {when}",
        "request_id": page.select_one("[name=request_id]")["value"],
    }  # type: ignore[index]
    wrong = office.post(url, data={**form, "text": "Dag {leerling}"})
    assert wrong.status_code == 422
    assert "{leerling}" in wrong.text
    seen = BeautifulSoup(office.post(url, data=form).text, "html.parser")
    assert seen.select_one(".brief .lijf").text.count("\n-") == 5  # type: ignore[union-attr]
    assert mails(makers) == {}
    data = {one["name"]: one.get("value", one.text) for one in seen.select("form[action*='office/mail'] [name]")}
    data = {name: value for name, value in data.items() if name != "change"}
    assert [office.post(url, data=data).status_code for _ in range(2)] == [303, 303]
    assert set(mails(makers)) == {town.many.email}
    assert "Over {title}" in office.get("/visits/office/mails").text


def test_a_mail_that_was_sent_is_kept_without_whom_it_went_to(makers: Makers, look: Any, town: Any) -> None:
    v.office_mail(makers, edition_id=town.edition)
    assert set(OfficeMail.__table__.columns.keys()).isdisjoint({"address", "staff_id", "school_id"})
    assert len(look(town.office.actor, mails_sent)) == 1
