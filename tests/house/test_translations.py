"""Every text for people has its Dutch: extracted from code and templates, looked up in all catalogues together."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.extract import extract
from babel.messages.pofile import read_po

KEYWORDS = {"_": None, "N_": None, "gettext": None, "ngettext": (1, 2)}
CATALOGUES = sorted(Path("app/translations/nl").glob("*.po"))
SAME = re.compile(r"%\((\w+)\)")


def sources() -> dict[str | tuple[str, str], str]:
    """msgid (or one, many) -> where it stands."""
    found: dict[str | tuple[str, str], str] = {}
    for file in sorted(Path("app").rglob("*.py")):
        for line, message, _, _ in extract("python", BytesIO(file.read_bytes()), KEYWORDS):
            found[message] = f"{file}:{line}"
    for file in sorted(Path("templates").rglob("*.html")):
        options = {"encoding": "utf-8", "silent": "false"}
        for line, message, _, _ in extract(
            "jinja2.ext:babel_extract", BytesIO(file.read_bytes()), KEYWORDS, options=options
        ):
            found[message] = f"{file}:{line}"
    return {key: place for key, place in found.items() if key and key != "*"}


def dutch() -> dict[str, str | tuple[str, ...]]:
    known: dict[str, str | tuple[str, ...]] = {}
    for file in CATALOGUES:
        with file.open("rb") as handle:
            for message in read_po(handle, locale="nl", abort_invalid=True):
                if message.id:
                    ids = message.id if isinstance(message.id, tuple) else (message.id,)
                    known[ids[0]] = message.string
    return known


def test_every_text_has_its_dutch():
    known = dutch()
    missing = {
        place: message
        for message, place in sources().items()
        if not all(known.get(message if isinstance(message, str) else message[0]) or ("",))
    }
    assert missing == {}


@pytest.mark.parametrize("file", CATALOGUES, ids=lambda file: file.stem)
def test_a_translation_keeps_every_placeholder(file: Path):
    with file.open("rb") as handle:
        for message in read_po(handle, locale="nl"):
            if not message.id:
                continue
            source = message.id if isinstance(message.id, str) else message.id[1]
            said = message.string if isinstance(message.string, str) else message.string[-1]
            assert set(SAME.findall(said)) <= set(SAME.findall(source)), message.id


def test_no_text_is_translated_twice_in_two_ways():
    told: dict[str, tuple[str, str]] = {}
    for file in CATALOGUES:
        with file.open("rb") as handle:
            for message in read_po(handle, locale="nl"):
                if not message.id:
                    continue
                key, said = str(message.id), str(message.string)
                assert told.setdefault(key, (said, file.stem))[0] == said, f"{key}: {told[key][1]} and {file.stem}"
