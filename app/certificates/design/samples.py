"""Certificates of nobody: with the names, titles and numbers that are hard on a page. For checking and previews."""

import io
from datetime import date
from functools import lru_cache

from PIL import Image, ImageDraw

from app.base.drawing import clean_drawing
from app.certificates.design.facts import CertificateFacts, LogoFact, Phase, StepFact, VisitFact

NAMES = (
    "Łukasz Świątek",
    "Ayşegül Şeyma Doğan",
    "Nguyễn Thị Ánh Tuyết",
    "Ελένη Παπαδοπούλου",
    "Юлія Шевченко",
    "محمد العلي",
    "יעל כהן",
    "ሰላም ተስፋዬ",
    "李小龙",
    "Ö",
    "Anne-Fleur Wilhelmina Francisca van der Meulen-de Bruin-Smit",
    "IJsbrand 't Hooft",
)
_STEPS: tuple[tuple[str, str, Phase], ...] = (
    ("Kijk", "eye", "before"),
    ("Lees", "book-open", "before"),
    ("Bouw", "hammer", "before"),
    ("Vraag", "circle-help", "before"),
    ("Bij sluis", "flag", "during"),
    ("Terug", "rewind", "after"),
    ("Ontwerpen", "pencil", "after"),
    ("Laat zien", "users", "after"),
)
_ORDER = (0, 5, 3, 7, 1, 4, 6, 2)  # which steps are there when there are few
_DAY = date(2026, 10, 8)
_VISITS = (
    VisitFact("Overslag Noordkade", "Duinmond", _DAY, "09:30", "zag waar het erts aan land komt"),
    VisitFact("Walserij Duinkant", "Duinmond", _DAY, "11:00", "zag een plaat dunner worden"),
    VisitFact("Kringmetaal", "Havendorp", _DAY, "13:15", "sorteerde oud staal met een magneet"),
    VisitFact("Zeesluis Noorderkade", "Duinmond", _DAY, "14:30", "liet een schip door de kleine sluis"),
)
_LONG_VISITS = (
    VisitFact("Staalservice en Constructiewerkplaats Van den Heuvel-Rozenboom", "Havendorp aan de Zeekant", _DAY,
              "09:30", "laste twee plaatjes aan elkaar en mat of het recht was"),
    *_VISITS[1:],
)  # fmt: skip
LOGOS = ("overslag", "walserij", "kringmetaal", "sluis")  # wide, round, tall and square
SCHOOL_LOGO, SIGNATURE = "school", "handtekening"


def sample(
    *,
    tone: str = "po",
    language: str = "nl",
    kind: str = "both",
    design: str = "",
    name: str = "Noor de Vries",
    visits: int = 1,
    steps: int = 8,
    logos: int = 4,
    long: bool = False,
    signed: bool = False,
    ahead: bool = False,
    revision: int = 1,
) -> CertificateFacts:
    """Facts as they could be. `long`: titles and names of places as long as they get. `logos`: how many companies
    have one."""
    there = () if kind == "module" else (_LONG_VISITS if long else _VISITS)[:visits]
    chosen = sorted(_ORDER[: 0 if kind == "visit" else steps])
    done = tuple(StepFact(*_STEPS[one]) for one in chosen if there or _STEPS[one][2] != "during")
    told = _told(language, long=long)
    return CertificateFacts(
        number="OW26-7K4M-93QX" + (f"/{revision}" if revision > 1 else ""),
        verify_url="HTTPS://OPENWERF.EXAMPLE/V/7K4M93QX7K4M93QX7K4M93QX7K",
        verify_short="openwerf.example/v",
        name=name,
        tone="po" if tone == "po" else "vo",
        language=language,
        module_title="" if kind == "visit" else told.title,
        module_version="" if kind == "visit" else "1.2",
        prepared=told.prepared if any(step.phase == "before" for step in done) else (),
        visits=there,
        reflected=told.reflected if any(step.phase == "after" for step in done) else (),
        steps=done,
        school_name=told.school if tone == "po" else told.school.replace("Basisschool", "College"),
        school_place="Duinmond",
        class_name="groep 7B" if tone == "po" else "3 havo B",
        logo=SCHOOL_LOGO if logos else None,
        issued_on=date(2026, 10, 9),
        network_name="Techniek aan de Kade",
        funder_line=told.funder,
        kind="visit" if kind == "visit" else "module" if kind == "module" else "both",
        design=design,
        edition_name="Techniekweek 2026",
        company_logos=tuple(
            LogoFact(sha, visit.company) for sha, visit in list(zip(LOGOS, there, strict=False))[:logos]
        ),
        signature=SIGNATURE if signed else None,
        signed_by="Marijke van Duinen-Oosterhout, directeur" if signed else "",
        ahead=ahead,
    )


class _Told:
    title = "Van erts naar staal en weer terug"
    prepared: tuple[str, ...] = ("Met magneten erts gezocht", "Vragen bedacht voor het bedrijf")
    reflected: tuple[str, ...] = ("Verteld hoe oud staal nieuw staal wordt",)
    school = "Basisschool De Schelpenhoek"
    funder = "Mede mogelijk gemaakt door de gemeente Duinmond"


def _told(language: str, *, long: bool) -> _Told:
    told = _Told()
    if language == "en":
        told.title = "From ore to steel and back again"
        told.prepared = ("Found ore with magnets", "Thought of questions for the company")
        told.reflected = ("Told how old steel becomes new steel",)
    if long:
        told.title += ": hoe een hoogoven, een walserij en een schrootpers samen een kringloop maken"
        told.prepared = (*told.prepared, "Uitgezocht waarom een hoogoven nooit uit mag en wat er dan gebeurt")
        told.reflected = (*told.reflected, "Een plan gemaakt voor thuis: wat gooien wij weg dat van staal is?")
        told.funder += ", de gemeente Havendorp aan de Zeekant en de provincie"
        told.school = "Basisschool Onze-Lieve-Vrouwe-ter-Duinen en De Schelpenhoek"
    return told


@lru_cache(maxsize=1)
def pictures() -> dict[str, bytes]:
    """Logos of companies that do not exist, each of another shape, a school's, and a signature."""
    drawn = {
        "overslag": _picture((640, 150), _wide),
        "walserij": _picture((300, 300), _round),
        "sluis": _picture((360, 300), _square),
        SCHOOL_LOGO: _picture((300, 260), _shell),
        SIGNATURE: _picture((620, 200), _hand),
    }
    return drawn | {"kringmetaal": clean_drawing(_RING.encode())}


_RING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 64" width="40" height="64">'
    '<path fill="none" stroke="#17704A" stroke-width="7" d="M31 12A15 15 0 1 0 35 24"/>'
    '<path fill="#17704A" d="M26 2l13 8-13 8z"/><path fill="#0E2236" d="M4 48h32v5H4zM4 57h32v5H4z"/></svg>'
)


def _picture(size: tuple[int, int], draw: object) -> bytes:
    picture = Image.new("RGBA", size, (255, 255, 255, 0))
    draw(ImageDraw.Draw(picture))  # type: ignore[operator]  # one of the four below
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def _wide(pen: ImageDraw.ImageDraw) -> None:
    pen.polygon([(0, 20), (60, 20), (60, 110), (36, 110), (36, 44), (0, 44)], fill="#0A4F78")
    for x in range(80, 640, 56):
        pen.rectangle([x, 30, x + 38, 96], fill="#C2410C" if (x // 56) % 3 == 0 else "#0A4F78")
    pen.rectangle([0, 120, 640, 132], fill="#0E2236")


def _round(pen: ImageDraw.ImageDraw) -> None:
    pen.ellipse([8, 8, 292, 292], fill="#073A59")
    pen.pieslice([60, 90, 180, 330], 180, 360, fill="#FF9A4D")
    pen.pieslice([130, 120, 250, 320], 180, 360, fill="#FFFFFF")
    pen.rectangle([40, 215, 260, 240], fill="#C2410C")


def _square(pen: ImageDraw.ImageDraw) -> None:
    pen.rectangle([10, 10, 350, 290], outline="#0A4F78", width=18)
    pen.polygon([(40, 260), (170, 150), (170, 60), (40, 60)], fill="#BFD9E8")
    pen.polygon([(320, 260), (190, 150), (190, 60), (320, 60)], fill="#0A4F78")


def _shell(pen: ImageDraw.ImageDraw) -> None:
    pen.pieslice([20, 10, 280, 260], 150, 390, fill="#C2410C")
    pen.polygon([(38, 195), (262, 195), (150, 255)], fill="#C2410C")
    for x in (80, 115, 150, 185, 220):
        pen.line([(150, 250), (x + (x - 150) // 2, 40)], fill="#FFFFFF", width=6)


def _hand(pen: ImageDraw.ImageDraw) -> None:
    points = [(20, 150), (70, 30), (95, 170), (140, 60), (165, 150), (210, 100), (230, 150), (290, 90), (320, 150),
              (380, 60), (420, 150), (600, 110)]  # fmt: skip
    pen.line(points, fill="#0A3A8A", width=9, joint="curve")
    pen.line([(30, 175), (560, 160)], fill="#0A3A8A", width=5)
