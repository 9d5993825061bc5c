"""Finding a module: what fits, how many each other choice would show, and where a module stands in the list. Pure."""

from dataclasses import replace
from decimal import Decimal
from uuid import UUID

import pytest
from markupsafe import Markup

from app.assignments import finding
from app.assignments.finding import Wish
from app.base.levels import BANDS
from app.curriculum.module import Material, Module, Term


def module(slug: str = "sluis", **changed: object) -> Module:
    plain = Module(
        slug=slug,
        edition=1,
        revision=0,
        version_id=UUID(int=1),
        language="nl",
        languages=("nl",),
        title="De zeesluis",
        summary="Een schip wacht voor een dichte deur.",
        goals=("Je rekent met schaal.",),
        levels=("po-7-8",),
        kerndoelen=(Term("po-2006-44", "producten: werking, vorm en materiaal"),),
        topics=(Term("water", "water"),),
        safety=(),
        steps=(),
        materials=(),
        materials_note=Markup(),
        visit_kind="lock-or-harbour",
        visit_label="sluis of haven",
        evidence=(),
        pass_points=None,
        picture_url="",
        minutes={"before": 50, "during": 60, "after": 20},
        licence="CC-BY-SA-4.0",
        credits=(),
        reviewed=(),
    )
    return replace(plain, **changed)


PAPER = module(
    "papier",
    title="Papier: van pulp tot rol",
    summary="Maak zelf een vel.",
    levels=("po-5-6",),
    topics=(Term("papier", "papier"),),
    kerndoelen=(Term("po-2025-44", "iets heel anders"),),
    languages=("nl", "en"),
    minutes={"before": 150, "after": 45},
    materials=(Material("raam", Decimal(1), "group", Decimal("2.50")),),
    visit_kind=None,
    visit_label="",
    goals=(),
)


def fitting(**asked: object) -> list[str]:
    wish = Wish(**asked)  # type: ignore[arg-type]
    return [one.slug for one in (module(), PAPER) if finding.fits(one, wish) and finding.said_in(one, wish.words)]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["sluis", "papier"]),
        ({"levels": ("po-7-8",)}, ["sluis"]),
        ({"levels": ("po-7-8", "po-5-6")}, ["sluis", "papier"]),
        ({"topics": ("papier",), "levels": ("po-7-8",)}, []),
        ({"lengths": ("2",)}, ["sluis"]),  # 70 minutes in class; the hour at the company is the company's
        ({"lengths": ("more",)}, ["papier"]),
        ({"needs": (finding.NOTHING,)}, ["sluis"]),
        ({"needs": (finding.SOMETHING,)}, ["papier"]),
        ({"goals": ("po-2006-44",)}, ["sluis"]),  # the 44 of another framework is another goal
        ({"languages": ("en",)}, ["papier"]),
        ({"visits": ("1",)}, ["sluis"]),
        ({"words": "SCHIP deur"}, ["sluis"]),
        ({"words": "schip vel"}, []),
        ({"words": "sluis of hävén"}, ["sluis"]),
        ({"words": "schaal"}, ["sluis"]),
    ],
)
def test_of_one_group_any_value_fits_and_of_all_groups_each_must(asked, found):
    assert fitting(**asked) == found


@pytest.mark.parametrize(("minutes", "length"), [(0, "1"), (60, "1"), (61, "2"), (120, "2"), (180, "3"), (181, "more")])
def test_the_borders_of_the_hours_belong_to_the_shorter_one(minutes, length):
    assert finding.length_of(module(minutes={"before": minutes})) == length


def test_a_choice_says_what_choosing_it_would_show_given_the_other_groups():
    wish, both = Wish(levels=("po-5-6",)), [module(), PAPER]
    assert counts(both, both, wish, "levels", BANDS) == {"po-5-6": 1, "po-7-8": 1}  # not against its own values
    assert counts(both, both, wish, "topics", ["papier", "water"]) == {"papier": 1, "water": 0}
    assert counts(both, [PAPER], wish, "levels", BANDS) == {"po-5-6": 1, "po-7-8": 0}  # one holds the words


def counts(*asked: object) -> dict[str, int]:
    return {one.value: one.modules for one in finding.choices(*asked)}  # type: ignore[arg-type]


def test_a_value_that_no_module_has_is_no_choice():
    assert [one.value for one in finding.choices([module()], [module()], Wish(), "levels", BANDS)] == ["po-7-8"]


def test_one_thing_left_out_leaves_the_others():
    wish = Wish(levels=("po-5-6", "po-7-8"), words="vel")
    assert wish.without("levels", "po-5-6") == Wish(levels=("po-7-8",), words="vel")
    assert wish.without("words", "vel") == Wish(levels=("po-5-6", "po-7-8"))
    assert list(wish.chosen()) == [("words", "vel"), ("levels", "po-5-6"), ("levels", "po-7-8")]


ANY = Wish()


def order(wish: Wish = ANY, usual: tuple[str, ...] = ()) -> list[str]:
    held = [module(), PAPER, module("sluis-2", title="Aan de sluis", levels=("vo-onder-vmbo",))]
    return [
        one.slug for one in sorted(held, key=lambda one: finding.rank(one, wish, usual=usual, bands=BANDS))
    ]  # fmt: skip


def test_the_youngest_come_first_but_ones_own_classes_before_all():
    assert order() == ["papier", "sluis", "sluis-2"]
    assert order(usual=("vo-onder-vmbo",))[0] == "sluis-2"


def test_what_has_the_word_in_its_title_comes_before_what_only_mentions_it():
    assert order(Wish(words="sluis"))[0] == "sluis"


def test_goals_stand_under_their_own_framework():
    goals = (Term("po-2006-44", "a"), Term("po-2025-30A", "b"), Term("po-2006-45", "c"))
    assert {name: [one.code for one in held] for name, held in finding.by_framework(goals).items()} == {
        "po-2006": ["po-2006-44", "po-2006-45"],
        "po-2025": ["po-2025-30A"],
    }
