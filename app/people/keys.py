"""What pupils come in with: three pictures or a PIN, a card of paper with a QR code, the link of their class."""

import hmac
from uuid import UUID

from sqlalchemy import delete

from app.base import ids
from app.base.doors import CLASS_LINK, PUPIL_CARD, SUBSTITUTE, Door
from app.base.levels import PO
from app.base.sealing import Seal
from app.base.work import Work
from app.people.rules.entrance import LINK_LETTERS


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


def link_of_class(seal: Seal, *, class_id: UUID, version: int) -> str:
    """The short secret in a class's link: it follows from the class, so that the teacher can copy it again.

    Ten letters of 28 are 48 bits: at the 400 mistakes a day that one address may make, a school of 50 classes is
    found once in 40 million years.
    """
    return seal.token(CLASS_LINK, f"{class_id}/{version}")[:LINK_LETTERS]


def pass_token(seal: Seal, *, pass_id: UUID) -> str:
    """The secret in the link of a substitute, 27 letters: it follows from the pass, so that the card can be printed
    again and the database holds no secret."""
    return seal.token(SUBSTITUTE, str(pass_id))


def hang_link_door(work: Work, *, school_id: UUID, class_id: UUID, version: int) -> None:
    """The door of this link, and no other of this class: an older link leads nowhere."""
    work.db.execute(delete(Door).where(Door.kind == CLASS_LINK, Door.subject_id == class_id))
    link = link_of_class(work.seal, class_id=class_id, version=version)
    work.db.add(
        Door(
            id=work.new_id(),
            kind=CLASS_LINK,
            digest=work.seal.digest(CLASS_LINK, link),
            school_id=school_id,
            subject_id=class_id,
        )
    )
