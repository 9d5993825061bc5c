"""Every route x every role x another school: what the matrix says is what the pages do.

Nothing here is copied from the matrix; a new route, role or permission is met at once.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from inspect import getmodule, getsource, unwrap
from itertools import chain, combinations
from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask
from werkzeug.routing import Rule

from app.access.actor import BEHIND_DOORS, Role
from app.access.matrix import MATRIX, Permission, Reach
from app.base.settings import Settings
from tests.house.addresses import OWNED, SHARED, address, form_for, places, routes
from tests.house.conftest import Ask
from tests.house.town import Town
from tests.makers import Makers

ROLES = [role for role in Role if role not in BEHIND_DOORS]
SIGN_IN = "/sign-in"
SOME = (Role.PUPIL, Role.TEACHER)


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """In the demo there are more pages."""
    return replace(settings, demo=True)


def closed(app: Flask) -> Iterator[tuple[Rule, str, Permission]]:
    """The routes that are not for everybody."""
    for rule, method, needs in routes(app):
        if needs is not None:
            yield rule, method, needs


def owned(rule: Rule) -> list[str]:
    return [name for name, (_, is_owned) in places(rule).items() if is_owned]


def mixtures(names: list[str]) -> Iterator[tuple[str, ...]]:
    """Every way in which at least one of these places is another's."""
    return chain.from_iterable(combinations(names, n) for n in range(1, len(names) + 1))


def asked(rule: Rule, method: str, town: Town) -> tuple[str, dict[str, Any] | None]:
    """Address and form of what is here."""
    return address(rule, town.here), form_for(rule.endpoint, town.here) if method == "POST" else None


def test_every_route_says_what_it_needs(app: Flask) -> None:
    silent = [rule.rule for rule in app.url_map.iter_rules() if not hasattr(app.view_functions[rule.endpoint], "needs")]
    assert silent == [], "say @needs(Permission...), or @needs(None) for everybody on purpose"
    assert all(needs is None or needs in MATRIX for _, _, needs in routes(app))


def test_the_town_knows_what_stands_in_every_address_and_form(app: Flask, town: Town) -> None:
    """Without a sample a new route would go by all that follows here."""
    for rule, method, _ in routes(app):
        address(rule, town.here)
        if method == "POST":
            form_for(rule.endpoint, town.here)
    text = " ".join(re.sub(r"<\w+:", "<", rule.rule) for rule in app.url_map.iter_rules())
    assert [place for place in {**OWNED, **SHARED} if place not in text] == [], "samples for routes that are gone"


def test_a_role_gets_what_the_matrix_gives_it_and_nothing_else(app: Flask, town: Town, ask: Ask) -> None:
    """And each page opens for somebody with the town's samples, so that a refusal elsewhere means something."""
    before, wrong, dead = town.all_rows(), [], []
    for rule, method, needs in closed(app):
        url, form = asked(rule, method, town)
        said = {role: ask(town.here.people[role], method, url, form) for role in ROLES if role not in MATRIX[needs]}
        wrong += [(role, method, url, one.status_code) for role, one in said.items() if one.status_code != 403]
        assert town.all_rows() == before, f"{method} {url} refused and wrote"
        opened = []
        for role in (one for one in ROLES if one in MATRIX[needs]):
            answer = ask(town.here.people[role], method, url, form)
            opened.append(answer.status_code)
            is_sent_off = answer.headers.get("Location", "").startswith(SIGN_IN)
            if is_sent_off or answer.status_code in (401, 403) or answer.status_code >= 500:
                wrong.append((role, method, url, answer.status_code))
            if method == "POST" and answer.status_code < 400:
                town.as_it_was()
        if min(opened) >= 400:
            dead.append((method, url, opened))
    assert wrong == []
    assert dead == []


def test_nobody_is_asked_to_sign_in(app: Flask, town: Town, ask: Ask) -> None:
    before, wrong = town.all_rows(), []
    for rule, method, _ in closed(app):
        answer = ask(None, method, *asked(rule, method, town))
        if (answer.status_code, answer.headers.get("Location")) != (303, SIGN_IN):
            wrong.append((method, rule.rule, answer.status_code))
    assert wrong == []
    assert town.all_rows() == before


def test_a_page_for_everybody_opens_and_never_asks_who_you_are(app: Flask, town: Town, ask: Ask) -> None:
    wrong, dead = [], []
    for rule, method, needs in routes(app):
        if needs is not None:
            continue
        url, form = asked(rule, method, town)
        said = [ask(who, method, url, form).status_code for who in (None, *map(town.there.people.get, SOME))]
        wrong += [(method, url, said)] if {401, 403} & set(said) or max(said) >= 500 else []
        dead += [(method, url, said)] if min(said) >= 400 else []
        town.as_it_was()
    assert wrong == []
    assert dead == []


def test_what_is_anothers_is_not_there_whoever_asks_and_nothing_changes(app: Flask, town: Town, ask: Ask) -> None:
    """404 and never 403 for another school's or company's; also when only one place of the address is theirs.

    Not for those whom the matrix gives everything.
    """
    before, wrong = town.all_rows(), []
    for rule, method, needs in closed(app):
        for theirs in mixtures(owned(rule)):
            url = address(rule, town.here, stranger=town.there, theirs=theirs)
            form = form_for(rule.endpoint, town.there) if method == "POST" else None
            for role in (one for one in ROLES if MATRIX[needs].get(one, Reach.ALL) is not Reach.ALL):
                status = ask(town.here.people[role], method, url, form).status_code
                if status != 404:
                    wrong.append((role.value, method, url, rule.rule, status))
    assert wrong == []
    assert town.all_rows() == before


def test_a_code_of_one_class_opens_no_child_of_another(app: Flask, town: Town, ask: Ask) -> None:
    """The doors for everybody whose address has two places: both must be of the same class."""
    seen = 0
    for rule, method, needs in routes(app):
        names = owned(rule)
        if needs is not None or len(names) < 2:
            continue
        for theirs in mixtures(names):
            if len(theirs) < len(names):
                url = address(rule, town.here, stranger=town.there, theirs=theirs)
                form = form_for(rule.endpoint, town.here) if method == "POST" else None
                assert ask(None, method, url, form).status_code == 404, url
                seen += 1
    assert seen


FOR_ALL_SCHOOLS = (Permission.WEEK_PLAN, Permission.CERTIFICATE_PREPARE)  # who may, does it for every school


def test_ids_of_another_school_in_a_form_change_nothing_there(app: Flask, town: Town, ask: Ask) -> None:
    """One's own address, and in the form what belongs to the other school."""
    before, wrong = town.rows_of(town.there), []
    for rule, method, needs in closed(app):
        if method != "POST" or needs in FOR_ALL_SCHOOLS:
            continue
        for role in (one for one in ROLES if one in MATRIX[needs]):
            form = form_for(rule.endpoint, town.there)
            status = ask(town.here.people[role], method, address(rule, town.here), form).status_code
            after = town.rows_of(town.there)
            changed = {table for table in after if after[table] != before[table]}
            if rule.endpoint in ("visits.book", "visits.book_parts", "visits.wait"):
                changed -= {"visit_slot"}  # anybody may book a free time; its count is everybody's
            if changed or status >= 500:
                wrong.append((role.value, rule.rule, status, changed))
            town.as_it_was()
    assert wrong == []


def test_a_colleague_of_another_class_finds_nothing_where_the_matrix_says_their_classes(
    app: Flask, town: Town, ask: Ask, makers: Makers
) -> None:
    colleague = makers.teacher(town.here.school, makers.school_class(town.here.school), name="Joris Prins")
    before, wrong, seen = town.all_rows(), [], 0
    for rule, method, needs in closed(app):
        if MATRIX[needs].get(Role.TEACHER) is not Reach.CLASS or not owned(rule):
            continue
        form = form_for(rule.endpoint, town.here) if method == "POST" else None
        status = ask(colleague, method, address(rule, town.here), form).status_code
        seen += 1
        if status != 404:
            wrong.append((method, rule.rule, status))
    assert wrong == []
    assert seen > 10
    assert town.all_rows() == before


def test_no_page_shows_a_name_of_the_other_school_whatever_the_address_asks(app: Flask, town: Town, ask: Ask) -> None:
    """Codes and ids of the other school behind the question mark."""
    there = town.there.known
    asked_for = {"class": there["class"], "job": there["job"], "slot": there["slot"], "question": "verhaal"}
    seen = set()
    for rule, method, needs in closed(app):
        if method != "GET":
            continue
        code = getsource(getmodule(unwrap(app.view_functions[rule.endpoint])))
        reads = [
            {name: value}
            for name, value in asked_for.items()
            if f'args.get("{name}"' in code or f'args["{name}"]' in code
        ]
        for role in (one for one in ROLES if MATRIX[needs].get(one)):
            for query in ({}, *reads):
                url = address(rule, town.here) + ("?" + urlencode(query) if query else "")
                page = ask(town.here.people[role], method, url)
                assert page.status_code < 500, url
                text = page.get_data(as_text=True) if page.mimetype == "text/html" else ""
                open_to = {town.there.school.name, town.there.klass_name} if role is Role.COORDINATOR else set()
                assert [name for name in town.there.names - open_to if name in text] == [], (role, url)
                seen |= {name for name in town.here.names if name in text}
    assert seen == town.here.names, "their own pages do show names, so that it means something"


def test_hosts_and_coordinators_see_no_child_on_any_page(app: Flask, town: Town, ask: Ask) -> None:
    children = {one.last_name for one in (*town.here.pupils, *town.there.pupils)}
    for rule, method, needs in closed(app):
        if method != "GET":
            continue
        for role in {Role.HOST, Role.COORDINATOR} & set(MATRIX[needs]):
            page = ask(town.here.people[role], method, address(rule, town.here)).get_data().decode(errors="replace")
            assert [name for name in children if name in page] == [], (role, rule.rule)
