"""Who stands where while routes are made: placing, making room in a chain, shortening walks. Pure."""

from collections.abc import Collection, Iterator
from typing import Final

from app.base.language import N_
from app.visits.rules.route_ground import Gap, Stand, Walker, apart, may_stand

DEPTH = 12  # how many classes may make room for one another in a chain
PASSES = 4  # over all pairs, for shorter walks
SCARCE = 3.0  # what a stand that many classes need costs more, in squares of the map
NOBODY_HERE: Final = N_("no stand is meant for this level and size")
NO_STAND_LEFT: Final = N_("it has been to every company that fits")
ALL_FULL: Final = N_("every stand that fits is full in this round")


class Board:
    """Who stands where while routes are made."""

    def __init__(self, stands: Collection[Stand], walkers: Collection[Walker], rounds: int) -> None:
        self.stands = {one.key: one for one in sorted(stands, key=lambda one: one.key)}
        self.rounds = range(1, rounds + 1)
        self.options = {one.key: [stand for stand in self.stands.values() if may_stand(stand, one)] for one in walkers}
        self.walkers = sorted(walkers, key=lambda one: (len(self.options[one.key]), -one.pupils, one.key))
        self.by_key = {one.key: one for one in walkers}
        self.where: dict[tuple[str, int], Stand] = {}
        self.there: dict[tuple[str, int], list[Walker]] = {}
        self.load: dict[tuple[str, int], int] = {}
        self.wanted = dict.fromkeys(self.stands, 0)
        for held in self.options.values():
            for stand in held:
                self.wanted[stand.key] += 1
        for one in self.walkers:
            for number, key in one.fixed.items():
                if key in self.stands:
                    self.put(one, number, self.stands[key])

    def at(self, one: Walker, number: int) -> Stand | None:
        return self.where.get((one.key, number))

    def put(self, one: Walker, number: int, stand: Stand) -> None:
        self.where[one.key, number] = stand
        self.there.setdefault((stand.key, number), []).append(one)
        self.load[stand.key, number] = self.load.get((stand.key, number), 0) + one.pupils

    def lift(self, one: Walker, number: int) -> Stand:
        stand = self.where.pop((one.key, number))
        self.there[stand.key, number].remove(one)
        self.load[stand.key, number] -= one.pupils
        return stand

    def has_room(self, stand: Stand, number: int, one: Walker) -> bool:
        held = self.there.get((stand.key, number), ())
        room = stand.pupils - self.load.get((stand.key, number), 0)
        if any(there.key == one.other for there in held):
            return False
        return number not in stand.closed and len(held) < stand.groups and room >= one.pupils

    def elsewhere(self, one: Walker, stand: Stand, number: int) -> int | None:
        """The other round in which this class is at this company."""
        same = (n for n in self.rounds if n != number and (held := self.at(one, n)) and held.company == stand.company)
        return next(same, None)

    def free(self, one: Walker, number: int) -> list[Stand]:
        return [
            stand
            for stand in self.options[one.key]
            if self.has_room(stand, number, one) and self.elsewhere(one, stand, number) is None
        ]

    def put_best(self, one: Walker, number: int) -> bool:
        """The stand that is least wanted by others and not far from where the class was."""
        found = self.free(one, number)
        if found:
            self.put(one, number, min(found, key=lambda stand: (self._cost(one, number, stand), stand.key)))
        return bool(found)

    def _cost(self, one: Walker, number: int, stand: Stand) -> float:
        near = [held for n in (number - 1, number + 1) if (held := self.at(one, n))]
        others = SCARCE * self.wanted[stand.key] / (stand.groups * max(len(self.walkers), 1))
        return sum(apart(held, stand) for held in near) + others

    def make_room(self, one: Walker, number: int) -> bool:
        """Others move over, in a chain, or the class sees a company in another round than it would have.

        Each class in each round is asked once to make room, so that the search ends soon however full the day is.
        """
        return self._settle(one, number, DEPTH, {(one.key, number)})

    def _settle(self, one: Walker, number: int, depth: int, seen: set[tuple[str, int]]) -> bool:
        if self.put_best(one, number):
            return True
        if not depth:
            return False
        return any(self._by_turning(one, number, stand, depth, seen) for stand in self.options[one.key]) or any(
            self._by_moving(one, number, stand, depth, seen) for stand in self.options[one.key]
        )

    def _by_turning(self, one: Walker, number: int, stand: Stand, depth: int, seen: set[tuple[str, int]]) -> bool:
        """Comes here now, and finds something else for the round in which it was to be at this company."""
        other = self.elsewhere(one, stand, number)
        if other is None or other in one.fixed or (one.key, other) in seen:
            return False
        if not self.has_room(stand, number, one):
            return False
        was = self.lift(one, other)
        self.put(one, number, stand)
        seen.add((one.key, other))
        if self._settle(one, other, depth - 1, seen):
            return True
        self.lift(one, number)
        self.put(one, other, was)
        return False

    def _by_moving(self, one: Walker, number: int, stand: Stand, depth: int, seen: set[tuple[str, int]]) -> bool:
        """A class that stands here goes to another stand in the same round."""
        if self.elsewhere(one, stand, number) is not None or number in stand.closed:
            return False
        for held in tuple(self.there.get((stand.key, number), ())):
            if number in held.fixed or (held.key, number) in seen:
                continue
            self.lift(held, number)
            if self.has_room(stand, number, one):
                self.put(one, number, stand)
                seen.add((held.key, number))
                if self._settle(held, number, depth - 1, seen):
                    return True
                self.lift(one, number)
            self.put(held, number, stand)
        return False

    def shorten(self) -> None:
        """Two classes change places in a round as long as both together walk less."""
        for _ in range(PASSES):
            changed = False
            for number in self.rounds:
                movable = [one for one in self.walkers if number not in one.fixed and self.at(one, number)]
                for n, one in enumerate(movable):
                    for other in movable[n + 1 :]:
                        changed |= self._swap(one, other, number)
            if not changed:
                return

    def _swap(self, one: Walker, other: Walker, number: int) -> bool:
        here, there = self.where[one.key, number], self.where[other.key, number]
        if here is there or not self._gains(one, other, number, here, there):
            return False
        if here not in self.options[other.key] or there not in self.options[one.key]:
            return False
        if self.elsewhere(one, there, number) is not None or self.elsewhere(other, here, number) is not None:
            return False
        self.lift(one, number)
        self.lift(other, number)
        fits_now = self.has_room(there, number, one) and self.has_room(here, number, other)
        self.put(one, number, there if fits_now else here)
        self.put(other, number, here if fits_now else there)
        return fits_now

    def _gains(self, one: Walker, other: Walker, number: int, here: Stand, there: Stand) -> bool:
        now = self._steps(one, number, here) + self._steps(other, number, there)
        return self._steps(one, number, there) + self._steps(other, number, here) < now - 1e-9

    def _steps(self, one: Walker, number: int, stand: Stand) -> float:
        near = (self.where.get((one.key, number - 1)), self.where.get((one.key, number + 1)))
        return sum(apart(held, stand) for held in near if held)

    def routes(self) -> dict[str, tuple[str | None, ...]]:
        return {
            key: tuple(held.key if (held := self.where.get((key, n))) else None for n in self.rounds)
            for key in sorted(self.by_key)
        }

    def gaps(self, one: Walker) -> Iterator[Gap]:
        for number in self.rounds:
            if self.at(one, number) is None and number not in one.fixed:
                yield Gap(one.key, number, self._why(one, number))

    def _why(self, one: Walker, number: int) -> str:
        if not self.options[one.key]:
            return NOBODY_HERE
        new = [stand for stand in self.options[one.key] if self.elsewhere(one, stand, number) is None]
        return ALL_FULL if new else NO_STAND_LEFT
