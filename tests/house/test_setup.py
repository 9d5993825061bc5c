"""What the two commands rest on: lock files that any computer can use, pages that tell what is really there."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
LOCKS = ("requirements.txt", "tests/requirements.txt")
# What one imports under another name, and what comes with a package that is named.
CALLED = {"argon2": "argon2-cffi", "PIL": "pillow", "yaml": "pyyaml", "markdown_it": "markdown-it-py"}
COMES_WITH = {
    "tinycss2": "weasyprint",
    "jinja2": "flask",
    "werkzeug": "flask",
    "markupsafe": "flask",
    "itsdangerous": "flask",
    "pydyf": "weasyprint",
}


def _plain(name: str) -> str:
    return re.split(r"[\[<>=!~; ]", name, maxsplit=1)[0].lower().replace("_", "-")


def _pinned(lock: str) -> dict[str, str]:
    found = re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^]]+\])?==(\S+)", (ROOT / lock).read_text(), flags=re.M)
    return {_plain(name): version for name, version in found}


DIRECT = {_plain(one) for one in PROJECT["project"]["dependencies"]}
TESTING = {_plain(one) for one in PROJECT["dependency-groups"]["test"]}


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_file_names_no_place_of_one_computer(lock: str) -> None:
    """An index, a folder or a file address works for whoever made the lock, and for nobody else."""
    for number, line in enumerate((ROOT / lock).read_text().splitlines(), start=1):
        assert not re.search(r"index-url|find-links|trusted-host|://|^-|^\s*/", line), f"{lock}:{number}: {line}"


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pinned_package_has_a_hash(lock: str) -> None:
    text = re.sub(r"\\\n", " ", (ROOT / lock).read_text())
    for line in text.splitlines():
        if line.strip() and not line.lstrip().startswith("#"):
            assert "==" in line, line
            assert "--hash=sha256:" in line, line


def test_the_locks_hold_what_the_short_lists_ask_and_agree_with_each_other() -> None:
    ours, tests = _pinned(LOCKS[0]), _pinned(LOCKS[1])
    assert set(ours) >= DIRECT
    assert set(tests) >= TESTING | DIRECT
    assert {name: version for name, version in tests.items() if name in ours} == ours


def test_what_the_application_imports_is_asked_for_by_name() -> None:
    imported = set()
    for file in [*(ROOT / "app").rglob("*.py"), ROOT / "wsgi.py"]:
        imported |= set(re.findall(r"^\s*(?:from|import) ([A-Za-z_][A-Za-z0-9_]*)", file.read_text(), flags=re.M))
    foreign = {name for name in imported if name not in sys.stdlib_module_names and _is_package(name)}
    asked = {_plain(CALLED.get(name) or COMES_WITH.get(name, name)) for name in foreign}
    assert asked - DIRECT == set()


def _is_package(name: str) -> bool:
    return name not in {"app", "tests", "bench"} and (
        name in CALLED or name in COMES_WITH or _plain(name) in set(_pinned(LOCKS[1]))
    )


def test_the_page_of_dependencies_tells_each_and_nothing_else() -> None:
    page = (ROOT / "docs" / "dependencies.md").read_text()
    for heading, asked in (("## To run", DIRECT), ("## To test", TESTING)):
        part = page.split(heading)[1].split("\n## ")[0]
        told = {
            _plain(name)
            for row in re.findall(r"^\| (`[^|]+`) \|", part, flags=re.M)
            for name in re.findall(r"`([^`]+)`", row)
        }
        assert told == asked, heading


def test_the_page_on_running_tells_every_setting() -> None:
    read = "".join((ROOT / "app" / "base" / name).read_text() for name in ("settings.py", "supervisor.py"))
    settings = set(re.findall(r'(?:environ\.get|env\.get|setdefault)\("([A-Z_]+)"', read))
    told = set(re.findall(r"`([A-Z_]+)`", (ROOT / "docs" / "running.md").read_text()))
    assert settings, "the settings are read in another way now"
    assert settings - told == set()


def test_the_readme_needs_two_commands_and_each_is_there() -> None:
    shown = set(re.findall(r"^make ([a-z]+)", (ROOT / "README.md").read_text(), flags=re.M))
    assert shown == {"run", "test"}
    listed = subprocess.run(
        ["make", "--no-print-directory"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    offered = {line.split()[0] for line in listed.splitlines()}
    assert {"run", "serve", "test", "sure", "fix", "bench", "bite", "lessons", "lock", "clean"} <= offered


def test_the_change_gate_runs_the_whole_suite() -> None:
    assert "make test" in (ROOT / ".ci" / "run").read_text()


def test_git_never_sees_the_data_of_a_school() -> None:
    """Checked by the rules of .gitignore alone, so that an export without history passes too."""
    ignored = (ROOT / ".gitignore").read_text().split()
    assert {"/data/", "/.venv/"} <= set(ignored)


def test_the_licence_is_the_whole_eupl() -> None:
    text = (ROOT / "LICENSE").read_text()
    assert PROJECT["project"]["license"] == "EUPL-1.2"
    assert "EUROPEAN UNION PUBLIC LICENCE v. 1.2" in text
    assert "15.Applicable Law" in text
    assert "Appendix" in text


def test_a_computer_without_the_libraries_gets_the_exact_line_and_is_never_asked_a_password(tmp_path: Path) -> None:
    """With a Debian that lacks the package, an ordinary user and a sudo that would ask."""
    for name, script in (
        ("apt-get", "exit 9"),
        ("dpkg-query", "exit 1"),
        ("id", "echo 1000"),
        ("sudo", '[ "$1" = -n ] && exit 1; touch asked; exit 1'),
    ):
        (tmp_path / name).write_text(f"#!/bin/bash\n{script}\n")
        (tmp_path / name).chmod(0o755)
    path = f"{tmp_path}:/usr/bin:/bin"

    def system(how: str, ci: str) -> subprocess.CompletedProcess[str]:
        command = ["bash", str(ROOT / ".ci" / "system"), how, "Openwerf", "libpango-1.0-0", "fonts-noto-core"]
        return subprocess.run(command, env={"PATH": path, "CI": ci}, cwd=tmp_path, capture_output=True, text=True)

    needed = system("need", "")
    assert needed.returncode == 1
    assert "sudo apt-get install --no-install-recommends libpango-1.0-0 fonts-noto-core" in needed.stdout
    assert system("want", "").returncode == 0
    assert system("want", "true").returncode == 1, "where changes are checked nothing may be missing"
    assert not (tmp_path / "asked").exists()
