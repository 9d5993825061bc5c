"""What the companies of the demo say of themselves and of safety, and where everybody is. All invented."""

from typing import Any

from app.visits.models import Location, VisitOffer

PLACES = {"99XA00": (52.4551, 4.6040), "99XB00": (52.4672, 4.6121)}  # schools, by BRIN
ADDRESSES = {"99XA00": "Vliegerplein 1", "99XB00": "Bakenweg 20"}
COMPANIES: dict[str, dict[str, Any]] = {
    "ZSLS77": {
        "about": "Wij laten schepen door de sluis en houden het zoute en het zoete water uit elkaar.",
        "sector": "waterbouw",
        "topics": ["water", "haven", "mechanica"],
    },
    "PPRD88": {
        "about": "Wij maken van oud papier nieuw papier, dag en nacht.",
        "sector": "papier",
        "topics": ["papier", "kringloop", "materialen"],
    },
    "WNDK44": {
        "about": "Wij houden windmolens op zee draaiend.",
        "sector": "wind op zee",
        "topics": ["wind", "energie"],
    },
}
SITES: dict[str, dict[str, Any]] = {
    "ZSLS77": {
        "gate": "De leerkracht noemt het aantal, iedereen krijgt een hesje",
        "access": "één trap naar de toren; beneden kan alles zonder trap",
        "latitude": 52.4689,
        "longitude": 4.6003,
    },
    "PPRD88": {"gate": "Badge op bij de balie", "wheelchair": True, "latitude": 52.4598, "longitude": 4.6287},
    "WNDK44": {"access": "wind en meeuwen: het is luid op de kade", "latitude": 52.4621, "longitude": 4.5799},
}
OFFERS: dict[str, dict[str, Any]] = {
    "ZSLS77": {
        "safety": "Blijf achter de gele lijn.\nHesje aan, ook binnen.\nRen niet op de kade.\nDoe wat de gids zegt.",
        "gear": [
            {"what": "hesje", "by": "company", "sizes": ["S", "M", "L"]},
            {"what": "helm", "by": "company", "sizes": []},
        ],
        "forbidden": ["telefoon op de kade"],
        "supervision": 10,
        "travel": "Fietsen achter het hek, bushalte Sluisplein op vier minuten",
    },
    "PPRD88": {
        "safety": "Haar in een staart, geen losse sjaals.\nNiets aanraken zonder vragen.",
        "gear": [{"what": "gehoorkappen", "by": "company", "sizes": []}],
        "forbidden": ["eten en drinken in de hal"],
        "notices": "sterke magneten bij de sortering: meld een pacemaker",
        "form": "hands-on",
        "supervision": 8,
        "photos": "no",
    },
    "WNDK44": {
        "is_calm": True,
        "photos": "yes",
        "travel": "Touringcar keert bij de blauwe loods",
        "languages": ["nl", "en"],
    },
}


def tell(code: str, site: Location, offer: VisitOffer) -> None:
    """More of what this company says, where it says more."""
    for row, said in ((site, SITES.get(code, {})), (offer, OFFERS.get(code, {}))):
        for name, value in said.items():
            setattr(row, name, value)
