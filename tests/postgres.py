"""A real PostgreSQL for the tests: a data folder and a socket of its own, never port 5432, gone afterwards.

`OPENWERF_TEST_POSTGRES_URL` names a server that is there already; its role may make databases and must not be a
superuser, or row-level security would not bite. Without binaries the tests on PostgreSQL are left out with a sentence;
with CI=true they fail.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, MetaData, create_engine, make_url, text

PORT = "54329"  # names the socket; nothing listens on the network
ROLE = "werf"
START_SECONDS = 30
_WRITTEN = """
SELECT relname FROM pg_class
WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND pg_relation_size(oid) > 0
"""


def binaries() -> Path | None:
    """The newest /usr/lib/postgresql/<version>/bin with a server in it, or the folder where `initdb` is found."""
    found = [folder for folder in Path("/usr/lib/postgresql").glob("*/bin") if (folder / "initdb").exists()]
    elsewhere = shutil.which("initdb")
    return max(found, key=lambda folder: int(folder.parent.name), default=Path(elsewhere).parent if elsewhere else None)


@contextmanager
def database() -> Iterator[str]:
    """The URL of an empty database of this test process alone, owned by a role that is no superuser."""
    if given := os.environ.get("OPENWERF_TEST_POSTGRES_URL"):
        yield from _beside(given)
        return
    programs = binaries()
    if programs is None:
        said = "PostgreSQL is not installed: its tests are left out (apt-get install postgresql)"
        pytest.fail(said) if os.environ.get("CI") == "true" else pytest.skip(said)
    folder = Path(
        tempfile.mkdtemp(prefix="werf-pg-", dir="/tmp")
    )  # short, because a socket's path may be no longer than 107
    folder.chmod(0o755)
    try:
        yield from _cluster(programs, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def empty(url: str, tables: MetaData) -> None:
    """Take away all rows. Only tables that were ever written to are asked: to truncate all took a tenth of a second and
    more for each test, because each table and each index gets a new file."""
    engine = create_engine(url)
    with engine.begin() as connection:
        written = set(connection.scalars(text(_WRITTEN)))
        connection.execute(text("SELECT set_config('openwerf.schools', '*', true)"))
        for table in reversed(tables.sorted_tables):
            if table.name in written:
                connection.execute(table.delete())
    engine.dispose()


def _beside(given: str) -> Iterator[str]:
    """A database next to the one that was given, one for each test process; made before and taken away after."""
    url = make_url(given).set(drivername="postgresql+psycopg")
    own = f"{url.database}_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            _refuse_superuser(connection)
            connection.execute(text(f'DROP DATABASE IF EXISTS "{own}" WITH (FORCE)'))
            connection.execute(text(f'CREATE DATABASE "{own}"'))
        yield url.set(database=own).render_as_string(hide_password=False)
        with engine.connect() as connection:
            connection.execute(text(f'DROP DATABASE IF EXISTS "{own}" WITH (FORCE)'))
    finally:
        engine.dispose()


def _refuse_superuser(connection: Connection) -> None:
    free = connection.execute(
        text("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
    ).scalar()
    if free:
        pytest.fail(
            "OPENWERF_TEST_POSTGRES_URL: this role walks past row-level security; give one that is no superuser"
        )


def _cluster(programs: Path, folder: Path) -> Iterator[str]:
    data = folder / "data"
    data.mkdir(mode=0o700)
    if os.getuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
        shutil.chown(data, "postgres", "postgres")
    _run(
        str(programs / "initdb"),
        "-D",
        str(data),
        "-A",
        "trust",
        "-U",
        "postgres",
        "-E",
        "UTF8",
        "--locale=C.UTF-8",
        "-N",
    )
    server = _server(programs, data, folder)
    try:
        _wait(programs, folder, server)
        on_it = ("-h", str(folder), "-p", PORT, "-U", "postgres")
        _run(str(programs / "psql"), *on_it, "-d", "postgres", "-c", f"CREATE ROLE {ROLE} LOGIN")
        _run(str(programs / "createdb"), *on_it, "-O", ROLE, "werf")
        yield f"postgresql+psycopg://{ROLE}@/werf?host={folder}&port={PORT}"
    finally:
        server.terminate()
        _run(str(programs / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop", check=False)
        server.wait(START_SECONDS)


def _server(programs: Path, data: Path, folder: Path) -> subprocess.Popen[bytes]:
    """Our child, so that it goes when a test run is killed; the folder then stays behind in /tmp."""
    settings = (
        "listen_addresses=",
        f"unix_socket_directories={folder}",
        "fsync=off",
        "full_page_writes=off",
        "max_connections=60",
    )
    options = [word for setting in settings for word in ("-c", setting)]
    command = [str(programs / "postgres"), "-D", str(data), "-p", PORT, *options]
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(_as_postgres(command, goes_with_us=True), stdout=log, stderr=log, cwd="/")


def _wait(programs: Path, folder: Path, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and server.poll() is None:
        if _run(str(programs / "pg_isready"), "-q", "-h", str(folder), "-p", PORT, check=False) == 0:
            return
        time.sleep(0.05)
    pytest.fail(f"PostgreSQL did not start:\n{(folder / 'log').read_text()[-2000:]}")


def _as_postgres(command: list[str], *, goes_with_us: bool = False) -> list[str]:
    """As the user postgres when we are root: the server refuses to run as root."""
    options = ["--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.getuid() == 0 else []
    if goes_with_us and sys.platform == "linux":
        options.append("--pdeathsig=QUIT")
    return ["setpriv", *options, *command] if options else command


def _run(*command: str, check: bool = True) -> int:
    return subprocess.run(
        _as_postgres(list(command)), check=check, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd="/"
    ).returncode
