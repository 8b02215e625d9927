"""The numbered paragraphs of a report's body. Their numbers are permalinks (#p3) and must not change."""

import re
from bisect import bisect_right
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple

_PARAGRAPH = re.compile(r"\S[^\n]*")


class Paragraph(NamedTuple):
    """A line of the body that holds something; `body[start:end]`, numbered from 1."""

    number: int
    start: int
    end: int


@lru_cache(maxsize=16)  # a page asks for those of one body hundreds of times
def paragraphs(body: str) -> tuple[Paragraph, ...]:
    """The paragraphs of a body, in order, without blank lines and blanks at their ends.

    >>> paragraphs("یک\\n\\nدو ")
    (Paragraph(number=1, start=0, end=2), Paragraph(number=2, start=4, end=6))
    """
    lines = _PARAGRAPH.finditer(body)
    return tuple(
        Paragraph(number, line.start(), line.start() + len(line[0].rstrip()))
        for number, line in enumerate(lines, start=1)
    )


def paragraph_number(body: str, offset: int) -> int:
    """The number of the paragraph that an offset into the body falls in, or 0 before the first one."""
    return bisect_right(paragraphs(body), offset, key=attrgetter("start"))


def paragraph_of(body: str, part: str, start: int | None) -> int:
    """The number of the paragraph that a span of a report begins in, or 0 where it lies outside the body."""
    return paragraph_number(body, start) if part == "body" and start is not None else 0
