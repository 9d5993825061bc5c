"""A finger on the glass, as Chromium hears one: it may scroll the page, and then the page hears that it is gone."""

from playwright.sync_api import Locator, Page

STEPS = 12
PAUSE = 500  # ms; a tap right after a swipe that scrolls only stops what is rolling
Spot = tuple[float, float]


def middle(place: Locator) -> Spot:
    box = place.bounding_box()
    assert box, "it is not on the screen"
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def swipe(page: Page, start: Spot, end: Spot, pause: int = PAUSE) -> None:
    """Down, along a straight line, and up; quick, so that Chromium takes it for a flick."""
    hand = page.context.new_cdp_session(page)

    def put(kind: str, *spots: Spot) -> None:
        points = [{"x": x, "y": y} for x, y in spots]
        hand.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    put("touchStart", start)
    for step in range(1, STEPS + 1):
        share = step / STEPS
        put("touchMove", (start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share))
    put("touchEnd")
    page.wait_for_timeout(pause)
    hand.detach()


def drag_by_mouse(page: Page, start: Locator, end: Locator) -> None:
    page.mouse.move(*middle(start))
    page.mouse.down()
    x, y = middle(end)
    page.mouse.move(x, y, steps=STEPS)
    page.mouse.up()
