"""Written words to the words they hold: «سرمایهگذاریهای» is «سرمایه» and «گذاریهای»."""

import math
from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from archive.persian.doublets import one_spelling
from archive.persian.lexicon import Lexicon, shipped
from archive.persian.stem import Stemmer, shipped_stemmer
from archive.persian.tables import words

REMEMBERED = 50_000  # words whose pieces are kept in memory
FOLLOWED = 1_000  # words whose followers are kept ready
LONGEST_PIECE = 16  # letters of a word inside a fused one
LONGEST_FUSED = 40  # letters; what is longer is no word and is left alone
CUT = 2.0  # nats that every cut costs
UNSEEN = 3.5  # nats that two neighbours cost which news never put side by side
INFLECTED = 0.05  # how often a form that was never counted is written, for each time its stem is
MADDA_LOST = 0.05  # how often «آ» is written «ا»
SHORTEST_NAME = 3  # letters of a name before «پور»
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
        self.surname_parts = words("surname_parts.txt")
        self.total = sum(lexicon.counts.values())
        #: The words that letters hold, in order; joined they are the letters but for a madda.
        self.split: Callable[[str], tuple[str, ...]] = lru_cache(REMEMBERED)(self._split)
        # A set answers at once, but sets of all that «و» and the like go before take ten times the memory.
        self._followers = lru_cache(FOLLOWED)(lambda word: frozenset(lexicon.followers.get(word, "").split()))

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

    def stems(self) -> dict[str, str]:
        """Return the stems of all counted words and forms that are one word, for `Lexicon.stems`."""
        lexicon = self.lexicon
        return {
            word: self.stemmer.stem(word)
            for word in lexicon.counts.keys() | lexicon.forms.keys()
            if self.split(word) == (word,) == (one_spelling(word),)
        }

    def _split(self, letters: str) -> tuple[str, ...]:
        if letters in self.lexicon.stems:
            return (letters,)
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
        whole = self._unknown(letters)
        best: list[tuple[float, str]] = [(0.0, ""), *[(math.inf, "")] * (size - 1), (whole, "")]
        for start in range(size):
            cost, before = best[start]
            if cost >= best[size][0]:  # what goes on from here only costs more
                continue
            for piece, count in self._words_at(letters, start):
                end = start + len(piece)
                total = cost + math.log(self.total / count) + (CUT if start else 0)
                if start and total < best[end][0] and not self._go_together(before, piece):
                    total += UNSEEN
                if total < best[end][0]:
                    best[end] = total, piece
        return self._path(best) if best[size][1] else self._surname(letters)

    def _words_at(self, letters: str, start: int) -> Iterator[tuple[str, float]]:
        """Yield the words that `letters` hold from `start` on, each with how often news writes it."""
        counts, forms = self.lexicon.counts, self.lexicon.forms
        size, may_lack_madda = len(letters), letters[start] == "ا"
        for end in range(start + 1, min(size, start + LONGEST_PIECE) + 1):
            piece = letters[start:end]
            count = counts.get(piece) or forms.get(piece)
            if may_lack_madda and not count:
                piece = "آ" + piece[1:]
                count = MADDA_LOST * counts.get(piece, 0)
            if count and self._may_stand(piece, end == size) and end - start < size:
                yield piece, count
        # A form never counted may close a fused word; elsewhere it is too unlikely to be worth the search.
        if not count and 3 < size - start <= LONGEST_PIECE and start:
            piece = letters[start:]
            stem = None if piece in AFFIXES else self.stemmer.base(piece)
            if stem:
                yield piece, INFLECTED * counts[stem]

    def _may_stand(self, piece: str, last: bool) -> bool:
        """May `piece` be a word inside a fused one? Of the shortest only a few may, and no affix."""
        if len(piece) == 1:
            return piece == "و" and not last
        return (len(piece) > 2 or piece in self.short) and piece not in AFFIXES

    def _unknown(self, letters: str) -> float:
        """Nats of a word that the lexicon does not know."""
        cost = math.log(self.total) + UNKNOWN_LETTER * len(letters) + UNKNOWN_WORD
        return cost + (UNSEEN if "آ" in letters[1:] else 0)

    @staticmethod
    def _path(best: Sequence[tuple[float, str]]) -> tuple[str, ...]:
        pieces: list[str] = []
        end = len(best) - 1
        while end:
            pieces.insert(0, best[end][1])
            end -= len(pieces[0])
        return tuple(pieces)

    def _surname(self, letters: str) -> tuple[str, ...]:
        """Cut «پور» off a surname that nobody counted, as it is when a half-space or blank sets it off."""
        for part in self.surname_parts:
            name = letters.removesuffix(part)
            if name != letters and len(name) >= SHORTEST_NAME:
                return name, part
        return (letters,)

    def _go_together(self, before: str, piece: str) -> bool:
        if "و" in (before, piece) or piece in self.lexicon.tails or before in self.lexicon.heads:
            return True
        followers = self._followers(before)
        return bool(followers) and (piece in followers or self.stemmer.stem(piece) in followers)


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
