"""Text to terms, the same for document and query."""

from hashlib import sha256
from typing import NamedTuple

from archive.persian.spelling import ZWNJ, fold
from archive.persian.tokens import tokens
from search.nearest import nearest

__all__ = ["FINGERPRINT", "LONGEST", "Term", "analyse", "nearest", "spellings"]

LONGEST = 64  # letters in a term; whatever is longer is no word

FINGERPRINT = sha256(b"0").hexdigest()[:12]


class Term(NamedTuple):
    """One word of a text as the index knows it.

    `stem` is what is searched, "" for a function word, which only keeps its position; `exact` is the word
    in one spelling but as inflected. `start` and `end` bound it in the text, in code points.
    """

    stem: str
    exact: str
    start: int
    end: int
    position: int


def analyse(text: str) -> list[Term]:
    """Return the terms of `text` in order."""
    terms = []
    for token in tokens(text):
        exact = fold(token.text).replace(ZWNJ, "").replace("آ", "ا")[:LONGEST]
        if exact:
            terms.append(Term(exact, exact, token.start, token.end, len(terms)))
    return terms


def spellings(text: str) -> list[str]:
    """Return the spellings under which the words of `text` were searched."""
    return [term.exact for term in analyse(text)]
