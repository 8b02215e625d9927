"""Text to terms, the same for document and query."""

from functools import cache
from hashlib import blake2b
from pathlib import Path

import archive.persian
import search.analyser
from archive.persian.segment import shipped_segmenter
from archive.persian.spelling import ZWNJ, fold
from search.analyser import LONGEST, Analyser, Term
from search.nearest import nearest

__all__ = [
    "FINGERPRINT",
    "LONGEST",
    "Analyser",
    "Term",
    "analyse",
    "nearest",
    "spellings",
    "stems_and_exacts",
]

LONGEST_COMPOUND = 3  # terms that one compound may be


@cache
def analyser() -> Analyser:
    """Return the analyser over the shipped lexicon."""
    return Analyser(shipped_segmenter())


def analyse(text: str) -> list[Term]:
    """Return the terms of `text` in order: one stem and one exact form for each position.

    «سرمایه‌گذاری», «سرمایه گذاری» and «سرمایهگذاری» give the same terms. Time is linear in the text's length.
    """
    return analyser().terms(text)


def stems_and_exacts(text: str) -> tuple[list[str], list[str]]:
    """Return the stems and the exact forms of `analyse(text)` in two lists of one length, for an index.

    Faster than `analyse`, because nobody asks for the places.
    """
    return analyser().columns(text)


def spellings(text: str) -> list[str]:
    """Return how the compounds of a query may be written in what it finds: half-spaced, in two, fused.

    >>> spellings("سرمایه گذاری پسته") == ["سرمایه\\u200cگذاری", "سرمایه گذاری", "سرمایهگذاری"]
    True
    """
    parted = analyser().parted
    terms = analyse(text)
    found: dict[str, None] = {}
    at = 0
    while at < len(terms):
        for size in range(LONGEST_COMPOUND, 0, -1):
            stretch = text[terms[at].start : terms[min(at + size, len(terms)) - 1].end]
            parts = parted.get("".join(filter(str.isalnum, fold(stretch))))
            if parts:
                found.update((joint.join(parts), None) for joint in (ZWNJ, " ", ""))
                break
        at += size
    return list(found)


#: Modules on how things are shown and read, of which no term knows.
SHOWN = {"dates", "display"}


def _fingerprint() -> str:
    digest = blake2b(digest_size=8)
    sources = sorted(Path(archive.persian.__path__[0]).rglob("*"))
    sources = [path for path in sources if path.stem not in SHOWN]
    for path in [
        *(path for path in sources if path.suffix in {".py", ".tsv", ".txt", ".gz"}),
        Path(search.analyser.__file__),
        Path(__file__),
    ]:
        digest.update(path.read_bytes())
    return digest.hexdigest()


#: A short hash of all that decides which terms a text gives: code, tables and lexicon.
FINGERPRINT = _fingerprint()
