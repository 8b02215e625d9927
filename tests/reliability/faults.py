"""A process whose n-th change to the disk fails, or is the last thing it does."""

import errno
import os
import sys
from collections.abc import Callable
from enum import Enum, IntEnum
from multiprocessing import get_context
from pathlib import Path

from search.engines.whoosh import home

_fork = get_context("fork")
#: What Python announces before it changes something on disk (its table of audit events), beside writing and
#: syncing, which it does not announce.
_ANNOUNCED = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.symlink", "shutil.rmtree"}


class Fault(Enum):
    """What happens at the n-th change."""

    DEATH = None
    NO_SPACE = errno.ENOSPC
    BROKEN_DISK = errno.EIO


class End(IntEnum):
    """How the process ended, as its exit code."""

    DONE = 0  # it made fewer changes than n
    COPED = 2  # it needed no success of this one
    FAILED = 3
    DIED = 9


def end_of(work: Callable[[], object], fault: Fault, n: int) -> End:
    """How work ends in a process of its own whose n-th change fails."""
    process = _fork.Process(target=_suffer, args=(work, fault, n))
    process.start()
    process.join()
    return End(process.exitcode)


def _suffer(work: Callable[[], object], fault: Fault, n: int) -> None:
    left = n

    def change() -> None:
        nonlocal left
        left -= 1
        if left == 0 and fault is Fault.DEATH:
            os._exit(End.DIED)  # nothing is flushed, nothing tidied up
        if left == 0:
            raise OSError(fault.value, os.strerror(fault.value))

    _announce(change)
    try:
        work()
    except OSError:
        os._exit(End.FAILED)
    os._exit(End.DONE if left > 0 else End.COPED)


def _announce(change: Callable[[], None]) -> None:
    """Call `change` before each change to the disk; for good, which is why the process is its own."""
    sys.addaudithook(lambda event, arguments: change() if _changes(event, arguments) else None)
    sync, create = os.fsync, home.Folder.create
    os.fsync = lambda descriptor: (change(), sync(descriptor))[1]
    home.Folder.create = lambda folder, name: _Created(create(folder, name), change)


def _changes(event: str, arguments: tuple[object, ...]) -> bool:
    if event == "open":
        path, _, flags = arguments
        return bool(flags & (os.O_WRONLY | os.O_RDWR)) and Path("/dev") not in Path(str(path)).parents
    return event in _ANNOUNCED


class _Created:
    """A new file whose every write counts."""

    def __init__(self, opened: object, change: Callable[[], None]) -> None:
        self._opened, self._change = opened, change

    def __enter__(self) -> "_Created":
        self._file = self._opened.__enter__()
        return self

    def __exit__(self, *error: object) -> bool | None:
        return self._opened.__exit__(*error)

    def write(self, data: bytes) -> int:
        self._change()
        return self._file.write(data)

    def __getattr__(self, name: str) -> object:
        return getattr(self._file, name)
