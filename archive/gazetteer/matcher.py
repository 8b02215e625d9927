"""Finding listed phrases in running words, whatever their spelling and spacing."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

from archive.persian.numbers import word_key
from archive.persian.spelling import squeeze

Value = TypeVar("Value")
# Little words that printers fuse with the next one: «ازهشت», «دراین», and «و» («وسرمایه‌گذاران»).
FUSED = frozenset(("از", "در", "به", "با", "که"))
# A shorter rest is more likely a word of its own: «وزن», «درد».
SHORTEST_FUSED = 4


#: The spelling under which a word is looked up; a report's words come again and again.
key_of = lru_cache(maxsize=65536)(word_key)


class Match(NamedTuple):
    """Words [start:end) are a listed phrase; `fused` letters of the first stand before it («ازیزد»: 2)."""

    start: int
    end: int
    value: object
    fused: int = 0


class Phrases(Generic[Value]):
    """A table of phrases, looked up word by word.

    Keys are joined without blanks, so «آذربایجان غربی» is found in «آذربایجانغربی», «آذربایجان‌غربی» and the
    other way round. Time is linear in the words: nearly every look-up ends at the first word.
    """

    def __init__(self, entries: Mapping[str, Value] | Iterable[tuple[str, Value]]) -> None:
        pairs = entries.items() if isinstance(entries, Mapping) else entries
        self._values: dict[str, Value] = {squeeze(phrase): value for phrase, value in pairs}
        self._starts = {key[:length] for key in self._values for length in range(1, len(key) + 1)}

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def get(self, text: str) -> Value | None:
        """The value of a phrase written as `text`, or None."""
        return self._values.get(squeeze(text))

    def at(self, keys: Sequence[str], start: int, limit: int | None = None) -> Match | None:
        """The longest phrase that begins with word `start` and ends before word `limit`."""
        if start >= len(keys) or keys[start] not in self._starts:
            return None
        return self._longest(keys[start], keys, start, limit, 0)

    def at_fused(self, keys: Sequence[str], start: int, limit: int | None = None) -> Match | None:
        """Like `at`, and also after a little word that was printed onto the first one."""
        first = keys[start]
        if first in self._starts and (found := self._longest(first, keys, start, limit, 0)):
            return found
        little = 2 if first[:2] in FUSED else 1 if first[0] == "و" else 0
        rest = first[little:]
        if not little or len(rest) < SHORTEST_FUSED or rest not in self._starts:
            return None
        return self._longest(rest, keys, start, limit, little)

    def find(self, keys: Sequence[str], fused: bool = True) -> Iterator[Match]:
        """Every phrase in the words, left to right, the longest at each place, none inside another."""
        look, at = (self.at_fused if fused else self.at), 0
        while at < len(keys):
            found = look(keys, at)
            if found:
                yield found
            at = found.end if found else at + 1

    def _longest(
        self, first: str, keys: Sequence[str], start: int, limit: int | None, fused: int
    ) -> Match | None:
        best, joined, end = None, first, start + 1
        limit = len(keys) if limit is None else min(limit, len(keys))
        while joined in self._starts:
            if joined in self._values and end <= limit:
                best = Match(start, end, self._values[joined], fused)
            if end >= limit:
                break
            joined += keys[end]
            end += 1
        return best
