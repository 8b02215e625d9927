"""What makes one match better than another; the same numbers in every engine.

A word scores by BM25 (Robertson and Zaragoza 2009) in three fields: `text` holds the stems of title and body,
`title` the stems of the title once more, `exact` the words as inflected. Their sum, weighted, is the score.
idf and the rounding of lengths are Whoosh's, so that its own searcher can be the oracle of ours.
"""

from bisect import bisect_left
from math import log

K1 = 1.2
B = 0.75
WEIGHTS = {"text": 1.0, "title": 1.0, "exact": 0.3}

#: Two words asked for side by side gain this much of their scores where they also stand side by side, the
#: second at most PAIR_SLOP positions after the first. Only the best PAIRED documents are looked at.
PAIR_WEIGHT = 0.2
PAIR_SLOP = 2
PAIRED = 200

#: Field lengths are kept as one byte, the place in this table of the next longer length.
LENGTHS = [round(27 * (1.033**byte - 1)) for byte in range(256)]


def length_byte(length: int) -> int:
    """The byte that stands for a length in words."""
    return min(bisect_left(LENGTHS, length), 255)


def idf(documents: int, matching: int) -> float:
    """How telling a term is that `matching` of so many documents hold."""
    return log(documents / (matching + 1)) + 1


def bm25(idf: float, occurrences: float, length: float, average_length: float) -> float:
    """The score of a term in one field of one document, lengths in words."""
    return idf * occurrences * (K1 + 1) / (occurrences + K1 * (1 - B + B * length / average_length))
