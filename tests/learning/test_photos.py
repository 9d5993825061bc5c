"""A photo: made safe before it is kept, seen by two, gone on its day or at once; on both databases where it is kept."""

import io
import struct
import zlib
from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from sqlalchemy import select
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from app.base import clock
from app.base.audit import Audit
from app.base.problems import NotAllowed, NotFound, RuleBroken
from app.learning import rules
from app.learning.forgetting import forget_photos
from app.learning.models import Answer, Photo
from app.learning.operations import lay_down_photo, submit_answer, take_photo_away
from app.learning.photo import MOST_BYTES, SIDE, safe_copy
from tests.conftest import BOTH, NOW
from tests.learning import kinds
from tests.learning.world import World, count, make_world

HERE = b"52.4620N 4.6180E"


@pytest.fixture
def world(house, makers, tmp_path) -> World:
    return make_world(house, makers, tmp_path / "proef", write=kinds.write)


def picture(kind: str = "JPEG", size=(400, 300), *, colour="#336699", **facts) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, kind, **facts)
    return out.getvalue()


def from_a_phone(size=(400, 300)) -> bytes:
    """On its side, with the place where it was taken."""
    image = Image.new("RGB", size, "#336699")
    image.paste("#ffffff", (0, 0, size[0] // 2, size[1]))
    exif = image.getexif()
    exif[0x0112] = 6  # to be turned a quarter
    exif[0x010F] = "A phone"
    exif[0x9286] = HERE
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif, comment=HERE, icc_profile=b"profile" * 30)
    return out.getvalue()


def bomb(side: int = 30_000) -> bytes:
    """A real PNG of 900 million dots in some kilobytes."""

    def chunk(name: bytes, held: bytes) -> bytes:
        return struct.pack(">I", len(held)) + name + held + struct.pack(">I", zlib.crc32(name + held))

    squeezed, row = zlib.compressobj(9), b"\0" * (1 + side // 8)
    pixels = b"".join(squeezed.compress(row) for _ in range(side)) + squeezed.flush()
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def heif(brand: bytes, *others: bytes) -> bytes:
    """The beginning of such a file, as far as it says what it is."""
    held = b"ftyp" + brand + b"\0\0\0\0" + b"".join(others)
    return (len(held) + 4).to_bytes(4, "big") + held + b"\0" * 200


def opened(content: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


def test_nothing_that_hung_on_a_photo_is_left_and_it_stands_upright() -> None:
    content = safe_copy(from_a_phone(), mark="abc")
    image = opened(content)
    assert (image.format, image.size) == ("JPEG", (300, 400))
    assert dict(image.getexif()) == {}
    assert not {"exif", "icc_profile", "xmp", "photoshop", "mp"} & set(image.info)
    assert image.info["comment"] == b"abc"
    assert HERE not in content
    assert image.getpixel((150, 20))[0] > 200, "the white half is on top now"
    assert image.getpixel((150, 380))[0] < 90


def test_texts_in_a_png_are_gone_and_what_was_see_through_is_white() -> None:
    told = PngInfo()
    told.add_text("Place", HERE.decode())
    out = io.BytesIO()
    Image.new("RGBA", (60, 40), (10, 10, 10, 0)).save(out, "PNG", pnginfo=told)
    content = safe_copy(out.getvalue(), mark="abc")
    assert HERE not in content
    assert opened(content).getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_big_photo_becomes_small_enough_whatever_its_format(kind: str) -> None:
    image = opened(safe_copy(picture(kind, (3000, 1200)), mark="abc"))
    assert max(image.size) == SIDE


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "CMYK", "I;16"])
def test_photos_in_rare_kinds_of_colour_are_read(mode: str) -> None:
    out = io.BytesIO()
    Image.new(mode, (40, 30)).save(out, "JPEG" if mode == "CMYK" else "PNG")
    assert opened(safe_copy(out.getvalue(), mark="abc")).size == (40, 30)


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "Choose a photo first"),
        (b"%PDF-1.7 no photo", "cannot read"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "cannot read"),
        (picture()[:-400], "cannot read"),
        (picture("GIF"), "cannot read"),
        (b"\xff" * (MOST_BYTES + 1), "10 MB"),
        (picture("PNG", (8000, 5001), colour="white"), "too many dots"),
        (bomb(), "too many dots"),
        (heif(b"heic", b"mif1", b"heic"), "screenshot"),
        (heif(b"heix", b"mif1"), "screenshot"),
        (heif(b"mif1", b"heic", b"hevc"), "screenshot"),
        (heif(b"msf1"), "screenshot"),
        (heif(b"avif", b"mif1", b"miaf"), "JPEG"),
        (heif(b"mif1", b"avif"), "JPEG"),
        (b"\xff\xff\xff\xffftypisom", "JPEG"),
        (b"\0\0\0\0ftyp", "JPEG"),
    ],
    ids=[
        "nothing",
        "a pdf",
        "a drawing",
        "half a photo",
        "a gif",
        "too heavy",
        "too many dots",
        "a bomb",
        "heic",
        "heix",
    ]
    + ["heif with heic", "a row of heif", "avif", "heif with avif", "a film", "a torn one"],
)
def test_what_is_no_photo_is_refused_with_a_word(content: bytes, word: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        safe_copy(content, mark="abc")
    assert refused.value.field == "answer"
    assert word in refused.value.message


def test_the_same_photo_of_two_children_is_two_files() -> None:
    assert safe_copy(picture(), mark="one") != safe_copy(picture(), mark="two")
    assert safe_copy(picture(), mark="one") == safe_copy(picture(), mark="one")


@pytest.mark.parametrize(
    ("day", "until"), [(date(2026, 10, 8), 2027), (date(2027, 7, 31), 2027), (date(2027, 8, 1), 2028)]
)
def test_a_photo_goes_at_the_end_of_the_school_year(day: date, until: int) -> None:
    assert rules.photo_goes_on(day) == date(until, 8, 1)


def hand_in(world: World, who, *, client: str = "one", colour: str = "#336699") -> str:
    """As the page does it: lay down, keep, hand in."""
    content = safe_copy(picture(colour=colour), mark=f"{who.id}{client}")
    import hashlib

    sha = hashlib.sha256(content).hexdigest()
    facts = {"code": world.code, "step_id": "bouw", "question_id": "foto", "language": "nl"}
    world.house.act(who.actor, clock.now(), lay_down_photo, sha256=sha, **facts)
    world.house.files.put(content)
    world.house.act(who.actor, clock.now(), submit_answer, client_id=client, sent={"answer": [sha]}, **facts)
    return sha


def photos(world: World) -> list[Photo]:
    with world.house.store.reading("everywhere") as db:
        return list(db.scalars(select(Photo).order_by(Photo.delete_on)))


@BOTH
def test_a_photo_is_kept_until_the_end_of_the_school_year(world):
    hand_in(world, world.pupils[0])
    assert [row.delete_on for row in photos(world)] == [date(2027, 8, 1)]
    assert count(world.house, Answer) == 1


@BOTH
def test_a_photo_that_was_laid_down_and_never_named_goes_tomorrow(world, at):
    pupil = world.pupils[0]
    facts = {"code": world.code, "step_id": "bouw", "question_id": "foto", "language": "nl"}
    sha = world.house.files.put(picture())
    world.house.act(pupil.actor, NOW, lay_down_photo, sha256=sha, **facts)
    world.house.act(pupil.actor, NOW, lay_down_photo, sha256=sha, **facts)
    assert forget_photos(world.house, NOW) == 0
    assert forget_photos(world.house, NOW + timedelta(days=1)) == 1
    assert (count(world.house, Photo), world.house.files.path(sha).exists()) == (0, False)


@BOTH
def test_another_photo_takes_the_place_of_the_first_and_the_first_is_gone_at_once(world, at, run_jobs):
    pupil = world.pupils[0]
    first = hand_in(world, pupil)
    at(NOW + timedelta(minutes=1))
    second = hand_in(world, pupil, client="two", colour="#993366")
    assert run_jobs() == 1
    assert [row.sha256 for row in photos(world)] == [second]
    assert [world.house.files.path(sha).exists() for sha in (first, second)] == [False, True]
    assert count(world.house, Answer) == 2, "that a first one was handed in stays"


@BOTH
def test_a_hash_of_somebody_elses_photo_is_no_photo_of_mine(world):
    sha = hand_in(world, world.pupils[0])
    facts = {"code": world.code, "step_id": "bouw", "question_id": "foto", "language": "nl"}
    with pytest.raises(RuleBroken):
        world.house.act(world.pupils[1].actor, NOW, submit_answer, client_id="x", sent={"answer": [sha]}, **facts)
    assert count(world.house, Answer) == 1


@BOTH
def test_no_photo_is_laid_down_where_none_is_asked_or_the_step_is_closed(world, at):
    pupil, facts = world.pupils[0], {"code": world.code, "sha256": "0" * 64, "language": "nl"}
    with pytest.raises(RuleBroken):
        world.house.act(pupil.actor, NOW, lay_down_photo, step_id="denk", question_id="woord", **facts)
    at(NOW + timedelta(days=30))
    with pytest.raises(RuleBroken):
        world.house.act(pupil.actor, clock.now(), lay_down_photo, step_id="bouw", question_id="foto", **facts)
    with pytest.raises(NotAllowed):
        world.house.act(world.teacher.actor, NOW, lay_down_photo, step_id="bouw", question_id="foto", **facts)
    assert count(world.house, Photo) == 0


@BOTH
def test_photos_of_all_schools_go_on_their_day_and_no_other_file(world, makers, tmp_path):
    kept = hand_in(world, world.pupils[0])
    logo = world.house.files.put(b"a logo")
    assert forget_photos(world.house, NOW + timedelta(days=200)) == 0
    assert forget_photos(world.house, clock.at(date(2027, 8, 1), 9)) == 1
    assert [world.house.files.path(sha).exists() for sha in (kept, logo)] == [False, True]
    assert forget_photos(world.house, clock.at(date(2027, 8, 1), 9)) == 0


def test_the_worker_looks_once_a_day_by_itself(world, at, run_jobs):
    from app import daily_jobs
    from app.worker import Calendar

    sha = hand_in(world, world.pupils[0])
    calendar = Calendar(daily_jobs())
    for _ in range(3):
        calendar.turn(world.house)
    assert run_jobs() == len(daily_jobs())
    assert world.house.files.path(sha).exists()
    at(clock.at(date(2027, 8, 1), 0, 1))
    calendar.turn(world.house)
    run_jobs()
    assert not world.house.files.path(sha).exists()


def test_photos_are_forgotten_by_hand_too(world, app, at):
    hand_in(world, world.pupils[0])
    at(clock.at(date(2027, 8, 1), 9))
    said = app.test_cli_runner().invoke(args=["learning", "forget-photos"])
    assert (said.exit_code, said.output) == (0, "1 taken away.\n")


@BOTH
def test_a_teacher_takes_a_photo_away_and_the_log_says_so_without_it(world, act, run_jobs):
    sha = hand_in(world, world.pupils[0])
    act(world.teacher.actor, take_photo_away, code=world.code, sha256=sha)
    with pytest.raises(NotFound):
        act(world.teacher.actor, take_photo_away, code=world.code, sha256=sha)
    run_jobs()
    assert (count(world.house, Photo), world.house.files.path(sha).exists()) == (0, False)
    with world.house.store.reading("everywhere") as db:
        said = db.scalars(select(Audit).where(Audit.what == "photo.taken_away")).one()
    assert sha not in str(said.details)
    assert count(world.house, Answer) == 1


@BOTH
@pytest.mark.parametrize("after_the_worker", [False, True])
def test_a_photo_that_was_taken_away_does_not_come_back_with_an_old_form(world, act, run_jobs, after_the_worker):
    sha = hand_in(world, world.pupils[0])
    act(world.teacher.actor, take_photo_away, code=world.code, sha256=sha)
    if after_the_worker:
        run_jobs()
    with pytest.raises(RuleBroken, match="taken away"):
        hand_in(world, world.pupils[0])
    run_jobs()
    assert (count(world.house, Photo), world.house.files.path(sha).exists()) == (0, False)


@pytest.fixture
def pupil(world, client, sign_in):
    return sign_in(client, world.pupils[0])


def sent_form(page: str) -> dict[str, str]:
    form = BeautifulSoup(page, "html.parser").find("form", id="f")
    assert form["enctype"] == "multipart/form-data"
    return {field["name"]: field["value"] for field in form.find_all("input", type="hidden")}


def send(pupil, world, content: bytes, name: str = "IMG_1.jpg"):
    url = f"/learn/{world.code}/bouw/2"
    form = sent_form(pupil.get(url).text)
    return pupil.post(f"{url}/answer", **body({**form, "photo": (io.BytesIO(content), name)}))


def body(form: dict) -> dict:
    """As the test client makes it, but without a file of its own that it leaves open."""
    made = {name: FileStorage(*value) if isinstance(value, tuple) else value for name, value in form.items()}
    boundary, data = encode_multipart(made)
    return {"data": data, "content_type": f"multipart/form-data; boundary={boundary}"}


def test_a_photo_is_sent_seen_back_and_found_by_the_teacher(world, pupil, app, sign_in):
    assert send(pupil, world, from_a_phone()).status_code == 303
    page = BeautifulSoup(pupil.get(f"/learn/{world.code}/bouw/2").text, "html.parser")
    source = page.select_one(".fotovak img")["src"]
    shown = pupil.get(source)
    assert (shown.status_code, shown.mimetype) == (200, "image/jpeg")
    assert shown.headers["Cache-Control"] == "no-store"
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert "31 juli" in page.text
    teacher = sign_in(app.test_client(), world.teacher)
    found = BeautifulSoup(teacher.get(f"/class/{world.code}/answers?question=foto").text, "html.parser")
    assert teacher.get(found.select_one(".antwoord img")["src"]).data == shown.data


def test_a_photo_of_a_class_mate_or_another_school_is_not_there(world, makers, pupil, app, sign_in):
    sha = hand_in(world, world.pupils[0])
    other = sign_in(app.test_client(), world.pupils[1])
    assert other.get(f"/learn/{world.code}/photo/{sha}").status_code == 404
    assert pupil.get(f"/class/{world.code}/photo/{sha}").status_code == 403
    elsewhere = makers.school()
    for school in (world.school, elsewhere):
        stranger = sign_in(app.test_client(), makers.teacher(school, makers.school_class(school)))
        assert stranger.get(f"/class/{world.code}/photo/{sha}").status_code == 404
    office = sign_in(app.test_client(), makers.school_admin(world.school))
    assert office.get(f"/class/{world.code}/photo/{sha}").status_code == 403
    assert app.test_client().get(f"/class/{world.code}/photo/{sha}").status_code == 303


def test_one_click_of_the_teacher_takes_a_photo_away_and_the_pupil_may_send_another(world, pupil, app, sign_in):
    hand_in(world, world.pupils[0])
    teacher = sign_in(app.test_client(), world.teacher)
    page = BeautifulSoup(teacher.get(f"/class/{world.code}/answers?question=foto").text, "html.parser")
    form = page.select_one("form[action*=away]")
    assert teacher.post(form["action"]).status_code == 303
    gone = BeautifulSoup(teacher.get(f"/class/{world.code}/answers?question=foto").text, "html.parser")
    assert not gone.select(".antwoord img")
    assert "niet meer bewaard" in gone.text
    assert teacher.post(form["action"]).status_code == 404
    mine = BeautifulSoup(pupil.get(f"/learn/{world.code}/bouw/2").text, "html.parser")
    assert "Je foto wordt niet meer bewaard" in mine.text
    assert mine.select_one("input[type=file]")


def test_a_photo_past_its_day_is_not_shown_although_its_file_is_still_there(world, pupil, at, client, sign_in):
    sha = hand_in(world, world.pupils[0])
    at(clock.at(date(2027, 8, 1), 9))
    again = sign_in(client, world.pupils[0])
    assert again.get(f"/learn/{world.code}/photo/{sha}").status_code == 404


def test_what_is_no_photo_is_said_at_the_field_and_nothing_is_kept(world, pupil):
    refused = send(pupil, world, b"<script>alert(1)</script>")
    assert refused.status_code == 422
    assert "kunnen we niet lezen" in refused.text
    assert "Kies eerst een foto" in send(pupil, world, b"", name="").text
    assert (count(world.house, Photo), count(world.house, Answer)) == (0, 0)
    assert not list(world.house.settings.files_folder.rglob("*.jpg"))


def test_a_double_click_is_one_photo(world, pupil):
    url = f"/learn/{world.code}/bouw/2"
    form = sent_form(pupil.get(url).text)
    for _ in range(2):
        answer = pupil.post(f"{url}/answer", data={**form, "photo": (io.BytesIO(picture()), "a.jpg")})
        assert answer.status_code == 303
    assert (count(world.house, Photo), count(world.house, Answer)) == (1, 1)


def test_a_photo_of_ten_megabytes_comes_in_and_elsewhere_such_a_body_does_not(world, pupil):
    small = picture()
    heavy = small + b"\0" * (10_000_000 - len(small))
    assert send(pupil, world, heavy).status_code == 303
    refused = send(pupil, world, heavy + b"\0")
    assert refused.status_code == 422
    assert "groter dan 10 MB" in refused.text
    big = body({"photo": (io.BytesIO(heavy), "a.jpg")})
    assert pupil.post(f"/learn/{world.code}/bouw/2/help", **big).status_code == 413


def test_a_photo_field_on_another_question_is_passed_by(world, pupil):
    url = f"/learn/{world.code}/denk/3/answer"
    form = {"question": "woord", "client": "c", "answer": "sluiswachter"}
    assert pupil.post(url, data={**form, "photo": (io.BytesIO(picture()), "a.jpg")}).status_code == 303
    assert (count(world.house, Photo), count(world.house, Answer)) == (0, 1)
