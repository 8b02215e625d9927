"""What was learned from news: how often words are written, and what compounds are made of."""

import gzip
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

from archive.persian.tables import DATA
from archive.persian.verbs import continuous_forms, lemmas, simple_forms

SHIPPED = DATA / "lexicon.tsv.gz"


@dataclass
class Lexicon:
    """Words of one language, all folded and without half-spaces. See docs/analysis.md for how it is learned.

    `counts`: how often news wrote each base word. `forms`: the same of inflected words.
    `headwords`: base words that are dictionary entries, whose endings are no inflection.
    `places`: names that are never shortened.
    `followers`: for a word, the words seen right after it, each between two blanks.
    `compounds`: the one-word spelling of what is mostly written apart, and its parts.
    `joins`: the parts, divided by a blank, of what is mostly written as one word.
    `heh`: words X for which «Xهای» is mostly «Xه‌ای» («برنامه‌ای»), not «X‌های».
    `heads`, `tails`: words that start or end many compounds, and may do so in compounds never seen.
    `verbs`: past and present stems.
    """

    counts: dict[str, int] = field(default_factory=dict)
    headwords: set[str] = field(default_factory=set)
    places: set[str] = field(default_factory=set)
    heh: set[str] = field(default_factory=set)
    forms: dict[str, int] = field(default_factory=dict)
    heads: set[str] = field(default_factory=set)
    tails: set[str] = field(default_factory=set)
    followers: dict[str, str] = field(default_factory=dict)
    compounds: dict[str, tuple[str, ...]] = field(default_factory=dict)
    joins: set[str] = field(default_factory=set)
    verbs: list[tuple[str, str]] = field(default_factory=list)

    @cached_property
    def total(self) -> int:
        """All words counted."""
        return sum(self.counts.values())

    @cached_property
    def verb_forms(self) -> dict[str, str]:
        """Each verb form without «می», and its verb."""
        return lemmas(self.verbs, simple_forms)

    @cached_property
    def continuous_forms(self) -> dict[str, str]:
        """What may follow «می», and its verb."""
        return lemmas(self.verbs, continuous_forms)

    def seen_together(self, one: str, other: str) -> bool:
        """Was `other` seen right after `one`?"""
        return f" {other} " in self.followers.get(one, "")

    def summary(self) -> str:
        """Say how much is known."""
        return (
            f"{len(self.counts):,} words, {len(self.forms):,} more forms, {len(self.compounds):,} compounds, "
            f"{len(self.joins):,} words also written in two, {len(self.verbs):,} verbs, "
            f"{len(self.places):,} places"
        )

    def save(self, path: Path) -> None:
        """Write the lexicon, the same bytes for the same content."""
        with path.open("wb") as file, gzip.GzipFile("", "wb", 9, file, mtime=0) as packed:
            for line in self._lines():
                packed.write(f"{line}\n".encode())

    def _lines(self) -> Iterable[str]:
        for word in sorted(self.counts.keys() | self.forms.keys()):
            count = self.counts.get(word) or self.forms[word]
            flags = "".join(flag for flag, group in self._flags() if word in group)
            yield f"{word}\t{count}\t{flags}\t{self.followers.get(word, '').strip()}"
        yield ""
        yield from (" ".join(parts) for _, parts in sorted(self.compounds.items()))
        yield ""
        yield from sorted(self.joins)
        yield ""
        yield from (f"{past} {present}" for past, present in self.verbs)

    def _flags(self):
        return (
            ("f", self.forms),
            ("h", self.headwords),
            ("p", self.places),
            ("e", self.heh),
            ("s", self.heads),
            ("t", self.tails),
        )


def load(path: Path = SHIPPED) -> Lexicon:
    """Read what `Lexicon.save` wrote."""
    words, compounds, joins, verbs = (
        part.split("\n") if part else []
        for part in gzip.decompress(path.read_bytes()).decode().rstrip("\n").split("\n\n")
    )
    lexicon = Lexicon(joins=set(joins))
    groups = dict(lexicon._flags()[1:])
    for line in words:
        word, count, flags, followers = line.split("\t")
        (lexicon.forms if "f" in flags else lexicon.counts)[word] = int(count)
        for flag in flags.replace("f", ""):
            groups[flag].add(word)
        if followers:
            lexicon.followers[word] = f" {followers} "
    lexicon.compounds = {line.replace(" ", ""): tuple(line.split(" ")) for line in compounds}
    lexicon.verbs = [(past, present) for past, _, present in (line.partition(" ") for line in verbs)]
    return lexicon


@cache
def shipped() -> Lexicon:
    """Return the lexicon that comes with the project, read once."""
    return load()
