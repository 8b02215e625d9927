"""An index is rebuilt while workers write and readers ask: nothing acknowledged is missing, before or after.

FULL=1 rebuilds 100,000 articles, ARTICLES=20000 so many.
"""

import os
import time
from dataclasses import replace
from threading import Event, Thread

import pytest

from search.documents import Document
from search.engines.base import Drop, EngineError, IndexBusy, Put
from search.engines.opensearch.engine import OpenSearchEngine
from search.query import Query
from tests.cluster import material
from tests.cluster.running import clear, new_url
from tests.contract.conftest import KIWIS, PISTACHIOS, SAFFRON, put

#: Seconds between two edits, and between two searches, besides what they take.
PAUSE = 0.1
DOCUMENTS = int(os.environ.get("ARTICLES", "100000" if material.FULL else "3000"))


class Others:
    """A worker and a reader in processes of their own, so to say, while somebody rebuilds."""

    def __init__(self, url: str, documents: dict) -> None:
        self.documents, self.over = documents, Event()
        self.edits, self.overlooked, self.silences, self.totals = 0, 0, [0.0], set()
        self.worker, self.reader = (OpenSearchEngine(url, "articles") for _ in range(2))
        self.threads = [Thread(target=self._edit), Thread(target=self._read)]

    def __enter__(self) -> "Others":
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        for thread in self.threads:
            thread.join()

    def _edit(self) -> None:
        """Edit a record, bring it, and look at once whether the index has it, as its editor would."""
        for key in list(self.documents)[::7] * 50:
            if self.over.wait(PAUSE):
                return
            edited = replace(self.documents[key], revision=self.documents[key].revision + 1)
            self.documents[key] = edited
            self._bring(edited)
            held = [state.revision for state in self.worker.states(key, key + 1)]
            self.overlooked += held != [edited.revision]
            self.edits += 1

    def _bring(self, edited: Document) -> None:
        while True:
            try:
                return put(self.worker, edited)
            except EngineError:
                continue  # it waits and is brought again, as by search/sync.py

    def _read(self) -> None:
        last = time.monotonic()
        while not self.over.wait(PAUSE):
            self.totals.add(self.reader.search(Query()).total)
            self.silences.append(time.monotonic() - last)
            last = time.monotonic()


def test_edits_and_searches_go_on_during_a_rebuild():
    url = new_url()
    documents = {document.key: document for document in material.generated_documents(DOCUMENTS)}
    engine = OpenSearchEngine(url, "articles")
    with engine.rebuild() as fresh:
        fresh.apply(map(Put, documents.values()))
        fresh.publish()
    start = time.monotonic()
    with Others(url, documents) as others:
        with engine.rebuild() as fresh:
            # Each is read as late as search/rebuild.py does.
            fresh.apply(Put(documents[key]) for key in list(documents))
            fresh.publish()
        time.sleep(1)
    held = {state.key: (state.revision, state.digest) for state in engine.states(0, 2**62)}
    wrong = sum(held.get(key) != (each.revision, each.digest) for key, each in documents.items())
    seconds = time.monotonic() - start
    print(
        f"\n{len(documents)} documents rebuilt in {seconds:.0f} s under {others.edits} edits: "
        f"{wrong} wrong after, {others.overlooked} overlooked meanwhile, "
        f"longest silence {max(others.silences):.2f} s of {len(others.silences)} searches"
    )
    clear(engine)
    assert (wrong, len(held), others.overlooked, others.totals) == (0, len(documents), 0, {len(documents)})
    assert max(others.silences) < 10


def test_a_rebuild_that_was_killed_is_in_nobodys_way(engine):
    put(engine, PISTACHIOS)
    killed = engine.indices.begin()  # and then its process died
    put(engine, KIWIS)
    with engine.rebuild() as fresh:
        fresh.apply([Put(SAFFRON)])
        fresh.publish()
    assert engine.search(Query()).keys == [SAFFRON.key]
    assert not engine.client.indices.exists(index=killed)


def test_of_two_rebuilds_the_later_counts(engine):
    put(engine, PISTACHIOS)
    with pytest.raises(IndexBusy, match="another rebuild"), engine.rebuild() as fresh:
        engine.indices.begin()  # by somebody else
        fresh.apply([Put(KIWIS)])
        fresh.publish()
    assert engine.search(Query()).keys == [PISTACHIOS.key]


def test_what_was_deleted_never_comes_back_with_a_late_writer(engine):
    put(engine, replace(PISTACHIOS, revision=5))
    engine.apply([Drop(PISTACHIOS.key, 6)])
    put(engine, replace(PISTACHIOS, revision=5))  # read before the deletion, written after
    assert engine.search(Query()).total == 0
    assert engine.health().documents == 0
    put(engine, replace(PISTACHIOS, revision=7))
    assert engine.search(Query("پسته")).keys == [PISTACHIOS.key]
