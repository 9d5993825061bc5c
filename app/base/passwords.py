"""Passwords of staff: argon2id with 19 MiB, two passes, one lane (OWASP's figures; 19 ms a check measured)."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_NOBODY = _hasher.hash("nobody has this password")


def hashed(password: str) -> str:
    return _hasher.hash(password)


def is_right(password_hash: str | None, password: str) -> bool:
    """An unknown account costs as much time as a wrong password, so that neither can be told apart."""
    try:
        right = _hasher.verify(password_hash or _NOBODY, password)
    except (VerificationError, InvalidHashError):
        return False
    return right and password_hash is not None
