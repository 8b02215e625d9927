"""The sentence around a match, cut from our own text and marked by us."""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from operator import attrgetter
from typing import NamedTuple

from django.utils.safestring import SafeString

from archive.persian.display import typeset
from archive.persian.restore import restore_with_offsets
from search.analysis import Term, analyse, stems_and_exacts
from search.markup import filled, joined
from search.prefilter import ANYTHING, beginnings
from search.tree import Leaf, Marks, Node, Phrase, leaves, marks_of

#: About two lines of a result on a desktop, five on a phone.
LONGEST_EXCERPT = 280

# A full stop inside a number («2.5») ends nothing. Possessive runs and a short look ahead keep it linear.
_SENTENCE = re.compile(r"\S(?:[^.!?؟…\n]|[.!?؟…]++(?![.!?؟…»\")\]]{0,8}+(?:\s|$)))*+[.!?؟…]*+[»\")\]]*+")
_JOINERS = "\u200c\u200d"

#: Where something starts and ends in a text.
Span = tuple[int, int]


class Match(NamedTuple):
    """Where a text answers one leaf of the question; `leaf` counts from the left."""

    start: int
    end: int
    leaf: int


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A passage of a text: `text[start:end]`, typeset, marked and safe to show."""

    start: int
    end: int
    marked: SafeString


def mark(text: str, tree: Node | None) -> SafeString:
    """The whole text, escaped, with the words that answer the question in <mark>."""
    return _marked(text, matches(text, tree))


def mark_restored(text: str, tree: Node | None) -> SafeString:
    """As `mark`, with the half-spaces that print lost; marked is what answers in the printed text."""
    restored, offsets = restore_with_offsets(text)
    moved = [
        match._replace(start=offsets[match.start], end=offsets[match.end - 1] + 1)
        for match in matches(text, tree)
    ]
    return _marked(restored, moved)


def _marked(text: str, found: list[Match]) -> SafeString:
    pieces, at = [], 0
    for span in _merged(found):
        pieces.append((text[at : span.start], text[span.start : span.end]))
        at = span.end
    # Everything of the text is escaped; only the tags are ours.
    return joined("{}<mark>{}</mark>", pieces) + filled("{}", text[at:])


def excerpt(text: str, tree: Node | None, longest: int = LONGEST_EXCERPT) -> Excerpt:
    """The sentences that answer most of the question, the first ones of equals; without a match, the first.

    A passage is made of whole sentences up to `longest` characters; a longer sentence is cut between words.
    It is typeset for reading.
    """
    sentences = [sentence.span() for sentence in _SENTENCE.finditer(text)] or [(0, 0)]
    (start, end), found = _best_passage(text, sentences, tree, longest, beginnings(tree))
    if not found and tree is not None:
        (start, end), found = _best_passage(text, sentences, tree, longest, ANYTHING)
    if end - start > longest:
        start, end = _shortened(text, start, end, found, longest)
    before = "" if any(start == first for first, _ in sentences) else "… "
    after = "" if any(end == last for _, last in sentences) else " …"
    inside = [
        Match(match.start - start, match.end - start, match.leaf)
        for match in found
        if start <= match.start and match.end <= end
    ]
    # Setting type moves nothing.
    marked = _marked(typeset(text[start:end]), inside)
    return Excerpt(start, end, filled("{}{}{}", before, marked, after))


def passage_around(text: str, start: int, end: int, longest: int = LONGEST_EXCERPT) -> Excerpt:
    """The sentence around `text[start:end]`, that span marked; a longer sentence is cut between words."""
    sentences = (sentence.span() for sentence in _SENTENCE.finditer(text))
    first, last = next((span for span in sentences if span[1] > start), (start, end))
    first, last = min(first, start), max(last, end)
    around = Match(start, end, leaf=0)
    if last - first > longest:
        first, last = _shortened(text, first, last, [around], longest)
    inside = around._replace(start=start - first, end=end - first)
    return Excerpt(first, last, _marked(typeset(text[first:last]), [inside]))


def matches(text: str, tree: Node | None) -> list[Match]:
    """Where `text` answers the question, in order; what the question leaves out never matches."""
    asked = list(leaves(tree, negated=False))
    if not asked:
        return []
    terms = analyse(text)
    spans = [(*span, leaf) for leaf, node in enumerate(asked) for span in _spans(node, terms)]
    return sorted(Match(*_whole_letters(text, start, end), leaf) for start, end, leaf in spans)


def _spans(leaf: Leaf, terms: list[Term]) -> Iterator[tuple[int, int]]:
    if not isinstance(leaf, Phrase):
        wanted = marks_of(leaf)
        yield from ((term.start, term.end) for term in terms if term in wanted)
        return
    wanted = [marks_of(word) for word in leaf.words]
    for first in range(len(terms) - leaf.offsets[-1]):
        if terms[first] not in wanted[0]:
            continue
        stretch = [terms[first + offset] for offset in leaf.offsets]
        if all(term in words for term, words in zip(stretch, wanted, strict=True)):
            yield stretch[0].start, stretch[-1].end


def _whole_letters(text: str, start: int, end: int) -> tuple[int, int]:
    """The span widened so that no accent or joiner is torn from its letter."""
    while start > 0 and _clings(text[start]):
        start -= 1
    while end < len(text) and _clings(text[end]):
        end += 1
    return start, end


def _clings(char: str) -> bool:
    return char in _JOINERS or unicodedata.category(char) in {"Mn", "Me"}


def _merged(found: list[Match]) -> list[Match]:
    merged: list[Match] = []
    for span in found:
        if merged and span.start <= merged[-1].end:
            merged[-1] = merged[-1]._replace(end=max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


def _best_passage(
    text: str, sentences: list[Span], tree: Node | None, longest: int, likely: re.Pattern
) -> tuple[Span, list[Match]]:
    """Bounds of the best passage among those with something `likely`, and its matches."""
    asked = [frozenset(_parts(leaf)) for leaf in leaves(tree, negated=False)]
    held = cache(lambda at: _held(text, *sentences[at], asked, likely))
    best, found, most = _bounds(sentences, _fitting(sentences, 0, longest)), [], 0
    for first in range(len(sentences)):
        if most == len(asked):
            break
        # To tell that words are there takes a third of the time of telling where. So only those passages are
        # read closely that could answer more than the best before them.
        passage = _fitting(sentences, first, longest)
        if not held(first) or sum(map(_union(map(held, passage)).issuperset, asked)) <= most:
            continue
        start, end = _bounds(sentences, passage)
        inside = [Match(start + s, start + e, leaf) for s, e, leaf in matches(text[start:end], tree)]
        if (answered := len({match.leaf for match in inside})) > most:
            best, found, most = (start, end), inside, answered
    return best, found


def _parts(leaf: Leaf) -> list[Marks]:
    """What a passage must hold to answer a leaf."""
    return [marks_of(word) for word in leaf.words] if isinstance(leaf, Phrase) else [marks_of(leaf)]


def _held(
    text: str, start: int, end: int, asked: list[frozenset[Marks]], likely: re.Pattern
) -> frozenset[Marks]:
    """What of the question a sentence holds."""
    if not likely.search(text, start, end):
        return frozenset()
    stems, exacts = stems_and_exacts(text[start:end])
    return frozenset(part for parts in asked for part in parts if part.occurs(stems, exacts))


def _union(sets: Iterable[frozenset[Marks]]) -> frozenset[Marks]:
    return frozenset().union(*sets)


def _fitting(sentences: list[Span], first: int, longest: int) -> range:
    """A sentence and the following ones that still fit."""
    last = first + 1
    while last < len(sentences) and sentences[last][1] - sentences[first][0] <= longest:
        last += 1
    return range(first, last)


def _bounds(sentences: list[Span], passage: range) -> Span:
    return sentences[passage[0]][0], sentences[passage[-1]][1]


def _answered(found: list[Match], start: int, end: int) -> int:
    """How many leaves of the question are answered between two offsets."""
    first = bisect_left(found, start, key=attrgetter("start"))
    last = bisect_left(found, end, lo=first, key=attrgetter("start"))
    return len({match.leaf for match in found[first:last] if match.end <= end})


def _shortened(text: str, start: int, end: int, found: list[Match], longest: int) -> tuple[int, int]:
    """The stretch of a long sentence that answers most, cut between words where there are any."""
    inside = [match for match in found if start <= match.start and match.end <= end]
    lead_in = longest // 4
    begins = [start, *(max(start, match.start - lead_in) for match in inside)]
    begin = max(begins, key=lambda at: _answered(found, at, at + longest))
    if begin > start:
        blank = text.find(" ", begin, begin + lead_in)
        begin = blank + 1 if blank >= 0 else begin
    finish = min(begin + longest, end)
    if finish < end:
        answered = (match.end for match in inside if begin <= match.start and match.end <= finish)
        blank = text.rfind(" ", max([begin + lead_in, *answered]), finish)
        finish = blank if blank >= 0 else finish
    return _whole_letters(text, begin, finish)
