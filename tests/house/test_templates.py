"""Templates: each is used, each stands in a frame, none thinks for itself, and every form can be sent safely."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from fnmatch import fnmatch
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask
from jinja2 import Environment, nodes
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from app.access.matrix import MATRIX
from app.base.settings import Settings
from tests.house.addresses import address, routes
from tests.house.conftest import Ask
from tests.house.town import Town

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "templates"
PRINT = TEMPLATES / "print"  # has a loader of its own: names in it begin there
FILES = sorted(file for file in TEMPLATES.rglob("*") if file.suffix in (".html", ".svg") and "fonts" not in file.parts)
LAYOUTS = {"base.html", "board.html", "lesson.html", "phone.html", "plain.html"}
DEEPEST = 3  # blocks of markup inside each other: a list, in it a row, in it a piece that may be absent
DEEPER = {  # these are deeper today; the list may only get shorter
    "_parts/strip.html": 5,
    "assignments/_fields.html": 4,
    "learning/_grid.html": 4,
    "visits/booking.html": 4,
}


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """In the demo there are more pages."""
    return replace(settings, demo=True)


def name_of(file: Path) -> str:
    return str(file.relative_to(PRINT if PRINT in file.parents else TEMPLATES))


@cache
def parsed(file: Path) -> nodes.Template:
    return Environment().parse(file.read_text())


def pattern(node: object) -> str:
    """A template's name as a pattern: what is known only when it runs becomes a star."""
    if isinstance(node, nodes.Const):
        return str(node.value)
    if isinstance(node, nodes.Concat):
        return "".join(pattern(one) for one in node.nodes)
    return "*"


def named_in(file: Path) -> set[str]:
    """The templates this one extends, includes or imports."""
    kinds = (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)
    return {pattern(node.template) for node in parsed(file).find_all(kinds)}


def rendered() -> set[str]:
    """The names in the code, as patterns."""
    found = set()
    for file in (ROOT / "app").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.JoinedStr):
                parts = [one.value if isinstance(one, ast.Constant) else "*" for one in node.values]
                found.add("".join(map(str, parts)))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
    return {name for name in found if re.fullmatch(r"[a-z_*]+(/[a-z_*]+)+\.(html|svg)", name)}  # never a sentence


def drawn() -> set[str]:
    """The drawings that our sheets for paper ask for."""
    return {
        name for sheet in PRINT.rglob("*.css") for name in re.findall(r"url\(asset:([^)]+\.svg)\)", sheet.read_text())
    }


def is_any(name: str, patterns: set[str]) -> bool:
    return any(fnmatch(name, one) for one in patterns)


def depth(node: nodes.Node) -> int:
    """Blocks of markup inside each other; a choice between words or attributes is not one, an elif is no deeper."""
    below = [depth(one) for one in node.iter_child_nodes()]
    if isinstance(node, nodes.If):
        own = max((depth(one) for one in (*node.body, *node.else_)), default=0)
        return max([own + is_block(node), *(depth(one) for one in node.elif_)])
    return max(below, default=0) + (isinstance(node, nodes.For) and is_block(node))


def is_block(node: nodes.Node) -> bool:
    holds = any("<" in data.data for data in node.find_all(nodes.TemplateData))
    return holds or any(True for _ in node.find_all((nodes.If, nodes.For)))


def test_every_template_is_used() -> None:
    used = rendered() | drawn() | {name for file in FILES for name in named_in(file)}
    assert [name_of(file) for file in FILES if not is_any(name_of(file), used)] == []


def test_every_template_that_is_named_is_there() -> None:
    there = [name_of(file) for file in FILES]
    asked = rendered() | drawn() | {name for file in FILES for name in named_in(file)}
    assert len(asked) > 60
    assert [name for name in asked if not any(fnmatch(one, name) for one in there)] == []


def test_every_page_stands_in_a_frame_and_every_piece_does_not() -> None:
    for file in FILES:
        place = file.relative_to(TEMPLATES)
        if place.parts[0] in ("_layout", "_parts", "print"):
            continue
        frames = {pattern(node.template) for node in parsed(file).find_all(nodes.Extends)}
        if file.name.startswith("_"):
            assert not frames, f"{place}: a piece has no frame"
        else:
            assert len(frames) == 1, f"{place}: a page extends one frame"
            assert frames <= {f"_layout/{name}" for name in LAYOUTS}, place


def test_what_a_template_imports_is_there_and_is_used() -> None:
    by_name = {name_of(file): file for file in FILES}
    for file in FILES:
        tree = parsed(file)
        said = {node.name for node in tree.find_all(nodes.Name)}
        for node in tree.find_all(nodes.FromImport):
            source = parsed(by_name[pattern(node.template)])
            offered = {macro.name for macro in source.find_all(nodes.Macro)}
            offered |= {one.name for one in source.find_all(nodes.Name) if one.ctx == "store"}
            names = set(named(node))
            assert {name for name, _ in names} <= offered, name_of(file)
            assert {alias for _, alias in names} <= said, f"{name_of(file)}: imported and not used"


def test_a_template_imports_the_macros_it_calls_itself() -> None:
    """What its frame imported is there too, until the frame needs it no more."""
    macros = {macro.name for file in FILES for macro in parsed(file).find_all(nodes.Macro)}
    for file in FILES:
        tree = parsed(file)
        called = {one.node.name for one in tree.find_all(nodes.Call) if isinstance(one.node, nodes.Name)} & macros
        known = {macro.name for macro in tree.find_all(nodes.Macro)}
        known |= {one.name for one in tree.find_all(nodes.Name) if one.ctx != "load"}
        for node in tree.find_all(nodes.FromImport):
            known |= {one if isinstance(one, str) else one[1] for one in node.names}
        assert called <= known, name_of(file)


def test_no_piece_reads_a_value_that_has_the_name_of_a_macro_where_it_is_included() -> None:
    """The page's macro would win, and the piece would get it instead of what the view gave."""
    by_name = {name_of(file): file for file in FILES}
    for file in FILES:
        macros = {alias for node in parsed(file).find_all(nodes.FromImport) for _, alias in named(node)}
        for piece in included(file, by_name):
            tree = parsed(by_name[piece])
            own = {alias for node in tree.find_all(nodes.FromImport) for _, alias in named(node)}
            own |= {node.name for node in tree.find_all(nodes.Name) if node.ctx != "load"}
            read = {node.name for node in tree.find_all(nodes.Name) if node.ctx == "load"} - own
            assert not read & macros, f"{piece} in {name_of(file)}"


def named(node: nodes.FromImport) -> list[tuple[str, str]]:
    return [(one, one) if isinstance(one, str) else one for one in node.names]


def included(file: Path, by_name: dict[str, Path]) -> set[str]:
    """What stands in it, and what stands in that."""
    direct = {pattern(node.template) for node in parsed(file).find_all(nodes.Include)} & set(by_name)
    return direct | {name for one in direct for name in included(by_name[one], by_name)}


def test_no_view_takes_the_name_that_the_frame_has() -> None:
    """`page` is what the frame knows of language, role and menu; a view that gives another gets a strange frame."""
    calls = [
        (file.name, call.lineno)
        for file in (ROOT / "app").rglob("*.py")
        for call in ast.walk(ast.parse(file.read_text()))
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "render_template"
        if any(word.arg == "page" for word in call.keywords)
    ]
    assert calls == []


def test_no_template_thinks_deeper_than_a_piece_in_a_row_in_a_list() -> None:
    deep = {name_of(file): depth(parsed(file)) for file in FILES}
    assert {name: n for name, n in deep.items() if n > DEEPEST} == DEEPER


def forms(file: Path) -> Iterator[str]:
    yield from re.findall(r"<form\b.*?</form>", file.read_text(), flags=re.DOTALL)


def test_every_form_that_posts_carries_the_token_and_no_other_form_does() -> None:
    """A form that looks something up shows its fields in the address; a token does not belong there."""
    seen = 0
    for file in FILES:
        text = file.read_text()
        assert text.count("<form") == text.count("</form>") == len(list(forms(file))), name_of(file)
        for form in forms(file):
            posts = bool(re.search(r"""<form\b[^>]*\b(method=["']post["']|hx-post=)""", form))
            carries = "csrf_field()" in form or 'name="csrf_token"' in form
            assert posts == carries, f"{name_of(file)}: {form[:90]}"
            seen += posts
    assert seen > 25


def test_every_link_and_form_on_a_page_leads_somewhere_that_takes_it(app: Flask, town: Town, ask: Ask) -> None:
    """On the pages as they are, for every role: what is looked up goes to a page, what is sent to one that takes it."""
    wrong, seen = set(), 0
    for page, url in pages(app, town, ask):
        for how, to in ways_on(page, url):
            seen += 1
            if not leads(app, how, to):
                wrong.add((url, how, to))
        wrong |= {(url, "POST", "without a token") for form in page.find_all("form") if is_unsafe(form)}
    assert wrong == set()
    assert seen > 500


def test_a_page_that_says_where_it_stands_in_the_menu_stands_in_one() -> None:
    """An address that is in no menu lights nothing, also when it was in one once."""
    menus = (ROOT / "app" / "home" / "menu.py").read_text()
    named = {
        (name_of(file), endpoint)
        for file in FILES
        for said in re.findall(r"{% set menu_at = (.+?) %}", file.read_text())
        for endpoint in re.findall(r'"([a-z_]+\.[a-z_]+)"', said)
    }
    assert len(named) > 40
    assert {one for one in named if f'url_for("{one[1]}")' not in menus} == set()


def test_every_id_is_of_one_element_and_every_field_has_its_label(app: Flask, town: Town, ask: Ask) -> None:
    """A label, a hint or a message that points at nothing, or at another field, is not heard by who cannot see it."""
    wrong, seen = set(), 0
    for page, url in pages(app, town, ask):
        for held in page.find_all("template"):
            held.decompose()  # not on the page until a script puts it in place of another
        wrong |= {(url, told) for told in (*doubled(page), *lost(page), *nameless(page))}
        seen += 1
    assert not wrong, "\n".join(sorted(f"{url} {told}" for url, told in wrong))
    assert seen > 150


def doubled(page: BeautifulSoup) -> Iterator[str]:
    ids = Counter(str(one["id"]) for one in page.find_all(id=True))
    yield from (f"twice: {name}" for name, times in ids.items() if times > 1)


def lost(page: BeautifulSoup) -> Iterator[str]:
    """What points at an id that no element has."""
    ids = {one["id"] for one in page.find_all(id=True)}
    for attribute in ("for", "aria-describedby", "aria-labelledby"):
        for one in page.find_all(attrs={attribute: True}):
            value = one[attribute]  # the parser makes a list of some of these
            yield from (
                f"{attribute}: {name}"
                for name in (value.split() if isinstance(value, str) else value)
                if name not in ids
            )


def nameless(page: BeautifulSoup) -> Iterator[str]:
    """Fields that nobody hears the name of."""
    labelled = {str(one["for"]) for one in page.select("label[for]")}
    for one in page.select("input:not([type=hidden]):not([type=submit]), select, textarea"):
        said = one.get("aria-label") or one.get("aria-labelledby") or one.find_parent("label")
        if not said and one.get("id") not in labelled:
            yield f"no label: {one.get('name')}"


def pages(app: Flask, town: Town, ask: Ask) -> Iterator[tuple[BeautifulSoup, str]]:
    for rule, method, needs in routes(app):
        if method != "GET":
            continue
        url = address(rule, town.here)
        for role in (
            [None, *town.here.people] if needs is None else [one for one in MATRIX[needs] if one in town.here.people]
        ):
            answer = ask(town.here.people[role] if role else None, "GET", url)
            if answer.mimetype == "text/html":
                yield BeautifulSoup(answer.get_data(as_text=True), "html.parser"), url


def is_unsafe(form: Tag) -> bool:
    """It can be sent, and carries no token. A form without any control shows something and sends nothing."""
    token = form.select_one('input[name="csrf_token"]')
    controls = form.select("button, input, select, textarea")
    return str(form.get("method", "get")).lower() == "post" and bool(controls) and not (token and token.get("value"))


def ways_on(page: BeautifulSoup, here: str) -> Iterator[tuple[str, str]]:
    for link in page.find_all("a", href=True):
        yield "GET", str(link["href"])
    for form in page.find_all("form"):
        yield str(form.get("method", "get")).upper(), str(form.get("action") or here)
    for attribute in ("hx-get", "hx-post"):
        for one in page.find_all(attrs={attribute: True}):
            yield attribute[3:].upper(), str(one[attribute])


def leads(app: Flask, how: str, url: str) -> bool:
    parts = urlsplit(url)
    if parts.scheme in ("mailto", "tel") or not (parts.path or parts.netloc):
        return True  # an address to write to, or a place on this page
    if parts.netloc:
        return parts.scheme == "https" or parts.netloc == "werf.test"
    try:
        app.url_map.bind("werf.test").match(parts.path, method=how)
    except RequestRedirect:
        return True
    except HTTPException:
        return False
    return True
