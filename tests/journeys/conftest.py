"""What the journeys stand on: the system's Chromium, and the real clock. The server is the real one (served.py), or the
pages of the test's own house (`site`)."""

import os
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect, sync_playwright
from werkzeug.serving import make_server

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
def site(app: Flask) -> Iterator[str]:
    """The pages of this test's own house, with tokens against forged forms."""
    app.config["WTF_CSRF_ENABLED"] = True
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()
