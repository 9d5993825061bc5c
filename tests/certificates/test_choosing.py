"""Which design a certificate gets."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from app.certificates.design.choosing import Offer, Own, choices, design_for
from app.certificates.design.folders import designs

DAY, NEXT = date(2026, 10, 8), date(2026, 10, 9)
ALL = Offer(allowed=frozenset(designs()))


def chosen(tone: str = "po", kind: str = "both", days: tuple[date, ...] = (DAY,), **more: object) -> str:
    facts = {"offer": ALL, "own": Own(), **more}
    return design_for(tone=tone, kind=kind, days=days, known=designs(), **facts)  # type: ignore[arg-type]


def test_without_a_choice_each_level_has_its_own() -> None:
    assert (chosen("po"), chosen("vo")) == ("poort", "lijn")


def test_several_visits_on_one_day_have_the_design_of_a_day() -> None:
    assert chosen(days=(DAY, DAY)) == "dag"
    assert chosen(days=(DAY, NEXT)) == "poort"
    assert chosen(kind="module", days=(DAY, DAY)) == "poort"
    assert chosen(days=(DAY, DAY), offer=Offer(day="", allowed=ALL.allowed)) == "poort"


def test_a_school_has_what_it_chose_while_it_is_offered() -> None:
    own = Own("inktarm", "poort-staand")
    assert (chosen(own=own), chosen(own=own, days=(DAY, DAY))) == ("inktarm", "poort-staand")
    assert chosen(own=own, offer=Offer()) == "poort"
    assert chosen(own=own, offer=Offer(), days=(DAY, DAY)) == "dag"


def test_a_design_of_another_level_steps_aside() -> None:
    assert chosen("vo", own=Own("poort")) == "lijn"
    assert chosen("po", own=Own("weg")) == "poort"


@given(
    st.sampled_from(["po", "vo"]),
    st.sampled_from(["visit", "module", "both"]),
    st.lists(st.sampled_from([DAY, NEXT]), max_size=4),
    st.sampled_from(["", "weg", *designs()]),
    st.sampled_from(["", "weg", *designs()]),
    st.sets(st.sampled_from(sorted(designs()))),
)
def test_whatever_is_chosen_the_design_takes_the_certificate(
    tone: str, kind: str, days: list[date], one: str, day: str, allowed: set[str]
) -> None:
    slug = chosen(tone, kind, tuple(days), own=Own(one, day), offer=Offer(allowed=frozenset(allowed)))
    assert designs()[slug].takes(tone=tone, kind=kind, visits=len(days) if kind != "module" else 0)


def test_a_school_chooses_among_what_is_offered_for_its_level() -> None:
    found = {
        one.slug
        for one in choices(tone="po", offer=Offer(allowed=frozenset({"inktarm", "lijn"})), known=designs(), day=False)
    }
    assert found == {"poort", "inktarm"}
