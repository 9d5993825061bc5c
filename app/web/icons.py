"""Cuts the icons we use out of the unchanged Lucide files into one sprite: `python -m app.web.icons`."""

import re
from pathlib import Path

STATIC = Path(__file__).parent.parent / "static"
SPRITE = STATIC / "icons.svg"
_LICENCE = "<!-- Lucide icons, ISC licence: see vendor/lucide-*/LICENSE -->"
_DRAWING = re.compile(r"<(?:path|circle|rect|line|polyline|polygon|ellipse)\b[^>]*?/>", re.DOTALL)


def icon_files() -> list[Path]:
    return sorted(STATIC.glob("vendor/lucide-*/*.svg"))


def cut() -> str:
    """The sprite: one symbol per icon, named after its file; colour and line width come from the page."""
    symbols = [_symbol(file.stem, file.read_text(encoding="utf-8")) for file in icon_files()]
    return f'<svg xmlns="http://www.w3.org/2000/svg">{_LICENCE}\n' + "\n".join(symbols) + "\n</svg>\n"


def _symbol(name: str, svg: str) -> str:
    drawing = "".join(re.sub(r"\s+", " ", part) for part in _DRAWING.findall(svg)).replace(" />", "/>")
    return f'<symbol id="{name}" viewBox="0 0 24 24">{drawing}</symbol>'


if __name__ == "__main__":
    SPRITE.write_text(cut(), encoding="utf-8")
