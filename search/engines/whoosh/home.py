"""Where an index lives: a lock, folders of which one is current, and in each a manifest of what is committed.

    home/lock             held by whoever writes
    home/current          a link to the folder that answers; publishing is one rename of this link
    home/000007/          one build of the index: segments, Whoosh's table of contents, MANIFEST.json

A commit writes and syncs new files, then the table of contents, then the manifest, each step on disk before
the next; only then are files that nobody needs removed. The manifest alone says what is committed, so a crash
at any moment leaves the state before or after. Index files hold pickles: the home is for its owner only
(0700), and its table of contents is read with an unpickler that knows five names.
"""

import fcntl
import io
import json
import os
import pickle
import shutil
import time
import zlib
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO

from whoosh.codec.whoosh3 import W3Codec, W3Segment
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import StructFile
from whoosh.index import TOC

from search import analysis
from search.engines.base import IndexBusy, IndexUnavailable
from search.engines.whoosh import schema

INDEX_NAME = "MAIN"
MANIFEST = "MANIFEST.json"
#: Seconds that a writer waits for another one.
LOCK_WAIT = 0.25


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is committed in a folder: `files` maps names to sizes and CRC-32, fingerprints say by what."""

    generation: int
    toc: str
    documents: int
    schema: str
    analysis: str
    files: dict[str, tuple[int, int]]

    @property
    def bytes(self) -> int:
        """The size of all files."""
        return sum(size for size, _ in self.files.values())


class Folder:
    """One build of the index."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @contextmanager
    def create(self, name: str) -> Iterator[BinaryIO]:
        """A new file, on disk for good when the block ends."""
        with (self.path / name).open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())

    def manifest(self) -> Manifest:
        """What is committed. Raises OSError or ValueError when it cannot be read."""
        text = (self.path / MANIFEST).read_text()
        try:
            facts = json.loads(text)
            if facts.pop("crc") != _crc_of(facts):
                raise ValueError(f"{MANIFEST} is not as it was written")
            facts["files"] = {name: (int(size), int(crc)) for name, (size, crc) in facts["files"].items()}
            return Manifest(**facts)
        except (TypeError, AttributeError, KeyError) as error:
            raise ValueError(f"{MANIFEST} makes no sense: {error}") from error

    def segments(self, manifest: Manifest) -> list[W3Segment]:
        """The segments of a manifest, from Whoosh's table of contents."""
        data = (self.path / manifest.toc).read_bytes()
        size, crc = manifest.files[manifest.toc]
        if (len(data), zlib.crc32(data)) != (size, crc):
            raise ValueError(f"{manifest.toc} is damaged")
        return read_toc(data)

    def commit(self, segments: list[W3Segment], before: Manifest | None) -> Manifest:
        """Make these segments the content of the folder, durably, and remove what is no longer needed."""
        generation = before.generation + 1 if before else 1
        made_by = before.analysis if before else analysis.FINGERPRINT
        toc = TOC._filename(INDEX_NAME, generation)
        (self.path / toc).unlink(missing_ok=True)  # left by a writer that died just before its manifest
        TOC(schema.make_schema(), segments, generation).write(FileStorage(str(self.path)), INDEX_NAME)
        sync(self.path / toc)
        names = [toc, *(f"{segment.segment_id()}.seg" for segment in segments)]
        known = before.files if before else {}
        manifest = Manifest(
            generation=generation,
            toc=toc,
            documents=sum(segment.doc_count() for segment in segments),
            schema=schema.FINGERPRINT,
            analysis=made_by,
            files={name: known.get(name) or size_and_crc(self.path / name) for name in names},
        )
        with self.create(MANIFEST + ".new") as file:
            facts = asdict(manifest)
            file.write(json.dumps({**facts, "crc": _crc_of(facts)}).encode())
        sync(self.path)
        os.replace(self.path / (MANIFEST + ".new"), self.path / MANIFEST)
        sync(self.path)
        self._sweep({*names, MANIFEST})
        return manifest

    def damaged_files(self, manifest: Manifest, deep: bool = False) -> list[str]:
        """Files that are missing or not as they were written; `deep` reads them, else only sizes count."""
        bad = []
        for name, (size, crc) in manifest.files.items():
            path = self.path / name
            is_there = path.is_file() and path.stat().st_size == size
            if not is_there or (deep and size_and_crc(path) != (size, crc)):
                bad.append(name)
        return bad

    def _sweep(self, needed: set[str]) -> None:
        """Remove files of former generations and of writers that died. Readers keep what they have mapped."""
        for path in self.path.iterdir():
            if path.name not in needed:
                path.unlink(missing_ok=True)


class Home:
    """The folders of an index, and the lock that only one writer holds."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.link = path / "current"

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Be the only writer, in any process. Raises IndexBusy."""
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (self.path / "lock").open("w") as file:
            _take(file)
            yield

    def current(self) -> Folder:
        """The folder that answers. Raises IndexUnavailable where there is none."""
        if not self.link.exists():
            raise IndexUnavailable(f"there is no index in {self.path}")
        return Folder(self.link.resolve())

    def new_folder(self) -> Folder:
        """An empty folder for the next build."""
        path = self.path / f"{max(self._numbers(), default=0) + 1:06}"
        path.mkdir(mode=0o700)
        return Folder(path)

    def publish(self, folder: Folder) -> None:
        """Let a folder answer from now on; the one before it stays for its readers, older ones go."""
        before = self.link.resolve() if self.link.exists() else None
        fresh = self.path / "current.new"
        fresh.unlink(missing_ok=True)
        fresh.symlink_to(folder.path.name)
        os.replace(fresh, self.link)
        sync(self.path)
        for number in self._numbers():
            path = self.path / f"{number:06}"
            if path not in (folder.path, before):
                shutil.rmtree(path, ignore_errors=True)

    def discard(self, folder: Folder) -> None:
        """Remove a folder unless it was published: the disk may fail between that and its syncing."""
        if self.link.resolve() != folder.path.resolve():
            shutil.rmtree(folder.path, ignore_errors=True)

    def _numbers(self) -> list[int]:
        return [int(path.name) for path in self.path.iterdir() if path.name.isdigit()]


def _take(file: BinaryIO) -> None:
    end = time.monotonic() + LOCK_WAIT
    while True:
        try:
            return fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > end:
                raise IndexBusy("another process is writing the index") from None
            time.sleep(0.01)


def sync(path: Path) -> None:
    """Bring a file, or the names in a folder, to disk for good."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def size_and_crc(path: Path) -> tuple[int, int]:
    """The size of a file and the CRC-32 of its bytes."""
    crc = 0
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            crc = zlib.crc32(piece, crc)
        return file.tell(), crc


def _crc_of(facts: dict[str, object]) -> int:
    """What tells that nobody, and no failing disk, has changed a manifest."""
    return zlib.crc32(json.dumps(facts).encode())


class _TocUnpickler(pickle.Unpickler):
    """Reads lists of segments; any other name in the pickle is refused."""

    NAMES = {
        ("whoosh.codec.whoosh3", "W3Segment"): W3Segment,
        ("whoosh.codec.whoosh3", "W3Codec"): W3Codec,
        ("collections", "defaultdict"): defaultdict,
        ("builtins", "int"): int,
        ("__builtin__", "int"): int,
        ("builtins", "set"): set,
        ("__builtin__", "set"): set,
    }

    def find_class(self, module: str, name: str) -> object:
        """One of the known names."""
        if (module, name) not in self.NAMES:
            raise pickle.UnpicklingError(f"the table of contents names {module}.{name}")
        return self.NAMES[module, name]


def read_toc(data: bytes) -> list[W3Segment]:
    """The segments that a table of contents lists; its pickled schema is skipped, for we know it."""
    stream = StructFile(io.BytesIO(data))
    for _ in range(3):  # sizes of C types
        stream.read_varint()
    stream.read_int(), stream.read_int()  # byte order, version
    for _ in range(3):  # release
        stream.read_varint()
    stream.skip_string()
    stream.read_int(), stream.read_int()  # generation, unused
    return _TocUnpickler(stream.file).load()
