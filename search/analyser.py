"""Cuts text into terms: what is written between blanks, the words in it, what of them is one word."""

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise
from typing import NamedTuple

from archive.persian.blanks import Joiner
from archive.persian.doublets import PHRASES, one_spelling
from archive.persian.segment import AFFIXES, Segmenter, Word
from archive.persian.spelling import FOLD, ZWNJ, fold, fold_with_offsets
from archive.persian.tables import words
from archive.persian.tokens import INNER, TOKEN

LONGEST = 64  # letters in a term; whatever is longer is no word
NOTHING: frozenset[str] = frozenset()
REMEMBERED = 100_000  # written words whose analysis is kept in memory, some 40 MB

# Phrases that are one word («گفت و گو») come before the words that they begin with. Signs keep words apart;
# a half-space left over at a word's end («می‌ شود») is none.
WORD_OR_SIGN = re.compile(rf"{PHRASES}|{TOKEN.pattern}|[^\s{INNER}]")
# What is written between two blanks; most of it is a word, the rest a word and a sign.
RUN = re.compile(r"\S+")
# Signs that stand beside words.
SIGNS = "،.:؛!؟«»()[]\"'…-/*#"
# The parts of a written word, between its half-spaces and blanks.
PART = re.compile(r"[^\W_]+")


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


@dataclass(slots=True)  # read and made faster than a named tuple
class Written:
    """A word or more, or a sign: its terms, where each starts and ends, its first and its last word.

    `opens` holds how a word may begin (two letters) with which the last word could be one; `is_affix` tells
    that the first could belong to the word before it. A sign has no terms and no letters.
    """

    stems: tuple[str, ...] = ()
    exacts: tuple[str, ...] = ()
    places: tuple[tuple[int, int], ...] = ()
    first: str = ""
    last: str = ""
    opens: frozenset[str] = NOTHING
    is_affix: bool = False


SIGN = Written()


class Analyser(dict[str, Written]):
    """Cuts text into terms; as a dict it remembers words, and what was written between blanks."""

    def __init__(self, segmenter: Segmenter) -> None:
        super().__init__()
        self.segmenter = segmenter
        self.stemmer = segmenter.stemmer
        self.stems = segmenter.lexicon.stems
        self.joiner = Joiner(segmenter)
        self.function_words = words("function_words.txt")

    @cached_property
    def parted(self) -> dict[str, tuple[str, ...]]:
        """All that news writes as one word and in parts: the word and its parts."""
        lexicon = self.segmenter.lexicon
        joins = [tuple(join.split(" ")) for join in lexicon.joins]
        return {"".join(parts): parts for parts in joins if lexicon.seen_together(*parts)} | lexicon.compounds

    def terms(self, text: str) -> list[Term]:
        """Return the terms of `text` in order."""
        spans = [match.span() for match in RUN.finditer(text)]
        found = [self[text[start:end]] for start, end in spans]
        for first, last in self._parted(found, self.joiner.may_join):
            found[first : last + 1] = [self[text[spans[first][0] : spans[last][1]]], *[SIGN] * (last - first)]
        terms: list[Term] = []
        for (at, _), written in zip(spans, found, strict=True):
            for stem, exact, (start, end) in zip(written.stems, written.exacts, written.places, strict=True):
                terms.append(Term._make((stem, exact, at + start, at + end, len(terms))))
        return terms

    def columns(self, text: str) -> tuple[list[str], list[str]]:
        """Return the stems and the exact forms of `terms(text)`."""
        runs = text.split()
        found = list(map(self.__getitem__, runs))
        for first, last in self._parted(found, self.joiner.may_join):
            found[first : last + 1] = [self[" ".join(runs[first : last + 1])], *[SIGN] * (last - first)]
        stems: list[str] = []
        exacts: list[str] = []
        for written in found:
            stems += written.stems
            exacts += written.exacts
        return stems, exacts

    def __missing__(self, raw: str) -> Written:
        """Analyse what is written, and remember it unless it is too long to come again."""
        written = self._written(raw)
        if len(raw) <= LONGEST:
            if len(self) >= REMEMBERED:
                self.clear()
            self[raw] = written
        return written

    def _written(self, raw: str) -> Written:
        folded = fold(raw)
        if folded in self.stems and len(folded) == len(raw):
            return self._known(folded)
        bare = raw.strip(SIGNS)
        if bare != raw:
            return self._signed(raw, bare) if bare else SIGN
        spans = [match.span() for match in WORD_OR_SIGN.finditer(raw)]
        return self._word(raw, folded) if spans == [(0, len(raw))] else self._words(raw, spans)

    def _known(self, letters: str) -> Written:
        """The words of which most of a text is made go past all rules."""
        return Written(
            (self._stem(letters, letters),),
            (_without_madda(letters),),
            ((0, len(letters)),),
            letters,
            letters,
            self.joiner.opens.get(letters, NOTHING),
            letters in AFFIXES,
        )

    def _signed(self, raw: str, bare: str) -> Written:
        """Analyse what stands between signs: «(پسته،»."""
        inner = self[bare]
        before = raw.index(bare)
        after = len(raw) - len(bare) - before
        return Written(
            inner.stems,
            inner.exacts,
            tuple([(start + before, end + before) for start, end in inner.places])
            if before
            else inner.places,
            "" if before else inner.first,
            "" if after else inner.last,
            NOTHING if after else inner.opens,
            not before and inner.is_affix,
        )

    def _words(self, raw: str, spans: list[tuple[int, int]]) -> Written:
        """Analyse words and signs, some of which may be one word although a blank parts them."""
        found = [self[raw[start:end]] for start, end in spans]
        for first, last in self._parted(found, self.joiner.join):
            spans[first] = spans[first][0], spans[last][1]
            word = raw[slice(*spans[first])]
            found[first : last + 1] = [self._word(word, fold(word)), *[SIGN] * (last - first)]
        if not found:
            return SIGN
        places = [
            (at + start, at + end)
            for (at, _), one in zip(spans, found, strict=True)
            for start, end in one.places
        ]
        return Written(
            tuple([stem for one in found for stem in one.stems]),
            tuple([exact for one in found for exact in one.exacts]),
            tuple(places),
            found[0].first,
            found[-1].last,
            found[-1].opens,
            found[0].is_affix,
        )

    @staticmethod
    def _parted(found: Sequence[Written], joined: Callable[[str, str], bool]) -> list[tuple[int, int]]:
        """Return the index of the first and last part of each word that blanks part, as `joined` tells."""
        # Of all neighbours only the few that could be one word are asked about.
        seams = [
            at
            for at, (one, other) in enumerate(pairwise(found), 1)
            if other.is_affix or (one.opens and other.first[:2] in one.opens)
        ]
        parted: list[tuple[int, int]] = []
        letters = ""
        for at in seams:
            goes_on = parted and parted[-1][1] == at - 1
            letters = letters if goes_on else found[at - 1].last
            if len(letters) <= LONGEST and joined(letters, found[at].first):
                first = parted.pop()[0] if goes_on else at - 1
                parted.append((first, at))
                letters = letters + found[at].first if found[at].first == found[at].last else found[at].last
        return parted

    def _word(self, raw: str, folded: str) -> Written:
        letters = folded.replace(ZWNJ, "")
        if not letters.isalpha():
            letters = "".join(filter(str.isalnum, letters))
        if not letters:
            return SIGN
        if letters.isascii() or len(letters) > LONGEST:
            term = _unanalysed(folded if letters[0].isdigit() else letters)
            return Written((term,), (term,), ((0, len(raw)),))
        pieces, places = self._pieces(raw, folded, letters)
        return Written(
            tuple([self._stem(*piece) for piece in pieces]),
            tuple([_without_madda(piece.letters) for piece in pieces]),
            places,
            letters,
            letters,
            self.joiner.opens.get(letters, NOTHING),
            letters in AFFIXES,
        )

    def _pieces(
        self, raw: str, folded: str, letters: str
    ) -> tuple[tuple[Word, ...], tuple[tuple[int, int], ...]]:
        """Return the words that a written word holds, and their places in it."""
        respelled = one_spelling(letters)
        if respelled != letters or letters in self.function_words:
            pieces = self.segmenter.words([respelled]) if respelled != letters else (Word(letters, letters),)
            return pieces, ((0, len(raw)),) * len(pieces)
        pieces = self.segmenter.words([letters] if folded == letters else PART.findall(folded))
        if len(pieces) == 1 and FOLD[ord(raw[0])] and folded[-1].isalnum():
            return pieces, ((0, len(raw)),)
        starts, ends = _letter_places(raw, folded)
        bounds = [0, *accumulate(len(piece.letters) for piece in pieces)]
        return pieces, tuple((starts[first], ends[last - 1]) for first, last in pairwise(bounds))

    def _stem(self, letters: str, base: str) -> str:
        stem = "" if letters in self.function_words else self.stemmer.stem(base)
        return "" if stem in self.function_words else _without_madda(stem)


def _letter_places(raw: str, folded: str) -> tuple[Sequence[int], Sequence[int]]:
    """Return where in `raw` each letter of `folded` starts, and where it ends with its diacritics."""
    if len(raw) == len(folded):
        starts = [at for at, char in enumerate(folded) if char.isalnum()]
        return starts, [start + 1 for start in starts]
    folded, offsets = fold_with_offsets(raw)
    letters = [at for at, char in enumerate(folded) if char.isalnum()]
    starts = [offsets[at] for at in letters]
    # A ligature's letters all start with it, and end where the next character starts.
    return starts, [offsets[bisect_right(offsets, start)] for start in starts]


def _unanalysed(letters: str) -> str:
    """Numbers have one spelling too: «1,200» is 1200, «3/5» is 3.5, but «12/3/1395» stays a date."""
    term = letters.replace(",", "")
    if term[0].isdigit() and term.count("/") == 1:
        term = term.replace("/", ".")
    return term[:LONGEST]


def _without_madda(letters: str) -> str:
    """Madda shows where words start, but is often left out: «امار»."""
    return letters.replace("آ", "ا")
