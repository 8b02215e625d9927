"""A text as the rules read it: words with their look-up keys, sentences, paragraphs."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from archive.gazetteer.matcher import key_of
from archive.gazetteer.tables import key_list
from archive.persian.tokens import tokens

_STOP = re.compile(r"[.!؟?…•🔸\n]")
_SPACED_LETTERS = str.maketrans({"ي": "ی", "ى": "ی", "ك": "ک", "ـ": None, "\u200e": None, "\u200f": None})
# A line that breaks off after these was cut by the page, not by the writer.
_CANNOT_END = key_list("cannot-end")


class Word(NamedTuple):
    """A word or number: `key` to look it up by, its place, and what stands between it and the word before."""

    key: str
    start: int
    end: int
    gap: str


class Sentence(NamedTuple):
    """Words [first:last) of a reading; text [start:end); `paragraph` counts from 0."""

    first: int
    last: int
    start: int
    end: int
    paragraph: int


class Reading:
    """One part of a report, cut into words and sentences once, read by every rule."""

    def __init__(self, part: str, text: str) -> None:
        self.part, self.text = part, text
        self.words: list[Word] = []
        end = 0
        for token in tokens(text):
            self.words.append(Word(key_of(token.text), token.start, token.end, text[end : token.start]))
            end = token.end
        self.keys = [word.key for word in self.words]
        self.sentences = list(self._cut())

    def gap(self, at: int) -> str:
        """What stands before word `at`; after the last word: the rest of the text."""
        if at < len(self.words):
            return self.words[at].gap
        return self.text[self.words[-1].end :] if self.words else self.text

    def mark(self, at: int) -> str:
        """The punctuation before word `at`, "" when only blanks stand there."""
        return self.gap(at).strip(" \t\u200c\u00a0")

    def cut(self, first: int, last: int) -> str:
        """The text of words [first:last) as printed."""
        return self.text[self.words[first].start : self.words[last - 1].end] if first < last else ""

    def words_between(self, start: int, end: int) -> tuple[int, int]:
        """The words [first:last) that lie in text[start:end)."""
        first = bisect_left(self.words, start, key=lambda word: word.start)
        return first, bisect_left(self.words, end, key=lambda word: word.start)

    def paragraph_end(self, offset: int) -> int:
        """Where the paragraph around `offset` ends."""
        end = self.text.find("\n", offset)
        return len(self.text) if end < 0 else end

    def _cut(self) -> Iterator[Sentence]:
        first, paragraph = 0, 0
        for at in range(1, len(self.words) + 1):
            ends_text = at == len(self.words)
            if not ends_text and not self._ends_before(at):
                continue
            start = self.words[first].start
            end = self.words[at - 1].end
            yield Sentence(first, at, start, self._with_stop(end), paragraph)
            if not ends_text:
                paragraph += "\n" in self.words[at].gap
                first = at

    def _ends_before(self, at: int) -> bool:
        """Does a sentence end between word at-1 and word at?"""
        gap = self.words[at].gap
        if not _STOP.search(gap):
            return False
        if gap.strip() == "." and self.keys[at - 1].isdigit() and self.keys[at].isdigit():
            return False  # «4. 5 درصد»
        if "\n" in gap:
            broken_off = not gap.split("\n")[0].strip() and self.keys[at - 1] in _CANNOT_END
            return not (broken_off or gap.split("\n")[0].strip().startswith(":"))
        # «و... »: the list goes on; «ا. احمدی»: an initial
        return not (gap.startswith(("...", "…")) or len(self.keys[at - 1]) == 1)

    def _with_stop(self, end: int) -> int:
        """The end of a sentence with the marks that close it."""
        while end < len(self.text) and self.text[end] in '.!؟?…»"”)':
            end += 1
        return end


def tidy(text: str) -> str:
    """A name as it is kept: Persian letters, single blanks, no tatweel."""
    return " ".join(text.translate(_SPACED_LETTERS).split()).strip(' ،؛:.-–«»"()')
