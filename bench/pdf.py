"""What does it cost to print certificates, against the plain way and against typst?

    python -m bench.pdf            # a class of 30, and 4,000 in 134 classes
    python -m bench.pdf class      # the class only

The plain way is one WeasyPrint document for each pupil. typst (0.15.2, tests/requirements.txt) draws the sober design
with the same words, fonts, strip and code (bench/certificate.typ). Ratios are of one run; seconds of CPU count the
children too, because on a busy machine the clock says little. A figure is the best of three; what is large is measured
once, and the plain way over 4,000 is 4,000 times what one of it costs.
"""

import hashlib
import json
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Literal

import typst

from app.base.language import speaking
from app.base.pdf import get_ready, render, render_in_child
from app.base.pdf.child import printers
from app.base.pdf.fonts import FONTS
from app.base.pdf.layers import shared_of
from app.base.pdf.page import page
from app.base.pdf.parts import Order, joined, render_parts
from app.base.qr import qr_svg
from app.certificates.design import CertificateFacts, StepFact, VisitFact, draw
from app.certificates.design.folders import design_named
from app.certificates.design.sheet import sheet_for

PUPILS, CLASSES, MANY = 30, 134, 4000
SOME = 5  # single documents measured; the rest cost the same


def certificate(number: int, tone: Literal["po", "vo"]) -> CertificateFacts:
    return CertificateFacts(
        number=f"OW26-7K4M-{number:04d}",
        verify_url=f"HTTPS://OPENWERF.EXAMPLE/V/{hashlib.sha256(b'%d' % number).hexdigest()[:26].upper()}",
        verify_short="openwerf.example/v",
        name=("Noor de Vries", "Łukasz Świątek", "Anne-Fleur Wilhelmina van der Meulen-de Bruin")[number % 3],
        tone=tone,
        language="nl",
        module_title="De sluis: een lift voor schepen",
        module_version="1.0",
        prepared=("Waarom is er een sluis?", "Bouw zelf een sluis"),
        visits=(VisitFact("Zeesluis Noorderkade", "Duinmond", date(2026, 11, 23)),),
        reflected=("Terugkijken op het bezoek",),
        steps=(
            StepFact("Kijk", "eye", "before"),
            StepFact("Bouw", "hammer", "before"),
            StepFact("Bij sluis", "flag", "during"),
            StepFact("Terug", "rewind", "after"),
        ),
        school_name="Basisschool De Schelpenhoek",
        school_place="Duinmond",
        class_name="groep 7B",
        logo=None,
        issued_on=date(2026, 11, 24),
        network_name="Techniek aan de Kade",
        funder_line="Mede mogelijk gemaakt door de gemeente Duinmond",
    )


def spent() -> float:
    """Seconds of CPU of this process, of children that ended, and of those that live."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    ticks = sum(int(part) for pid in living() for part in Path(f"/proc/{pid}/stat").read_text().split()[13:15])
    return sum(one.ru_utime + one.ru_stime for one in used) + ticks / 100


def living() -> list[int]:
    return [one._child.process.pid for one in printers() if one._child is not None]


def best(work: Callable[[], object], times: int = 3) -> tuple[float, float]:
    """The least seconds of CPU, and the least on the clock."""
    cpu, wall = [], []
    for _ in range(times):
        began, start = spent(), time.perf_counter()
        work()
        cpu.append(spent() - began)
        wall.append(time.perf_counter() - start)
    return min(cpu), min(wall)


def plain(one: CertificateFacts) -> str:
    """The same page without a shared layer, as an ordinary document for one pupil would be."""
    html = draw([one])
    shared = shared_of(html)
    assert shared is not None
    start, end = html.index('<section class="sheet'), html.rindex("</section>")
    code = qr_svg(one.verify_url, label="QR")
    pupil = html[start:end].split(">", 1)[1].replace('height: 24mm"></div>', f'height: 24mm">{code}</div>')
    return pupil.join(shared.html.rsplit("</section>", 1)).replace("</body>", "</section></body>")


def with_typst(those: list[CertificateFacts]) -> bytes:
    """The same class by typst, measured together with what it is told."""
    first = those[0]
    with speaking(first.language):
        sheets = [sheet_for(one, design_named(one.design, tone=one.tone)) for one in those]
    sheet = sheets[0]
    told = {
        "title": first.class_name,
        "strip": page("certificates/lijn/strip.svg", language="nl", strip=sheet.strip, sheet=sheet),
        "labels": [
            {"x": one.x, "y": one.y, "size": one.size, "glow": one.glow, "label": one.label}
            for one in sheet.strip.labels
        ],
        "columns": [
            {
                "x": one.x,
                "y": one.y,
                "width": one.width,
                "size": one.size,
                "title": one.title,
                "lines": [line.text for line in one.lines],
            }
            for one in sheet.columns
        ],
        "heading": "Certificaat",
        "has": "heeft de module afgerond",
        "module": first.module_title,
        "school": first.school_name,
        "class": first.class_name,
        "issued": f"{first.school_place}, {sheet.issued}",
        "pen": "handtekening leerkracht",
        "edition": f"uitgave {first.module_version}",
        "check": "controleer op",
        "short": first.verify_short,
        "thanks": sheet.thanks,
        "pupils": [
            {
                "name": " ".join(own.name.lines),
                "size": own.name.size,
                "family": own.name.family,
                "top": own.name_top + 3,
                "number": one.number,
                "label": f"QR-code {one.number}",
                "code": str(qr_svg(one.verify_url, label="")),
            }
            for one, own in zip(those, sheets, strict=True)
        ],
    }
    return typst.compile(
        str(Path(__file__).with_name("certificate.typ")),
        sys_inputs={"told": json.dumps(told)},
        font_paths=[str(FONTS)],
        format="pdf",
    )


def a_class(tone: Literal["po", "vo"]) -> dict[str, object]:
    pupils = [certificate(number, tone) for number in range(PUPILS)]

    def ours() -> bytes:
        return render_in_child(draw(pupils), title="klas", language="nl")

    def cold() -> bytes:
        printers()[0].close()
        get_ready()  # as the worker does before it writes the document
        return ours()

    cold_cpu, cold_wall = best(cold)
    warm_cpu, warm_wall = best(ours)
    render(plain(pupils[0]), title="warm", language="nl")
    alone, _ = best(lambda: [render(plain(one), title="een", language="nl") for one in pupils[:SOME]])
    each = alone * PUPILS / SOME
    fresh = iter(range(1000, 10_000, PUPILS))  # typst keeps in mind what it has drawn before
    typst_class = lambda: with_typst([certificate(start + n, tone) for start in [next(fresh)] for n in range(PUPILS)])  # noqa: E731
    other, _ = best(typst_class) if tone == "vo" else (0.0, 0.0)
    return {
        "tone": tone,
        "pages": PUPILS,
        "cold_cpu_s": round(cold_cpu, 2),
        "cold_wall_s": round(cold_wall, 2),
        "warm_cpu_s": round(warm_cpu, 2),
        "warm_wall_s": round(warm_wall, 2),
        "document_each_cpu_s": round(each, 2),
        "ratio": round(warm_cpu / each, 3),
        "kB_per_page": round(len(ours()) / PUPILS / 1000, 1),
        **({"typst_cpu_s": round(other, 2), "ratio_typst": round(warm_cpu / other, 2)} if other else {}),
        **({"typst_kB_per_page": round(len(with_typst(pupils)) / PUPILS / 1000, 1)} if other else {}),
    }


def many_classes() -> Iterator[list[CertificateFacts]]:
    """4,000 pupils: no two classes of one school, and half of them of each tone."""
    for klass in range(CLASSES):
        first = klass * MANY // CLASSES
        until = (klass + 1) * MANY // CLASSES
        tone: Literal["po", "vo"] = "po" if klass % 2 else "vo"
        yield [
            replace(
                certificate(number, tone),
                name=f"{certificate(number, tone).name} {number}",
                class_name=f"klas {klass}",
                school_name=f"Basisschool nummer {klass}",
            )
            for number in range(first, until)
        ]


class Memory(threading.Thread):
    """The most that this process and its children held at once: the sum of their proportional shares, in MB."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.most, self.going = 0.0, True

    def run(self) -> None:
        while self.going:
            held = 0
            for pid in ("self", *living()):
                try:
                    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
                except OSError:
                    continue
                held += next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
            self.most = max(self.most, held / 1000)
            time.sleep(0.1)


def many() -> dict[str, object]:
    """In a process of its own: drawn, printed by two children, put together, tagged."""
    printers()[0].close()
    memory = Memory()
    memory.start()
    began, start = spent(), time.perf_counter()
    orders = (Order(draw(one), title=one[0].class_name, language="nl") for one in many_classes())
    parts = list(render_parts(orders))
    drawn = time.perf_counter() - start
    whole = joined(parts, title="Alle", language="nl", names=[f"klas {number}" for number in range(CLASSES)])
    cpu, wall = spent() - began, time.perf_counter() - start
    memory.going = False
    memory.join()
    return {
        "pages": MANY,
        "classes": CLASSES,
        "cpu_s": round(cpu, 1),
        "wall_s": round(wall, 1),
        "of_which_joining_wall_s": round(wall - drawn, 1),
        "peak_MB_pss": round(memory.most),
        "kB_per_page": round(len(whole) / MANY / 1000, 2),
    }


def against(told: dict[str, object]) -> dict[str, object]:
    """What the same would cost the plain way and with typst."""
    ones = [certificate(number, "vo" if number % 2 else "po") for number in range(SOME + 1)]
    alone, _ = best(lambda: [render(plain(one), title="een", language="nl") for one in ones], 1)
    pages = [certificate(number, "vo") for number in range(300)]
    other, _ = best(lambda: with_typst(pages), 1)
    each = alone * MANY / len(ones)
    cpu = float(str(told["cpu_s"]))
    return {
        "document_each_cpu_s": round(each),
        "ratio": round(cpu / each, 3),
        "typst_300_cpu_s": round(other, 1),
        "ratio_typst": round(cpu / (other * MANY / 300), 2),
    }


if __name__ == "__main__":
    if sys.argv[1:] == ["many"]:
        print(json.dumps(many()))
        raise SystemExit
    for one in ("po", "vo"):
        print(json.dumps(a_class(one)), flush=True)
    if sys.argv[1:] != ["class"]:
        ran = subprocess.run([sys.executable, "-m", "bench.pdf", "many"], check=True, capture_output=True, text=True)
        found = json.loads(ran.stdout)
        print(json.dumps({**found, **against(found)}))
