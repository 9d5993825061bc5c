"""Everybody and everything in the demo; all names and addresses are invented, BRIN codes are of the kind 99XX."""

from dataclasses import dataclass

from app.people.demo_accounts import CLASSES as CODES

PO_CODE, VO_CODE = (one.class_code for one in CODES)

NETWORK = ("Techniekkring De Kade", "Kustregio", "Mede mogelijk gemaakt door de gemeente Duinmond")


@dataclass(frozen=True, slots=True)
class DemoSchool:
    brin: str
    name: str
    kind: str
    place: str
    municipality: str
    photos: bool  # switched on by its office


@dataclass(frozen=True, slots=True)
class DemoClass:
    brin: str
    name: str
    code: str  # in URLs
    class_code: str  # for pupils
    levels: tuple[str, ...]
    pupils: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class DemoOffer:
    code: str
    title: str
    summary: str
    see: str
    do: str
    meet: str
    levels: tuple[str, ...]
    wear: tuple[str, ...]
    min_group: int
    max_group: int
    contact: str


@dataclass(frozen=True, slots=True)
class DemoCompany:
    code: str
    name: str
    kind: str
    place: str
    address: str
    entrance: str
    offer: DemoOffer


PO_SCHOOL = DemoSchool("99XA00", "Basisschool De Vlieger", "po", "Duinmond", "Duinmond", photos=True)
VO_SCHOOL = DemoSchool("99XB00", "Het Baken", "vo", "Havenmond", "Havenmond", photos=False)
SCHOOLS = (PO_SCHOOL, VO_SCHOOL)

_7B = """Aïcha|El Mansouri;Bram|de Vos;Çağla|Öztürk;Daan|Kooiman;Esmée|van Dijk;Faas|Buis;Gijs|Hoogland;
Hanna|Śliwińska;IJsbrand|Tol;Jayden|Rozenblad;Kyra|Molenaar;Liam|Out;Łukasz|Świątek;Mila|Prins;Noor|Schilder;
Oleksandr|Kravets;Pim|Visser;Quinten|Jonker;Ruben|Aker;Sofie|Boon;Sofie|Bakker;Thị Hồng|Nguyễn;Umut|Yıldız;
Vera|Captein;Yassin|Benali;Zoë|Wijker"""
_2K = """Amina|Abdi;Bas|Duin;Chaima|El Idrissi;Dylan|Kraakman;Emma|Zonneveld;Finn|Groot;Giovanni|Martina;Ilse|de Boer;
Jesse|Koper;Kübra|Şahin;Lars|Stam;Luna|van Es;Mohamed|Haddou;Nina|Bol;Oliwia|Wójcik;Puck|Dekker;Rayan|Tahiri;
Sem|Bleeker;Senna|Kuiper;Stefania|Ionescu;Tess|van der Meij;Tygo|Rus;Xavi|Hooft;Zeynep|Arslan"""


def _pupils(text: str) -> tuple[tuple[str, str], ...]:
    pairs = (one.strip().split("|") for one in text.split(";"))
    return tuple((first, last) for first, last in pairs)


PO_CLASS = DemoClass("99XA00", "7B", "7BKD4W", PO_CODE, ("po-7",), _pupils(_7B))
VO_CLASS = DemoClass("99XB00", "2kb1", "2KBT8Z", VO_CODE, ("vo-2-kb",), _pupils(_2K))
CLASSES = (PO_CLASS, VO_CLASS)

LOCK = DemoCompany(
    "ZSLS77",
    "De Zeesluis",
    "lock-or-harbour",
    "Havenmond",
    "Sluiskade 14, 9999 XA Havenmond",
    "Poort 3, meld je bij de portier",
    DemoOffer(
        "NRDR7S",
        "Kijk mee met de sluiswachter",
        "Vanaf de wal zie je een schip de kolk in varen. Daarna mag je in de bedieningsruimte meekijken.",
        "De grote kolk, de deuren van dichtbij en de schermen van de sluiswachter.",
        "Meten hoe snel het water stijgt en zelf een schutting regelen met een schaalmodel.",
        "Een sluiswachter, een monteur van de deuren en iemand die over het zoute water gaat.",
        ("po-5-6", "po-7-8"),
        ("dichte schoenen", "warme jas", "brood"),
        10,
        28,
        "Koen Smit, 06 0000 0012",
    ),
)
PAPER = DemoCompany(
    "PPRD88",
    "Papierfabriek Duinvel",
    "paper-mill",
    "Duinmond",
    "Velweg 2, 9999 XB Duinmond",
    "Hoofdingang, links van de vlaggen",
    DemoOffer(
        "VZLB4P",
        "Van natte vezel naar droge rol",
        "Je loopt langs de machine mee, van de bak met pulp tot de rol papier die een klas hoog is.",
        "De pulpbak, de pers, de droogtrommels en het lab waar papier stuk wordt getrokken.",
        "Zelf een vel scheppen en in het lab testen hoeveel het houdt.",
        "Een operator, een laborant en iemand die oud papier keurt.",
        ("po-5-6", "po-7-8"),
        ("dichte schoenen", "haar in een staart"),
        8,
        15,
        "Ton Hermans, 06 0000 0034",
    ),
)
CARE = DemoCompany(
    "KDWR66",
    "Kadewerk Onderhoud",
    "machine-maintenance",
    "Havenmond",
    "Werfstraat 40, 9999 XC Havenmond",
    "Deur 5, bel bij Onderhoud",
    DemoOffer(
        "PMPS5T",
        "Hoor jij wat deze pomp mankeert?",
        "Je meet aan pompen in de werkplaats en beslist samen met een monteur: nu stoppen of doordraaien.",
        "Pompen en motoren die open liggen, en de schermen waarop trillingen te zien zijn.",
        "Trilling en temperatuur meten, en een werkbon maken.",
        "Een monteur, een datatechnicus en een planner.",
        ("vo-onder-vmbo", "vo-onder-hv"),
        ("dichte schoenen", "lange broek", "geen losse sieraden"),
        8,
        15,
        "Farid Belkacem, 06 0000 0056",
    ),
)
COMPANIES = (LOCK, PAPER, CARE)

# the accounts on the sign-in page (app/people/demo_accounts.py) and where each works: place code, class
PLACES = {
    "samira@devlieger.example": ("99XA00", "7B"),
    "bram@devlieger.example": ("99XA00", "7B"),
    "ria@devlieger.example": ("99XA00", None),
    "joost@hetbaken.example": ("99XB00", "2kb1"),
    "ellen@hetbaken.example": ("99XB00", None),
    "koen@zeesluis.example": ("ZSLS77", None),
    "ton@duinvel.example": ("PPRD88", None),
    "farid@kadewerk.example": ("KDWR66", None),
    "marit@werf.example": (None, None),
}
