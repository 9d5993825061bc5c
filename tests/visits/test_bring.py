"""What a class wears and brings stands on its page once, whoever asks it."""

from app.visits.rules.bring import merged


def test_alike_things_of_several_companies_stand_once_in_the_words_of_who_asked_first() -> None:
    asked = ["een jas, dichte schoenen", "Dichte schoenen.", "dichte  schoenen", "lange broek", "Een  lange broek", ""]
    assert merged(asked) == ("een jas", "dichte schoenen", "lange broek")


def test_what_is_only_nearly_alike_stays() -> None:
    assert merged(["schoenen", "dichte schoenen", "de jas", "het jasje"]) == (
        "schoenen",
        "dichte schoenen",
        "de jas",
        "het jasje",
    )
