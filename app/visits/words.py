"""The words of the board: where a booking stands, and what was changed. English sources, translated when shown."""

from app.base.language import N_

STATES = {
    "requested": N_("asked"),
    "proposed": N_("proposed"),
    "confirmed": N_("agreed"),
    "held": N_("held"),
    "cancelled": N_("cancelled"),
    "declined": N_("declined"),
    "no-show": N_("did not come"),
    "closed": N_("closed"),
    "unsaid": N_("nobody said"),
}
CHANGED = STATES | {
    "moved": N_("moved"),
    "class": N_("another class"),
    "pupils": N_("other pupils"),
    "safety": N_("safety rules read"),
    "asked-after": N_("asked whether it took place"),
    "edition.made": N_("edition made"),
    "edition.changed": N_("edition changed"),
    "edition.day": N_("a day of the edition"),
    "offer.made": N_("offer made"),
    "offer.changed": N_("offer changed"),
    "offer.state": N_("offer opened or closed"),
    "slot.added": N_("moment added"),
    "slot.state": N_("moment opened or closed"),
}


def changed(what: str) -> str:
    """What nobody gave a word yet is shown as it is kept."""
    return CHANGED.get(what, what)
