"""How many files one worker makes at once: whoever takes away the whole archive leaves threads to readers."""

from collections.abc import Iterator

from search.engines.base import SearchBusy

#: Of the four threads that docs/operating.md gives a worker.
AT_ONCE = 2
_being_made: set[object] = set()


def in_turn(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The pieces of a file, which counts from its first to its last, or until its reader has gone.

    Raises SearchBusy where as many as may be are being made already.
    """
    if len(_being_made) >= AT_ONCE:
        raise SearchBusy(f"{AT_ONCE} files are being made already")
    return _counted(pieces)


def _counted(pieces: Iterator[bytes]) -> Iterator[bytes]:
    file = object()
    _being_made.add(file)
    try:
        yield from pieces
    finally:
        _being_made.discard(file)
