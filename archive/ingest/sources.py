"""Where raw reports come from: text and Markdown files, folders, JSON lines, standard input."""

import gzip
import io
import json
import lzma
import sys
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

MAX_BYTES = 10 * 1024 * 1024
#: A packed file that grows more than so many times, past so many bytes, is no text: it is made to do harm.
MOST_GROWTH = 100
GROWS_FREELY = 8 * 1024 * 1024
TEXT = (".txt", ".text", ".md", ".markdown")
JSON_LINES = (".jsonl", ".jsonl.gz", ".jsonl.xz")
HINTS = ("id", "title", "date", "source", "url")


@dataclass(frozen=True, slots=True)
class RawItem:
    """One report as received: its identity, where it came from, its bytes and the facts given beside it.

    `key` is "id:…", "url:…" or "file:…", "" when nothing identifies it; `origin` is a path, or path:line.
    `line` is the JSON line that `content` and `hints` were taken from, if there was one.
    """

    key: str
    origin: str
    content: bytes
    hints: dict[str, str] = field(default_factory=dict)
    line: bytes = b""

    @property
    def received(self) -> bytes:
        """What is kept for ever: the whole line or file."""
        return self.line or self.content


@dataclass(frozen=True, slots=True)
class Refusal:
    """An item that cannot be read, and why; it does not stop the others."""

    origin: str
    reason: str


def read_all(paths: Iterable[str], form: str = "") -> Iterator[RawItem | Refusal]:
    """Read files, folders (whole, in order of name), JSON lines and "-", the standard input.

    Names tell what a file holds, and the first letter what the standard input does; `form` says it instead:
    "text" or "jsonl".
    """
    for path in paths:
        if path == "-":
            yield from _read_stdin(form)
        else:
            yield from _read_path(Path(path), form)


def received_before(key: str, origin: str, received: bytes) -> RawItem | Refusal:
    """The item again, from the bytes that were kept of it."""
    if not key.startswith("file:") and received.startswith(b"{"):
        return _from_json_line(received, origin)
    return _checked(RawItem(key, origin, received))


def count_items(paths: Iterable[str]) -> int | None:
    """How many items `read_all` will give, for a progress bar; None when that would mean reading them."""
    total = 0
    for path in paths:
        files = list(_files_of(Path(path))) if path != "-" else []
        if path == "-" or any(_is(file, JSON_LINES[1:]) for file in files):
            return None
        total += sum(_count_lines(file) if _is(file, JSON_LINES) else 1 for file in files)
    return total


def decode(content: bytes) -> tuple[str, str]:
    """The text of `content` and the name of its encoding: UTF-8, UTF-16 with a mark, or windows-1256.

    Raises ValueError for what is no text.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        text, encoding = _decoded(content, "utf-16")
    else:
        try:
            text, encoding = content.decode("utf-8-sig"), "utf-8"
        except UnicodeDecodeError:
            text, encoding = _decoded(content, "windows-1256")
    if _looks_binary(text):
        raise ValueError("این فایل متن نیست.")
    return text, encoding


def _decoded(content: bytes, encoding: str) -> tuple[str, str]:
    try:
        return content.decode(encoding), encoding
    except UnicodeDecodeError as error:
        raise ValueError("رمزگذاری متن شناخته نشد؛ UTF-8 یا windows-1256 بفرستید.") from error


def _looks_binary(text: str) -> bool:
    """Texts may hold a stray control character; files that are no text are full of them."""
    sample = text[:4096]
    controls = sum(char < " " and char not in "\n\r\t\f\v" for char in sample)
    return controls * 20 > len(sample)


def _files_of(path: Path) -> Iterator[Path]:
    """The file itself, or every file of a folder; hidden ones are left alone."""
    if not path.is_dir():
        yield path
        return
    for file in sorted(path.rglob("*")):
        if file.is_file() and not any(part.startswith(".") for part in file.relative_to(path).parts):
            yield file


def _read_path(path: Path, form: str) -> Iterator[RawItem | Refusal]:
    if not path.exists():
        yield Refusal(str(path), "چنین فایل یا پوشه‌ای نیست.")
        return
    root = path.resolve() if path.is_dir() else None
    for file in _files_of(path):
        if root and not file.resolve().is_relative_to(root):
            yield Refusal(str(file), "پیوندی به بیرون از پوشه است.")
        elif form == "text" or (not form and _is(file, TEXT)):
            yield _read_text(file)
        elif form == "jsonl" or _is(file, JSON_LINES):
            yield from _read_json_lines_file(file)
        else:
            yield Refusal(str(file), f"پسوند «{file.suffix}» شناخته نیست؛ .txt، .md و .jsonl خوانده می‌شود.")


def _is(file: Path, endings: tuple[str, ...]) -> bool:
    return file.name.lower().endswith(endings)


def _read_text(file: Path) -> RawItem | Refusal:
    try:
        with file.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except OSError as error:
        return Refusal(str(file), f"فایل خوانده نشد: {error.strerror}")
    return _checked(RawItem(f"file:{file.resolve().as_posix()}", str(file), content))


def _checked(item: RawItem) -> RawItem | Refusal:
    """The item, or the reason why it is refused."""
    if not item.content.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        return Refusal(item.origin, "خالی است.")
    if len(item.content) > MAX_BYTES:
        return Refusal(item.origin, "بزرگ‌تر از ۱۰ مگابایت است.")
    try:
        decode(item.content)
    except ValueError as error:
        return Refusal(item.origin, str(error))
    return item


def _read_json_lines_file(file: Path) -> Iterator[RawItem | Refusal]:
    try:
        with _opened(file) as stream:
            yield from _read_json_lines(stream, str(file))
    except (OSError, EOFError, lzma.LZMAError, zlib.error) as error:
        yield Refusal(str(file), f"فایل تا پایان خوانده نشد: {error}")


@contextmanager
def _opened(file: Path) -> Iterator[IO[bytes]]:
    opener = {".gz": gzip.open, ".xz": lzma.open}.get(file.suffix.lower())
    if opener is None:
        with file.open("rb") as stream:
            yield stream
        return
    with opener(file, "rb") as unpacked, _Bounded(unpacked, file.stat().st_size) as stream:
        yield io.BufferedReader(stream)


class _Bounded(io.RawIOBase):
    """What is unpacked, until it has grown beyond belief."""

    def __init__(self, unpacked: IO[bytes], packed_size: int) -> None:
        self._unpacked, self._left = unpacked, max(GROWS_FREELY, packed_size * MOST_GROWTH)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:
        piece = self._unpacked.read(len(buffer))
        self._left -= len(piece)
        if self._left < 0:
            raise OSError(f"بیش از {MOST_GROWTH} برابر باز می‌شود.")
        buffer[: len(piece)] = piece
        return len(piece)


def _read_json_lines(stream: IO[bytes], origin: str) -> Iterator[RawItem | Refusal]:
    number = 0
    while line := stream.readline(MAX_BYTES + 1):
        number += 1
        place = f"{origin}:{number}"
        if len(line) > MAX_BYTES:
            yield Refusal(place, "بزرگ‌تر از ۱۰ مگابایت است.")
            while line and not line.endswith(b"\n"):
                line = stream.readline(MAX_BYTES)
        elif line.strip():
            yield _from_json_line(line, place)


def _from_json_line(line: bytes, origin: str) -> RawItem | Refusal:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return Refusal(origin, "این سطر JSON درستی نیست.")
    if not isinstance(record, dict):
        return Refusal(origin, "هر سطر باید یک شیء JSON باشد.")
    body = record.get("body") or record.get("text") or ""
    if not isinstance(body, str):
        return Refusal(origin, "«body» باید متن باشد.")
    hints = {name: str(record[name]) for name in HINTS if record.get(name) not in (None, "")}
    # A report of one sentence may come as a title alone.
    content = (body or hints.get("title", "")).encode("utf-8", "replace")
    return _checked(RawItem(_key(hints), origin, content, hints, line.strip(b"\xef\xbb\xbf \t\r\n")))


def _key(hints: dict[str, str]) -> str:
    if "id" in hints:
        return f"id:{hints['id']}"
    return f"url:{hints['url']}" if "url" in hints else ""


def _count_lines(file: Path) -> int:
    """About how many: a line may be longer than memory, so none is held."""
    with file.open("rb") as stream:
        pieces = iter(lambda: stream.read(1 << 20), b"")
        return max(1, sum(piece.count(b"\n") for piece in pieces))


def _read_stdin(form: str) -> Iterator[RawItem | Refusal]:
    """JSON lines when the input begins with an object, else one text."""
    content = sys.stdin.buffer.read(MAX_BYTES + 1)
    form = form or ("jsonl" if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") else "text")
    if form == "jsonl":
        rest = sys.stdin.buffer
        yield from _read_json_lines(_Chained(content, rest), "-")
    else:
        yield _checked(RawItem("", "-", content))


class _Chained(io.RawIOBase):
    """What was read ahead, then the rest of the stream."""

    def __init__(self, head: bytes, rest: IO[bytes]) -> None:
        self._head, self._rest = io.BytesIO(head), rest

    def readline(self, size: int = -1) -> bytes:
        line = self._head.readline(size)
        if line.endswith(b"\n") or (0 <= size <= len(line)):
            return line
        return line + self._rest.readline(size - len(line) if size >= 0 else -1)
