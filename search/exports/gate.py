"""How many files one worker makes at once: whoever takes away the whole archive leaves threads to readers."""

from collections.abc import Iterator
from threading import BoundedSemaphore

from search.engines.base import SearchBusy

#: Of the four threads that docs/operating.md gives a worker.
AT_ONCE = 2
_turns = BoundedSemaphore(AT_ONCE)


def in_turn(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The pieces of a file, which counts from its first to its last, or until its reader has gone.

    Raises SearchBusy where as many as may be are being made already.
    """
    if not _turns.acquire(blocking=False):
        raise SearchBusy(f"{AT_ONCE} files are being made already")
    _turns.release()  # a file that nobody begins to read takes no room
    return _counted(pieces)


def _counted(pieces: Iterator[bytes]) -> Iterator[bytes]:
    with _turns:  # of those asked for at the same moment, the one too many waits
        yield from pieces
