"""The worker's part of people: login cards as one PDF."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.base.jobs import Handler, Task
from app.base.language import gettext_for
from app.base.levels import PO
from app.base.pdf import render_in_child
from app.base.settings import Settings
from app.base.work import Work
from app.people.cards import LoginCard, draw_cards
from app.people.models import Network
from app.people.operations.cards import CARDS
from app.people.queries.cards import CardFacts, CardsOfClass, cards_of_class
from app.people.rules.entrance import pictures_of


def draw_login_cards(task: Task) -> dict[str, Any]:
    """Runs twice without harm: the same cards are the same file. The result says where the PDF is."""
    language = task.arguments["language"]
    pupils = [UUID(one) for one in task.arguments["pupils"]]
    found = task.read(cards_of_class, code=task.arguments["code"], pupil_ids=pupils)
    network, today = task.read(_around)
    settings = task.house.settings
    task.progress(0, len(found.cards))
    html = draw_cards(
        [_card(found, card, settings) for card in found.cards],
        language=language,
        address=f"{settings.base_url.partition('://')[2]}/in",
        network_name=network,
        school_name=found.klass.school_name,
        printed_on=today,
    )
    say = gettext_for(language)
    title = say("Login cards of %(name)s", name=found.klass.name)
    pdf = render_in_child(html, title=title, language=language)
    name = "".join(sign if sign.isalnum() or sign in "-_" else "-" for sign in found.klass.name)
    return {"sha": task.house.files.put(pdf), "name": f"{say('login-cards')}-{name}.pdf", "cards": len(found.cards)}


def _card(found: CardsOfClass, card: CardFacts, settings: Settings) -> LoginCard:
    is_po = found.klass.kind == PO
    return LoginCard(
        name=card.short_name,
        class_name=found.klass.name,
        class_code=found.klass.spoken_code,
        home_url=card_url(settings.base_url, card.token),
        pictures=pictures_of(card.secret) if is_po else (),
        pin=None if is_po else card.secret,
    )


def card_url(base_url: str, token: str) -> str:
    """Capitals alone make a smaller QR code; a house that lives in a folder of its host keeps its path as it is."""
    url = f"{base_url}/C/{token}"
    return url if "/" in base_url.partition("://")[2] else url.upper()


def _around(work: Work) -> tuple[str, Any]:
    return work.db.scalars(select(Network.name)).first() or "Openwerf", work.today


HANDLERS: dict[str, Handler] = {CARDS: draw_login_cards}
