"""QR codes as one SVG path, so that they stay sharp on paper and on screen."""

import segno
from markupsafe import Markup


def qr_svg(text: str, *, label: str) -> Markup:
    """An `<svg>` of the code, error level M, without quiet zone (leave 4 modules white around it).

    `text` is taken as it is: capitals, digits and `$%*+-./: ` alone make a smaller code that scans from
    farther away.
    """
    code = segno.make(text, error="m", micro=False)
    side = code.symbol_size(border=0)[0]
    return Markup(
        '<svg class="qr" xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {side} {side}">'
        '<title>{label}</title><path stroke="#000" d="{path}"/></svg>'
    ).format(side=side, label=label, path=_path(code))


def _path(code: segno.QRCode) -> str:
    """Runs of dark modules as strokes one module wide, each a step from the last: few commands draw fast."""
    runs: list[str] = []
    last_x, last_y = 0, 0
    for y, row in enumerate(code.matrix):
        start: int | None = None
        for x, dark in enumerate((*row, 0)):
            if dark and start is None:
                start = x
            elif not dark and start is not None:
                runs.append(f"m{start - last_x} {y - last_y}h{x - start}")
                start, last_x, last_y = None, x, y
    return "M0 .5" + "".join(runs)
