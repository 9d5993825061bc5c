"""2,000 reminders through the worker and a mail server, the worker killed in the middle (SIGKILL): how many arrived,
how many twice, how many not, how many a second. Ends this run when one is doubled or lost.
"""

import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from app import known_tables, make_house
from app.base import clock, migrate
from app.base.settings import from_environment
from tests.base.post import post_office
from tests.makers import Makers
from tests.visits.mailing import plant, send_with_kills

MANY = 2_000
KILLS = (MANY // 3, MANY * 2 // 3)


def main(many: int = MANY, kills: tuple[int, ...] = KILLS) -> None:
    clock.now = lambda: datetime.now(UTC)
    with tempfile.TemporaryDirectory(prefix="werf-mails-") as folder:
        known_tables()
        house = make_house(
            from_environment({"OPENWERF_DATA": str(Path(folder)), "OPENWERF_SECRET": "only for the bench"})
        )
        migrate.upgrade(house.store)
        plant(Makers(house), many)
        with post_office() as post:
            outcome = send_with_kills(house, post, many=many, kills=kills)
        house.store.engine.dispose()
    print(
        f"{many} reminders, worker killed {len(kills)} times: {outcome.letters} arrived, {outcome.doubled} doubled, "
        f"{outcome.lost} lost, {outcome.again} again under the same Message-ID, {many / outcome.seconds:.0f} a second"
    )
    if outcome.doubled or outcome.lost:
        sys.exit(1)


if __name__ == "__main__":
    given = int(sys.argv[1]) if len(sys.argv) > 1 else MANY
    main(given, (given // 3, given * 2 // 3))
