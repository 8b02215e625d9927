"""The engine: any number of processes search and write at once, each document guarded by its revision."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from threading import Lock
from zlib import crc32

from opensearchpy.exceptions import NotFoundError

from search import analysis
from search.documents import FACET_NAMES
from search.engines.base import (
    USUAL,
    Change,
    EngineError,
    Health,
    IndexBusy,
    IndexUnavailable,
    SearchBusy,
    State,
    Weights,
)
from search.engines.budget import FEWER_EXPANSIONS
from search.engines.expansion import MOST_EXPANSIONS, commonest, slips
from search.engines.opensearch import ask, schema
from search.engines.opensearch.client import REBUILDS_PATIENCE, WRITERS_PATIENCE, Place, understood
from search.engines.opensearch.detour import Detour
from search.engines.opensearch.indices import Indices
from search.engines.opensearch.rebuild import OpenSearchRebuild
from search.engines.opensearch.write import write
from search.engines.scoring import PAIRED
from search.query import DEEPEST_HIT, Query
from search.results import Hit, Results
from search.tree import Fuzzy, Prefix, Word, leaves, pairs_of

#: OpenSearch refuses questions of more than 1,024 clauses; a prefix is one for each of its words.
MOST_CLAUSES = 900
#: Stems among which the usual ones are found, the commonest: OpenSearch counts no more than 65,536 at once.
MOST_STEMS = 50_000
#: Words of each shard that are compared: so many must begin alike before one could be overlooked.
COMPARED = 10_000
#: Records read at once, and how long a reading is kept open between two pages.
STRIDE = 5000
OPEN = "1m"
#: When OpenSearch gives up a question. It is told to before we ask another node.
GIVES_UP = "3s"


class OpenSearchEngine:
    """A collection in a cluster."""

    def __init__(self, url: str, collection: str) -> None:
        self._place = place = Place.of(url)
        self.client, self.writer = place.client(), place.client(WRITERS_PATIENCE)
        self.reader = place.client(retry_on_timeout=False)
        self._detour = Detour(self.reader)
        self.indices = Indices(self.writer, f"{place.index}-{collection}", place.shards)
        self._writing = Lock()

    def apply(self, changes: Iterable[Change]) -> None:
        """Put and drop; durable and visible on return.

        Other processes may write meanwhile. Which indexes are written is asked after the changes are drawn:
        whoever begins a rebuild later than that reads the records later than we did.
        """
        with self._lock(), understood(IndexBusy):
            drawn = list(changes)
            if not self.indices.exists(self.indices.live):
                self.indices.create()
            written = self.indices.written()
            write(self.writer, written, drawn)
            self.writer.indices.refresh(index=",".join(written), ignore_unavailable=True)

    def search(self, query: Query, weights: Weights | None = None) -> Results:
        """One request, and a second one where words were asked for side by side."""
        end = min(query.offset + query.size, DEEPEST_HIT)
        start = min(query.offset, end)
        # The best are put in order together, so the first pages are cut from all of them.
        is_paired = bool(_pairs(query)) and start < PAIRED
        first, last = (0, max(end, PAIRED)) if is_paired else (start, end)
        most, notes = _expansions(query)
        with understood(SearchBusy):
            page = {"from": first, "size": last - first, "track_total_hits": True}
            page["aggs"] = ask.counts(query, weights)
            answer = self._ask(self._question(query, most, weights) | page, preference=_copies(query))
            hits = answer["hits"]["hits"]
            if is_paired:
                hits = self._paired(query, hits, preference=_copies(query))
        counts, total = answer["aggregations"], answer["hits"]["total"]["value"]
        return Results(
            total=total if weights is None else _records(counts[ask.ALL]),
            hits=tuple(_hit(query, hit) for hit in hits[start - first : end - first]),
            facets={name: _buckets(counts.get(name, counts[ask.ALL])[name]) for name in FACET_NAMES},
            notes=notes,
        )

    def keys(self, query: Query) -> list[int]:
        """Every match, in order, read from one state of the index and from the copies that the pages show."""
        most, _ = _expansions(query)
        with understood(SearchBusy), self._reading(_copies(query)) as reading:
            question = self._question(query, most) | {"size": DEEPEST_HIT}
            hits = [hit for page in self._pages(question, **reading) for hit in page]
            if _pairs(query):
                hits = self._paired(query, hits, **reading)
        return [hit["sort"][-1] for hit in hits]

    def suggest(self, prefix: str, n: int = 8) -> list[str]:
        """Words of the index that begin like the last word of `prefix`, commonest first."""
        terms = analysis.analyse(prefix)
        with understood(SearchBusy):
            return self._words(Prefix(terms[-1].exact), n) if terms else []

    def usual_words(self) -> list[tuple[str, int]]:
        """The stems that one document in USUAL holds, with the number of documents that hold each."""
        stems = {"terms": {"field": "stems", "size": MOST_STEMS, "shard_size": MOST_STEMS}}
        with understood(SearchBusy):
            held = {"query": {"bool": {"must_not": ask.DELETED}}, "track_total_hits": True}
            answer = self._ask({"size": 0, "aggs": {"stems": stems}} | held)
        documents = answer["hits"]["total"]["value"]
        found = _buckets(answer["aggregations"]["stems"]).items()
        return sorted((stem, df) for stem, df in found if df * USUAL >= documents)

    def states(self, low: int, high: int) -> Iterator[State]:
        """What is held of the keys `low <= key < high`, by key; tombstones are not held."""
        keys = {"range": {"key": {"gte": low, "lt": high}}}
        question = {
            "query": {"bool": {"filter": keys, "must_not": ask.DELETED}},
            "sort": ["key"],
            "docvalue_fields": ["revision", "digest"],
            "size": STRIDE,
        }
        with understood(IndexUnavailable):
            for hit in (hit for page in self._pages(question) for hit in page):
                fields = hit["fields"]
                yield State(hit["sort"][0], fields["revision"][0], fields["digest"][0])

    @contextmanager
    def rebuild(self) -> Iterator[OpenSearchRebuild]:
        """Fill a fresh index; everybody who writes meanwhile fills it too."""
        with self._lock(), understood(IndexBusy):
            fresh = OpenSearchRebuild(self._place.client(REBUILDS_PATIENCE), self.indices)
            try:
                yield fresh
            finally:
                self.indices.sweep(given_up=fresh.name)

    def health(self, deep: bool = False) -> Health:
        """How the index is. OpenSearch itself verifies checksums, whenever it copies or merges files."""
        try:
            with understood(IndexUnavailable):
                return self._health()
        except EngineError as error:
            return Health("unreachable", message=str(error))

    def _health(self) -> Health:
        index = self.indices.live
        try:
            (facts,) = self.client.indices.get(index=index).values()
        except NotFoundError:
            return Health("missing", message="there is no index in the cluster")
        if self.client.cluster.health(index=index)["status"] == "red":
            return Health("unreachable", message="parts of the index are on no node that answers")
        made_by = facts["mappings"].get("_meta", {})
        is_ours = made_by == {"schema": schema.FINGERPRINT, "analysis": analysis.FINGERPRINT}
        alive = {"query": {"bool": {"must_not": ask.DELETED}}}
        stored = self.client.indices.stats(index=index, metric="store")["_all"]["primaries"]["store"]
        return Health(
            "ok" if is_ours else "stale",
            documents=self.client.count(index=index, body=alive)["count"],
            bytes=stored["size_in_bytes"],
            fingerprint=made_by.get("analysis", ""),
            message="" if is_ours else "made by another version of the analysis or the schema",
        )

    def _question(self, query: Query, most: int, weights: Weights | None = None) -> dict:
        def expand(leaf: Prefix | Fuzzy) -> list[str]:
            return self._words(leaf, most)

        return {
            "query": ask.matching(query, expand, weights),
            "post_filter": ask.narrowing(query),
            "sort": ask.SORTS[query.order],
        }

    def _words(self, leaf: Prefix | Fuzzy, most: int) -> list[str]:
        """The words of the index that a prefix or a misspelt word stands for, commonest first."""
        if isinstance(leaf, Prefix):
            (column,) = schema.by_column([leaf.letters])
            # Without the brackets OpenSearch 2.19 fails on letters that stand behind a shard's last word.
            included = {column: re.sub(r"(\W)", r"\\\1", leaf.letters) + "(.*)"}
            question = {"match_all": {}}
        else:
            included = schema.by_column(slips(leaf.letters))
            question = {"terms": {"exact_score": [word for words in included.values() for word in words]}}
        aggs = {column: {"terms": _commonest(column, include, most)} for column, include in included.items()}
        answer = self._ask({"size": 0, "query": question, "aggs": aggs})
        counted = (_buckets(column) for column in answer["aggregations"].values())
        return commonest((item for counts in counted for item in counts.items()), most)

    def _paired(self, query: Query, hits: list[dict], **options: object) -> list[dict]:
        """The best put in order anew, those higher in which words stand side by side as asked for."""
        best = hits[:PAIRED]
        keys = [hit["sort"][-1] for hit in best]
        bonus = {"query": ask.bonus(_pairs(query), keys), "sort": ["_score", "key"], "size": PAIRED}
        answer = self._ask(bonus, **options)
        gained = {key: score for score, key in (hit["sort"] for hit in answer["hits"]["hits"])}
        for hit in best:
            hit["sort"][0] += gained.get(hit["sort"][-1], 0)
        return [*sorted(best, key=lambda hit: hit["sort"], reverse=True), *hits[PAIRED:]]

    @contextmanager
    def _reading(self, copies: str) -> Iterator[dict]:
        """One state of the index, whatever is written meanwhile."""
        create = partial(self.reader.create_pit, index=self.indices.live, keep_alive=OPEN)
        opened = self._detour.ask(create, copies)
        try:
            yield {"pit": {"id": opened["pit_id"], "keep_alive": OPEN}}
        finally:
            self.reader.delete_pit(body={"pit_id": [opened["pit_id"]]})

    def _pages(self, question: dict, **options: object) -> Iterator[list[dict]]:
        """All hits of a question, a page at a time."""
        page = self._ask(question, **options)["hits"]["hits"]
        while page:
            yield page
            after = {**question, "search_after": page[-1]["sort"]}
            page = self._ask(after, **options)["hits"]["hits"] if len(page) == question["size"] else []

    def _ask(self, question: dict, pit: dict | None = None, preference: str | None = None) -> dict:
        """Ask what answers now, or a state that is kept; with the statistics of all shards.

        A part of an answer is none.
        """
        search = partial(
            self.reader.search,
            body={"_source": False, "timeout": GIVES_UP, **question, **({"pit": pit} if pit else {})},
            index=None if pit else self.indices.live,
            search_type="dfs_query_then_fetch",
            allow_partial_search_results=False,
            cancel_after_time_interval=GIVES_UP,
        )
        answer = search() if pit else self._detour.ask(search, preference)
        if answer["timed_out"]:
            raise SearchBusy("the cluster could not answer in time")
        return answer

    @contextmanager
    def _lock(self) -> Iterator[None]:
        """One writer a process. Others are no matter."""
        if not self._writing.acquire(blocking=False):
            raise IndexBusy("another writer of this process is changing the index")
        try:
            yield
        finally:
            self._writing.release()


def _expansions(query: Query) -> tuple[int, tuple[str, ...]]:
    """How many words may stand behind each prefix and slip, and whether the reader must be told."""
    several = sum(isinstance(leaf, Prefix | Fuzzy) for leaf in leaves(query.tree))
    most = min(MOST_EXPANSIONS, MOST_CLAUSES // max(several, 1))
    return most, (FEWER_EXPANSIONS,) if most < MOST_EXPANSIONS else ()


def _copies(query: Query) -> str:
    """The copies that answer all pages of a question: in others, other deleted documents count."""
    return f"q{crc32(query.words.encode('utf-8', 'surrogatepass'))}"


def _pairs(query: Query) -> list[tuple[Word, Word]]:
    return pairs_of(query.tree) if query.order == "relevance" else []


def _hit(query: Query, hit: dict) -> Hit:
    return Hit(hit["sort"][-1], hit["sort"][0] if query.order == "relevance" else 0.0)


def _commonest(column: str, include: str | list[str], most: int) -> dict:
    return {
        "field": column,
        "include": include,
        "size": most,
        "shard_size": COMPARED,
        "order": [{"_count": "desc"}, {"_key": "asc"}],
    }


def _buckets(terms: dict) -> dict[str, int]:
    return {bucket["key"]: _records(bucket) for bucket in terms["buckets"]}


def _records(bucket: dict) -> int:
    """The records that a bucket's documents stand for: one each, unless they have weights."""
    return int(bucket[ask.RECORDS]["value"]) if ask.RECORDS in bucket else bucket["doc_count"]
