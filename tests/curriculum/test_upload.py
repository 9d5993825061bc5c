"""A coordinator sends a module in: seen first, published once, and nothing that is out is ever harmed by it."""

import io
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.access.actor import Role
from app.base import clock
from app.base.house import House
from app.base.problems import NotAllowed, NotFound, RuleBroken
from app.curriculum.models import ModuleUpload, ModuleVersion
from app.curriculum.operations import drop_upload, keep_upload, publish_upload
from app.curriculum.uploading.folder import check_files
from app.curriculum.uploading.zipped import packed
from tests.conftest import BOTH, LESSONS, NOW
from tests.curriculum.lessons import TODAY, as_files
from tests.curriculum.test_zipped import made
from tests.makers import Makers, Person

Act = Callable[..., Any]
SignIn = Callable[[FlaskClient, Person], FlaskClient]


@pytest.fixture
def coordinator(makers: Makers) -> Person:
    makers.network()
    return makers.coordinator()


@pytest.fixture
def browser(client: FlaskClient, coordinator: Person, sign_in: SignIn) -> FlaskClient:
    return sign_in(client, coordinator)


def changed(file: str, old: str, new: str, files: dict[str, bytes] | None = None) -> dict[str, bytes]:
    files = dict(files or as_files())
    text = files[file].decode()
    assert old in text
    return files | {file: text.replace(old, new).encode()}


def send(browser: FlaskClient, files: dict[str, bytes] | bytes, name: str = "proef.zip") -> Any:
    content = files if isinstance(files, bytes) else made({f"proef/{path}": text for path, text in files.items()})
    return browser.post("/lessons/", data={"file": (io.BytesIO(content), name)})


def sent(browser: FlaskClient, files: dict[str, bytes]) -> str:
    """The address of the page of this upload."""
    answer = send(browser, files)
    assert answer.status_code == 303, text_of(answer)
    return str(answer.headers["Location"])


def text_of(answer: Any) -> str:
    return " ".join(BeautifulSoup(answer.get_data(as_text=True), "html.parser").get_text(" ").split())


def versions(house: House) -> list[str]:
    with house.store.reading(None) as db:
        rows = db.execute(select(ModuleVersion.slug, ModuleVersion.edition, ModuleVersion.revision))
        return sorted(f"{slug} {edition}.{revision}" for slug, edition, revision in rows)


def test_from_a_zip_to_a_module_that_is_out(browser: FlaskClient, house: House) -> None:
    place = sent(browser, as_files())
    assert versions(house) == [], "sending puts nothing out"
    page = text_of(browser.get(place))
    assert "geen fouten" in page
    assert "Publiceer 1.0" in page
    answer = browser.post(f"{place}/publish")
    assert answer.headers["Location"] == "/lessons/"
    assert versions(house) == ["proef 1.0"]
    desk = text_of(browser.get("/lessons/"))
    assert "proef 1.0 is uit" in desk
    assert "De proefsluis" in desk
    assert "Ingestuurd" not in desk
    assert "is gepubliceerd" in text_of(browser.get(place))


def test_the_page_shows_every_problem_with_file_line_source_and_tip_and_no_button(browser: FlaskClient) -> None:
    files = changed("nl/kijk.md", "- (x) b: Om water", "- ( ) b: Om water")
    files = changed("module.yml", "topics: [water]", "topics: [watr]", files)
    place = sent(browser, files)
    for language, wanted in (("nl", "geen antwoord is als goed gemerkt"), ("en", "no answer is marked as right")):
        browser.post("/language", data={"language": language})
        page = text_of(browser.get(place))
        assert wanted in page
        assert "proef/module.yml" in page
        assert "topics: [watr]" in page
        assert "M09" in page
        assert "/publish" not in browser.get(place).get_data(as_text=True)


def test_a_problem_stands_at_its_place_above_what_it_is_about(browser: FlaskClient) -> None:
    place = sent(browser, changed("nl/kijk.md", "- (x) b: Om water", "- ( ) b: Om water"))
    page = text_of(browser.get(place, query_string={"in": "nl"}))
    first, problem, question, after = (
        page.index(words)
        for words in ("Het water in zee", "geen antwoord is als goed", "Waarom is er een sluis?", "Wat hoort bij een")
    )
    assert first < problem < question < after


@pytest.mark.parametrize(
    ("mode", "shown", "hidden"),
    [
        ("pupil", ["Waarom is er een sluis"], ["GEHEIM"]),
        ("teacher", ["GEHEIM-UITLEG", "GEHEIM-LERAAR", "GEHEIM-GIDS", "GEHEIM-RUBRIEK"], []),
        ("print", ["Wat vroeg je aan de gids"], ["GEHEIM", "Waarom is er een sluis"]),
    ],
)
def test_one_sees_it_as_each_reader_will(browser: FlaskClient, mode: str, shown: list[str], hidden: list[str]) -> None:
    page = browser.get(sent(browser, as_files()), query_string={"as": mode}).get_data(as_text=True)
    assert [words for words in shown if words not in page] == []
    assert [words for words in hidden if words in page] == []


def test_both_languages_stand_side_by_side_or_alone(browser: FlaskClient) -> None:
    place = sent(browser, as_files())
    both, alone = (text_of(browser.get(place, query_string={"in": code})) for code in ("", "en"))
    assert "Waarom een sluis?" in both
    assert "Why a lock?" in both
    assert "Waarom een sluis?" not in alone
    assert "Why a lock?" in alone


def test_its_pictures_are_seen_here_and_nowhere_else_until_it_is_out(browser: FlaskClient, app: Flask) -> None:
    place = sent(browser, as_files())
    soup = BeautifulSoup(browser.get(place).get_data(as_text=True), "html.parser")
    picture = next(img["src"] for img in soup.select("article img"))
    answer = browser.get(picture)
    assert answer.data == as_files()["media/sluis.svg"]
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    sha = picture.rsplit("/", 1)[1]
    assert browser.get(f"/media/{sha}").status_code == 404
    assert app.test_client().get(picture).status_code == 303
    assert browser.get(f"{place}/{'0' * 64}").status_code == 404


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Kies eerst een zip"),
        (b"hallo", "geen zipbestand"),
        (made({"../module.yml": b""}), "leidt uit de map"),
        (made({"nl/kijk.md": b""}), "geen module.yml"),
    ],
)
def test_a_bad_zip_is_said_beside_the_field_and_nothing_is_kept(
    browser: FlaskClient, house: House, content: bytes, said: str
) -> None:
    answer = send(browser, content)
    assert answer.status_code == 422
    assert said in text_of(answer)
    with house.store.reading(None) as db:
        assert db.scalars(select(ModuleUpload)).all() == []
    assert [file for file in house.settings.files_folder.rglob("*") if file.is_file()] == []


def test_more_than_20_mb_is_a_page_and_not_a_broken_line(browser: FlaskClient) -> None:
    for size, status in ((20_500_000, 422), (23_000_000, 413)):
        head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.zip"\r\n\r\nPK\x03\x04'
        body = head + b"0" * size + b"\r\n--x--\r\n"
        answer = browser.post("/lessons/", data=body, content_type="multipart/form-data; boundary=x")
        assert answer.status_code == status
        assert "MB" in text_of(answer) or "te groot" in text_of(answer)


def test_no_folder_is_left_behind_whatever_happens(
    browser: FlaskClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    browser.get(sent(browser, changed("module.yml", "id: proef", "id: proef\n\tstuk")))
    assert list(tmp_path.glob("openwerf-module-*")) == []


def test_papers_that_no_module_holds_are_left_out_and_named(browser: FlaskClient) -> None:
    page = text_of(browser.get(sent(browser, as_files() | {"notulen.docx": b"x"})))
    assert "notulen.docx" in page
    assert "Publiceer 1.0" in page


def test_the_folder_in_the_zip_may_have_another_name(browser: FlaskClient) -> None:
    answer = send(browser, made({f"proef-main (1)/{path}": text for path, text in as_files().items()}))
    assert "Publiceer 1.0" in text_of(browser.get(answer.headers["Location"]))


@pytest.mark.parametrize("line", ['id: "proef"', "id: 'proef'", "\ufeffid: proef", "id:   proef  # ons eerste"])
def test_a_zip_without_a_folder_takes_its_name_from_the_module_however_that_is_written(
    browser: FlaskClient, line: str
) -> None:
    answer = send(browser, made(changed("module.yml", "id: proef", line)))
    page = text_of(browser.get(answer.headers["Location"]))
    assert "Ingestuurd: proef 1.0" in page
    assert "niet de naam van de map" not in page


def test_a_module_that_lies_in_the_folder_too_is_said_so(browser: FlaskClient) -> None:
    page = text_of(browser.get(sent(browser, as_files("zeesluis"))))
    assert "In de map lessons/ van deze server staat ook een module zeesluis" in page


def test_what_is_out_decides_which_version_may_come(browser: FlaskClient, house: House) -> None:
    browser.post(f"{sent(browser, as_files())}/publish")
    same_version = changed("nl/kijk.md", "Het water in zee gaat", "Het zeewater gaat")
    page = text_of(browser.get(sent(browser, same_version)))
    assert "1.1" in page, "the checker says which version it needs"
    assert "Publiceer" not in page
    place = sent(browser, changed("module.yml", "version: 1.0", "version: 1.1", same_version))
    browser.post(f"{place}/publish")
    assert versions(house) == ["proef 1.0", "proef 1.1"]


def test_an_edition_below_the_one_that_is_out_is_said_before_anything_is_published(browser: FlaskClient) -> None:
    browser.post(sent(browser, changed("module.yml", "version: 1.0", "version: 3.0")) + "/publish")
    page = text_of(browser.get(sent(browser, as_files())))
    assert "versie 1.0 komt vóór 3.0, en die is uit" in page
    assert "Publiceer 1.0" not in page


def test_an_ids_lock_that_was_sent_along_is_not_believed(browser: FlaskClient) -> None:
    browser.post(f"{sent(browser, as_files())}/publish")
    files = changed("nl/bezoek.md", "#vraag", "#andere") | {"ids.lock": b""}
    files = changed("module.yml", "evidence: [vraag]", "evidence: [andere]", files)
    files = changed("en/bezoek.md", "#vraag", "#andere", files)
    page = text_of(browser.get(sent(browser, files)))
    assert "I01" in page
    assert "Publiceer" not in page


@pytest.mark.parametrize(("status", "said"), [("draft", "status: draft"), ("review", "status: review")])
def test_what_is_not_meant_to_go_out_does_not(browser: FlaskClient, house: House, status: str, said: str) -> None:
    place = sent(browser, changed("module.yml", "status: published", f"status: {status}"))
    assert said in text_of(browser.get(place))
    assert browser.post(f"{place}/publish").status_code == 422
    assert versions(house) == []


def test_an_upload_with_errors_cannot_be_published_by_hand(browser: FlaskClient, house: House) -> None:
    place = sent(browser, changed("nl/kijk.md", "# Waarom een sluis?", "Waarom een sluis?"))
    assert browser.post(f"{place}/publish").status_code == 422
    assert versions(house) == []


def test_the_old_version_keeps_serving_beside_a_broken_upload(browser: FlaskClient, house: House) -> None:
    browser.post(f"{sent(browser, as_files())}/publish")
    sent(browser, changed("nl/kijk.md", "# Waarom een sluis?", "Waarom een sluis?"))
    assert browser.get("/modules/proef").status_code == 200
    assert versions(house) == ["proef 1.0"]


def test_the_same_zip_twice_is_one_upload(browser: FlaskClient) -> None:
    assert sent(browser, as_files()) == sent(browser, as_files())
    assert text_of(browser.get("/lessons/")).count("Ingestuurd") == 1


def test_a_double_click_publishes_once(browser: FlaskClient, house: House) -> None:
    place = sent(browser, as_files())
    answers = [browser.post(f"{place}/publish") for _ in range(2)]
    assert [one.status_code for one in answers] == [303, 303]
    assert versions(house) == ["proef 1.0"]
    assert "was al uit" in text_of(browser.get("/lessons/"))


def test_what_a_colleague_threw_away_is_not_published(
    browser: FlaskClient, app: Flask, makers: Makers, sign_in: SignIn, house: House
) -> None:
    place = sent(browser, as_files())
    colleague = sign_in(app.test_client(), makers.coordinator(name="Joris Prins"))
    assert "door een collega" in text_of(colleague.get("/lessons/"))
    assert colleague.post(f"{place}/drop").status_code == 303
    assert browser.post(f"{place}/publish").status_code == 422
    assert versions(house) == []
    browser.post(f"{place}/drop")
    assert "niets veranderd" in text_of(browser.get("/lessons/"))


def test_a_module_of_the_folder_shows_its_problems_at_the_desk(browser: FlaskClient) -> None:
    assert "De zeesluis" in text_of(browser.get("/lessons/"))
    page = text_of(browser.get("/lessons/folder/zeesluis", query_string={"as": "teacher"}))
    assert "flask lessons publish zeesluis" in page
    for name in ("_shared", "_vocabulary.yml", "..", "%2e%2e", "nergens"):
        assert browser.get(f"/lessons/folder/{name}").status_code == 404


def test_without_a_folder_lessons_the_desk_stands_and_says_why_nothing_can_be_checked(
    app: Flask, coordinator: Person, sign_in: SignIn, house: House, tmp_path: Path
) -> None:
    object.__setattr__(house.settings, "lessons", tmp_path / "none")
    browser = sign_in(app.test_client(), coordinator)
    assert "geen eigen map" in text_of(browser.get("/lessons/"))
    answer = send(browser, as_files())
    assert "geen woordenlijst" in text_of(answer)


@BOTH
def test_publishing_belongs_to_coordinators_alone(act: Act, makers: Makers, house: House) -> None:
    makers.network()
    teacher = makers.teacher(makers.school())
    facts = {"slug": "proef", "version": "1.0", "sha": "0" * 64, "left_out": ()}
    with pytest.raises(NotAllowed):
        act(teacher.actor, keep_upload, **facts)
    coordinator = makers.coordinator()
    code = act(coordinator.actor, keep_upload, **facts)
    for operation, more in ((drop_upload, {}), (publish_upload, {"sha": "", "draft": None, "demo": False})):
        with pytest.raises(NotAllowed):
            act(teacher.actor, operation, code=code, **more)
    with pytest.raises(NotFound):
        act(coordinator.actor, drop_upload, code="NERGENS")


@BOTH
def test_an_upload_moves_once_and_only_the_one_that_was_seen(act: Act, makers: Makers, house: House) -> None:
    makers.network()
    actor = makers.coordinator().actor
    sha = house.files.put(packed(as_files()))
    code = act(actor, keep_upload, slug="proef", version="1.0", sha=sha, left_out=("a.txt",))
    assert act(actor, keep_upload, slug="proef", version="1.0", sha=sha, left_out=()) == code
    draft = check_files(as_files(), "proef", LESSONS, TODAY, None).draft
    with pytest.raises(RuleBroken, match="not the one you saw"):
        act(actor, publish_upload, code=code, sha="0" * 64, draft=draft, demo=False)
    facts = {"code": code, "sha": sha, "draft": draft, "demo": False}
    assert [act(actor, publish_upload, **facts).is_new for _ in range(3)] == [True, False, False]
    assert act(actor, drop_upload, code=code) is False
    assert versions(house) == ["proef 1.0"]


@BOTH
def test_two_coordinators_at_once_send_one_upload_and_publish_one_version(
    act: Act, makers: Makers, house: House
) -> None:
    makers.network()
    actors = [makers.coordinator(name=name).actor for name in ("Marit de Boer", "Joris Prins")] * 3
    sha = house.files.put(packed(as_files()))
    draft = check_files(as_files(), "proef", LESSONS, TODAY, None).draft
    with ThreadPoolExecutor(len(actors)) as pool:
        facts: dict[str, Any] = {"slug": "proef", "version": "1.0", "sha": sha, "left_out": ()}
        codes = set(pool.map(lambda actor: act(actor, keep_upload, **facts), actors))
        assert len(codes) == 1
        facts = {"code": codes.pop(), "sha": sha, "draft": draft, "demo": False}
        done = list(pool.map(lambda actor: act(actor, publish_upload, **facts), actors))
    assert sorted(one.is_new for one in done) == [False] * 5 + [True]
    assert versions(house) == ["proef 1.0"]


def test_what_waited_for_two_months_is_dropped_when_the_next_one_comes(
    browser: FlaskClient, coordinator: Person, house: House, at: Callable[..., None], sign_in: SignIn, app: Flask
) -> None:
    old = sent(browser, as_files())
    at(NOW + timedelta(days=61))
    later = sign_in(app.test_client(), coordinator)
    sent(later, changed("nl/kijk.md", "Het water in zee", "Het zeewater"))
    assert "weggegooid" in text_of(later.get(old))
    assert clock.now() > NOW
    assert coordinator.role == Role.COORDINATOR
