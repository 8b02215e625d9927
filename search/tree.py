"""The tree that a reader's words become, and what of it deserves a mark in a text."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from search.analysis import Term


@dataclass(frozen=True, slots=True)
class Word:
    """One word. `verbatim` asks for exactly this spelling, else any form with the stem matches.

    A function word has no stem ("") and is always verbatim where it counts at all.
    """

    stem: str
    exact: str
    verbatim: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words at fixed distances: `offsets` counts positions from the first, a «به» between may be any word."""

    words: tuple[Word, ...]
    offsets: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Near:
    """Words that all occur, in any order, within a stretch of `distance` words."""

    words: tuple[Word, ...]
    distance: int


@dataclass(frozen=True, slots=True)
class Prefix:
    """Every word that begins with these letters, in the one spelling of exact forms."""

    letters: str


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """Every word that is at most one letter away: one more, one less, another, or two neighbours swapped."""

    letters: str


@dataclass(frozen=True, slots=True)
class And:
    """All parts match."""

    parts: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Or:
    """At least one part matches."""

    parts: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not match."""

    part: "Node"


Leaf = Word | Phrase | Near | Prefix | Fuzzy
Node = Leaf | And | Or | Not


def leaves(tree: Node | None, negated: bool = True) -> Iterator[Leaf]:
    """The leaves of a tree from left to right; without `negated`, only those that are asked for."""
    if isinstance(tree, And | Or):
        for part in tree.parts:
            yield from leaves(part, negated)
    elif isinstance(tree, Not):
        if negated:
            yield from leaves(tree.part, negated)
    elif tree is not None:
        yield tree


def words_of(leaf: Leaf) -> tuple[Word, ...]:
    """The words of a leaf; none for a prefix or a misspelt word, whose words only the index knows."""
    if isinstance(leaf, Word):
        return (leaf,)
    return leaf.words if isinstance(leaf, Phrase | Near) else ()


def pairs_of(tree: Node | None) -> list[tuple[Word, Word]]:
    """Words asked for side by side, which score higher where they also stand side by side."""
    parts = tree.parts if isinstance(tree, And) else ()
    words = [part if isinstance(part, Word) and not part.verbatim else None for part in parts]
    return [(a, b) for a, b in zip(words, words[1:], strict=False) if a and b]


@dataclass(frozen=True, slots=True)
class Marks:
    """The words of a question as a set of terms: `term in marks` says whether to mark it in a text."""

    stems: frozenset[str] = frozenset()
    exacts: frozenset[str] = frozenset()
    prefixes: tuple[str, ...] = ()
    misspelt: tuple[str, ...] = ()

    def __contains__(self, term: "Term") -> bool:
        return (
            term.stem in self.stems
            or term.exact in self.exacts
            or (bool(self.prefixes) and term.exact.startswith(self.prefixes))
            or (bool(self.misspelt) and any(is_one_edit_away(term.exact, word) for word in self.misspelt))
        )

    def occurs(self, stems: Sequence[str], exacts: Sequence[str]) -> bool:
        """Whether any word of a text, given by its stems and its exact forms, is to be marked."""
        return (
            not self.stems.isdisjoint(stems)
            or not self.exacts.isdisjoint(exacts)
            or (bool(self.prefixes) and any(exact.startswith(self.prefixes) for exact in exacts))
            or any(is_one_edit_away(exact, word) for word in self.misspelt for exact in exacts)
        )

    def __bool__(self) -> bool:
        return bool(self.stems or self.exacts or self.prefixes or self.misspelt)


@lru_cache(maxsize=1024)
def marks_of(tree: Node | None) -> Marks:
    """What to mark for a question; what it leaves out is never marked."""
    found = list(leaves(tree, negated=False))
    words = [word for leaf in found for word in words_of(leaf)]
    return Marks(
        stems=frozenset(word.stem for word in words if not word.verbatim),
        exacts=frozenset(word.exact for word in words if word.verbatim),
        prefixes=tuple(leaf.letters for leaf in found if isinstance(leaf, Prefix)),
        misspelt=tuple(leaf.letters for leaf in found if isinstance(leaf, Fuzzy)),
    )


@lru_cache(maxsize=65_536)
def is_one_edit_away(word: str, other: str) -> bool:
    """Whether two words are equal but for at most one letter added, left out or changed, or two swapped."""
    if len(word) > len(other):
        word, other = other, word
    if len(other) - len(word) > 1:
        return False
    start = next((i for i, (a, b) in enumerate(zip(word, other, strict=False)) if a != b), len(word))
    if len(word) < len(other):
        return word[start:] == other[start + 1 :]
    one, two = word[start:], other[start:]
    return one[1:] == two[1:] or (one[:2] == two[1::-1] and one[2:] == two[2:])
