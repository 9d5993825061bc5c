"""Everything that a pupil's browser can hear before handing in, searched for the key of every type of question: pages,
pages for the device, replies to scripts, refusals, the worker, the catalogue and the run without an account."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.curriculum.questions import TYPES
from tests.learning import kinds
from tests.learning.world import World, make_world

JSON = {"Accept": "application/json"}
# Words that stand in the key alone; the number also as it is written in either language.
SECRETS = ("geheim", "4821377", "4.821.377", "4,821,377")
MORE = """
::: question choice #keuze tries=2
Welke is het?

- ( ) a: eerste
  > GEHEIM-1
- (x) b: tweede
  > GEHEIM-2

hint: Kijk goed.
hint: Kijk nog beter.
explain: GEHEIM-3

::: solution
GEHEIM-4
:::
:::

::: question multi #meerdere tries=2
Welke zijn het?

- [x] a: eerste
  > GEHEIM-5
- [ ] b: tweede
- [x] c: derde
:::

::: question order #orde tries=2
Wat komt eerst?

1. a: eerste
2. b: tweede
3. c: derde

explain: GEHEIM-6
:::

::: question number #getal tries=2
Hoeveel?

answer: 4821377 m ± 2%
explain: GEHEIM-7
:::

::: question gap #leeg tries=2
Het heet {a: geheimpeil | geheimbak}.
:::

::: question short #naam tries=2
Hoe heet het?

answer: geheimbaas | geheime chef
:::

::: question checklist #vink
Wat heb je gedaan?

- [ ] a: gemeten
- [ ] b: geteld
:::

::: question open #tekst
Wat weet je?

rubric: GEHEIM-8
:::

::: teacher
GEHEIM-9
:::
"""


def write(folder: Path) -> Path:
    module = kinds.write(folder)
    page = module / "nl" / "denk.md"
    page.write_text(page.read_text("utf-8") + MORE, "utf-8")
    return module


@pytest.fixture
def world(house, makers, tmp_path) -> World:
    return make_world(house, makers, tmp_path / "proef", write=write)


class Listener:
    """A pupil's browser that believes nothing: each answer is searched, its headers too."""

    def __init__(self, client: FlaskClient) -> None:
        self.client, self.heard = client, 0

    def get(self, path: str, **more: Any) -> TestResponse:
        return self._searched(self.client.get(path, **more), path)

    def post(self, path: str, **more: Any) -> TestResponse:
        return self._searched(self.client.post(path, **more), path)

    def _searched(self, answer: TestResponse, path: str) -> TestResponse:
        self.heard += 1
        said = f"{answer.headers}{answer.get_data(as_text=True)}".casefold()
        assert not [secret for secret in SECRETS if secret in said], (path, answer.status_code)
        return answer


@pytest.fixture
def pupil(world, client, sign_in) -> Listener:
    return Listener(sign_in(client, world.pupils[0]))


def screens(world: World) -> Iterator[tuple[str, str]]:
    """(address, question) of every screen of the open steps; a bare screen has no question."""
    for step in world.module.steps[:2]:
        for number, question in enumerate(step.all_questions, 1):
            yield f"/learn/{world.code}/{step.id}/{number}", question.id


def test_the_module_of_this_test_asks_in_every_way(world):
    asked = {question.type for step in world.module.steps for question in step.all_questions}
    assert asked == set(TYPES)
    assert all(world.key.questions[one] for _, one in screens(world))


def test_no_answer_of_the_server_before_handing_in_holds_the_key(world, pupil):
    owner = pupil.get("/learn/pass", headers=JSON).json["owner"]
    for path in ("/", "/offline", "/sw.js", "/learn/pages", f"/learn/{world.code}/", "/modules/", "/modules/proef"):
        pupil.get(path)
    for path in ("/try/proef", "/try/proef/denk/1", "/try/proef/steps", "/try/proef/steps?key=1", "/try/proef/end"):
        pupil.get(path, follow_redirects=True)
    for path, question in screens(world):
        for headers in ({}, {"X-Keep": "1"}):
            assert pupil.get(path, headers=headers).status_code == 200, path
        pupil.post(f"{path}/enter", data={"owner": owner})
        pupil.post(f"{path}/help", data={})
        for bad in ({}, {"answer": "geen"}, {"answer": ["x"] * 40}, {"gap-a": " "}, {"place-x": "1"}, {"up": "x"}):
            form = {"question": question, "client": "een", **bad}
            pupil.post(f"{path}/answer", data=form)
            pupil.post(f"{path}/answer", data={**form, "owner": owner}, headers=JSON)
        pupil.post(f"{path}/answer", data={"question": "bestaat-niet", "client": "x", "owner": owner}, headers=JSON)
    assert pupil.heard > 250


def test_what_is_said_of_a_first_wrong_try_is_only_of_that_choice(world, client, sign_in):
    pupil = sign_in(client, world.pupils[0])
    path = next(path for path, question in screens(world) if question == "keuze")
    for form in (JSON, {}):
        sent = {"question": "keuze", "client": "een", **world.sent("keuze", "a")}
        sent["owner"] = pupil.get("/learn/pass", headers=JSON).json["owner"]
        assert "GEHEIM" not in pupil.post(f"{path}/answer", data=sent, headers=form).text
    text = pupil.get(path).text
    assert "GEHEIM-1" in text
    assert not re.search("GEHEIM-[2-9]", text)


def test_no_choice_differs_from_another_but_by_its_token_and_its_words(world, pupil):
    """Whatever is right: nothing of a letter, a class, a place in the list or an attribute says so."""
    for path, _ in screens(world):
        page = BeautifulSoup(pupil.get(path).text, "html.parser")
        assert not page.select('[value="a"], [value="b"], [value="c"]')
        for each in ("label.keus", "main [data-left]", "[data-right]", ".orde li:not(:first-child):not(:last-child)"):
            found = page.select(each)
            assert len({_shape(one) for one in found}) <= 1, (path, each)


def _shape(one: Any) -> str:
    text = str(one)
    for token in re.findall(r'(?:value|data-left|data-right)="([^"]+)"', text):
        text = text.replace(token, "T")
    return text.replace(one.get_text(strip=True), "W")


def test_all_hints_lie_inside_each_other_and_say_no_answer(world, pupil):
    """Q43 refuses a hint that holds the answer; so it may lie in the page, where it opens without wifi."""
    path = next(path for path, question in screens(world) if question == "keuze")
    page = BeautifulSoup(pupil.get(path).text, "html.parser")
    first = page.select_one("details.wenk")
    inner = first.select_one("details.trede")
    assert "Kijk nog beter" in inner.text
    assert "Kijk goed" in first.text
    assert "Kijk goed" not in inner.text
    assert not page.select("details[open]")
