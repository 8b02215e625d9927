"""The engine: one view for reading, one writer at a time, a rebuild beside."""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Lock
from time import sleep
from typing import TypeVar

import numpy as np

from archive.partial import leave_unkept
from search import analysis
from search.engines.base import Change, EngineError, Health, IndexUnavailable, SearchBusy, State, Weights
from search.engines.expansion import commonest
from search.engines.whoosh import schema
from search.engines.whoosh.answer import Answer
from search.engines.whoosh.cache import Cache
from search.engines.whoosh.change import Writing
from search.engines.whoosh.home import MANIFEST, Folder, Home
from search.engines.whoosh.reader import Reader
from search.engines.whoosh.view import View
from search.query import Query
from search.results import Results

T = TypeVar("T")

CACHE_BYTES = 128 << 20
#: While another process commits, a file may be replaced between two looks: look again so often.
TRIES = 5
PAUSE = 0.02
#: Questions answered at once by one process, and how long one more waits for its turn.
AT_ONCE = 4
TURN = 0.25
#: Words read for one suggestion: a prefix of two letters may begin a tenth of the vocabulary.
MOST_SUGGESTED_FROM = 20_000


class WhooshEngine:
    """An index in a folder. Anything that can go wrong while it is read leaves the view before in place."""

    def __init__(self, path: Path, cache_bytes: int = CACHE_BYTES) -> None:
        self._home = Home(Path(path))
        self._manifest = str(self._home.link / MANIFEST)
        self._cache = Cache(cache_bytes)
        self._view: View | None = None
        self._stamp: tuple[int, ...] = ()
        self._opening = Lock()
        self._turns: SimpleQueue[int] = SimpleQueue()
        for turn in range(AT_ONCE):
            self._turns.put(turn)

    def apply(self, changes: Iterable[Change]) -> None:
        """Put and drop; durable on return. Where there is no index at all, an empty one is made first."""
        with self._home.lock():
            if not self._home.link.is_symlink():
                self._create()
            writing = Writing(*self._writable())
            writing.apply(changes)
            writing.commit()

    def search(self, query: Query, weights: Weights | None = None) -> Results:
        """Evaluate a question in the newest view that can be read."""
        return self._answer(query, Answer.results, weights)

    def keys(self, query: Query) -> list[int]:
        """Every match, in order."""
        return self._answer(query, Answer.keys)

    def suggest(self, prefix: str, n: int = 8) -> list[str]:
        """Words of the index that begin like the last word of `prefix`, commonest first."""
        terms = analysis.analyse(prefix)
        if not terms:
            return []
        view, letters = self._newest(), terms[-1].exact
        # Everybody begins with one of some thirty letters, and each begins thousands of words.
        words = view.kept(("beginning", letters, n), lambda: np.array(_beginning(view, letters, n), np.str_))
        return words.tolist()

    def usual_words(self) -> list[tuple[str, int]]:
        """The stems that one document in USUAL holds, and in how many, lately deleted ones included."""
        return self._newest().usual_words

    def states(self, low: int, high: int) -> Iterator[State]:
        """What is held of the keys `low <= key < high`, by key."""
        view = self._newest()
        ids = view.everything.ids
        ids = ids[(view.keys[ids] >= low) & (view.keys[ids] < high)]
        ids = ids[np.argsort(view.keys[ids])]
        columns = [view.number(name)[ids].tolist() for name in ("key", "revision", "digest")]
        return map(State, *columns)

    @contextmanager
    def rebuild(self) -> Iterator["WhooshRebuild"]:
        """Hold the write lock and fill a fresh folder."""
        with self._home.lock():
            rebuild = WhooshRebuild(self._home)
            try:
                yield rebuild
            finally:
                rebuild.close()

    def health(self, deep: bool = False) -> Health:
        """Compare files with the manifest, and fingerprints with those of the code that runs."""
        for _ in range(TRIES):
            stamp, health = self._stamp_on_disk(), self._looked_over(deep)
            # What another process replaced or swept away meanwhile is no damage.
            if health.state != "damaged" or stamp == self._stamp_on_disk():
                break
        return health

    def _looked_over(self, deep: bool) -> Health:
        try:
            folder = self._home.current()
            manifest = folder.manifest()
            damaged = folder.damaged_files(manifest, deep)
        except IndexUnavailable as error:
            return Health("missing", message=str(error))
        except (OSError, ValueError) as error:
            return Health("damaged", message=f"the manifest cannot be read: {error}")
        state, message = "ok", ""
        if damaged:
            state, message = "damaged", f"not as written: {', '.join(damaged)}"
        elif (manifest.schema, manifest.analysis) != (schema.FINGERPRINT, analysis.FINGERPRINT):
            state, message = "stale", "made by another version of the analysis or the schema"
        return Health(state, manifest.documents, manifest.bytes, manifest.analysis, message)

    def _answer(self, query: Query, ask: Callable[[Answer], T], weights: Weights | None = None) -> T:
        view = self._newest()
        try:
            turn = self._turns.get(timeout=TURN)
        except Empty:
            raise SearchBusy(f"{AT_ONCE} questions are being answered already") from None
        try:
            return ask(Answer(view, query, weights))
        finally:
            self._turns.put(turn)

    def _create(self) -> None:
        folder = self._home.new_folder()
        folder.commit([], None)
        self._home.publish(folder)

    def _writable(self) -> tuple[Folder, View]:
        view = self._newest()
        if view.manifest != view.folder.manifest():
            raise IndexUnavailable("the index cannot be read as it is committed; it must be rebuilt")
        return view.folder, view

    def _newest(self) -> View:
        """The view of what is committed, or the one before when that cannot be read."""
        stamp = self._stamp_on_disk()
        if self._view is not None and stamp == self._stamp:
            return self._view
        with self._opening:
            if self._view is None or stamp not in (self._stamp, ()):
                self._open(stamp)
        if stamp != self._stamp:
            leave_unkept()  # the view before answers, and what comes of it is old
        return self._view

    def _stamp_on_disk(self) -> tuple[int, ...]:
        try:
            stat = os.stat(self._manifest)  # asked for every question: a Path takes five times as long
        except OSError:
            return ()
        return stat.st_ino, stat.st_mtime_ns, stat.st_size

    def _open(self, stamp: tuple[int, ...]) -> None:
        for attempt in range(TRIES):
            try:
                folder = self._home.current()
                manifest = folder.manifest()
                if manifest.schema != schema.FINGERPRINT:
                    raise EngineError("the index was made with another schema; it must be rebuilt")
                self._view, self._stamp = View(folder, manifest, self._cache, self._view), stamp
                return
            # Damage has many faces: a pickle alone can raise a dozen different errors.
            except Exception as error:
                failure = error
                sleep(PAUSE if attempt + 1 < TRIES else 0)
        if self._view is None:
            raise IndexUnavailable(str(failure)) from failure


class WhooshRebuild:
    """A fresh folder beside the one that answers."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._folder: Folder | None = home.new_folder()
        self._writing = Writing(self._folder, None)

    def apply(self, changes: Iterable[Change]) -> None:
        """Put documents into the fresh folder."""
        self._writing.apply(changes)

    def publish(self) -> None:
        """Commit the folder and let it answer."""
        self._writing.commit()
        self._home.publish(self._folder)
        self._folder = None

    def close(self) -> None:
        """Remove a folder that was not published."""
        if self._folder:
            self._home.discard(self._folder)


def _beginning(view: View, letters: str, n: int) -> list[str]:
    """The commonest words of a view that begin so."""
    read = (item for item, _ in zip(view.terms("exact", letters), range(MOST_SUGGESTED_FROM), strict=False))
    # Words that stand only in documents deleted since would tell of what was taken back.
    reader = Reader(view)
    return [word for word in commonest(read, n * 4) if reader.holds("exact", word)][:n]
