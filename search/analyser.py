"""Cuts text into terms: what is written between blanks, the words in it, what of them is one word."""

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import cached_property
from itertools import accumulate, chain, compress, count, pairwise
from operator import and_
from typing import NamedTuple

from archive.persian.blanks import Joiner
from archive.persian.doublets import PHRASES, one_spelling
from archive.persian.segment import Segmenter, Word
from archive.persian.spelling import FOLD, ZWNJ, fold, fold_with_offsets
from archive.persian.tables import words
from archive.persian.tokens import INNER, TOKEN

LONGEST = 64  # letters in a term; whatever is longer is no word
REMEMBERED = 100_000  # written words whose analysis is kept in memory, some 70 MB

# Phrases that are one word («گفت و گو») come before the words that they begin with. Signs keep words apart;
# a half-space left over at a word's end («می‌ شود») is none.
WORD_OR_SIGN = re.compile(rf"{PHRASES}|{TOKEN.pattern}|[^\s{INNER}]")
# What is written between two blanks; most of it is a word, the rest a word and a sign.
BETWEEN_BLANKS = re.compile(r"\S+")
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


# What is written between two blanks; the letters of its first and of its last word, "" where a sign, number
# or foreign word stands; the place of each word. A plain tuple, which the garbage collector soon lets be.
Run = tuple[str, str, str, tuple[tuple[int, int], ...]]

# The analysis of a run is flat, so that those of a text are chained, and columns cut out of it by slices,
# without a loop. Each word has five cells: its stem, its exact form, `opens` and `begins` of `Joiner` (of the
# run's last and first word; the others have 0), the run. A sign has five too, and no word in them.
WIDTH = 5
STEM, EXACT, OPENS, BEGINS, RUN = range(WIDTH)
Cells = Sequence[str | int | Run]
SIGN: Cells = ("", "", 0, 0, ("", "", "", ()))


def _cells(stems: Sequence[str], exacts: Sequence[str], opens: int, begins: int, run: Run) -> Cells:
    """Return the cells of a run with these words."""
    if len(stems) == 1:
        return stems[0], exacts[0], opens, begins, run
    cells = [cell for stem, exact in zip(stems, exacts, strict=True) for cell in (stem, exact, 0, 0, run)]
    cells[BEGINS], cells[OPENS - WIDTH] = begins, opens
    return tuple(cells)


class Analyser(dict[str, Cells]):
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
        runs = [match.span() for match in BETWEEN_BLANKS.finditer(text)]
        _, *columns = self._read(text, self._joined(text, runs, self.joiner.may_join))
        rows = enumerate(zip(*columns, strict=True))
        return [Term._make((stem, exact, start, end, at)) for at, (stem, exact, (start, end)) in rows]

    def columns(self, text: str) -> tuple[list[str], list[str]]:
        """Return the stems and the exact forms of `terms(text)`."""
        cells = list(chain.from_iterable(map(self.__getitem__, text.split())))
        parted = self._parted(cells, self.joiner.may_join)
        if parted:
            joined: list[str | int | Run] = []
            done = 0
            for start, end, runs in parted:
                joined += cells[done : start * WIDTH]
                joined += self[" ".join([written for written, *_ in runs])]
                done = end * WIDTH
            cells = joined + cells[done:]
        return _columns(cells)

    def __missing__(self, raw: str) -> Cells:
        """Analyse what is written, and remember it unless it is too long to come again."""
        cells = self._written(raw)
        if len(raw) <= LONGEST:
            if len(self) >= REMEMBERED:
                self.clear()
            self[raw] = cells
        return cells

    def _written(self, raw: str) -> Cells:
        # The words of which most of a text is made go past all rules.
        stem = self.stems.get(raw)
        if stem is not None:
            return self._counted(raw, raw, stem)
        bare = raw.strip(SIGNS)
        if bare != raw:
            return self._signed(raw, bare) if bare else SIGN
        folded = fold(raw)
        if len(folded) == len(raw) and folded in self.stems:
            return self._counted(raw, folded, self.stems[folded])
        match = WORD_OR_SIGN.match(raw)
        if match and match.end() == len(raw):
            return self._word(raw, folded)
        return self._several(raw, folded)

    def _counted(self, raw: str, letters: str, stem: str) -> Cells:
        if letters in self.function_words or stem in self.function_words:
            stem = ""
        stem, exact = _without_madda(stem), _without_madda(letters)
        if stem == exact:  # half of all words; a text is read quicker when fewer strings are touched
            stem = exact
        opens, begins = self.joiner.opens(letters), self.joiner.begins(letters)
        return stem, exact, opens, begins, (raw, letters, letters, ((0, len(raw)),))

    def _signed(self, raw: str, bare: str) -> Cells:
        """Analyse what stands between signs: «(پسته،»."""
        cells = list(self[bare])
        _, first, last, places = cells[RUN]
        before = raw.index(bare)
        if before:
            cells[BEGINS], first = 0, ""
            places = tuple([(start + before, end + before) for start, end in places])
        if before + len(bare) < len(raw):
            cells[OPENS - WIDTH], last = 0, ""
        cells[RUN::WIDTH] = [(raw, first, last, places)] * (len(cells) // WIDTH)
        return tuple(cells)

    def _several(self, raw: str, folded: str) -> Cells:
        """Analyse words and signs, some of which may be one word although a blank parts them."""
        spans = [match.span() for match in WORD_OR_SIGN.finditer(raw)]
        spans = self._joined(raw, spans, self.joiner.join)
        if spans == [(0, len(raw))]:
            return self._word(raw, folded)
        found, stems, exacts, places = self._read(raw, spans)
        if not exacts:
            return SIGN
        _, first, _, _ = found[0][RUN]
        _, _, last, _ = found[-1][RUN]
        run = raw, first, last, tuple(places)
        return _cells(stems, exacts, found[-1][OPENS - WIDTH], found[0][BEGINS], run)

    def _read(
        self, text: str, spans: list[tuple[int, int]]
    ) -> tuple[list[Cells], list[str], list[str], list[tuple[int, int]]]:
        """Return what stands in the spans, and its words: their stems, their exact forms, their places."""
        found = [self[text[start:end]] for start, end in spans]
        places = [
            (at + start, at + end)
            for (at, _), (*_, (_, _, _, own_places)) in zip(spans, found, strict=True)
            for start, end in own_places
        ]
        return found, *_columns(list(chain.from_iterable(found))), places

    def _joined(
        self, text: str, spans: list[tuple[int, int]], joins: Callable[[str, str], bool]
    ) -> list[tuple[int, int]]:
        """Return the spans of words, made one where `joins` says that they are one."""
        found = [self[text[start:end]] for start, end in spans]
        parted = self._parted(list(chain.from_iterable(found)), joins)
        if not parted:
            return spans
        span_of = [at for at, cells in enumerate(found) for _ in cells[RUN::WIDTH]]
        joined, done = [], 0
        for start, end, _ in parted:
            first, last = span_of[start], span_of[end - 1]
            joined += [*spans[done:first], (spans[first][0], spans[last][1])]
            done = last + 1
        return joined + spans[done:]

    @staticmethod
    def _parted(cells: Cells, joins: Callable[[str, str], bool]) -> list[tuple[int, int, list[Run]]]:
        """Return the words that blanks part, as `joins` tells: from which term to which, their runs."""
        parted: list[tuple[int, int, list[Run]]] = []
        letters = ""
        # Of all neighbours only the few that could be one word are asked about.
        could_be_one = map(and_, cells[OPENS::WIDTH], cells[BEGINS + WIDTH :: WIDTH])
        for at in compress(count(1), could_be_one):
            before, after = cells[(at - 1) * WIDTH + RUN], cells[at * WIDTH + RUN]
            goes_on = parted and parted[-1][1] == at
            (_, _, ending, places_before), (_, first, last, places) = before, after
            letters = letters if goes_on else ending
            if len(letters) <= LONGEST and joins(letters, first):
                start, _, runs = parted.pop() if goes_on else (at - len(places_before), at, [before])
                runs.append(after)
                parted.append((start, at + len(places), runs))
                letters = letters + first if first == last else last
        return parted

    def _word(self, raw: str, folded: str) -> Cells:
        letters = folded.replace(ZWNJ, "")
        if not letters.isalpha():
            letters = "".join(filter(str.isalnum, letters))
        if not letters:
            return SIGN
        if letters.isascii() or len(letters) > LONGEST:
            term = _unanalysed(folded if letters[0].isdigit() else letters)
            return term, term, 0, 0, (raw, "", "", ((0, len(raw)),))
        pieces, places = self._pieces(raw, folded, letters)
        stems = [self._stem(*piece) for piece in pieces]
        exacts = [_without_madda(piece.letters) for piece in pieces]
        run = raw, letters, letters, places
        return _cells(stems, exacts, self.joiner.opens(letters), self.joiner.begins(letters), run)

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


def _columns(cells: list[str | int | Run]) -> tuple[list[str], list[str]]:
    """Return the stems and the exact forms of words, without signs."""
    stems, exacts = cells[STEM::WIDTH], cells[EXACT::WIDTH]
    if all(exacts):
        return stems, exacts
    return list(compress(stems, exacts)), list(filter(None, exacts))


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
