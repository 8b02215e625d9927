"""What was decoded, kept as long as there is room."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Protocol, TypeVar

#: Keys remembered as asked for once.
MOST_ASKED = 50_000


class Sized(Protocol):
    """Anything that knows its size in memory, as arrays do."""

    nbytes: int


T = TypeVar("T", bound=Sized)


class Cache:
    """Bounded by bytes; what was used longest ago goes first. Threads may share it."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.used = 0
        self._kept: OrderedDict[Hashable, tuple[Sized, int]] = OrderedDict()
        self._asked: set[Hashable] = set()
        self._lock = Lock()

    def __contains__(self, key: Hashable) -> bool:
        return key in self._kept

    def fetch(self, key: Hashable, make: Callable[[], T]) -> T:
        """What is kept under a key, else made and kept."""
        with self._lock:
            if kept := self._kept.get(key):
                self._kept.move_to_end(key)
                return kept[0]
        made = make()
        self._keep(key, made)
        return made

    def is_known(self, key: Hashable) -> bool:
        """Whether this was asked before, lately; asking makes it known."""
        if key in self._asked:
            return True
        if len(self._asked) >= MOST_ASKED:
            self._asked.clear()
        self._asked.add(key)
        return False

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._kept.clear()
            self._asked.clear()
            self.used = 0

    def _keep(self, key: Hashable, made: Sized) -> None:
        size = made.nbytes + 500  # the key, the entry, the array's own head
        with self._lock:
            if key in self._kept or size > self.limit // 2:
                return
            self._kept[key] = made, size
            self.used += size
            while self.used > self.limit:
                _, (_, freed) = self._kept.popitem(last=False)
                self.used -= freed
