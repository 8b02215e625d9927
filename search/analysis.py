"""Text to terms, the same for document and query."""

import re
from collections.abc import Iterator
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

import archive.persian
from archive.persian.blanks import Joiner
from archive.persian.doublets import PHRASES, one_spelling
from archive.persian.segment import Segmenter, Word, shipped_segmenter
from archive.persian.spelling import ZWNJ, fold_with_offsets
from archive.persian.tables import words
from archive.persian.tokens import TOKEN
from search.nearest import nearest

__all__ = ["FINGERPRINT", "LONGEST", "Term", "analyse", "nearest"]

LONGEST = 64  # letters in a term; whatever is longer is no word
REMEMBERED = 200_000  # written words whose analysis is kept in memory
WIDEST_GAP = 3  # blanks and line ends that may part the halves of one word

# Phrases that are one word («گفت و گو») come before the words that they begin with.
WRITTEN_WORD = re.compile(f"{PHRASES}|{TOKEN.pattern}")


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


class Piece(NamedTuple):
    """A term within a written word, from whose first letter `start` and `end` count."""

    stem: str
    exact: str
    start: int
    end: int


class Written(NamedTuple):
    """What is remembered of a written word: its letters, whether it is a number or foreign, its pieces."""

    letters: str
    pieces: tuple[Piece, ...]


class Analyser:
    """Cuts text into terms and remembers every written word that it met."""

    def __init__(self, segmenter: Segmenter) -> None:
        self.segmenter = segmenter
        self.joiner = Joiner(segmenter)
        self.function_words = words("function_words.txt")
        self._written: dict[str, Written] = {}

    def terms(self, text: str) -> list[Term]:
        """Return the terms of `text` in order."""
        terms: list[Term] = []
        for start, pieces in self._written_words(text):
            for stem, exact, first, last in pieces:
                terms.append(Term(stem, exact, start + first, start + last, len(terms)))
        return terms

    def _written_words(self, text: str) -> Iterator[tuple[int, tuple[Piece, ...]]]:
        """Yield where each written word starts and its pieces, halves that a blank parts taken together."""
        start = end = 0
        held: Written | None = None
        for match in WRITTEN_WORD.finditer(text):
            written = self._written.get(match[0]) or self._remember(match[0])
            if held and self._continues(held.letters, text[end : match.start()], written.letters):
                end = match.end()
                held = self._written.get(text[start:end]) or self._remember(text[start:end])
                continue
            if held:
                yield start, held.pieces
            held = written
            start, end = match.span()
        if held:
            yield start, held.pieces

    def _continues(self, before: str, gap: str, after: str) -> bool:
        joiner = self.joiner
        return (
            joiner.may_join(before, after)
            and len(gap) <= WIDEST_GAP
            and gap.isspace()
            and joiner.join(before, after)
        )

    def _remember(self, raw: str) -> Written:
        if len(self._written) >= REMEMBERED:
            self._written.clear()
        folded, offsets = fold_with_offsets(raw)
        written = Written("".join(filter(str.isalpha, folded)), tuple(self._pieces(folded, offsets)))
        self._written[raw] = written
        return written

    def _pieces(self, folded: str, offsets: list[int]) -> Iterator[Piece]:
        """Yield the pieces of a written word; `offsets` lead from `folded` back to it."""
        parts = re.split(rf"[\s{ZWNJ}]+", folded)
        letters = "".join(parts)
        if not letters[:1].isalpha() or letters[0].isascii() or len(letters) > LONGEST:
            yield from self._unanalysed(letters, offsets[-1])
            return
        respelled = one_spelling(letters)
        if respelled != letters:
            for piece in self.segmenter.split(respelled):
                yield Piece(self._stem(Word(piece, piece)), _exact(piece), 0, offsets[-1])
            return
        places = [at for at, char in enumerate(folded) if char.isalpha()]
        first = 0
        for word in self.segmenter.words([part for part in parts if part]):
            last = first + len(word.letters)
            yield Piece(
                self._stem(word), _exact(word.letters), offsets[places[first]], offsets[places[last - 1] + 1]
            )
            first = last

    @staticmethod
    def _unanalysed(letters: str, length: int) -> Iterator[Piece]:
        """Numbers («1,200» is 1200, «3/5» is 3.5) and foreign words."""
        term = letters.replace(",", "")
        if term[:1].isdigit() and term.count("/") == 1:
            term = term.replace("/", ".")
        if term:
            yield Piece(term[:LONGEST], term[:LONGEST], 0, length)

    def _stem(self, word: Word) -> str:
        stem = "" if word.letters in self.function_words else self.segmenter.stemmer.stem(word.base)
        return "" if stem in self.function_words else _exact(stem)


def _exact(letters: str) -> str:
    """Madda shows where words start, but is often left out: «امار»."""
    return letters.replace("آ", "ا")


@cache
def analyser() -> Analyser:
    """Return the analyser over the shipped lexicon."""
    return Analyser(shipped_segmenter())


def analyse(text: str) -> list[Term]:
    """Return the terms of `text` in order: one stem and one exact form for each position.

    «سرمایه‌گذاری», «سرمایه گذاری» and «سرمایهگذاری» give the same terms. Time is linear in the text's length.
    """
    return analyser().terms(text)


def _fingerprint() -> str:
    digest = blake2b(digest_size=8)
    sources = sorted(Path(archive.persian.__path__[0]).rglob("*"))
    for path in [
        *(path for path in sources if path.suffix in {".py", ".tsv", ".txt", ".gz"}),
        Path(__file__),
    ]:
        digest.update(path.read_bytes())
    return digest.hexdigest()


#: A short hash of all that decides which terms a text gives: code, tables and lexicon.
FINGERPRINT = _fingerprint()
