"""Counts what running text shows about spelling: words, half-spaced words, neighbours."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from archive.persian.doublets import one_spelling
from archive.persian.spelling import ZWNJ, fold

LETTERS = "آابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی"
# A Persian word of folded text, half-spaces inside; or any other sign, which parts neighbours.
WORD_OR_SIGN = re.compile(rf"[{LETTERS}]+(?:{ZWNJ}+[{LETTERS}]+)*|[^\s{ZWNJ}]")


@dataclass
class Counts:
    """How often words, half-spaced spellings (as their parts) and pairs of neighbours were written.

    The parts of a half-spaced word count as words and as neighbours too.
    """

    words: Counter[str] = field(default_factory=Counter)
    half_spaced: Counter[tuple[str, ...]] = field(default_factory=Counter)
    pairs: Counter[tuple[str, str]] = field(default_factory=Counter)

    @classmethod
    def of(cls, texts: Iterable[str]) -> "Counts":
        """Count all of `texts`."""
        counts = cls()
        for text in texts:
            counts.add(text)
        return counts

    def add(self, text: str) -> None:
        """Count one text."""
        before = ""
        for token in WORD_OR_SIGN.findall(fold(text)):
            if token[0] not in LETTERS:
                before = ""
                continue
            parts = tuple(one_spelling(part) for part in token.split(ZWNJ) if part)
            if len(parts) > 1:
                self.half_spaced[parts] += 1
            for part in parts:
                self.words[part] += 1
                if before:
                    self.pairs[before, part] += 1
                before = part
