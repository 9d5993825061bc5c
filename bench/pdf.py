"""How much cheaper is a class of certificates in one document than one document for each pupil?

    python -m bench.pdf            # prints one line of JSON for each tone

Ratios, because machines differ: `ratio` = one document of 26 pages / 26 documents of one page, on the same
machine in
the same process. The single documents are plain (one layer), which is cheaper for one page. The goal is well
below 0.5.
Each figure is the best of three.
"""

import json
import time
from collections.abc import Callable
from datetime import date
from typing import Literal

from app.base.pdf import render, render_in_child
from app.base.pdf.layers import shared_of
from app.certificates.design import CertificateFacts, StepFact, VisitFact, draw

PUPILS = 26
SOME = 5  # single documents measured; the rest cost the same


def certificate(number: int, tone: Literal["po", "vo"]) -> CertificateFacts:
    return CertificateFacts(
        number=f"OW26-7K4M-{number:04d}",
        verify_url=f"HTTPS://OPENWERF.EXAMPLE/V/OW26-7K4M-{number:04d}",
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


def best(work: Callable[[], object]) -> float:
    seconds = []
    for _ in range(3):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return min(seconds)


def plain(one: CertificateFacts) -> str:
    """The same page without a shared layer, as an ordinary document for one pupil would be."""
    html = draw([one])
    shared = shared_of(html)
    assert shared is not None
    pupil = html[html.index('<section class="sheet') : html.rindex("</section>")].split(">", 1)[1]
    return pupil.join(shared.html.rsplit("</section>", 1)).replace("</body>", "</section></body>")


def measure(tone: Literal["po", "vo"]) -> dict[str, object]:
    pupils = [certificate(number, tone) for number in range(PUPILS)]
    render(draw(pupils[:1]), title="warm", language="nl")
    together = best(lambda: render(draw(pupils), title="klas", language="nl"))
    alone = best(lambda: [render(plain(one), title="een", language="nl") for one in pupils[:SOME]]) * PUPILS / SOME
    render_in_child(draw(pupils[:1]), title="warm", language="nl")
    child = best(lambda: render_in_child(draw(pupils), title="klas", language="nl"))
    size = len(render(draw(pupils), title="klas", language="nl"))
    return {
        "tone": tone,
        "pages": PUPILS,
        "one_document_s": round(together, 2),
        "in_child_s": round(child, 2),
        "document_each_s": round(alone, 2),
        "ratio": round(together / alone, 2),
        "kB_per_page": round(size / PUPILS / 1000, 1),
    }


if __name__ == "__main__":
    for one in ("po", "vo"):
        print(json.dumps(measure(one)))
