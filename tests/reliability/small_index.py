"""A small index of twenty documents in several segments, what it holds, and what may be done to it."""

import shutil
from collections.abc import Callable
from pathlib import Path

from search.engines.base import Drop, Put
from search.engines.whoosh.engine import WhooshEngine
from search.query import Query
from tests.contract.conftest import document

#: Key → revision.
State = dict[int, int]


def made(path: Path) -> Path:
    """The index before: keys 1 to 20 in revision 1, written in four steps."""
    for first in range(1, 21, 5):
        WhooshEngine(path).apply(puts(range(first, first + 5), 1))
    return path


def puts(keys: range, revision: int) -> list[Put]:
    """Documents that one word finds."""
    return [Put(document(key, body="پسته یزد", revision=revision)) for key in keys]


def commit(path: Path) -> State:
    """Replace, add and drop at once; returns what is held then."""
    WhooshEngine(path).apply([*puts(range(1, 4), 2), *puts(range(21, 23), 2), Drop(20, 2)])
    return {**dict.fromkeys(range(4, 20), 1), **dict.fromkeys([1, 2, 3, 21, 22], 2)}


def merge(path: Path) -> State:
    """One commit after another until segments are merged."""
    for revision in range(2, 12):
        WhooshEngine(path).apply(puts(range(1, 2), revision))
    return {1: 11, **dict.fromkeys(range(2, 21), 1)}


def rebuild(path: Path) -> State:
    """Build beside and publish."""
    with WhooshEngine(path).rebuild() as fresh:
        fresh.apply(puts(range(1, 13), 3))
        fresh.publish()
    return dict.fromkeys(range(1, 13), 3)


BEFORE: State = dict.fromkeys(range(1, 21), 1)
WORKS: tuple[Callable[[Path], State], ...] = (commit, rebuild)


def held(path: Path) -> State:
    """What a process that starts now finds, each key once, and a search agrees."""
    engine = WhooshEngine(path)
    states = list(engine.states(0, 1000))
    assert engine.health(deep=True).state == "ok", engine.health(deep=True).message
    assert engine.search(Query("پسته")).total == len(states) == len({state.key for state in states})
    return {state.key: state.revision for state in states}


def assert_goes_on(path: Path) -> None:
    """The lock is free, and the next commit is clean."""
    WhooshEngine(path).apply(puts(range(50, 51), 1))
    assert 50 in held(path)


def copy(path: Path, target: Path) -> Path:
    """The same index elsewhere."""
    return shutil.copytree(path, target, symlinks=True)
