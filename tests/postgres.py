"""A real PostgreSQL for the tests: a data folder and a socket of its own, never port 5432, gone afterwards.

`OPENWERF_TEST_POSTGRES_URL` names a server that is there already (its role must not be a superuser, or row-level
security would not bite). Without binaries the tests on PostgreSQL are left out with a sentence; with CI=true they fail.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

PORT = "54329"
ROLE = "werf"


def binaries() -> Path | None:
    """The newest /usr/lib/postgresql/<version>/bin with a server in it."""
    found = [folder for folder in Path("/usr/lib/postgresql").glob("*/bin") if (folder / "initdb").exists()]
    return max(found, key=lambda folder: int(folder.parent.name), default=None)


@contextmanager
def database() -> Iterator[str]:
    """The URL of an empty database, owned by a role that is no superuser."""
    if given := os.environ.get("OPENWERF_TEST_POSTGRES_URL"):
        yield given
        return
    programs = binaries()
    if programs is None:
        said = "PostgreSQL is not installed: its tests are left out (apt-get install postgresql)"
        pytest.fail(said) if os.environ.get("CI") == "true" else pytest.skip(said)
    folder = Path(tempfile.mkdtemp(prefix="werf-pg-", dir="/tmp"))
    folder.chmod(0o755)
    try:
        yield from _cluster(programs, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _cluster(programs: Path, folder: Path) -> Iterator[str]:
    data = folder / "data"
    data.mkdir(mode=0o700)
    if os.getuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
        shutil.chown(data, "postgres", "postgres")
    _run(str(programs / "initdb"), "-D", str(data), "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "-N")
    options = f"-c listen_addresses='' -k {folder} -p {PORT} -c fsync=off -c full_page_writes=off -c max_connections=60"
    _run(str(programs / "pg_ctl"), "-D", str(data), "-o", options, "-l", str(folder / "log"), "-w", "start")
    try:
        _run(str(programs / "psql"), "-h", str(folder), "-p", PORT, "-U", "postgres", "-c", f"CREATE ROLE {ROLE} LOGIN")
        _run(str(programs / "createdb"), "-h", str(folder), "-p", PORT, "-U", "postgres", "-O", ROLE, "werf")
        yield f"postgresql+psycopg://{ROLE}@/werf?host={folder}&port={PORT}"
    finally:
        _run(str(programs / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop")


def _run(*command: str) -> None:
    """As the user postgres when we are root: the server refuses to run as root."""
    as_postgres = ("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups") if os.getuid() == 0 else ()
    subprocess.run((*as_postgres, *command), check=True, stdout=subprocess.DEVNULL, cwd="/")
