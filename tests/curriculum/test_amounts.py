"""A teacher buys enough for the class, and no more."""

from decimal import Decimal

import pytest

from app.curriculum.amounts import amount_for


@pytest.mark.parametrize(("per", "needed"), [("pupil", 26), ("pair", 13), ("group", 7), ("class", 1)])
def test_a_class_of_26_needs_this_many(per, needed):
    assert amount_for(amount=Decimal(1), per=per, pupils=26) == needed


def test_the_odd_pupil_out_gets_one_too():
    assert amount_for(amount=Decimal("0.5"), per="pair", pupils=25) == Decimal("6.5")
