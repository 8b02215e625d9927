"""Readers in processes of their own see whole states only, while somebody writes, rebuilds and publishes."""

import os
import time
from itertools import count
from multiprocessing import get_context

import pytest

from search.engines.whoosh.engine import WhooshEngine
from search.query import Query
from tests.reliability.small_index import puts

MINUTES = float(os.environ.get("MINUTES", "10"))
READERS = 4
#: Every state holds these, all of one revision.
KEYS = range(1, 21)
fork = get_context("fork")


def read(path, stop, told) -> None:
    """Look until told to stop, then tell how often, and what was no whole state."""
    engine, looks, wrong = WhooshEngine(path), 0, []
    while not stop.is_set():
        looks += 1
        try:
            revisions = {state.revision for state in engine.states(0, 100)}
            total = engine.search(Query("پسته یزد")).total
            if len(revisions) != 1 or total != len(KEYS):
                wrong.append(f"{total} found, revisions {revisions}")
        except Exception as error:
            wrong.append(repr(error))
    told.put((looks, wrong[:5]))


@pytest.mark.soak
def test_readers_never_see_half_of_anything(tmp_path):
    path, stop, told = tmp_path / "index", fork.Event(), fork.Queue()
    writer, end = WhooshEngine(path), time.monotonic() + 60 * MINUTES
    writer.apply(puts(KEYS, 1))
    readers = [fork.Process(target=read, args=(path, stop, told)) for _ in range(READERS)]
    for reader in readers:
        reader.start()
    for revision in count(2):
        if revision % 10:
            writer.apply(puts(KEYS, revision))
        else:
            with writer.rebuild() as fresh:
                fresh.apply(puts(KEYS, revision))
                fresh.publish()
        if time.monotonic() > end:
            break
    stop.set()
    looks, wrong = zip(*(told.get(timeout=60) for _ in readers), strict=True)
    print(f"{sum(looks)} looks of {READERS} readers at {revision} states in {MINUTES} minutes: {wrong}")
    assert not any(wrong)
    assert min(looks) > 0
