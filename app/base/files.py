"""Files by the hash of their content, outside the web root: logos, pictures of modules, printed PDFs."""

import errno
import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from app.base.language import N_
from app.base.problems import NotFound, RuleBroken

FULL = N_(
    "There is no room left on the disk to keep this file. Nothing was lost: try again when the manager has made room."
)
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@dataclass(frozen=True, slots=True)
class Files:
    root: Path

    def put(self, content: bytes) -> str:
        """Keep `content`; the same content twice is one file. Returns its sha256 in hex.

        Raises:
            RuleBroken: the disk is full. Nothing of it is left behind.
        """
        sha = hashlib.sha256(content).hexdigest()
        place = self._place(sha)
        if not place.exists():
            place.parent.mkdir(parents=True, exist_ok=True)
            fresh = place.with_suffix(f".{os.getpid()}.new")
            try:
                fresh.write_bytes(content)
                fresh.replace(place)  # whole or not at all, also when two do it at once
            except OSError as problem:
                raise RuleBroken("", FULL) if problem.errno in _NO_ROOM else problem from None
            finally:
                fresh.unlink(missing_ok=True)  # a full disk leaves no half file behind
        return sha

    def get(self, sha: str) -> bytes:
        """The content again.

        Raises:
            NotFound: no such file.
        """
        try:
            return self._place(sha).read_bytes()
        except OSError:
            raise NotFound("file") from None

    def path(self, sha: str) -> Path:
        return self._place(sha)

    def forget(self, sha: str) -> None:
        self._place(sha).unlink(missing_ok=True)

    def _place(self, sha: str) -> Path:
        if len(sha) != 64 or not sha.isalnum():
            raise NotFound("file")
        return self.root / sha[:2] / sha
