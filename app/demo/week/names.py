"""Invented names of schools, places, children and companies for a whole week. BRIN codes are of the kind 98XX."""

from dataclasses import dataclass


def _several(text: str) -> tuple[str, ...]:
    """Names with a line between, or with a space when none has one in it."""
    return tuple(text.split("|" if "|" in text else None))


# name, municipality, latitude, longitude: dots in the dunes and the polder where no village of this name stands
PLACES = (
    ("Duinmond", "Duinmond", 52.505, 4.620),
    ("Havenmond", "Havenmond", 52.462, 4.590),
    ("Kadedorp", "Havenmond", 52.470, 4.655),
    ("Zandmeer", "Zandmeer", 52.548, 4.671),
    ("Oosterveld", "Zandmeer", 52.560, 4.712),
    ("Lindewoude", "Lindewoude", 52.440, 4.640),
    ("Rietpolder", "Lindewoude", 52.455, 4.705),
)
PO_NAMES = _several(
    "De Boeg|De Branding|De Brug|De Bunder|De Duinroos|De Ebstroom|De Eendracht|De Fuik|De Gaffel|De Golfslag|"
    "De Helm|De Horizon|De Kiekendief|De Kiepwiel|De Klaproos|De Klimduin|De Kompasroos|De Kraanvogel|De Lantaarn|"
    "De Lepelaar|De Loodslijn|De Meander|De Molenwiek|De Noordster|De Oeverzwaluw|De Paalworm|De Peilstok|De Priem|"
    "De Regenboog|De Rietvink|De Ruigte|De Schakel|De Schelp|De Spant|De Spil|De Springplank|De Stormvogel|De Taats|"
    "De Trekvogel|De Uitkijk|De Vaargeul|De Veldmuis|De Vuurtoren|De Watergang|De Windas|De Zandloper|De Zeilnaald|"
    "De Zilvermeeuw|Het Anker|Het Duinkonijn|Het Palet"
)
VO_NAMES = ("Zoutlyceum", "Kettingcollege", "De Werkhaven", "Duinlicht College", "Praktijkschool Oever", "Het Tij")
FIRST = _several(
    "Aaliyah Abel Adam Aisha Alex Amber Amin Anna Anouk Aya Bart Bente Bilal Björn Boaz Britt Cato Célia Chen Daantje "
    "Dilara Djoeke Duuk Eline Elif Emre Eva Fatima Femke Fenna Floris Giel Guus Hamza Hidde Ilyas Imke Inès Isa Jaimy "
    "Jelle Jin Jip Jonas Joris Juul Kaan Kiki Koen Lev Lieke Lina Loïs Lotte Maas Maud Mehmet Mees Merel Mats Milan "
    "Moos Naomi Nora Olaf Omar Oskar Pelle Pien Quinn Rosa Saar Sara Selim Siem Sila Stan Sven Teun Thijs Tim Tijn "
    "Valentijn Vince Willem Yara Younes Zara Zeger"
)
LAST = _several(
    "Aalbers|Akkerman|Bakema|van Beek|Belhaj|ten Berge|Blok|de Bont|Bos|van den Bosch|Broersen|Celik|Cornelisse|Dam|"
    "van Dam|Dekker|Demir|van Drunen|Eelman|El Bakali|Faber|Fokkema|de Graaf|Groen|Haan|Hassan|van der Heide|Hoekstra|"
    "Huisman|Ibrahim|Jaspers|Kaya|Keizer|van der Klooster|Koning|Kowalska|Kramer|de Lange|van Leeuwen|Mak|Meijer|"
    "van der Meulen|Mulder|Nauta|Nguyen|Nowak|Oud|Peters|Polak|Postma|de Ridder|Roos|van Rijn|Sahin|Schaap|Schouten|"
    "Smit|Snel|Stam|Tuin|Ünal|Veenstra|van Velzen|Vink|Visser|Vlaar|Wagenaar|Wiersma|de Wit|Yilmaz|Zijlstra|Zwart"
)


@dataclass(frozen=True, slots=True)
class Trade:
    """What companies of one kind show, in words that any of them could say."""

    kind: str
    sector: str
    form: str
    title: str
    see: str
    do: str
    meet: str
    wear: tuple[str, ...]
    names: str  # with | between


TRADES = (
    Trade(
        "steel", "staal", "tour", "Van plaat naar product",
        "De hal waar platen worden gesneden en gezet.", "Een sleutelhanger zetten, buigen en meten.",
        "Een lasser, een tekenaar en een planner.", ("dichte schoenen", "lange broek"),
        "Gieterij Rooswater|Plaatwerk Rolbaan|Staalhal Vonk|Smederij De Kim|Buigwerk Noordkade|Lasloods Vier",
    ),
    Trade(
        "wind", "offshore wind", "hands-on", "Zo blijft een molen draaien",
        "Een blad op de bok en een kist met gereedschap.", "Een verbinding maken die tegen een stoot kan.",
        "Een monteur en iemand die op het weer let.", ("dichte schoenen", "warme jas"),
        "Bladwerf Strandeind|Kabelhuis Noord|Windploeg Kim|Zeebeen Montage|Funderingswerf Zuidpier|Masthuis",
    ),
    Trade(
        "paper-mill", "papier", "tour", "Van oud naar nieuw papier",
        "Balen oud papier en de machine die er rollen van maakt.", "Een vel scheppen en drogen.",
        "Een operator en iemand van het lab.", ("dichte schoenen", "haar in een staart"),
        "Papierhal Kegge|Kartonnage De Vouw|Vezelwerk Oost|Drukkerij Zetwerk",
    ),
    Trade(
        "lock-or-harbour", "haven", "tour", "Een dag in de haven",
        "De kade, een sleepboot en de verkeerskamer.", "Een route kiezen voor een schip dat veel water nodig heeft.",
        "Een schipper en een havenmeester.", ("dichte schoenen", "warme jas"),
        "Sleepdienst Zuid|Zoutkade Stuwers|Loodspost Kim|Sluis Havenmond-West|Scheepshal Kniest|Kraanploeg Zeven",
    ),
    Trade(
        "machine-maintenance", "onderhoud", "hands-on", "Hoor jij wat er stuk is?",
        "Machines die open liggen en een kamer vol meters.", "Luisteren, meten en zeggen wat er mis is.",
        "Een monteur en een datatechnicus.", ("dichte schoenen", "geen losse sieraden"),
        "Pompwerk Lens|Lagerhuis|Meetkamer Vier|Onderhoudsploeg Delta|Tandwiel en Zoon|Trillingslab Oever",
    ),
    Trade(
        "precision", "fijnmechanica", "hands-on", "Kleiner dan een haar",
        "Machines die tot een duizendste millimeter werken.", "Meten met een schuifmaat en een microscoop.",
        "Een instrumentmaker en een programmeur.", ("dichte schoenen",),
        "Fijnmetaal Lont|Dronewerf Kaap|Robotloods Negen|Optiek De Lens|Sensorhuis|Printwerk Laag voor Laag",
    ),
    Trade(
        "building", "bouw", "hands-on", "Wat zit er in een muur?",
        "Een huis zonder muren.", "Een stukje muur bouwen en een lamp laten branden.",
        "Een timmerman en een installateur.", ("dichte schoenen", "oude kleren"),
        "Bouwplaats De Bint|Dakploeg Noord|Warmtenet Duin|Installatiehuis Lek",
    ),
    Trade(
        "energy-chemistry", "energie", "talk", "Waar komt de stroom vandaan?",
        "De controlekamer en een proefopstelling achter glas.", "Aflezen, rekenen en zelf kiezen wat er aangaat.",
        "Een operator en iemand van het stroomnet.", ("dichte schoenen", "lange broek"),
        "Stroomhuis Kop|Accuwerf|Proefhal Ion|Zonneveld Techniek",
    ),
    Trade(
        "food", "voedsel", "tour", "Vers van zee tot bord",
        "De sorteerband en de koelcel achter glas.", "Temperatuur meten en sorteren op maat.",
        "Een teamleider en een koelmonteur.", ("dichte schoenen", "haar in een staart"),
        "Visafslag Kim|Bakkerij De Rijs|Kaashal Polder|Koelhuis Pool",
    ),
    Trade(
        "health", "zorgtechniek", "hands-on", "Techniek die helpt",
        "Een werkplaats voor hulpmiddelen.", "Een grijper bedienen.",
        "Een instrumentmaker en iemand die een hulpmiddel gebruikt.", ("dichte schoenen",),
        "Hulpmiddelenhuis Greep|Laboratorium Duin|Zorgrobotica Zee",
    ),
)  # fmt: skip
