"""Sixty reminders through the real worker, killed twice in the middle: none doubled, none lost."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.base.post import post_office
from tests.conftest import BOTH
from tests.visits.mailing import plant, send_with_kills

pytestmark = [BOTH, pytest.mark.filterwarnings("ignore::ResourceWarning")]
MANY = 60


def test_a_worker_that_is_killed_in_the_middle_doubles_and_loses_no_reminder(house, makers, at):
    at(datetime.now(UTC))
    plant(makers, MANY)
    kills = (7, 40)
    with post_office() as post:
        outcome = send_with_kills(house, post, many=MANY, kills=kills)
    told = replace(outcome, seconds=0, again=0)
    assert (told.letters, told.doubled, told.lost) == (MANY, 0, 0)
    assert outcome.again <= len(kills), "at most the one letter that was at hand, under its own Message-ID"
