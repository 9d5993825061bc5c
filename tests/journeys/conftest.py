"""What the journeys stand on: the system's Chromium. The server is the real one (served.py), with the real clock."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

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
