"""A small curve of counts over years, for many side by side. Time runs from right to left."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 120
HEIGHT = 34
#: Room for the line's own thickness and the last point's dot.
MARGIN = 3.0


@dataclass(frozen=True, slots=True)
class Sparkline:
    """A polyline, the area under it as an SVG path, and its last point."""

    line: str
    area: str
    x: float
    y: float
    width: int = WIDTH
    height: int = HEIGHT


def sparkline(counts: Sequence[int]) -> Sparkline:
    """The curve of two or more counts, oldest first, from zero to the greatest of them."""
    greatest = max(counts) or 1
    step = (WIDTH - 2 * MARGIN) / (len(counts) - 1)
    points = [
        (
            round(WIDTH - MARGIN - at * step, 1),
            round(HEIGHT - MARGIN - (HEIGHT - 2 * MARGIN) * n / greatest, 1),
        )
        for at, n in enumerate(counts)
    ]
    line = " ".join(f"{x},{y}" for x, y in points)
    (first, _), (last, y) = points[0], points[-1]
    return Sparkline(line, f"M{first} {HEIGHT}L{line}L{last} {HEIGHT}z", last, y)
