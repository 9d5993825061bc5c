"""Settings: read once from the environment, typed, with defaults that suit one small machine."""

import os
import secrets
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

WEEK = "week"


@dataclass(frozen=True, slots=True)
class Settings:
    data: Path  # folder for the database, files, mail and keys
    database_url: str
    secret: str  # signs cookies and doors, encrypts picture secrets
    demo: bool
    base_url: str  # as printed in QR codes and mail, without a slash at the end
    smtp_url: str  # smtp://user:password@host:port, empty: mail goes to the folder data/mail
    mail_from: str
    secure_cookies: bool
    lessons: Path
    demo_week: bool = False  # a whole week beside the demo
    proxies: int = 0  # how many reverse proxies of ours stand in front and say the real address

    @property
    def mail_folder(self) -> Path:
        return self.data / "mail"

    @property
    def files_folder(self) -> Path:
        return self.data / "files"

    @property
    def queue_file(self) -> Path:
        return self.data / "queue.db"


def from_environment(environment: dict[str, str] | None = None) -> Settings:
    """The settings of this process. Makes the data folder and its secret when they are not there."""
    env = dict(os.environ if environment is None else environment)
    data = Path(env.get("OPENWERF_DATA", "data")).resolve()
    data.mkdir(parents=True, exist_ok=True)
    base_url = env.get("OPENWERF_URL", f"http://127.0.0.1:{env.get('PORT', '5000')}").rstrip("/")
    return Settings(
        data=data,
        database_url=_driver(env.get("DATABASE_URL", f"sqlite:///{data / 'openwerf.db'}")),
        secret=env.get("OPENWERF_SECRET") or _kept_secret(data / "secret.key"),
        demo=env.get("OPENWERF_DEMO", "") in ("1", WEEK),
        demo_week=env.get("OPENWERF_DEMO", "") == WEEK,
        base_url=base_url,
        smtp_url=env.get("OPENWERF_SMTP", ""),
        mail_from=env.get("OPENWERF_MAIL_FROM", "Openwerf <openwerf@openwerf.invalid>"),
        secure_cookies=base_url.startswith("https://"),
        lessons=Path(env.get("OPENWERF_LESSONS", "lessons")).resolve(),
        proxies=int(env.get("OPENWERF_PROXIES") or 0),
    )


def _driver(url: str) -> str:
    for plain in ("postgres://", "postgresql://"):
        if url.startswith(plain):
            return url.replace(plain, "postgresql+psycopg://", 1)
    return url


def _kept_secret(file: Path) -> str:
    """A secret made at the first start and kept; two processes starting at once agree on one."""
    if not file.exists():
        handle, fresh = tempfile.mkstemp(dir=file.parent)  # only we may read it
        with os.fdopen(handle, "w") as whole:
            whole.write(secrets.token_hex(32))
        with suppress(FileExistsError):
            os.link(fresh, file)  # whole or not at all, and never over one that is there
        os.unlink(fresh)
    kept = file.read_text()
    if not kept.strip():
        sys.exit(f"The key in {file} is empty. Put the old one back; without it no card and no class code opens.")
    return kept
