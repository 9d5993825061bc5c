"""Who reads English finds no Dutch of ours on any page: no sentence of a catalogue, no day or month.

What a school, a company or a module wrote stays as it was written.
"""

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup, Tag
from flask import Flask
from sqlalchemy import update

from app.access.actor import Role
from app.access.matrix import MATRIX
from app.base.house import House
from app.people.models import Staff
from tests.house.addresses import address, routes
from tests.house.conftest import Ask
from tests.house.test_translations import dutch
from tests.house.town import Town
from tests.makers import Makers

STAFF = (Role.TEACHER, Role.SCHOOL_ADMIN, Role.HOST, Role.COORDINATOR)
READ_OUT = ("aria-label", "title", "placeholder", "alt", "data-confirm")
DAYS = re.compile(
    r"\b(maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|januari|februari|maart|juni|juli|augustus|oktober"
    r"|\d+ (mrt|mei|okt)|(ma|di|wo|do|vr|za|zo) \d+)\b"
)
WRITTEN = {"Voorbereiden", "bezoek"}  # by a company of its hours, by a module as the label of a step


def said_in_dutch() -> set[str]:
    """Sentences that stand in a catalogue and are no English of ours too."""
    known = dutch()
    english = {" ".join(one.split()) for one in known}
    told = (text for value in known.values() for text in ([value] if isinstance(value, str) else value))
    return {flat for one in told if (flat := " ".join(one.split())) not in english and "%(" not in flat} - WRITTEN


def words_of(page: BeautifulSoup) -> Iterator[str]:
    for text in page.find_all(string=True):
        if text.strip() and not in_dutch(text.parent):
            yield " ".join(text.split())
    for element in page.find_all(True):
        for name in READ_OUT:
            if element.get(name) and not in_dutch(element):
                yield " ".join(str(element[name]).split())


def in_dutch(element: Tag | None) -> bool:
    """Marked as Dutch: what was written in it, and the button that leads to it."""
    nearest = element.find_parent(lang=True) if element and not element.get("lang") else element
    return bool(nearest and nearest.get("lang") == "nl") or bool(element and element.name in ("script", "style"))


def test_no_page_of_staff_in_english_has_a_word_of_dutch_of_ours(
    app: Flask, house: House, makers: Makers, town: Town, ask: Ask
) -> None:
    makers.write(lambda work: work.db.execute(update(Staff).values(language="en")))
    forbidden, found, pages = said_in_dutch(), set(), 0
    for rule, method, needs in routes(app):
        if method != "GET" or needs is None:
            continue
        for role in (one for one in STAFF if MATRIX[needs].get(one)):
            answer = ask(town.here.people[role], method, address(rule, town.here))
            if answer.mimetype != "text/html" or answer.status_code != 200:
                continue
            page, pages = BeautifulSoup(answer.get_data(as_text=True), "html.parser"), pages + 1
            if page.html is not None:
                assert page.html["lang"] == "en", rule.rule
            found |= {(rule.rule, one) for one in words_of(page) if one in forbidden or DAYS.search(one)}
    assert pages > 150
    assert found == set()
