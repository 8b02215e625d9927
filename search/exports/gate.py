"""How many files one worker makes at once: whoever takes away the whole archive leaves threads to readers."""

from collections.abc import Iterator
from threading import BoundedSemaphore

from search.engines.base import SearchBusy

#: Of the four threads that docs/operating.md gives a worker.
AT_ONCE = 2
_turns = BoundedSemaphore(AT_ONCE)


def in_turn(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The pieces of a file, which counts from now to its last one, or until its reader has gone.

    Raises SearchBusy where as many as may be are being made already.
    """
    counted = _counted(pieces)
    next(counted)  # takes the turn; a generator that has not begun would have nothing to give back
    return counted


def _counted(pieces: Iterator[bytes]) -> Iterator[bytes]:
    if not _turns.acquire(blocking=False):
        raise SearchBusy(f"{AT_ONCE} files are being made already")
    try:
        yield b""
        yield from pieces
    finally:
        _turns.release()
