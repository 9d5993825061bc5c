"""QR codes on paper: one small content stream of filled rectangles, a rectangle for each row of dark modules."""

from app.base.pdf.fonts import POINTS_PER_MM
from app.base.pdf.lines import Code
from app.base.qr import runs_of


def drawn(code: Code, *, height: float) -> tuple[str, tuple[float, float, float, float]]:
    """The commands, and the box in points from the bottom left of a page of this height."""
    modules, runs = runs_of(code.text)
    side = code.side * POINTS_PER_MM
    left, bottom = code.left * POINTS_PER_MM, height - code.top * POINTS_PER_MM - side
    scale = f"{side / modules:.4f}"
    boxes = "\n".join(f"{x} {modules - y - 1} {dark} 1 re" for x, y, dark in runs)
    commands = f"q {scale} 0 0 {scale} {left:.2f} {bottom:.2f} cm 0 g\n{boxes}\nf Q\n"
    return commands, (round(left, 2), round(bottom, 2), round(left + side, 2), round(bottom + side, 2))
