"""The same documents, totals, counts and orders from the dict, from Whoosh and from the cluster.

Run with FULL=1 for 500 generated questions, or QUESTIONS=60 for so many, with CORPUS=folder for real articles
and questions too (two for every five generated ones).
"""

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache

import pytest

from search.documents import Document
from search.engines import memory
from search.engines.base import Put, SearchEngine
from search.engines.memory import MemoryEngine
from search.engines.whoosh.engine import WhooshEngine
from search.query import Query
from tests.cluster import material
from tests.cluster.running import in_cluster

QUESTIONS = int(os.environ.get("QUESTIONS", "500" if material.FULL else "100"))
#: Scores this near are a tie: engines add single-precision numbers in orders of their own.
TIE = 1e-5


class Counted(list):
    """A list that has its counts at hand: the dict engine counts a lot."""

    def __init__(self, items: Iterable) -> None:
        super().__init__(items)
        self._counts = Counter(self)

    def count(self, item: object) -> int:
        """How often an item is there."""
        return self._counts[item]


def model_of(documents: Iterable[Document], monkeypatch) -> MemoryEngine:
    """The dict, made quick: statistics and words are found once, scores once for each question."""
    model = MemoryEngine()
    model.apply(map(Put, documents))
    fields = ("text", "title", "exact")
    records = [
        replace(record, **{field: Counted(record.terms(field)) for field in fields})
        for record in model._records.values()
    ]
    collection = memory._Collection(records)
    collection.terms_with = cache(collection.terms_with)
    scored, last = memory._scored, {}

    def scored_once(_: object, query: Query) -> list:
        question = (query.words, query.exact, query.after, query.before)
        if question not in last:
            last.clear()
            last[question] = scored(collection, query)
        return last[question]

    monkeypatch.setattr(memory, "_Collection", lambda records: collection)
    monkeypatch.setattr(memory, "_scored", scored_once)
    return model


@contextmanager
def filled(documents: Iterable[Document], folder, monkeypatch) -> Iterator[tuple[SearchEngine, ...]]:
    """The three engines with the same documents, the cluster's in three shards."""
    with in_cluster(shards=3) as cluster:
        whoosh = WhooshEngine(folder / "articles")
        for engine in (whoosh, cluster):
            with engine.rebuild() as fresh:
                fresh.apply(map(Put, documents))
                fresh.publish()
        yield model_of(documents, monkeypatch), whoosh, cluster


def compare(model: SearchEngine, other: SearchEngine, query: Query) -> Iterator[str]:
    """What is the same in two answers: documents, totals, facets, orders by date, top tens."""
    expected, answer = model.search(query), other.search(query)
    by_date, newest = query.sorted_by("date"), query.sorted_by("-date")
    same = {
        "questions": True,
        "total": answer.total == expected.total,
        "facets": dict(answer.facets) == dict(expected.facets),
        "documents": set(other.keys(query)) == set(model.keys(query)),
        "by date": other.keys(by_date) == model.keys(by_date),
        "newest first": other.keys(newest) == model.keys(newest),
    }
    if query.order == "relevance":
        same["ranked"] = True
        same["top ten"] = answer.keys == expected.keys
        same["top ten but for ties"] = is_ranked_alike(model, query, answer.keys)
    yield from (what for what, is_same in same.items() if is_same)


def is_ranked_alike(model: MemoryEngine, query: Query, keys: list[int]) -> bool:
    """Whether a top ten is the model's, but for documents that score alike."""
    best = model.search(replace(query, size=200)).hits
    scores = {hit.key: hit.score for hit in best}
    wanted = [hit.score for hit in best[: len(keys)]]
    return [scores.get(key, 0.0) for key in keys] == pytest.approx(wanted, rel=TIE)


def check(engines: tuple[SearchEngine, ...], queries: Iterable[Query]) -> None:
    """Engines answer as the first one does, but for the order of ties."""
    model, *others = engines
    same = [Counter() for _ in others]
    for query in queries:
        for other, counts in zip(others, same, strict=True):
            counts.update(compare(model, other, query))
    for other, counts in zip(others, same, strict=True):
        print(f"\n{type(other).__name__}: {dict(counts)}")
        for what in ("total", "facets", "documents", "by date", "newest first"):
            assert counts[what] == counts["questions"], what
        assert counts["top ten"] >= 0.95 * counts["ranked"]
        assert counts["top ten but for ties"] == counts["ranked"]


def test_generated_questions(tmp_path, monkeypatch):
    documents = material.generated_documents(2000)
    with filled(documents, tmp_path, monkeypatch) as engines:
        check(engines, material.generated_questions(documents, QUESTIONS))


@pytest.mark.skipif(not material.CORPUS, reason="CORPUS names no folder of real articles")
def test_real_articles(tmp_path, monkeypatch):
    documents, real = material.real_documents(), material.real_questions(QUESTIONS * 2 // 5)
    with filled(documents, tmp_path, monkeypatch) as engines:
        check(engines, [*material.generated_questions(documents, QUESTIONS), *real])
