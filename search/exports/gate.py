"""How many files one worker makes at once: whoever takes away the whole archive leaves threads to readers."""

from collections.abc import Iterator
from threading import BoundedSemaphore

from search.engines.base import SearchBusy

#: Of the four threads that docs/operating.md gives a worker.
AT_ONCE = 2
_turns = BoundedSemaphore(AT_ONCE)


class Turn:
    """The pieces of a file that is being made; when they end, or its reader has gone, others may begin.

    Raises SearchBusy where too many are being made. A generator would not do: one that was never begun is
    closed without a word.
    """

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._holds = _turns.acquire(blocking=False)
        if not self._holds:
            raise SearchBusy(f"{AT_ONCE} files are being made already")
        self._pieces = pieces

    def __iter__(self) -> Iterator[bytes]:
        yield from self._pieces
        self.close()

    def close(self) -> None:
        """Let others begin; Django calls it when the answer has left or its reader has."""
        if self._holds:
            self._holds = False
            _turns.release()

    __del__ = close
