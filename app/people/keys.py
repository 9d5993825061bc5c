"""What a pupil signs in with: three pictures or a PIN, and a card of paper with a QR code."""

import hmac
from uuid import UUID

from sqlalchemy import delete

from app.base import ids
from app.base.doors import PUPIL_CARD, Door
from app.base.levels import PO
from app.base.sealing import Seal
from app.base.work import Work


def fresh_secret(kind: str) -> str:
    """Three pictures of twelve (`03-11-03`) in primary, five digits in secondary."""
    return ids.pictures() if kind == PO else ids.pin()


def is_same(secret: str, given: str) -> bool:
    """Takes as long whatever was given."""
    return hmac.compare_digest(secret.encode(), given.encode())


def card_token(seal: Seal, *, pupil_id: UUID, version: int) -> str:
    """The secret in the QR code of a card: it follows from the pupil, so that a card can be printed again."""
    return seal.token(PUPIL_CARD, f"{pupil_id}/{version}")


def hang_card_door(work: Work, *, school_id: UUID, pupil_id: UUID, version: int) -> None:
    """The door of this card, and no other of this pupil: an older card opens nothing."""
    work.db.execute(delete(Door).where(Door.kind == PUPIL_CARD, Door.subject_id == pupil_id))
    token = card_token(work.seal, pupil_id=pupil_id, version=version)
    work.db.add(
        Door(
            id=work.new_id(),
            kind=PUPIL_CARD,
            digest=work.seal.digest(PUPIL_CARD, token),
            school_id=school_id,
            subject_id=pupil_id,
        )
    )
