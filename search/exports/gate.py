"""How many files one worker makes at once: whoever takes away the whole archive leaves threads to readers."""

from collections.abc import Iterator
from threading import BoundedSemaphore
from weakref import finalize

from search.engines.base import SearchBusy

#: Of the four threads that docs/operating.md gives a worker.
AT_ONCE = 2
_turns = BoundedSemaphore(AT_ONCE)


class InTurn(Iterator[bytes]):
    """The pieces of a file, which counts until it is closed or forgotten.

    Raises SearchBusy where as many as may be are being made already: whoever waited would keep a thread.
    """

    def __init__(self, pieces: Iterator[bytes]) -> None:
        if not _turns.acquire(blocking=False):
            raise SearchBusy(f"{AT_ONCE} files are being made already")
        self._pieces = pieces
        self._make_room = finalize(self, _turns.release)

    def __next__(self) -> bytes:
        """The next piece."""
        return next(self._pieces)

    def close(self) -> None:
        """End the file, read or not; more than once is fine."""
        self._pieces = iter(())  # whoever makes them is let go
        self._make_room()
