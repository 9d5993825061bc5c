"""After a visit: three questions to the school and to the company, once each, until the visit is closed."""

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select, update

from app.base.mail import OutgoingMail
from app.base.problems import NotAllowed, NotFound, RuleBroken
from app.visits.models import Booking, VisitReview
from app.visits.operations import review_as_company, review_as_school, send_thanks
from app.visits.rules.after import LONGEST_SENTENCE, MOST_SENTENCES, mean
from tests.conftest import BOTH, NOW
from tests.visits import makers as v

SAID = {"first": 4, "second": 3, "words": "Meer tijd om te meten."}


@pytest.fixture
def visit(makers: Any) -> Any:
    makers.network()

    class Visit:
        school = makers.school()
        klass = makers.school_class(school, name="7B")
        teacher = makers.teacher(school, klass)
        slot = v.slot(makers, starts_at=NOW - timedelta(hours=3))
        booking = v.booking(makers, school, teacher, slot, klass=klass, state="held")
        host = makers.host(slot.offer.company_id, guest_schools=[school])

    return Visit


def reviews(house: Any) -> list[VisitReview]:
    with house.store.reading("everywhere") as db:
        return list(db.scalars(select(VisitReview).order_by(VisitReview.side)))


@BOTH
def test_each_side_says_it_once_and_the_last_word_stands(visit: Any, act: Any, house: Any) -> None:
    act(visit.teacher.actor, review_as_school, code=visit.booking.code, **SAID)
    act(visit.teacher.actor, review_as_school, code=visit.booking.code, **SAID | {"first": 2})
    act(visit.host.actor, review_as_company, code=visit.booking.code, **SAID)
    assert [(one.side, one.first, one.second) for one in reviews(house)] == [("company", 4, 3), ("school", 2, 3)]


def test_a_visit_to_come_and_a_closed_one_take_no_review_and_no_thanks(visit: Any, act: Any, makers: Any) -> None:
    slot = v.slot(makers, starts_at=NOW + timedelta(days=3))
    later = v.booking(makers, visit.school, visit.teacher, slot, klass=visit.klass)
    act(visit.teacher.actor, review_as_school, code=visit.booking.code, **SAID)
    _state(makers, visit.booking.id, "closed")
    for code in (later.code, visit.booking.code):
        with pytest.raises(RuleBroken):
            act(visit.teacher.actor, review_as_school, code=code, **SAID)
        with pytest.raises(RuleBroken):
            act(visit.teacher.actor, send_thanks, code=code, sentences=["Dank je wel."])


def test_a_step_that_is_not_there_and_a_long_story_are_refused_at_their_field(visit: Any, act: Any, house: Any) -> None:
    for wrong, field in (({"first": 5}, "first"), ({"second": 0}, "second"), ({"words": "x" * 601}, "words")):
        with pytest.raises(RuleBroken) as broken:
            act(visit.teacher.actor, review_as_school, code=visit.booking.code, **SAID | wrong)
        assert broken.value.field == field
    assert reviews(house) == []


def test_another_school_and_another_company_find_no_booking(visit: Any, act: Any, makers: Any) -> None:
    stranger = makers.teacher(makers.school())
    with pytest.raises(NotFound):
        act(stranger.actor, review_as_school, code=visit.booking.code, **SAID)
    other = makers.host(makers.company(), guest_schools=[visit.school])
    with pytest.raises(NotFound):
        act(other.actor, review_as_company, code=visit.booking.code, **SAID)
    with pytest.raises(NotAllowed):
        act(visit.host.actor, send_thanks, code=visit.booking.code, sentences=["Dank je wel."])


def test_thanks_are_told_by_mail_once_and_read_with_the_booking(
    visit: Any, act: Any, client: Any, sign_in: Any, house: Any
) -> None:
    for sentences in (["Het was mooi."], ["Het was mooi.", "Ik wil monteur worden."]):
        act(visit.teacher.actor, send_thanks, code=visit.booking.code, sentences=sentences)
    with house.store.reading("everywhere") as db:
        assert len(list(db.scalars(select(OutgoingMail)))) == 1
    page = sign_in(client, visit.host).get(f"/visits/booking/{visit.booking.code}").text
    assert "Ik wil monteur worden." in page


@pytest.mark.parametrize(
    "sentences",
    [[], [" "], ["x" * (LONGEST_SENTENCE + 1)], ["Mooi."] * (MOST_SENTENCES + 1)],
    ids=["none", "empty", "long", "many"],
)
def test_thanks_that_nobody_would_read_are_refused(sentences: list[str], visit: Any, act: Any) -> None:
    with pytest.raises(RuleBroken) as broken:
        act(visit.teacher.actor, send_thanks, code=visit.booking.code, sentences=sentences)
    assert broken.value.field == "thanks"


def test_the_page_asks_three_questions_and_keeps_what_was_typed_when_one_is_missing(
    visit: Any, client: Any, sign_in: Any, house: Any
) -> None:
    sign_in(client, visit.teacher)
    address = f"/visits/after/{visit.booking.code}"
    assert "Paste het bij je klas?" in client.get(address).text
    refused = client.post(address, data={"first": "3", "words": "Meer tijd."})
    assert refused.status_code == 422
    again = BeautifulSoup(refused.text, "html.parser")
    assert again.select_one("textarea").text.strip() == "Meer tijd."
    assert again.select_one("input[name=first][value='3']").has_attr("checked")
    assert client.post(address, data={"first": "3", "second": "4", "words": ""}).status_code == 303
    assert [one.first for one in reviews(house)] == [3]


def test_the_office_of_the_network_reads_what_both_said_with_its_means(
    visit: Any, act: Any, client: Any, sign_in: Any, makers: Any
) -> None:
    act(visit.teacher.actor, review_as_school, code=visit.booking.code, **SAID)
    act(visit.host.actor, review_as_company, code=visit.booking.code, **SAID | {"words": "Fijne groep."})
    sign_in(client, makers.coordinator())
    page = client.get("/visits/reviews").text
    assert "Meer tijd om te meten." in page
    assert "4,0" in page
    assert "Fijne groep." in client.get(f"/visits/after/{visit.booking.code}").text


def test_the_mean_of_nothing_is_not_a_number() -> None:
    assert mean([]) is None
    assert mean([4, 3, 3]) == 3.3


def _state(makers: Any, booking_id: Any, state: str) -> None:
    with makers.house.store.acting("everywhere") as db:
        db.execute(update(Booking).where(Booking.id == booking_id).values(state=state))
