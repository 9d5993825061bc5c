"""The preview of an author: what a broken module still shows, each problem at its place, on this machine alone."""

import os
import re
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from app.curriculum.preview.site import HERE, preview_site
from app.curriculum.preview.stamp import stamp_of
from tests.curriculum.lessons import LESSONS, plant, write

HOST = {"Host": "127.0.0.1:5050"}


@pytest.fixture
def lessons(tmp_path: Path) -> Path:
    write(tmp_path / "lessons")
    return tmp_path / "lessons"


@pytest.fixture
def browser(lessons: Path) -> FlaskClient:
    return preview_site(lessons, "proef").test_client()


def page(browser: FlaskClient, **asked: str) -> str:
    answer = browser.get("/", query_string={"as": asked.pop("mode", "pupil"), **asked}, headers=HOST)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def words(html: str) -> str:
    return " ".join(BeautifulSoup(html, "html.parser").get_text(" ").split())


def test_a_sound_module_shows_every_step_and_no_problem(browser: FlaskClient) -> None:
    shown = words(page(browser))
    assert "geen fouten" in shown
    assert "probleem" not in page(browser)
    for title in ("Waarom een sluis?", "Kijken bij de sluis", "Terugkijken", "Why a lock?"):
        assert title in shown


@pytest.mark.parametrize("mode", ["pupil", "print"])
def test_the_key_is_seen_by_the_teacher_alone(browser: FlaskClient, mode: str) -> None:
    assert "GEHEIM" not in page(browser, mode=mode)
    teacher = page(browser, mode="teacher")
    for secret in ("GEHEIM-TERUG-A", "GEHEIM-UITLEG", "GEHEIM-LERAAR", "GEHEIM-RUBRIEK", "GEHEIM-GIDS"):
        assert secret in teacher


def test_the_key_of_a_translation_comes_from_the_source(browser: FlaskClient) -> None:
    soup = BeautifulSoup(page(browser, mode="teacher", **{"in": "en"}), "html.parser")
    right = [one.get_text(" ", strip=True) for one in soup.select(".keus.goed")]
    assert any("To hold back water" in one for one in right)


def test_the_company_sees_its_page_and_the_sheet_holds_what_is_done_there(browser: FlaskClient) -> None:
    host = words(page(browser, mode="host"))
    assert "Waarom een sluis?" not in host
    assert "host.md" in host or "Wie er komt" in host
    sheet = words(page(browser, mode="print"))
    assert "Wat vroeg je aan de gids?" in sheet
    assert "Waarom is er een sluis?" not in sheet


@pytest.mark.parametrize(
    ("old", "new", "code", "before", "after"),
    [
        ("- (x) b: Om", "- ( ) b: Om", "Q02", "omhoog", "Waarom is er een sluis?"),
        ("::: question number #inhoud points=2", "::: question cijfer #inhoud", "Q01", "deur open", "Bouw een sluis"),
        ("answer: 35000 m³ ± 1%", "answer: veel", "Q09", "Zet in de goede volgorde", "Hoeveel water is er?"),
        ("::: task #bouw", "::: taak #bouw", "S08", "Hoeveel water is er?", "Bouw een sluis van klei"),
    ],
)
def test_a_problem_stands_between_what_comes_before_it_and_what_it_is_about(
    browser: FlaskClient, lessons: Path, old: str, new: str, code: str, before: str, after: str
) -> None:
    plant(lessons / "proef", "nl/kijk.md", old, new)
    shown = words(page(browser, **{"in": "nl"}))
    places = [shown.index(before), shown.index(f"· {code}"), shown.rindex(after)]
    assert places == sorted(places)


def test_what_cannot_be_drawn_is_shown_as_written_and_the_rest_is_drawn(browser: FlaskClient, lessons: Path) -> None:
    plant(lessons / "proef", "nl/kijk.md", "::: question multi #delen points=2", "::: question veel #delen")
    html = page(browser, **{"in": "nl"})
    assert "- [x] a: deur" not in words(html) or "Er staat:" in html
    assert "Waarom is er een sluis?" in html
    assert "Zet in de goede volgorde" in html


def test_problems_are_said_in_the_language_that_is_asked_for(browser: FlaskClient, lessons: Path) -> None:
    plant(lessons / "proef", "nl/kijk.md", "- (x) b: Om", "- ( ) b: Om")
    assert "geen antwoord is als goed gemerkt" in page(browser)
    assert "no answer is marked as right" in page(browser, say="en")


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("module.yml", b"id: [stuk"),
        ("module.yml", b""),
        ("nl/kijk.md", b"\xff\xfe\x00"),
        ("nl/kijk.md", b""),
        ("nl/kijk.md", b"::: question order #a\n:::"),
        ("nl/kijk.md", b"# T\nlabel: T\n\n::: question match #a\nWat?\n\n- a: b\n:::\n"),
        ("nl/kijk.md", b"# T\nlabel: T\n\n::: question hotspot #a\nWat?\n\n- (x) a: rect 1,1 0,0 = x\n:::\n"),
        ("en/kijk.md", b"# T\nlabel: T\n\n::: question choice #waarom\nWhy?\n\n- ( ) x: a\n- ( ) y: b\n:::\n"),
        ("media/sluis.svg", b"<svg"),
        ("media/credits.yml", b"- ["),
        ("nl/about.md", b""),
    ],
)
@pytest.mark.parametrize("mode", ["pupil", "teacher", "host", "print"])
def test_a_broken_module_still_opens_in_every_way_with_all_its_problems(
    browser: FlaskClient, lessons: Path, file: str, content: bytes, mode: str
) -> None:
    (lessons / "proef" / file).write_bytes(content)
    html = page(browser, mode=mode)
    soup = BeautifulSoup(html, "html.parser")
    said = int(re.findall(r"(\d+) fout", words(html))[0])
    assert said == len(soup.select(".probleem.fout-hier")) > 0


def test_a_file_that_is_gone_is_a_problem_and_not_a_broken_page(browser: FlaskClient, lessons: Path) -> None:
    (lessons / "proef/nl/kijk.md").unlink()
    assert "nl/kijk.md" in page(browser)


def test_a_level_sees_its_own_blocks(browser: FlaskClient, lessons: Path) -> None:
    folder = lessons / "proef"
    plant(folder, "module.yml", "levels: [po-7-8]", "levels: [po-5-6, po-7-8]")
    plant(folder, "nl/kijk.md", "::: teacher\n", "::: tip level=po-5-6\nALLEEN-JONG\n:::\n\n::: teacher\n")
    assert "ALLEEN-JONG" in page(browser)
    assert "ALLEEN-JONG" in page(browser, level="po-5-6")
    assert "ALLEEN-JONG" not in page(browser, level="po-7-8")


def test_a_picture_is_served_so_that_it_can_do_nothing(browser: FlaskClient) -> None:
    source = BeautifulSoup(page(browser), "html.parser").select_one("article img")
    answer = browser.get(str(source["src"]), headers=HOST)
    assert answer.data.startswith(b"<svg")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert browser.get(f"/media/{'0' * 64}", headers=HOST).status_code == 404


def test_a_saved_file_changes_the_stamp_and_a_look_does_not(browser: FlaskClient, lessons: Path) -> None:
    first = browser.get("/changed", headers=HOST).data
    page(browser)
    assert browser.get("/changed", headers=HOST).data == first
    (lessons / "proef/nl/kijk.md").write_text("# Anders\nlabel: Kijk\n\nNieuw.\n", "utf-8")
    assert browser.get("/changed", headers=HOST).data != first
    assert "Anders" in page(browser)


def test_the_stamp_sees_files_come_go_and_be_replaced_and_bears_what_is_not_there(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    seen = [stamp_of(tmp_path, tmp_path / "niets")]
    file.write_text("een")
    seen.append(stamp_of(tmp_path))
    other = tmp_path / "b"
    other.write_text("twe")
    os.utime(other, ns=(file.stat().st_mtime_ns,) * 2)
    other.replace(file)
    seen.append(stamp_of(tmp_path))
    file.unlink()
    assert len({*seen, stamp_of(tmp_path)}) == 3 + (seen[0] != stamp_of(tmp_path))


@pytest.mark.parametrize("host", ["openwerf.example", "evil.test:5050"])
def test_a_page_from_outside_cannot_read_it_under_a_name_of_its_own(browser: FlaskClient, host: str) -> None:
    assert browser.get("/", headers={"Host": host}).status_code == 400


@pytest.mark.parametrize("slug", ["zeesluis", "papier-van-pulp-tot-rol", "machines-aan-de-praat"])
@pytest.mark.parametrize("mode", ["pupil", "teacher", "host", "print"])
def test_the_lessons_of_this_house_show_in_every_way_with_nothing_left_undrawn(slug: str, mode: str) -> None:
    html = page(preview_site(LESSONS, slug).test_client(), mode=mode)
    assert "nietgetekend" not in html
    assert "fout-hier" not in html


def test_the_command_serves_on_this_machine_alone_and_says_when_the_port_is_taken(
    lessons: Path, tmp_path: Path
) -> None:
    with socket.socket() as free:
        free.bind((HERE, 0))
        port = free.getsockname()[1]
    env = {**os.environ, "OPENWERF_LESSONS": str(lessons), "OPENWERF_DATA": str(tmp_path / "data"), "FLASK_APP": "wsgi"}
    command = [sys.executable, "-m", "flask", "lessons", "preview", "proef", "--port", str(port)]
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as running:
        try:
            assert running.stdout is not None
            assert f"http://127.0.0.1:{port}/" in running.stdout.readline()
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/changed", timeout=20) as answer:
                assert answer.status == 200
            second = subprocess.run(command, env=env, capture_output=True, text=True, timeout=60, check=False)
            assert second.returncode == 2
            assert "bezet" in second.stderr
            assert _listens_on(port) == {HERE}
        finally:
            running.terminate()
            running.wait(20)


def _listens_on(port: int) -> set[str]:
    """The addresses that this port listens on, as the kernel lists them."""
    found = set()
    for name in ("tcp", "tcp6"):
        for line in Path(f"/proc/net/{name}").read_text().splitlines()[1:]:
            address, state = line.split()[1], line.split()[3]
            host, number = address.split(":")
            if state == "0A" and int(number, 16) == port:
                found.add(HERE if host == "0100007F" else host)
    return found
