"""The page that says how to check a certificate."""

from typing import Any

from app.base.jobs import Task
from app.base.language import N_, gettext_for, speaking
from app.base.pdf import page, render_in_child
from app.base.qr import qr_svg
from app.certificates.operations import (
    CHECK_PAGE,
)

ANSWERS = (
    (N_("Valid"), "good", N_("It is real. The page says what it attests, of which school, and from which day.")),
    (
        N_("Not valid yet"),
        "wait",
        N_("Printed before a visit. It becomes valid when the school has said who was there."),
    ),
    (N_("Replaced"), "new", N_("There is a newer one with another number. The old paper may be thrown away.")),
    (N_("Revoked"), "off", N_("The school took it back, often because of a mistake. Ask the school.")),
    (N_("Not valid"), "off", N_("Printed before a visit, and not meant to be handed out. That says nothing bad.")),
    (
        N_("Name erased"),
        "good",
        N_("It is real. Whose it was is not kept any more, because we keep no longer than needed."),
    ),
    (N_("Unknown"), "off", N_("No certificate has this number. Type it once more; there is no 0, 1 or vowel in it.")),
)


def how_to_check(task: Task) -> dict[str, Any]:
    """The page for parents and colleagues; about nobody, so that the same page is the same file."""
    language, site = task.arguments["language"], task.arguments["site"]
    say, address = gettext_for(language), site.split("//")[-1]
    with speaking(language):
        code = qr_svg(f"{site}/v".upper(), label=say("QR code to the page where you type the number"))
    answers = [(say(word), kind, say(text)) for word, kind, text in ANSWERS]
    html = page("check/document.html", language=language, address=address, qr=code, answers=answers)
    pdf = render_in_child(html, title=say("How to check a certificate"), language=language)
    name = "controleren.pdf" if language == "nl" else "how-to-check.pdf"
    return {"kind": CHECK_PAGE, "sha": task.house.files.put(pdf), "name": name}
