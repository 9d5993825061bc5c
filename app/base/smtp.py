"""One letter to a mail server, and what its answer means: sent, not now, not this one now, never.

A server that does not answer is left alone for a while by all mail of this process, so that two thousand letters do not
each wait for it and hold up what else the worker has to do.
"""

import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

TIMEOUT = 10  # seconds for each answer
NO_SUCH_BOX, HUNG_UP = 553, 421  # what a server would have said
SHORTEST, LONGEST = timedelta(seconds=15), timedelta(minutes=5)  # that a silent server is left alone


class Away(Exception):
    """The server cannot be reached, or wants nothing of us now. `wait`: so long nobody asks it anything."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__(wait)
        self.wait = wait


class _Answered(Exception):
    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.said = str(code)  # never its words: they repeat the address


class PutOff(_Answered):
    """Not this letter now (4xx): the box is full, the address is new to a greylist."""


class Refused(_Answered):
    """Never (5xx): no such address, or the letter is not wanted."""


@dataclass(slots=True)
class _Silence:
    """Until when a server is left alone, and how long the last time was."""

    until: datetime
    pause: timedelta


_silent: dict[str, _Silence] = {}


def send(url: str, message: EmailMessage, *, now: datetime, sent: Callable[[], None]) -> None:
    """Send it; `sent` is called as soon as the server took it over.

    Raises: Away, PutOff, Refused.
    """
    held = _silent.get(url)
    if held and now < held.until:
        raise Away(held.until - now)
    try:
        server = _connected(url)
    except (OSError, smtplib.SMTPException) as error:  # refused, silent, 421, a wrong password, a bad certificate
        raise _leave_alone(url, now) from error
    with server:
        try:
            server.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            raise _meant(next(iter(error.recipients.values()))[0]) from error
        except smtplib.SMTPDataError as error:
            raise _meant(error.smtp_code) from error
        except smtplib.SMTPNotSupportedError as error:  # letters in the address that this server cannot write
            raise Refused(NO_SUCH_BOX) from error
        except (smtplib.SMTPSenderRefused, smtplib.SMTPHeloError) as error:  # it refuses us, not the letter
            raise _leave_alone(url, now) from error
        except (OSError, smtplib.SMTPException) as error:
            raise PutOff(HUNG_UP) from error  # over this letter perhaps: the others may go on
        _silent.pop(url, None)
        sent()


def _meant(code: int) -> Exception:
    return PutOff(code) if code < 500 else Refused(code)


def _leave_alone(url: str, now: datetime) -> Away:
    held = _silent.get(url)
    pause = min(held.pause * 2, LONGEST) if held else SHORTEST
    _silent[url] = _Silence(now + pause, pause)
    return Away(pause)


def _connected(url: str) -> smtplib.SMTP:
    """smtp:// in the open (on the same machine), smtp+tls:// with STARTTLS, smtps:// encrypted from the first byte."""
    parts = urlsplit(url)
    host = parts.hostname or "localhost"
    server: smtplib.SMTP
    if parts.scheme == "smtps":
        server = smtplib.SMTP_SSL(host, parts.port or 465, timeout=TIMEOUT, context=ssl.create_default_context())
    else:
        server = smtplib.SMTP(host, parts.port or 25, timeout=TIMEOUT)
    try:
        if parts.scheme == "smtp+tls":
            server.starttls(context=ssl.create_default_context())
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
    except Exception:
        server.close()
        raise
    return server
