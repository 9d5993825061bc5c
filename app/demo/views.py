"""The button of the demo that lets the class work, and the mail that was sent."""

from email import message_from_bytes, policy
from email.message import EmailMessage

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from app.access.matrix import Permission
from app.base.language import N_
from app.base.problems import NotFound
from app.demo.crowd import start_crowd
from app.web.pages import do, house, needs, see_other, tell

bp = Blueprint("demo", __name__, url_prefix="/demo")


@bp.post("/work/<code>")
@needs(Permission.CLASS_READ)
def work_class(code: str) -> ResponseReturnValue:
    _only_in_the_demo()
    do(start_crowd, code=code)
    tell(N_("The class is at work for about a minute. Watch the squares."))
    return see_other(url_for("learning.class_page", code=code))


@bp.get("/mail")
@needs(Permission.CATALOGUE_READ)
def mail() -> ResponseReturnValue:
    """Mail that went to the folder because no mail server is set. Staff of the demo only: it holds invitations.

    Outside the demo the operator reads the folder: whoever reads an invitation can become the one invited.
    """
    _only_in_the_demo()
    files = sorted(house().settings.mail_folder.glob("*.eml"), key=lambda file: file.stat().st_mtime, reverse=True)[:50]
    return render_template("demo/mail.html", mails=[_read(file.read_bytes()) for file in files])


def _read(content: bytes) -> tuple[str, str, str]:
    message = message_from_bytes(content, _class=EmailMessage, policy=policy.default)
    words = message.get_body(("plain",))  # a mail with an appointment has more than one part
    return str(message["To"]), str(message["Subject"]), str(words.get_content()) if words else ""


def _only_in_the_demo() -> None:
    if not house().settings.demo:
        raise NotFound("demo")
