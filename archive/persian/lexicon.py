"""What was learned from news: how often words are written, and what compounds are made of."""

import gzip
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

from archive.persian.tables import DATA
from archive.persian.verbs import continuous_forms, lemmas, simple_forms

SHIPPED = DATA / "lexicon.tsv.gz"
PART = "\f"  # between the parts of the file
ITSELF = "="  # a word that is its own stem


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
    `stems`: of words that are one word each, worked out beforehand: they are most of a text.
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
    stems: dict[str, str] = field(default_factory=dict)

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
        content = PART.join("\n".join(lines) for lines in self._parts())
        with path.open("wb") as file, gzip.GzipFile("", "wb", 9, file, mtime=0) as packed:
            packed.write(content.encode())

    def _parts(self) -> Iterator[Iterable[str]]:
        """Yield the parts of the file: words, compounds, joins, verbs."""
        yield map(self._line, sorted(self.counts.keys() | self.forms.keys()))
        yield (" ".join(parts) for _, parts in sorted(self.compounds.items()))
        yield sorted(self.joins)
        yield (f"{past} {present}" for past, present in self.verbs)

    def _line(self, word: str) -> str:
        count = self.counts.get(word) or self.forms[word]
        flags = "".join(flag for flag, group in self._groups().items() if word in group)
        form = "f" if word in self.forms else ""
        stem = self.stems.get(word, "")
        stem = ITSELF if stem == word else stem
        return f"{word}\t{count}\t{form}{flags}\t{stem}\t{self.followers.get(word, '').strip()}"

    def _groups(self) -> dict[str, set[str]]:
        """The letters by which the file marks a word's groups."""
        return {"h": self.headwords, "p": self.places, "e": self.heh, "s": self.heads, "t": self.tails}


def load(path: Path = SHIPPED) -> Lexicon:
    """Read what `Lexicon.save` wrote."""
    content = gzip.decompress(path.read_bytes()).decode()
    words, compounds, joins, verbs = (part.split("\n") if part else [] for part in content.split(PART))
    lexicon = Lexicon(joins=set(joins))
    groups = lexicon._groups()
    for line in words:
        word, count, flags, stem, followers = line.split("\t")
        (lexicon.forms if flags.startswith("f") else lexicon.counts)[word] = int(count)
        for flag in flags.removeprefix("f"):
            groups[flag].add(word)
        if stem:
            lexicon.stems[word] = word if stem == ITSELF else stem
        if followers:
            lexicon.followers[word] = f" {followers} "
    lexicon.compounds = {line.replace(" ", ""): tuple(line.split(" ")) for line in compounds}
    lexicon.verbs = [(past, present) for past, _, present in (line.partition(" ") for line in verbs)]
    return lexicon


@cache
def shipped() -> Lexicon:
    """Return the lexicon that comes with the project, read once."""
    return load()
