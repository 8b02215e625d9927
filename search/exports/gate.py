"""How many files one worker makes at once, and how fast: whoever takes away the whole archive leaves room."""

from collections.abc import Iterator
from threading import Lock
from time import thread_time
from weakref import finalize

from archive.turns import is_anything_asked, rest
from search.engines.base import SearchBusy

#: In a worker, and of these for one address: nobody keeps the others from theirs.
AT_ONCE = 2
EACH = 1

_lock = Lock()
#: For whom files are being made.
_made_for: list[str | None] = []


class InTurn(Iterator[bytes]):
    """The pieces of a file for an address, which counts until it is closed or forgotten.

    Raises SearchBusy where as many as may be are being made already: whoever waited would keep a thread.
    """

    def __init__(self, pieces: Iterator[bytes], address: str | None) -> None:
        with _lock:
            if len(_made_for) >= AT_ONCE or _made_for.count(address) >= EACH:
                raise SearchBusy(f"{len(_made_for)} files are being made already")
            _made_for.append(address)
        self._pieces = pieces
        # Without the lock, which whoever forgets a file may be holding.
        self._make_room = finalize(self, _made_for.remove, address)

    def __next__(self) -> bytes:
        """The next piece; while others ask, a file takes a third of its thread's time."""
        begun = thread_time()
        piece = next(self._pieces)
        if is_anything_asked():
            rest(begun)
        return piece

    def close(self) -> None:
        """End the file, read or not; more than once is fine."""
        self._pieces = iter(())  # whoever makes them is let go
        self._make_room()
