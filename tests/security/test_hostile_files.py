"""Files that somebody sends to do harm: refused with a reason, in little memory, nothing else touched."""

import gzip
import lzma
import os
import subprocess
import sys
from pathlib import Path

import pytest

from archive.ingest.load import ingest
from archive.ingest.sources import read_all
from archive.models import Article

MEGABYTE = 1 << 20
#: Reads like `ingest`, in little memory, and says what it found.
READ = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (300 << 20, 300 << 20))
from archive.ingest.sources import RawItem, count_items, read_all
count_items(sys.argv[1:])
items = list(map(str, (item.reason for item in read_all(sys.argv[1:]) if not isinstance(item, RawItem))))
print(*items[:5], sep="\\n")
"""


def read_in_little_memory(path: Path) -> str:
    """The first reasons for which its items are refused."""
    command = [sys.executable, "-c", READ, str(path)]
    env = {"PATH": os.environ["PATH"], "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr[-1000:]
    return done.stdout


def write_hostile_files(folder: Path, outside: Path) -> None:
    (outside / "secret.txt").write_text("رازی که بیرون است و نباید خوانده شود.")
    lines = {
        "deep.jsonl": b"[" * 200_000 + b"\n" + b'{"body":' * 100_000 + b"\n",
        "long-number.jsonl": b'{"id": ' + b"9" * 100_000 + b', "body": "x"}\n',
        "infinite.jsonl": b'{"id": 1e999, "date": NaN, "body": "\xd9\xbe\xd8\xb3\xd8\xaa\xd9\x87"}\n',
        "surrogates.jsonl": rb'{"id": "\ud800", "title": "\udfff a", "url": "http://x.example/\ud800", '
        rb'"source": "\ud800", "date": "\ud800", "body": "\ud800\udc00 \udc00 body"}' + b"\n",
        "nul.jsonl": rb'{"id": "a\u0000b", "title": "a\u0000b", "url": "javascript:alert(1)\u0000", '
        rb'"source": "\u0000", "date": "\u0000", "body": "a\u0000b"}' + b"\n",
        "kinds.jsonl": b'{"body": {"a": 1}}\n{"body": [1]}\n[1]\n"x"\nnull\n{"title": {"a": 1}}\n',
        "empty.txt": b"",
        "nothing.txt": b"\x00" * 5000,
        "utf16-no-mark.txt": "بدون نشان".encode("utf-16-le") * 50,
        "utf32.txt": "چهار بایت".encode("utf-32") * 50,
        "cut.txt": "بریده".encode()[:-1] * 30,
        "binary.txt": bytes(range(256)) * 50,
        "elf.txt": b"\x7fELF" + bytes(4000),
        "archive.zip": b"PK\x03\x04" + bytes(100),
        "cut.jsonl.gz": gzip.compress(b'{"body": "x"}\n' * 1000)[:-30],
        "cut.jsonl.xz": lzma.compress(b'{"body": "x"}\n' * 1000)[:-30],
        "no-gzip.jsonl.gz": b"plain",
        "no-xz.jsonl.xz": b"plain",
        "spaces.txt": b" \n" * 100_000,
    }
    for name, content in lines.items():
        (folder / name).write_bytes(content)
    os.symlink(outside / "secret.txt", folder / "link.txt")
    os.symlink(outside, folder / "linked-folder")
    os.symlink("/dev/zero", folder / "zero.txt")
    os.symlink("loop.txt", folder / "loop.txt")
    os.mkfifo(folder / "pipe.txt")
    with open(os.fsencode(folder) + b"/\xff\xfe.txt", "wb") as file:
        file.write("نامی که متن نیست.".encode())
    (folder / "a\u202etxt.\n[31m.txt").write_text("نامی که فریب می‌دهد.")


@pytest.fixture
def told(db, tmp_path) -> dict[str, str]:
    """Which items were refused, and why, after one run over a folder of hostile files."""
    folder, outside = tmp_path / "sent", tmp_path / "outside"
    folder.mkdir(), outside.mkdir()
    write_hostile_files(folder, outside)
    before = {path: path.lstat().st_mtime_ns for path in tmp_path.rglob("*")}
    refused = {}
    ingest(read_all([str(folder)]), tell=lambda each: refused.setdefault(Path(each.origin).name, each.reason))
    assert before == {path: path.lstat().st_mtime_ns for path in tmp_path.rglob("*")}, "nothing is written"
    return refused


def test_what_cannot_be_read_is_refused_with_its_reason_and_the_others_are_taken(told):
    unreadable = (
        *("deep.jsonl:1", "deep.jsonl:2", "long-number.jsonl:1", *(f"kinds.jsonl:{n}" for n in range(1, 6))),
        *("empty.txt", "nothing.txt", "utf32.txt", "binary.txt", "elf.txt", "archive.zip", "spaces.txt"),
        *("cut.jsonl.gz", "cut.jsonl.xz", "no-gzip.jsonl.gz", "no-xz.jsonl.xz", "link.txt"),
    )
    assert [name for name in unreadable if not told.get(name)] == []
    assert Article.objects.filter(body__contains="نامی که فریب می‌دهد").exists()


def test_nothing_from_outside_and_nothing_that_no_database_holds_is_stored(told):
    stored = str(list(Article.objects.values_list("title", "body", "url", "item_key", "reporter")))
    assert "رازی که بیرون است" not in stored and "javascript:" not in stored
    assert not set(stored) & {"\0", "\ud800", "\u202e"}


@pytest.mark.parametrize("suffix", ["gz", "xz"])
@pytest.mark.parametrize(
    "piece",
    [
        b"x",
        pytest.param(b"\n", id="blank lines", marks=pytest.mark.soak),
        pytest.param(b'{"body": "x"}\n', id="items", marks=pytest.mark.soak),
    ],
)
def test_a_bomb_is_stopped_early(tmp_path, suffix, piece):
    bomb = tmp_path / f"bomb.jsonl.{suffix}"
    packed = {"gz": gzip, "xz": lzma}[suffix].compress(piece * (2 * MEGABYTE // len(piece)))
    bomb.write_bytes(packed * 10)  # both kinds may be many in a row
    assert "برابر باز می‌شود" in read_in_little_memory(bomb)


@pytest.mark.parametrize("name", ["sparse.txt", pytest.param("sparse.jsonl", marks=pytest.mark.soak)])
def test_a_file_of_a_gigabyte_takes_little_memory(tmp_path, name):
    with (tmp_path / name).open("wb") as file:
        file.truncate(1 << 30)
    assert read_in_little_memory(tmp_path / name) in ("بزرگ‌تر از ۱۰ مگابایت است.\n", "خالی است.\n")
