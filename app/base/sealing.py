"""Keys derived from the one secret: digests for doors, tokens for cards, encryption for picture secrets."""

import base64
import hashlib
import hmac
from dataclasses import dataclass

from cryptography.fernet import Fernet, InvalidToken

from app.base.ids import LETTERS
from app.base.language import N_
from app.base.problems import RuleBroken

OTHER_KEY = N_(
    "This was locked with another key than the one in use. Whoever runs this site puts the old secret key back."
)


@dataclass(frozen=True, slots=True)
class Seal:
    """One secret, used apart for each purpose."""

    secret: str

    def digest(self, purpose: str, text: str) -> str:
        """What the database may hold of a secret: 64 hex digits that cannot be turned back."""
        return hmac.new(self._key(purpose), text.encode(), hashlib.sha256).hexdigest()

    def token(self, purpose: str, text: str) -> str:
        """A secret of 27 letters (128 bits) that follows from `text`, so that a card can be printed again."""
        value = int.from_bytes(hmac.new(self._key(purpose), text.encode(), hashlib.sha256).digest(), "big")
        letters = []
        for _ in range(27):
            value, rest = divmod(value, len(LETTERS))
            letters.append(LETTERS[rest])
        return "".join(letters)

    def lock(self, text: str) -> str:
        return Fernet(base64.urlsafe_b64encode(self._key("lock"))).encrypt(text.encode()).decode()

    def unlock(self, locked: str) -> str:
        """The text again.

        Raises:
            RuleBroken: it was locked with another secret than the one in use.
        """
        try:
            return Fernet(base64.urlsafe_b64encode(self._key("lock"))).decrypt(locked.encode()).decode()
        except InvalidToken:
            raise RuleBroken("", OTHER_KEY) from None

    def _key(self, purpose: str) -> bytes:
        return hashlib.sha256(f"openwerf/{purpose}/{self.secret}".encode()).digest()
