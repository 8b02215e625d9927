"""The smallest engine: a dict, searched by brute force. It is the reference the others are tested against."""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cached_property
from threading import Lock

from search.analysis import FINGERPRINT, analyse
from search.documents import FACET_NAMES
from search.engines.base import USUAL, Change, Drop, Health, IndexBusy, Put, State, Weights
from search.engines.expansion import MOST_EXPANSIONS, commonest, slips
from search.engines.records import Record, record_of
from search.engines.scoring import (
    LENGTHS,
    PAIR_SLOP,
    PAIR_WEIGHT,
    PAIRED,
    WEIGHTS,
    bm25,
    idf,
    length_byte,
)
from search.query import DEEPEST_HIT, Query
from search.results import Hit, Results
from search.tree import And, Fuzzy, Near, Node, Not, Or, Phrase, Prefix, Word, pairs_of


class MemoryEngine:
    """Holds records in a dict and looks at every one of them for every question."""

    def __init__(self) -> None:
        self._records: dict[int, Record] = {}
        self._writing = Lock()

    def apply(self, changes: Iterable[Change]) -> None:
        """Put and drop, one after the other."""
        with self._lock():
            records = dict(self._records)
            _apply(records, changes)
            self._records = records

    def search(self, query: Query, weights: Weights | None = None) -> Results:
        """Look at every record."""
        records = self._records
        collection = _Collection(records.values())
        scored = _scored(collection, query)
        weights = dict.fromkeys(records, 1) if weights is None else weights
        scored = [(score, record) for score, record in scored if record.key in weights]
        matching = [(s, record) for s, record in scored if _passes(record, query, FACET_NAMES)]
        ordered = _ordered(collection, matching, query)
        page = ordered[: min(query.offset + query.size, DEEPEST_HIT)][query.offset :]
        by_relevance = query.order == "relevance"
        return Results(
            total=sum(weights[record.key] for _, record in matching),
            hits=tuple(Hit(record.key, score if by_relevance else 0.0) for score, record in page),
            facets={name: _counts(scored, query, name, weights) for name in FACET_NAMES},
        )

    def keys(self, query: Query) -> list[int]:
        """Every match, in order."""
        collection = _Collection(self._records.values())
        matching = [(s, r) for s, r in _scored(collection, query) if _passes(r, query, FACET_NAMES)]
        return [record.key for _, record in _ordered(collection, matching, query)]

    def suggest(self, prefix: str, n: int = 8) -> list[str]:
        """Words that begin like the last word of `prefix`."""
        terms = analyse(prefix)
        if not terms:
            return []
        found = _Collection(self._records.values()).terms_with("exact", terms[-1].exact)
        return commonest(found, n)

    def usual_words(self) -> list[tuple[str, int]]:
        """The stems that one document in USUAL holds, with their document frequencies."""
        frequencies = _Collection(self._records.values()).frequencies["text"]
        return sorted((stem, df) for stem, df in frequencies.items() if df * USUAL >= len(self._records))

    def states(self, low: int, high: int) -> Iterator[State]:
        """What is held of the keys `low <= key < high`."""
        held = sorted(self._records.items())
        return (State(key, r.revision, r.digest) for key, r in held if low <= key < high)

    @contextmanager
    def rebuild(self) -> Iterator["MemoryRebuild"]:
        """Fill a second dict while the first answers."""
        with self._lock():
            yield MemoryRebuild(self)

    def health(self, deep: bool = False) -> Health:
        """A dict is always well."""
        return Health("ok", documents=len(self._records), fingerprint=FINGERPRINT)

    @contextmanager
    def _lock(self) -> Iterator[None]:
        if not self._writing.acquire(blocking=False):
            raise IndexBusy("another writer is changing the index")
        try:
            yield
        finally:
            self._writing.release()


class MemoryRebuild:
    """A fresh dict beside the live one."""

    def __init__(self, engine: MemoryEngine) -> None:
        self._engine = engine
        self._records: dict[int, Record] = {}

    def apply(self, changes: Iterable[Change]) -> None:
        """Put documents into the fresh dict."""
        _apply(self._records, changes)

    def publish(self) -> None:
        """Make the fresh dict the live one."""
        self._engine._records = dict(self._records)


def _apply(records: dict[int, Record], changes: Iterable[Change]) -> None:
    for change in changes:
        if isinstance(change, Drop):
            records.pop(change.key, None)
        elif isinstance(change, Put):
            document = change.document
            old = records.get(document.key)
            if old is None or old.revision <= document.revision:
                records[document.key] = record_of(document)


class _Collection:
    """All records with their statistics, and the meaning of every node for one of them."""

    def __init__(self, records: Iterable[Record]) -> None:
        self.records = list(records)

    @cached_property
    def frequencies(self) -> dict[str, Counter[str]]:
        """Field → term → number of records that hold it."""
        return {
            field: Counter(term for record in self.records for term in set(record.terms(field)) - {""})
            for field in WEIGHTS
        }

    @cached_property
    def average_lengths(self) -> dict[str, float]:
        """Field → words a record holds in it on average."""
        total = {field: sum(_length(record, field) for record in self.records) for field in WEIGHTS}
        return {field: total[field] / len(self.records) or 1 for field in WEIGHTS}

    def terms_with(self, field: str, prefix: str) -> list[tuple[str, int]]:
        """The terms of a field that begin with some letters, with their frequencies."""
        return [item for item in self.frequencies[field].items() if item[0].startswith(prefix)]

    def bm25(self, field: str, term: str, record: Record) -> float:
        """The score of a term in a field of a record, 0 where it does not occur."""
        occurrences = record.terms(field).count(term) if term else 0
        if not occurrences:
            return 0.0
        length = LENGTHS[length_byte(_length(record, field))]
        telling = idf(len(self.records), self.frequencies[field][term])
        return bm25(telling, occurrences, length, self.average_lengths[field])

    def score(self, node: Node | None, record: Record) -> float | None:
        """How well a record matches; None where it does not."""
        match node:
            case None:
                return 1.0
            case Word():
                return self._word(node, record) or None
            case Phrase() | Near():
                found = _has_phrase if isinstance(node, Phrase) else _has_near
                is_there = found(node, record.exact if node.words[0].verbatim else record.text)
                return sum(self._word(word, record) for word in node.words) if is_there else None
            case Prefix(letters):
                return self._any(commonest(self.terms_with("exact", letters), MOST_EXPANSIONS), record)
            case Fuzzy(letters):
                known = self.frequencies["exact"]
                return self._any(commonest((w, known[w]) for w in slips(letters) if w in known), record)
            case Not(part):
                return 1.0 if self.score(part, record) is None else None
            case Or(parts):
                scores = [score for part in parts if (score := self.score(part, record)) is not None]
                return sum(scores) if scores else None
            case And(parts):
                return self._all(parts, record)

    def pair_bonus(self, tree: Node | None, record: Record) -> float:
        """What a record gains because words asked for side by side stand side by side in it."""
        bonus = 0.0
        for a, b in pairs_of(tree):
            places = [i for i, term in enumerate(record.text) if term == a.stem]
            if any(b.stem in record.text[i + 1 : i + 1 + PAIR_SLOP] for i in places):
                bonus += sum(self._word(word, record) for word in (a, b))
        return PAIR_WEIGHT * bonus

    def _word(self, word: Word, record: Record) -> float:
        if word.verbatim:
            return self.bm25("exact", word.exact, record)
        score = sum(WEIGHTS[field] * self.bm25(field, word.stem, record) for field in ("text", "title"))
        return score + WEIGHTS["exact"] * self.bm25("exact", word.exact, record)

    def _any(self, terms: list[str], record: Record) -> float | None:
        return sum(self.bm25("exact", term, record) for term in terms) or None

    def _all(self, parts: tuple[Node, ...], record: Record) -> float | None:
        scores = [self.score(part, record) for part in parts]
        if None in scores:
            return None
        asked = [score for part, score in zip(parts, scores, strict=True) if not isinstance(part, Not)]
        return sum(asked) if asked else 1.0


def _scored(collection: _Collection, query: Query) -> list[tuple[float, Record]]:
    """The records of the time asked for that match its words, with their scores."""
    return [
        (score, record)
        for record in collection.records
        if _is_in_time(record, query) and (score := collection.score(query.tree, record)) is not None
    ]


def _length(record: Record, field: str) -> int:
    return sum(1 for term in record.terms(field) if term)


def _has_phrase(phrase: Phrase, terms: list[str]) -> bool:
    wanted = [
        (offset, word.exact if word.verbatim else word.stem)
        for word, offset in zip(phrase.words, phrase.offsets, strict=True)
    ]
    return all(term in terms for _, term in wanted) and any(
        all(at + offset < len(terms) and terms[at + offset] == term for offset, term in wanted)
        for at in range(len(terms))
    )


def _has_near(near: Near, terms: list[str]) -> bool:
    wanted = {word.exact if word.verbatim else word.stem for word in near.words}
    starts = (at for at, term in enumerate(terms) if term in wanted)
    return wanted <= set(terms) and any(wanted <= set(terms[at : at + near.distance]) for at in starts)


def _is_in_time(record: Record, query: Query) -> bool:
    if query.after is None and query.before is None:
        return True
    return (
        record.day is not None
        and (query.after is None or query.after.toordinal() <= record.day)
        and (query.before is None or record.day <= query.before.toordinal())
    )


def _passes(record: Record, query: Query, chosen_in: Iterable[str]) -> bool:
    """Whether a record has none of the values excluded and one of those chosen in the facets `chosen_in`."""
    for name in FACET_NAMES:
        values = record.facets.get(name, ())
        if set(values) & set(query.values_excluded(name)):
            return False
        narrowed = name in chosen_in and (query.values(name) or name in query.missing)
        if narrowed and not (set(values) & set(query.values(name)) or (name in query.missing and not values)):
            return False
    return True


def _counts(scored: list[tuple[float, Record]], query: Query, name: str, weights: Weights) -> dict[str, int]:
    others = [other for other in FACET_NAMES if other != name]
    counts = Counter()
    for record in (record for _, record in scored if _passes(record, query, others)):
        counts.update(dict.fromkeys(record.facets.get(name) or ("",), weights[record.key]))
    return dict(counts)


def _ordered(
    collection: _Collection, matching: list[tuple[float, Record]], query: Query
) -> list[tuple[float, Record]]:
    """Matches in the order asked for; undated records last, equals newest first, then by key descending."""

    def newest(item: tuple[float, Record]) -> tuple[float, int]:
        return (-item[1].day if item[1].day is not None else 1, -item[1].key)

    def oldest(item: tuple[float, Record]) -> tuple[bool, int, int]:
        return (item[1].day is None, item[1].day or 0, -item[1].key)

    def best(item: tuple[float, Record]) -> tuple:
        return (-item[0], newest(item))

    if query.order == "relevance":
        ordered = sorted(matching, key=best)
        paired = [(s + collection.pair_bonus(query.tree, r), r) for s, r in ordered[:PAIRED]]
        return sorted(paired, key=best) + ordered[PAIRED:]
    return sorted(matching, key={"date": oldest, "-date": newest}[query.order])
