"""What the journeys stand on: the system's Chromium, and the real clock. The server is the real one (served.py), or the
pages of the test's own house (`site`)."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

from tests.journeys.tablet import Server
from tests.journeys.watch import TABLET

PATIENCE = 30_000  # milliseconds for a page on a slow machine; nothing here waits for the clock alone
NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
QUIET = ("--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update")


@pytest.fixture(autouse=True)
def at() -> None:
    """The server has the real clock, and so has the test; elsewhere it stands still."""


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for this test process; each person and each device gets a context of its own."""
    place = program()
    if place is None:
        said = "Chromium is not installed: the journeys are left out (apt-get install chromium)"
        pytest.fail(said) if os.environ.get("CI") == "true" else pytest.skip(said)
    expect.set_options(timeout=PATIENCE)
    as_root = ("--no-sandbox",) if os.getuid() == 0 else ()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=place, args=[*QUIET, "--disable-sync", "--no-proxy-server", *as_root], timeout=4 * PATIENCE
        )
        yield browser
        browser.close()


def program() -> Path | None:
    """The system's Chromium; the tests download none."""
    found = next((place for name in NAMES if (place := shutil.which(name))), None)
    return Path(found) if found else None


@pytest.fixture
def app(own_app: Flask) -> Flask:
    """A request that is still under way when the browser goes must not end up in the next test."""
    return own_app


@pytest.fixture
def server(app: Flask) -> Iterator[Server]:
    """The pages of this test's own house, with tokens against forged forms; a test may turn it off and on."""
    app.config["WTF_CSRF_ENABLED"] = True
    made = Server(app)
    made.start()
    yield made
    made.stop()


@pytest.fixture
def tablet(chromium: Browser) -> Iterator[BrowserContext]:
    """A device of its own, whoever holds it."""
    context = chromium.new_context(viewport=TABLET, reduced_motion="reduce")
    yield context
    context.close()


@pytest.fixture
def site(server: Server) -> str:
    """Its address, for who only goes there."""
    return server.url
