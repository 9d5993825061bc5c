"""What was made, in a real browser: shown to the teacher where photos are off, or a photo of it, also without wifi."""

from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect

from app.learning.models import Answer, Photo
from tests.journeys import child
from tests.journeys.tablet import OPEN, all_kept, come_in, rows
from tests.journeys.test_every_type import come_in as sign_in_by
from tests.journeys.watch import look_over
from tests.learning import kinds
from tests.learning.world import World, count, make_world

PLACE = b"52.4620N 4.6180E"
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 400
HELD = f"""async () => {{ {OPEN}
  const [, file] = waiting[0].fields.find(([name]) => name === 'photo');
  const text = new TextDecoder('latin1').decode(await file.arrayBuffer());
  return [file.type, file.size, text.includes('Exif') || text.includes('52.4620N')]; }}"""


@pytest.fixture
def world(house, makers, tmp_path) -> World:
    return make_world(house, makers, tmp_path / "proef", write=kinds.write)


@pytest.fixture
def shy(house, makers, tmp_path) -> World:
    """A school that has not switched photos on."""
    return make_world(house, makers, tmp_path / "proef", write=kinds.write, photos=False)


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """As a phone makes it, with the place where it was taken."""
    place, image = tmp_path / "IMG_0001.jpg", Image.effect_noise((2400, 1800), 60).convert("RGB")
    exif = image.getexif()
    exif[0x9286] = PLACE
    image.save(place, quality=92, exif=exif)
    return place


@pytest.mark.parametrize("script", [True, False])
def test_shown_to_the_teacher_ticked_with_one_click_and_seen_by_the_pupil(chromium, site, shy, script) -> None:
    page, watch = sign_in_by(chromium, site, shy.pupils[0], script=script)
    here = f"{site}/learn/{shy.code}/bouw/2"
    page.goto(here)
    if script:
        look_over(page)
    page.get_by_role("button", name="Ik heb het klaar").click()
    expect(page.locator(".praat").first).to_contain_text("Je juf of meester komt kijken")
    if script:
        look_over(page)
    samira, hers = sign_in_by(chromium, site, shy.teacher)
    samira.goto(f"{site}/class/{shy.code}/answers?question=foto")
    look_over(samira)
    samira.get_by_role("button", name="Gezien", exact=True).click()
    expect(samira.locator("article .staat")).to_have_text("gezien")
    page.goto(here)
    expect(page.locator(".praat").first).to_contain_text("Ik heb het gezien")
    for each in (watch, hers):
        each.must_be_silent()
    for each in (page, samira):
        each.context.close()


def test_no_camera_opens_the_other_way_and_a_heic_gets_its_own_word(chromium, site, world) -> None:
    page, watch = sign_in_by(chromium, site, world.pupils[0])
    page.goto(f"{site}/learn/{world.code}/bouw/2")
    ready = page.get_by_role("button", name="Ik heb het klaar")
    expect(ready).to_be_visible()  # this browser has no camera
    page.locator("#foto").set_input_files({"name": "IMG_2.jpg", "mimeType": "image/jpeg", "buffer": HEIC})
    expect(page.locator("#foto-fout")).to_contain_text("Maak er een schermafdruk van")
    look_over(page)
    child.act(page).click()
    assert count(world.house, Answer) == 0, "it is not sent either"
    ready.click()
    expect(page.locator(".praat").first).to_contain_text("Je juf of meester komt kijken")
    assert (count(world.house, Answer), count(world.house, Photo)) == (1, 0)
    watch.must_be_silent()
    page.context.close()


def test_a_photo_without_wifi_waits_small_and_bare_through_a_closed_tab_and_comes_once(
    tablet, server, world, photo
) -> None:
    noor = world.pupils[0]
    page = tablet.new_page()
    come_in(page, server.url, noor)
    here = f"{server.url}/learn/{world.code}/bouw/2"
    page.goto(here)
    all_kept(page)
    tablet.set_offline(True)
    page.goto(here)
    page.locator("#foto").set_input_files(photo)
    child.act(page).click()  # at once: it waits until the photo is drawn
    expect(page.locator("#saved")).to_have_text("1 antwoord wacht op wifi")
    page.wait_for_timeout(1000)  # the pill says so before the next page is there
    page.wait_for_load_state()
    kind, size, tells = page.evaluate(HELD)
    assert (kind, tells) == ("image/jpeg", False), "no place, no device, no time lies on the tablet"
    assert size < photo.stat().st_size
    page.close()
    server.stop()
    tablet.set_offline(False)
    page = tablet.new_page()
    page.goto(here)
    expect(page.get_by_text("Bewaard op dit apparaat")).to_be_visible()
    server.start()
    page.reload()
    expect(page.get_by_role("img", name="De foto die je inleverde")).to_be_visible()  # it went, and the page came anew
    expect(page.locator("#saved")).to_have_text("Alles is bewaard")
    for _ in range(2):
        page.goto(here)
        expect(page.get_by_role("img", name="De foto die je inleverde")).to_be_visible()
    assert [row.question_id for row in rows(world, noor)] == ["foto"]
    assert count(world.house, Photo) == 1
