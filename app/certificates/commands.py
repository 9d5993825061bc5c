"""`flask certificates design check|preview`: is every design safe for every class, and how does it look?"""

import io
from pathlib import Path

import click
from flask.cli import AppGroup
from PIL import Image

from app.base.pdf import render_in_child
from app.certificates.design import draw
from app.certificates.design.checking import cases, pages, problems_of, tools_missing
from app.certificates.design.folders import HOME, Design, DesignBroken, designs, read_design, read_designs
from app.certificates.design.samples import NAMES, pictures, sample

cli = AppGroup("certificates", help="Certificates: their designs.")
design = AppGroup("design", help="The designs of certificates.")
cli.add_command(design)
PREVIEW = 560  # dots across: sharp on a card in the choice page, and small


@design.command("check")
@click.argument("slug", required=False)
def check(slug: str | None) -> None:
    """Draw every design (or one) with every kind, level, language and the hard names, and say what is wrong."""
    for name in tools_missing():
        click.echo(f"{name} is not installed: what it looks at is left out.")
    broken = 0
    for one in _wanted(slug):
        found = list(dict.fromkeys(problems_of(one, cases(one))))
        for problem in found:
            click.echo(f"{one.slug}: {problem}")
        click.echo(f"{one.slug}: {'as it should be' if not found else f'{len(found)} to mend'}")
        broken += bool(found)
    if broken:
        raise SystemExit(1)


@design.command("preview")
@click.argument("slug")
@click.option("--to", type=click.Path(path_type=Path), default=Path("."), help="Where the pictures go.")
def preview(slug: str, to: Path) -> None:
    """Write a PDF with the hard names, its pages as pictures, and the design's preview.png anew."""
    place = HOME / slug
    if not (place / "preview.png").exists() and place.is_dir():
        Image.new("RGB", (1, 1), "white").save(place / "preview.png")  # a new folder has none yet
    (one,) = _wanted(slug)
    tone, kind = one.tones[0], "both" if "both" in one.kinds else one.kinds[0]
    visits = min(3, one.visits) if one.day else 1
    those = [sample(design=slug, tone=tone, kind=kind, visits=visits, name=name) for name in ("Noor de Vries", *NAMES)]
    pdf = render_in_child(draw(those), title=one.told("nl").name, language="nl", images=pictures())
    to.mkdir(parents=True, exist_ok=True)
    (to / f"{slug}.pdf").write_bytes(pdf)
    click.echo(f"{to / slug}.pdf: {len(those)} pages")
    if "pdftoppm" in tools_missing():
        click.echo("pdftoppm is not installed: no pictures, and preview.png stays as it is.")
        return
    drawn = pages(pdf, grey=False)
    for number, picture in enumerate(drawn, 1):
        picture.save(to / f"{slug}-{number:02}.png")
    (place / "preview.png").write_bytes(_small(drawn[0]))
    click.echo(f"{place / 'preview.png'} is new. Look at it, and commit it.")


def _wanted(slug: str | None) -> list[Design]:
    try:
        return read_designs(HOME) if slug is None else [read_design(_place(slug))]
    except DesignBroken as problem:
        raise click.ClickException(str(problem)) from problem
    finally:
        designs.cache_clear()


def _place(slug: str) -> Path:
    known = sorted(place.name for place in HOME.iterdir() if place.is_dir())
    if slug not in known:
        raise click.ClickException(f"There is no design {slug}. There are: {', '.join(known)}.")
    return HOME / slug


def _small(picture: Image.Image) -> bytes:
    """Few colours are enough for a card, and weigh a tenth."""
    picture.thumbnail((PREVIEW, PREVIEW), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    picture.quantize(64).save(out, "PNG", optimize=True)
    return out.getvalue()
