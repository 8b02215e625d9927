"""Written words to the words they hold: «سرمایهگذاریهای» is «سرمایه» and «گذاریهای»."""

import math
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from archive.persian.lexicon import Lexicon, shipped
from archive.persian.stem import Stemmer, shipped_stemmer
from archive.persian.tables import words

REMEMBERED = 50_000  # words whose pieces are kept in memory
LONGEST_PIECE = 16  # letters of a word inside a fused one
LONGEST_FUSED = 40  # letters; what is longer is no word and is left alone
CUT = 2.0  # nats that every cut costs
UNSEEN = 3.5  # nats that two neighbours cost which news never put side by side
INFLECTED = 0.05  # how often a form that was never counted is written, for each time its stem is
UNKNOWN_LETTER, UNKNOWN_WORD = 2.6, -6.0  # nats that an unknown word costs by its letters

AFFIXES = words("affixes.txt")
PREFIXES = frozenset({"می", "نمی", "همی"})
# What may stand before «می» in one written word: «برمی‌گردد», «درنمی‌آید».
PREVERBS = ("بر", "در", "باز", "فرا", "فرو", "وا")


class Word(NamedTuple):
    """A word as written, and without the affixes that a half-space or blank set off."""

    letters: str
    base: str


class Segmenter:
    """Cuts folded letters into words, each with its own inflection."""

    def __init__(self, lexicon: Lexicon, stemmer: Stemmer) -> None:
        self.lexicon = lexicon
        self.stemmer = stemmer
        self.short = words("short_words.txt")
        self.total = sum(lexicon.counts.values())
        self._split_remembered = lru_cache(REMEMBERED)(self._split)

    def words(self, parts: Sequence[str]) -> tuple[Word, ...]:
        """Return the words that `parts`, set off by half-spaces, hold, letter for letter but for a madda."""
        if len(parts) == 1:
            return tuple([Word(piece, piece) for piece in self.split(parts[0])])
        whole = "".join(parts)
        if whole in self.lexicon.headwords:
            return (Word(whole, whole),)
        core = without_affixes(parts)
        ending = "".join(parts[len(core) :])
        *pieces, last = self._pieces(core)
        return (*(Word(piece, piece) for piece in pieces), Word(last + ending, last))

    def _pieces(self, parts: Sequence[str]) -> tuple[str, ...]:
        """Cut where the lexicon says, else where half-spaces stand."""
        whole = "".join(parts)
        if len(parts) == 1:
            return self.split(whole)
        if parts[0] in PREFIXES and self.stemmer.continuous(whole):
            return (whole,)
        known = self.known(whole)
        if known and (len(known) > 1 or self._covers(whole, len(whole) - len(parts[-1]))):
            return known
        return tuple(piece for part in parts for piece in self.split(part))

    def _covers(self, whole: str, cut: int) -> bool:
        """Does the stem of `whole` reach beyond the last half-space?"""
        return whole in self.lexicon.counts or len(self.stemmer.stem(whole)) >= cut + 2

    def split(self, letters: str) -> tuple[str, ...]:
        """Return the words that `letters` hold, in order; joined they are `letters` but for a madda."""
        return self._split_remembered(letters)

    def _split(self, letters: str) -> tuple[str, ...]:
        return self.known(letters) or self._likeliest(letters)

    def known(self, letters: str) -> tuple[str, ...] | None:
        """Return what the lexicon knows `letters` to hold: a compound, a word or a form of one; else None.

        A madda left out at the start («امار») is put back.
        """
        found = self._known(letters)
        return self._known("آ" + letters[1:]) if found is None and letters[0] == "ا" else found

    def _known(self, letters: str) -> tuple[str, ...] | None:
        lexicon, stemmer = self.lexicon, self.stemmer
        if len(letters) < 4:
            return (letters,)
        if letters not in lexicon.headwords and stemmer.continuous(letters):
            return (letters,)
        for preverb in PREVERBS if letters.startswith(PREVERBS) else ():
            if letters.startswith(preverb) and stemmer.continuous(letters[len(preverb) :]):
                return preverb, letters[len(preverb) :]
        if letters in lexicon.compounds:
            return lexicon.compounds[letters]
        if letters in lexicon.counts or letters in lexicon.verb_forms:
            return (letters,)
        return self._inflected(letters)

    def _inflected(self, letters: str) -> tuple[str, ...] | None:
        """A known word or compound with endings."""
        word = letters
        while (shorter := self.stemmer.step(word)) != word:
            word = shorter
            if word in self.lexicon.compounds:
                return self._with_ending(self.lexicon.compounds[word], letters)
        return (letters,) if word != letters and word in self.lexicon.counts else None

    @staticmethod
    def _with_ending(parts: tuple[str, ...], letters: str) -> tuple[str, ...] | None:
        """Give the last of `parts` the rest of `letters`."""
        start = "".join(parts[:-1])
        return (*parts[:-1], letters[len(start) :]) if letters.startswith(start) else None

    def _likeliest(self, letters: str) -> tuple[str, ...]:
        """Return the cheapest way to write `letters` as known words, or `letters` whole (Viterbi)."""
        size = len(letters)
        if size > LONGEST_FUSED:
            return (letters,)
        best: list[tuple[float, int]] = [(0.0, 0)] + [(math.inf, 0)] * size
        for start in range(size):
            cost, before = best[start]
            if cost == math.inf:
                continue
            for end in range(start + 1, min(size, start + LONGEST_PIECE) + 1):
                if start == 0 and end == size:
                    continue
                total = cost + self._cost(letters[start:end], letters[before:start], end == size)
                if total < best[end][0]:
                    best[end] = total, start
        return self._path(letters, best) if best[size][0] < self._unknown(letters) else (letters,)

    def _unknown(self, letters: str) -> float:
        """Nats of a word that the lexicon does not know."""
        cost = math.log(self.total) + UNKNOWN_LETTER * len(letters) + UNKNOWN_WORD
        return cost + (UNSEEN if "آ" in letters[1:] else 0)

    @staticmethod
    def _path(letters: str, best: list[tuple[float, int]]) -> tuple[str, ...]:
        pieces, end = [], len(letters)
        while end:
            start = best[end][1]
            pieces.insert(0, letters[start:end])
            end = start
        return tuple(pieces)

    def _cost(self, piece: str, before: str, last: bool) -> float:
        """Nats of `piece` after the piece `before` ("" at the start)."""
        count, stem = self._count(piece, last)
        if not count:
            return math.inf
        cost = math.log(self.total / count)
        if not before:
            return cost
        if piece == "و" or before == "و" or self._go_together(before, piece, stem):
            return cost + CUT
        return cost + CUT + UNSEEN

    def _go_together(self, before: str, piece: str, stem: str) -> bool:
        lexicon = self.lexicon
        return (
            piece in lexicon.tails
            or before in lexicon.heads
            or lexicon.seen_together(before, piece)
            or lexicon.seen_together(before, stem)
        )

    def _count(self, piece: str, last: bool) -> tuple[float, str]:
        """Return how often news writes `piece`, and its stem; 0 if it is no word."""
        lexicon = self.lexicon
        if len(piece) == 1:
            return (0 if last or piece != "و" else lexicon.counts.get("و", 0)), piece
        if piece in AFFIXES or (len(piece) == 2 and piece not in self.short):
            return 0, piece
        count = lexicon.counts.get(piece) or lexicon.forms.get(piece)
        if count:
            return count, self.stemmer.stem(piece)
        # A form never counted may close a fused word; elsewhere it is too unlikely to be worth the search.
        stem = self.stemmer.base(piece) if last and len(piece) > 3 else None
        return (INFLECTED * lexicon.counts[stem], stem) if stem else (0, piece)


def without_affixes(parts: Sequence[str]) -> Sequence[str]:
    """Return the parts of a half-spaced word before its last affixes."""
    end = len(parts)
    while end > 1 and parts[end - 1] in AFFIXES:
        end -= 1
    return parts[:end]


@cache
def shipped_segmenter() -> Segmenter:
    """Return the segmenter over the shipped lexicon."""
    return Segmenter(shipped(), shipped_stemmer())
