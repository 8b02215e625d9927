"""Documents for the speed measure: real records or generated ones, as arrays of word numbers."""

import json
import lzma
import pickle
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np

from archive.persian.spelling import fold
from archive.persian.tokens import tokens
from search.documents import FACET_NAMES
from search.engines.records import GAP, Record

#: How many values a facet has; year and month follow from the day.
FACET_SIZES = {"province": 31, "speaker": 600, "office": 120, "source": 45, "industry": 24}
FIRST_DAY = date(2008, 3, 20).toordinal()
DAYS = 17 * 365
#: The commonest words count as function words, which have no stem.
FUNCTION_WORDS = 40


@dataclass(frozen=True)
class Corpus:
    """Word numbers of all documents, one after the other, and their facets; words in falling frequency."""

    words: list[str]
    tokens: "np.ndarray | OnDisk"
    ends: np.ndarray
    title_sizes: np.ndarray
    facets: dict[str, np.ndarray]
    days: np.ndarray

    def __len__(self) -> int:
        return len(self.ends)

    def document(self, i: int) -> list[int]:
        """The word numbers of a document, title first."""
        return self.tokens[self.ends[i - 1] if i else 0 : self.ends[i]].tolist()

    def records(self) -> Iterator[Record]:
        """The documents as engines take them."""
        stems = ["" if i < FUNCTION_WORDS else word for i, word in enumerate(self.words)]
        labels = {
            name: [f"{name}-{i}" for i in range(codes.max() + 1)] for name, codes in self.facets.items()
        }
        for i in range(len(self)):
            numbers, title_size = self.document(i), int(self.title_sizes[i])
            title, body = numbers[:title_size], numbers[title_size:]
            gap = [""] * GAP
            yield Record(
                key=i + 1,
                revision=1,
                digest=i,
                day=int(self.days[i]),
                facets={name: (labels[name][codes[i]],) for name, codes in self.facets.items()},
                text=[*map(stems.__getitem__, title), *gap, *map(stems.__getitem__, body)],
                title=list(dict.fromkeys(stems[n] for n in title if stems[n])),
                exact=[*map(self.words.__getitem__, title), *gap, *map(self.words.__getitem__, body)],
            )

    def save(self, path: Path) -> None:
        """Keep it for the other processes of this run."""
        path.mkdir()
        self.tokens.astype(np.int32).tofile(path / "tokens")
        (path / "rest").write_bytes(pickle.dumps(replace(self, tokens=np.zeros(0, np.int32)), 5))


class OnDisk:
    """Word numbers of which a document at a time is in memory, so that what is measured is the writer."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __getitem__(self, part: slice) -> np.ndarray:
        return np.fromfile(self._path, np.int32, part.stop - part.start, offset=4 * int(part.start))


def load(path: Path, streamed: bool = False) -> Corpus:
    """What `save` has kept; `streamed` reads the documents one by one when they are asked for."""
    tokens = OnDisk(path / "tokens") if streamed else np.fromfile(path / "tokens", np.int32)
    return replace(pickle.loads((path / "rest").read_bytes()), tokens=tokens)  # written by this run


def generated(documents: int, words: int = 250, vocabulary: int = 200_000, seed: int = 7) -> Corpus:
    """Documents of log-normal length over a vocabulary of Zipf and Mandelbrot, with collocations."""
    rng = np.random.default_rng(seed)
    sizes = np.maximum(20, rng.lognormal(np.log(words) - 0.18, 0.6, documents)).astype(np.int64)
    chances = np.cumsum(1 / (np.arange(vocabulary) + 3.7) ** 1.05)
    total = int(sizes.sum())
    numbers = np.empty(total, np.int32)
    for at in range(0, total, 1 << 22):
        part = numbers[at : at + (1 << 22)]
        part[:] = chances.searchsorted(rng.random(len(part)) * chances[-1])
    collocations = rng.integers(50, 20_000, (3_000, 2))
    places = rng.integers(0, total - 1, total // 50)
    which = (3_000 * rng.random(len(places)) ** 2).astype(np.int64)
    for shift in (0, 1):
        numbers[places + shift] = collocations[which, shift]
    titles = rng.integers(4, 12, documents)
    return Corpus(_words(vocabulary, rng), numbers, sizes.cumsum(), titles, *_filing(documents, rng))


def real(path: Path, most: int, seed: int = 7) -> Corpus:
    """Titles and bodies of JSON lines (.xz or plain) with invented facets and days."""
    numbers: dict[str, int] = {}
    found, sizes, titles = [], [], []
    with (lzma.open if path.suffix == ".xz" else open)(path, "rt") as lines:
        for line in lines:
            if len(sizes) == most:
                break
            item = json.loads(line)
            parts = [[t.text for t in tokens(fold(item.get(name) or ""))] for name in ("title", "body")]
            found.extend(numbers.setdefault(word, len(numbers)) for part in parts for word in part)
            sizes.append(sum(map(len, parts)))
            titles.append(len(parts[0]))
    counts = Counter(found)
    by_frequency = sorted(numbers, key=lambda word: -counts[numbers[word]])
    rank = np.empty(len(numbers), np.int32)
    rank[[numbers[word] for word in by_frequency]] = np.arange(len(numbers))
    filing = _filing(len(sizes), np.random.default_rng(seed))
    return Corpus(by_frequency, rank[np.array(found)], np.cumsum(sizes), np.array(titles), *filing)


def _filing(documents: int, rng: np.random.Generator) -> tuple[dict[str, np.ndarray], np.ndarray]:
    days = FIRST_DAY + np.sort(rng.integers(0, DAYS, documents))
    facets = {}
    for name in FACET_NAMES:
        if name in FACET_SIZES:
            chances = np.cumsum(1 / (np.arange(FACET_SIZES[name]) + 3.0))
            facets[name] = chances.searchsorted(rng.random(documents) * chances[-1])
    facets["year"], facets["month"] = (days - FIRST_DAY) // 365, (days - FIRST_DAY) // 30
    return facets, days


def _words(size: int, rng: np.random.Generator) -> list[str]:
    letters = np.array(list("ابپتثجچحخدذرزسشصضطظعغفقکگلمنوهی"))
    words: dict[str, None] = {}
    while len(words) < size:
        lengths = 2 + np.minimum(10, rng.gamma(3.0, 1.1, size)).astype(int)
        words |= dict.fromkeys("".join(letters[rng.integers(0, len(letters), n)]) for n in lengths)
    return list(words)[:size]
