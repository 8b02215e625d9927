"""Whoosh's compound file: the files of a segment, one after the other, then their directory."""

import pickle
import struct
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import BinaryIO

_HEADER = struct.Struct(">qi")  # where the directory is, and its size


class Part:
    """The inner file that is being written; its offsets count from its own beginning."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.start = file.tell()

    def write(self, data: bytes) -> None:
        self._file.write(data)

    def write_all(self, pieces: Iterable[bytes]) -> None:
        self._file.writelines(pieces)

    def tell(self) -> int:
        return self._file.tell() - self.start


class Compound:
    """Writes the inner files of a segment, whose names begin with the segment's."""

    def __init__(self, file: BinaryIO, segment: str) -> None:
        self._file = file
        self._segment = segment
        self._directory: dict[str, dict[str, int]] = {}
        file.write(bytes(_HEADER.size))

    @contextmanager
    def file(self, ending: str) -> Iterator[Part]:
        """One inner file, to be written piece by piece."""
        part = Part(self._file)
        yield part
        self._directory[self._segment + ending] = {"offset": part.start, "length": part.tell()}

    def add(self, ending: str, pieces: Iterable[bytes]) -> None:
        """One inner file, whole."""
        with self.file(ending) as part:
            part.write_all(pieces)

    def close(self) -> None:
        """Write the directory, with no options behind it, and where it is."""
        at = self._file.tell()
        directory = pickle.dumps(self._directory, 2) + pickle.dumps({}, 2)
        self._file.write(directory)
        self._file.seek(0)
        self._file.write(_HEADER.pack(at, len(directory)))
