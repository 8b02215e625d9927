"""Several processes on one index: one writes, others read, and any of them may die."""

import os
import random
import signal
import threading
import time
from multiprocessing import get_context

import pytest

from search.engines.base import Put
from search.engines.whoosh.engine import WhooshEngine
from search.query import Query
from tests.contract.conftest import document

fork = get_context("fork")


def batch(number: int) -> list[Put]:
    """Ten documents, all of one revision; every batch replaces the one before."""
    return [Put(document(key, body="پسته یزد", revision=number)) for key in range(1, 11)]


def _write_for_ever(path, acknowledged) -> None:
    engine = WhooshEngine(path)
    for number in range(acknowledged.value + 1, 1_000_000):
        engine.apply(batch(number))
        acknowledged.value = number


@pytest.mark.slow
def test_a_killed_writer_leaves_what_was_acknowledged_or_one_batch_more(tmp_path):
    # Without a lock: who is killed while holding one leaves the others waiting for ever.
    path, acknowledged = tmp_path / "articles", fork.Value("i", 1, lock=False)
    chance = random.Random(1)
    WhooshEngine(path).apply(batch(1))
    for _ in range(8):
        writer = fork.Process(target=_write_for_ever, args=(path, acknowledged))
        writer.start()
        time.sleep(0.3 + chance.random() / 3)
        os.kill(writer.pid, signal.SIGKILL)
        writer.join()
        engine = WhooshEngine(path)
        revisions = {state.revision for state in engine.states(0, 100)}
        assert engine.health(deep=True).state == "ok"
        assert len(revisions) == 1 and revisions <= {acknowledged.value, acknowledged.value + 1}
        assert engine.search(Query("پسته")).total == 10
        acknowledged.value = revisions.pop()
    assert acknowledged.value > 1


@pytest.mark.slow
def test_readers_always_see_one_committed_state(tmp_path):
    path = tmp_path / "articles"
    writer, stop, wrong = WhooshEngine(path), threading.Event(), []
    writer.apply(batch(1))

    def read() -> None:
        reader = WhooshEngine(path)
        while not stop.is_set():
            revisions = {state.revision for state in reader.states(0, 100)}
            total = reader.search(Query("پسته یزد")).total
            if len(revisions) != 1 or total != 10:
                wrong.append((revisions, total))

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for number in range(2, 40):
        if number % 10:
            writer.apply(batch(number))
        else:
            with writer.rebuild() as fresh:
                fresh.apply(batch(number))
                fresh.publish()
    stop.set()
    for reader in readers:
        reader.join()
    assert wrong == []
