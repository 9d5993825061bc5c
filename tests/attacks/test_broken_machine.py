"""A machine that fails in the middle: a full disk, a key that is gone, a database that is held by another."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from app.access.actor import NOBODY
from app.base.files import Files
from app.base.jobs import WAITING, Job, run_job, start_job
from app.base.problems import Busy, RuleBroken
from app.base.sealing import Seal
from app.base.settings import from_environment
from tests.conftest import NOW


def test_a_database_that_was_busy_does_not_end_a_job(house) -> None:
    left = house.act(NOBODY, NOW, start_job, kind="try", arguments={})

    def stumble(_task) -> dict[str, object]:
        raise Busy("lock")

    assert not run_job(house, {"try": stumble}, left)
    with house.store.reading("everywhere") as db:
        assert db.get_one(Job, left).state == WAITING


def test_a_page_of_a_failed_job_never_shows_the_name_of_an_error(house) -> None:
    left = house.act(NOBODY, NOW, start_job, kind="try", arguments={})

    def refuse(_task) -> dict[str, object]:
        house.files.get("0" * 64)  # a file that is gone
        return {}

    run_job(house, {"try": refuse}, left)
    with house.store.reading("everywhere") as db:
        assert db.get_one(Job, left).error == "Something broke on our side"


def test_a_disk_that_is_full_leaves_no_half_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = Files(tmp_path)

    def half(path: Path, content: bytes) -> int:
        with path.open("wb") as handle:
            handle.write(content[:3])
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as full:
        full.setattr(Path, "write_bytes", half)
        with pytest.raises(RuleBroken, match="no room left on the disk"):
            files.put(b"a whole certificate")
    assert [file for file in tmp_path.rglob("*") if file.is_file()] == []
    assert files.get(files.put(b"a whole certificate")) == b"a whole certificate"


def test_processes_that_start_at_once_agree_on_one_whole_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(16) as many:
        keys = {many.submit(from_environment, {"OPENWERF_DATA": str(tmp_path)}) for _ in range(64)}
    assert {len(key.result().secret) for key in keys} == {64}
    assert len({key.result().secret for key in keys}) == 1
    assert [file.name for file in tmp_path.iterdir()] == ["secret.key"]


def test_an_empty_key_is_refused_with_a_sentence_instead_of_signing_with_nothing(tmp_path: Path) -> None:
    (tmp_path / "secret.key").write_text("")
    with pytest.raises(SystemExit, match="empty"):
        from_environment({"OPENWERF_DATA": str(tmp_path)})


def test_what_another_key_locked_is_said_to_be_so() -> None:
    locked = Seal("the old one").lock("03-11-03")
    with pytest.raises(RuleBroken, match="another key"):
        Seal("a new one").unlock(locked)
