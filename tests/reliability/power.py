"""A disk on which, when the power fails, only that is left which was synced."""

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

Name = tuple[str, int | str]


class Disk:
    """Follows a folder: the bytes of each file at its last sync, the names in each folder at theirs.

    The strict reading of POSIX: without fsync nothing is promised, neither bytes nor names. Real file
    systems keep names sooner than bytes: `left(names_too=True)` is the other extreme, every name but only
    the bytes that were synced.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._bytes: dict[int, bytes] = {}
        self._names: dict[str, dict[str, Name]] = {}
        self._held: list[int] = []
        for folder, _, files in os.walk(root):
            for name in files:
                if not os.path.islink(os.path.join(folder, name)):
                    self._sync_file(os.path.join(folder, name))
            self._names[folder] = _names_in(folder)

    def synced(self, descriptor: int) -> None:
        """What fsync of this descriptor makes lasting."""
        path = os.readlink(f"/proc/self/fd/{descriptor}")
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            self._names[path] = _names_in(path)
        else:
            self._sync_file(path)

    def left(self, target: Path, names_too: bool) -> Path:
        """Lay out in a new folder what is left after a power cut now."""
        self._lay_out(str(self._root), target, names_too)
        return target

    def close(self) -> None:
        """Let go of the files."""
        for descriptor in self._held:
            os.close(descriptor)

    def _sync_file(self, path: str) -> None:
        # Held open: the number of a removed file would be given to a new one.
        self._held.append(os.open(path, os.O_RDONLY))
        self._bytes[os.fstat(self._held[-1]).st_ino] = Path(path).read_bytes()

    def _lay_out(self, folder: str, target: Path, names_too: bool) -> None:
        target.mkdir()
        names = _names_in(folder) if names_too else self._names.get(folder, {})
        for name, (kind, what) in names.items():
            if kind == "folder":
                self._lay_out(os.path.join(folder, name), target / name, names_too)
            elif kind == "link":
                (target / name).symlink_to(what)
            else:
                (target / name).write_bytes(self._bytes.get(what, b""))


def _names_in(folder: str) -> dict[str, Name]:
    return {entry.name: _name(entry) for entry in os.scandir(folder)} if os.path.isdir(folder) else {}


def _name(entry: os.DirEntry) -> Name:
    if entry.is_symlink():
        return "link", os.readlink(entry.path)
    return ("folder", "") if entry.is_dir() else ("file", entry.inode())


@contextmanager
def watched(root: Path, moment: Callable[[Disk], object]) -> Iterator[Callable[[], None]]:
    """Follow a folder, and call `moment` wherever the power may fail: before each sync, after each rename.

    Yields a function that calls it once more. What `moment` itself does is not followed.
    """
    disk, sync, replace, is_away = Disk(root), os.fsync, os.replace, False

    def cut() -> None:
        nonlocal is_away
        is_away = True
        moment(disk)
        is_away = False

    def and_synced(descriptor: int) -> None:
        if not is_away:
            cut()
            disk.synced(descriptor)
        sync(descriptor)

    def and_replaced(*paths: object) -> None:
        replace(*paths)
        if not is_away:
            cut()

    with patch("os.fsync", and_synced), patch("os.replace", and_replaced):
        yield cut
    disk.close()
