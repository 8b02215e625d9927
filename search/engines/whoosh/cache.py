"""What was decoded, kept as long as there is room."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Protocol, TypeVar


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

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._kept.clear()
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
