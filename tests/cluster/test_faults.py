"""Nodes are killed and paused while workers write and readers ask: nothing that was acknowledged is lost.

ROUNDS=50 for as many rounds, or for as many as fit into MINUTES; each kills one node of three and starts it
again, or pauses it.
"""

import os
import time
from collections.abc import Iterator
from itertools import takewhile
from random import Random, sample
from threading import Event, Lock, Thread

import pytest

from search.engines.base import Drop, EngineError, Put
from search.engines.opensearch.engine import OpenSearchEngine
from search.query import Query
from search.sync import BATCH
from tests.cluster.nodes import Cluster
from tests.cluster.running import new_url
from tests.contract.conftest import document

ROUNDS = int(os.environ.get("ROUNDS", "4"))
MINUTES = float(os.environ.get("MINUTES", "inf"))
DOCUMENTS = 300
#: Seconds that a node stays away, that all may take to be in step again, that searching may pause.
AWAY = 8
IN_STEP = 30
LONGEST_PAUSE = 10


class Truth:
    """A database in small: which revision of which record there is, and what the index has acknowledged."""

    def __init__(self) -> None:
        self.rng = Random(5)
        self.revisions = dict.fromkeys(range(1, DOCUMENTS + 1), 1)
        self.marks = dict.fromkeys(self.revisions, 0)
        self.lock = Lock()

    def edit(self) -> None:
        """Somebody changes a record, or deletes it (every seventh revision)."""
        with self.lock:
            self.revisions[self.rng.randint(1, DOCUMENTS)] += 1

    def waiting(self) -> dict[int, int]:
        """What the index has not acknowledged."""
        with self.lock:
            return {key: rev for key, rev in self.revisions.items() if self.marks[key] < rev}

    def some(self) -> dict[int, int]:
        """A batch of what waits. Two workers may take the same, as when the queue's locks are lost."""
        waiting = list(self.waiting().items())
        return dict(sample(waiting, min(BATCH, len(waiting))))

    def mark(self, revisions: dict[int, int]) -> None:
        """The index has acknowledged these."""
        with self.lock:
            for key, revision in revisions.items():
                self.marks[key] = max(self.marks[key], revision)

    def held(self) -> dict[int, int]:
        """What the index should hold."""
        with self.lock:
            return {key: rev for key, rev in self.revisions.items() if rev % 7}


def change(key: int, revision: int) -> Put | Drop:
    """The state of a record in a revision."""
    if revision % 7 == 0:
        return Drop(key, revision)
    return Put(document(key, "پسته یزد", f"گزارش {revision}", revision=revision))


def _clock() -> str:
    """The time as nodes write it into their logs."""
    return time.strftime("%H:%M:%S", time.gmtime())


class Traffic:
    """Two workers, an editor and a reader, until the end; `silences` are the seconds between two answers."""

    def __init__(self, url: str) -> None:
        self.truth, self.over = Truth(), Event()
        self.silences: list[float] = []
        self.engines = [OpenSearchEngine(url, "articles") for _ in range(3)]
        self.threads = [
            Thread(target=self._edit),
            Thread(target=self._read, args=(self.engines[0],)),
            *(Thread(target=self._bring, args=(engine,)) for engine in self.engines[1:]),
        ]

    def start(self) -> None:
        """Bring everything once, then let all begin."""
        self.engines[0].apply(change(key, rev) for key, rev in self.truth.waiting().items())
        self.truth.mark(self.truth.waiting())
        # Copies are made anew soon after a node is gone, not after a minute: the next round can begin.
        soon = {"index.unassigned.node_left.delayed_timeout": f"{AWAY}s"}
        self.engines[0].writer.indices.put_settings(index=self.engines[0].indices.live, body=soon)
        for thread in self.threads:
            thread.start()

    def stop(self) -> None:
        """Let all come to their ends."""
        self.over.set()
        for thread in self.threads:
            if thread.is_alive():
                thread.join()

    def seconds_to_be_in_step(self) -> float:
        """How long it takes until all that waits now, with some edits made just now, is acknowledged."""
        for _ in range(50):
            self.truth.edit()
        start, wanted = time.monotonic(), self.truth.waiting()
        while any(self.truth.marks[key] < revision for key, revision in wanted.items()):
            if time.monotonic() - start > 4 * IN_STEP:
                break
            time.sleep(0.1)
        return time.monotonic() - start

    def _edit(self) -> None:
        while not self.over.wait(0.02):
            self.truth.edit()

    def _bring(self, engine: OpenSearchEngine) -> None:
        while not self.over.wait(0.05):
            some = self.truth.some()
            try:
                engine.apply(change(key, revision) for key, revision in some.items())
            except EngineError:
                continue
            self.truth.mark(some)

    def _read(self, engine: OpenSearchEngine) -> None:
        last, why = time.monotonic(), []
        while not self.over.wait(0.05):
            try:
                engine.search(Query("پسته"))
            except EngineError as error:
                why.append(f"{_clock()} {error}")
                continue
            last, before = time.monotonic(), last
            self._note(last - before, why)
            why.clear()
        self._note(time.monotonic() - last, why)

    def _note(self, silence: float, why: list[str]) -> None:
        self.silences.append(silence)
        if silence > LONGEST_PAUSE / 4:
            print(f"\n  {_clock()} silent for {silence:.1f} s: {why}", end="", flush=True)


@pytest.fixture
def traffic() -> Iterator[Traffic]:
    started = Traffic(new_url(shards=3))
    yield started
    started.stop()


@pytest.mark.skipif(not Cluster.running(), reason="faults need three nodes that can be killed")
def test_killed_and_paused_nodes_lose_nothing(traffic):
    cluster, rng = Cluster.running(), Random(9)
    traffic.start()
    cluster.wait()
    slowest, end = 0.0, time.monotonic() + 60 * MINUTES
    for number in takewhile(lambda _: time.monotonic() < end, range(ROUNDS)):
        node = rng.choice(list(cluster.numbers))
        harm, mend = (cluster.kill, cluster.start) if number % 2 else (cluster.pause, cluster.resume)
        print(f"\n{_clock()} {number + 1} {harm.__name__} node {node}: ", end="", flush=True)
        harm(node)
        away = traffic.seconds_to_be_in_step()
        time.sleep(max(0.0, AWAY - away))
        mend(node)
        back = traffic.seconds_to_be_in_step()
        cluster.wait()
        slowest = max(slowest, away, back)
        print(f"\n  in step after {away:.1f} s, {back:.1f} s", end="", flush=True)
    traffic.stop()
    engine = traffic.engines[0]
    engine.apply(change(key, revision) for key, revision in traffic.truth.waiting().items())
    held = {state.key: state.revision for state in engine.states(0, DOCUMENTS + 1)}
    print(f"\nlongest silence {max(traffic.silences):.1f} s, slowest in step {slowest:.1f} s", flush=True)
    assert held == traffic.truth.held()
    assert slowest <= IN_STEP
    assert max(traffic.silences) <= LONGEST_PAUSE
