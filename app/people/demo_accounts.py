"""Who can sign in to the demo: the demo loader makes them, the sign-in page offers them in demo mode only."""

from dataclasses import dataclass

from app.access.actor import Role
from app.base.language import N_

PASSWORD = "samen aan de werf"  # noqa: S105 - public on purpose: all names in the demo are invented


@dataclass(frozen=True, slots=True)
class DemoAccount:
    email: str
    name: str
    role: Role
    what: str  # for whom this account is, on the sign-in page


@dataclass(frozen=True, slots=True)
class DemoClass:
    class_code: str
    name: str
    school: str


STAFF = (
    DemoAccount("samira@devlieger.example", "Samira Haddad", Role.TEACHER, N_("teacher of 7B, De Vlieger")),
    DemoAccount("joost@hetbaken.example", "Joost Kramer", Role.TEACHER, N_("teacher of 2kb1, Het Baken")),
    DemoAccount("ria@devlieger.example", "Ria Bos", Role.SCHOOL_ADMIN, N_("office of De Vlieger")),
    DemoAccount("bram@devlieger.example", "Bram Teunissen", Role.TEACHER, N_("second teacher of 7B, De Vlieger")),
    DemoAccount("ellen@hetbaken.example", "Ellen Vonk", Role.SCHOOL_ADMIN, N_("office of Het Baken")),
    DemoAccount("koen@zeesluis.example", "Koen Smit", Role.HOST, N_("host at De Zeesluis")),
    DemoAccount("ton@duinvel.example", "Ton Hermans", Role.HOST, N_("host at Papierfabriek Duinvel")),
    DemoAccount("farid@kadewerk.example", "Farid Belkacem", Role.HOST, N_("host at Kadewerk Onderhoud")),
    DemoAccount("marit@werf.example", "Marit de Boer", Role.COORDINATOR, N_("coordinator of the network")),
)
CLASSES = (DemoClass("KADE4731", "7B", "De Vlieger"), DemoClass("SOLA2605", "2kb1", "Het Baken"))
