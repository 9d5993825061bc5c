"""A real mail server (aiosmtpd) for tests: it keeps what it got, and refuses, stumbles and asks for a password."""

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@dataclass
class Post:
    """`says`: address -> answer to it, instead of 250; `got`: what came in, in order."""

    says: dict[str, str] = field(default_factory=dict)
    got: list[EmailMessage] = field(default_factory=list)
    password: str = ""
    signed_in: list[str] = field(default_factory=list)
    was_safe: list[bool] = field(default_factory=list)
    port: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        if address in self.says:
            return self.says[address]
        envelope.rcpt_tos.append(address)
        return "250 ok"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        message = message_from_bytes(envelope.content, policy=policy.default)
        with self.lock:
            self.got.append(message)
            self.was_safe.append(session.ssl is not None)
        return "250 kept"

    def lets_in(self, server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        self.signed_in.append(data.login.decode())
        return AuthResult(success=data.password.decode() == self.password)

    @property
    def ids(self) -> list[str]:
        return [str(one["Message-ID"]) for one in self.got]


@contextmanager
def post_office(post: Post | None = None, *, cert: Path | None = None, port: int = 0) -> Iterator[Post]:
    """A server on a free port (or this one) of this machine, until the end of the block."""
    post = post or Post()
    options: dict[str, Any] = {}
    if cert:
        safe = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        safe.load_cert_chain(cert)
        options |= {"tls_context": safe, "require_starttls": True}
    if post.password:
        options |= {"authenticator": post.lets_in, "auth_required": True, "auth_require_tls": bool(cert)}
    controller = Controller(post, hostname="127.0.0.1", port=port or _free(), **options)
    controller.start()
    post.port = controller.port
    try:
        yield post
    finally:
        controller.stop()


def certificate(folder: Path) -> Path:
    """A key and a certificate of 127.0.0.1 in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = folder / "server.pem"
    plain = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(plain + made.public_bytes(serialization.Encoding.PEM))
    return file


def _free() -> int:
    import socket

    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
