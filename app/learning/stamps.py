"""The stamps a teacher may put on an answer: our own drawing (app/static/stamps.svg) with its words, in two tones."""

from app.base.language import N_, gettext

# name of the drawing -> (for primary school, for secondary school)
STAMPS = {
    "thought": (N_("Clever thinking"), N_("Well thought out")),
    "measured": (N_("Well measured!"), N_("Measured precisely")),
    "explained": (N_("Nicely explained!"), N_("Clearly explained")),
    "looked": (N_("Sharp eyes!"), N_("Closely observed")),
    "made": (N_("Beautifully made!"), N_("Carefully made")),
    "idea": (N_("What a good idea!"), N_("Original idea")),
    "together": (N_("Strong together!"), N_("Good teamwork")),
    "kept-on": (N_("You kept going!"), N_("Perseverance")),
}


def stamp_words(name: str, tone: str) -> str:
    """The words of a stamp in the language of the page; `tone`: po, else sober. Empty: no such stamp."""
    playful, sober = STAMPS.get(name, ("", ""))
    words = playful if tone == "po" else sober
    return gettext(words) if words else ""


def all_stamps(tone: str) -> tuple[tuple[str, str], ...]:
    """(name, words) of each, in the order of the keys 1 to 8."""
    return tuple((name, stamp_words(name, tone)) for name in STAMPS)
