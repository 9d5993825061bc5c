"""Where a visit is: at the company, at the school of the class (a guest lesson), or on a screen. Pure."""

from dataclasses import dataclass

AT_SCHOOL, ONLINE = "guest-lesson", "online"
STAYS = (AT_SCHOOL, ONLINE)  # the class need not go anywhere


@dataclass(frozen=True, slots=True)
class Where:
    """`entrance`: where to report; empty where nobody has to."""

    address: str
    place: str
    entrance: str = ""
    gate: str = ""

    @property
    def line(self) -> str:
        """`Sluiskade 14, Kadedorp`; `De Vlieger, Vliegerplein 1, Kadedorp`; `online: https://...`."""
        if self.place == ONLINE:
            return f"{ONLINE}: {self.address}" if self.address else ONLINE
        return address_line(self.address, self.place)


def address_line(address: str, place: str) -> str:
    """`Sluiskade 14, Kadedorp`, also when the address was typed with the place in it."""
    has_place = address.casefold().endswith(place.casefold())
    return ", ".join(part for part in (address, "" if has_place else place) if part)


def where_of(*, form: str, site: Where, school: Where, school_name: str, way_in: str) -> Where:
    """`site`: of the company; `school`: as the school says itself; `way_in`: a link or number, when given."""
    if form == AT_SCHOOL:
        return Where(", ".join(part for part in (school_name, school.address) if part), school.place)
    if form == ONLINE:
        return Where(" ".join(way_in.split()), ONLINE)
    return site
