"""The columns of the list: their Dutch heads, what each means, an example; the template is made of the same. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from app.base.names import folded
from app.visits.importing.xlsx import Cell, Sheet

SHEET, EXPLAINED = "Aanbod", "Uitleg"
EXAMPLE = "voorbeeld"  # a row whose company begins with it is passed over


@dataclass(frozen=True, slots=True)
class Column:
    """`also`: other heads that people use. `is_slot`: of a time, and not of the offer."""

    key: str
    head: str
    meaning: str
    example: str | int
    is_needed: bool = False
    also: tuple[str, ...] = ()
    is_slot: bool = False


COLUMNS: Final = (
    Column(
        "company", "Bedrijf", "Naam of code van een bedrijf in het netwerk.", "Voorbeeld BV", True, ("bedrijf/code",)
    ),
    Column("title", "Titel", "Wat kunnen leerlingen doen, in één regel (80 tekens).", "Schut een schip", True),
    Column("summary", "Samenvatting", "In twee zinnen. Nodig bij nieuw aanbod.", "Je laat een schip zakken."),
    Column("form", "Vorm", "rondleiding, doen, verhaal, gastles of online. Leeg: rondleiding.", "doen"),
    Column("levels", "Niveaus", "Met komma's ertussen; zie de lijst hieronder.", "groep 7-8", True, ("niveau",)),
    Column("min_group", "Minimum", "Kleinste groep.", 10, True, ("min", "minimum aantal")),
    Column("max_group", "Maximum", "Grootste groep.", 15, True, ("max", "maximum aantal")),
    Column("see", "Wat ze zien", "Mag leeg blijven.", "De toren en de pompen."),
    Column("do", "Wat ze doen", "Mag leeg blijven.", "Zelf een model schutten."),
    Column("meet", "Wie ze ontmoeten", "Mag leeg blijven.", "Iemand die de sluis bedient."),
    Column("wear", "Kleding", "Met komma's ertussen. Mag leeg blijven.", "dichte schoenen"),
    Column("contact", "Contact", "Naam en telefoon op de dag. Mag leeg blijven.", "Receptie, 06 0000 0000"),
    Column("address", "Adres", "Nodig als van het bedrijf nog geen adres bekend is.", "Sluiskade 14"),
    Column("place", "Plaats", "Hoort bij het adres.", "Kadedorp"),
    Column("entrance", "Melden bij", "Poort, bel of receptie. Mag leeg blijven.", "Poort 3"),
    Column("day", "Datum", "Dag-maand-jaar. Leeg: alleen aanbod, nog geen moment.", "05-10-2026", is_slot=True),
    Column("starts", "Van", "Zoals 9:30.", "9:30", also=("begin", "starttijd"), is_slot=True),
    Column("ends", "Tot", "Zoals 11:00.", "11:00", also=("eind", "eindtijd"), is_slot=True),
    Column("places", "Groepen", "Hoeveel groepen tegelijk. Leeg: 1.", 1, is_slot=True),
    Column("pupils", "Leerlingen", "Hoeveel leerlingen samen. Leeg: groepen × maximum.", 15, is_slot=True),
)
BY_KEY: Final[Mapping[str, Column]] = {one.key: one for one in COLUMNS}


@dataclass(frozen=True, slots=True)
class Heads:
    """In which row the heads stand, and in which column each is. `unknown`: heads that we pass over."""

    row: int
    where: Mapping[str, int]
    unknown: tuple[str, ...]

    @property
    def absent(self) -> tuple[Column, ...]:
        return tuple(one for one in COLUMNS if one.is_needed and one.key not in self.where)


def heads_of(sheet: Sheet, *, within: int = 10) -> Heads | None:
    """The first row with at least three heads that we know; None: there is none among the first rows."""
    for row, cells in sorted(sheet.rows.items())[:within]:
        where: dict[str, int] = {}
        unknown = []
        for number, cell in sorted(cells.items()):
            key = _key_of(cell)
            if key and key not in where:
                where[key] = number
            elif cell.text:
                unknown.append(cell.text[:40])
        if len(where) >= 3:
            return Heads(row, where, tuple(unknown))
    return None


def _key_of(cell: Cell) -> str | None:
    said = folded(cell.text).strip(" *:")
    return next((one.key for one in COLUMNS if said == folded(one.head) or said in one.also), None)
