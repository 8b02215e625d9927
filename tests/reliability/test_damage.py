"""Damage to any file of an index is noticed, and a rebuild mends it."""

import gzip
import zlib

import pytest

from archive.persian.lexicon import SHIPPED
from search.engines.whoosh.engine import WhooshEngine
from tests.reliability.small_index import copy, made, puts

#: Of the bytes of an index one in so many is damaged.
EVERY = 7


def flipped(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ (1 << at % 8)]) + data[at + 1 :]


DAMAGES = {
    "a bit in the middle": lambda data: flipped(data, len(data) // 2),
    "the last bit": lambda data: flipped(data, len(data) - 1),
    "the end missing": lambda data: data[:-1],
    "half missing": lambda data: data[: len(data) // 2],
    "nothing left": lambda data: b"",
    "only zeros": lambda data: bytes(len(data)),
    "more at the end": lambda data: data + b"\0",
}


def files_of(path):
    return sorted(file for file in (path / "current").resolve().iterdir() if file.is_file())


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_damage_to_any_file_is_noticed_and_mended(tmp_path, damage):
    before = made(tmp_path / "before")
    for number in range(len(files_of(before))):
        path = copy(before, tmp_path / str(number))
        file = files_of(path)[number]
        file.write_bytes(damage(file.read_bytes()))
        assert WhooshEngine(path).health(deep=True).state == "damaged", file.name
        with WhooshEngine(path).rebuild() as fresh:
            fresh.apply(puts(range(1, 21), 1))
            fresh.publish()
        assert WhooshEngine(path).health(deep=True).state == "ok"


def test_every_bit_of_what_says_what_is_committed_counts(tmp_path):
    path = made(tmp_path / "index")
    manifest = next(file for file in files_of(path) if file.suffix == ".json")
    data = manifest.read_bytes()
    for at in range(0, len(data), EVERY):
        manifest.write_bytes(flipped(data, at))
        assert WhooshEngine(path).health(deep=True).state == "damaged", data[at - 20 : at + 20]


@pytest.mark.soak
def test_bits_anywhere_in_an_index_count(tmp_path):
    path = made(tmp_path / "index")
    engine, tried = WhooshEngine(path), 0
    for file in files_of(path):
        data = file.read_bytes()
        for at in range(0, len(data), EVERY):
            file.write_bytes(flipped(data, at))
            assert engine.health(deep=True).state == "damaged", (file.name, at)
            tried += 1
        file.write_bytes(data)
    print(f"{tried} bits flipped, all noticed")


@pytest.mark.parametrize("damage", ["a bit in the middle", "the end missing", "half missing", "only zeros"])
def test_a_damaged_lexicon_is_not_read(damage):
    with pytest.raises((EOFError, OSError, zlib.error)):
        gzip.decompress(DAMAGES[damage](SHIPPED.read_bytes()))
