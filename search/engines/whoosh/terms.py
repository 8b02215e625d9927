"""The term file of a W3 segment: Whoosh's ordered hash file, written in bulk and read without its layers.

    "HSH3" hash kind, 8 bytes   then per term, in order:  i32 key size, i32 value size, key, value
    256 hash tables of (u32 hash, i64 position), their directory, a pickled dict, the positions in order
A key is the field's number (u16) and the term; a value is FACTS, then postings (postings.py) or their EXTENT.
"""

import pickle
import struct
from bisect import bisect_left
from collections.abc import Iterator
from itertools import chain
from zlib import crc32

import numpy as np

from search.engines.whoosh.postings import plain_loads

#: What is known of a term (lengths as bytes, scoring.LENGTHS). Behind it are its postings, or their EXTENT.
FACTS = np.dtype(
    [
        ("in_record", "u1"),
        ("weight", ">f4"),
        ("df", ">u4"),
        ("shortest", "u1"),
        ("longest", "u1"),
        ("heaviest", ">f4"),
        ("first", ">u4"),
        ("last", ">u4"),
    ]
)
#: Offset and size.
EXTENT = struct.Struct(">qi")
_SLOT = np.dtype([("hash", ">u4"), ("at", ">i8")])
_CRC32 = 1  # Whoosh's number of this hash function
_START = 13

_read_slot = struct.Struct(">Iq").unpack_from
_read_sizes = struct.Struct(">ii").unpack_from
_read_facts = struct.Struct(f">B4xI{FACTS.itemsize - 9}xq").unpack_from
#: A term's document frequency, whether its postings are in its record, and where they begin.
Place = tuple[int, int, int]


class TermFile:
    """The terms of a segment: where each one's postings are."""

    def __init__(self, view: memoryview) -> None:
        self._view = view
        if bytes(view[:4]) != b"HSH3" or view[4] not in (0, _CRC32):
            raise ValueError("not a term file")
        self._in_order = view[4] == _CRC32  # ours; the stock writer takes the other hash
        self._hash = crc32 if self._in_order else _md5_hash
        extras_size = int.from_bytes(view[-4:], "big")
        extras = bytes(view[-4 - extras_size : -4])
        self._tables = list(struct.iter_unpack(">qi", view[-4 - extras_size - 256 * 12 : -4 - extras_size]))
        facts = plain_loads(extras)
        self._prefixes = {name: struct.pack(">H", number) for name, number in facts["fieldmap"].items()}
        kind = np.dtype(f">{facts['indextype']}")
        self._ends = self._tables[0][0]
        order_at = len(extras) - facts["indexlen"] * kind.itemsize
        self._order = np.frombuffer(extras, kind, facts["indexlen"], order_at)

    def find(self, field: str, term: bytes) -> Place | None:
        """Where the postings of a term are."""
        key = self._prefixes.get(field, b"\xff\xff") + term
        hashed, view = self._hash(key), self._view
        at, slots = self._tables[hashed & 255]
        home = (hashed >> 8) % slots if slots else 0
        for slot in chain(range(home, slots), range(home)):
            slot_hash, record = _read_slot(view, at + 12 * slot)
            if slot_hash == hashed and record and self._key(record) == key:
                return self._place(record + 8 + len(key))
            # We write terms in the order of their home slots: behind one of a later home, none has ours.
            if not record or (self._in_order and slot >= home < (slot_hash >> 8) % slots):
                return None
        return None

    def starting(self, field: str, letters: bytes) -> Iterator[tuple[bytes, int]]:
        """The terms of a field that begin with some bytes, in order, with their document frequencies."""
        prefix = self._prefixes.get(field)
        if prefix is None:
            return
        wanted, view = prefix + letters, self._view
        first = self._rank(wanted)
        at = int(self._order[first]) if first < len(self._order) else self._ends
        while at < self._ends:
            key_size, value_size = _read_sizes(view, at)
            key = bytes(view[at + 8 : at + 8 + key_size])
            if not key.startswith(wanted):
                return
            yield key[2:], self._place(at + 8 + key_size)[0]
            at += 8 + key_size + value_size

    def frequent(self, field: str, least: float) -> list[tuple[bytes, int]]:
        """The terms of a field that at least so many documents hold, in order, with document frequencies."""
        prefix = self._prefixes.get(field)
        if prefix is None:
            return []
        behind = (int.from_bytes(prefix, "big") + 1).to_bytes(2, "big")
        first, last = self._rank(prefix), self._rank(behind)
        at = self._order[first:last].astype(np.int64)
        # Of a hundred thousand terms a few are frequent: what is known of all is read at once.
        dfs = self._integers(at + 8 + self._integers(at) + FACTS.fields["df"][1])
        is_frequent = dfs >= least
        found = zip(at[is_frequent].tolist(), dfs[is_frequent].tolist(), strict=True)
        return [(self._key(record)[2:], df) for record, df in found]

    def _integers(self, at: np.ndarray) -> np.ndarray:
        """The numbers of four bytes at these places."""
        return np.frombuffer(self._view, np.uint8)[at[:, None] + np.arange(4)].view(">u4")[:, 0]

    def _rank(self, key: bytes) -> int:
        """How many keys come before this one."""
        return bisect_left(self._order, key, key=lambda at: self._key(int(at)))

    def _key(self, at: int) -> bytes:
        return bytes(self._view[at + 8 : at + 8 + _read_sizes(self._view, at)[0]])

    def _place(self, at: int) -> Place:
        in_record, df, offset = _read_facts(self._view, at)
        return df, in_record, at + FACTS.itemsize if in_record else offset


def _md5_hash(key: bytes) -> int:
    """The hash of files that the stock writer made."""
    from hashlib import md5

    return int.from_bytes(md5(key, usedforsecurity=False).digest(), "big") & 0xFFFFFFFF


def term_file(fields: list[str], terms: list[list[bytes]], values: list[list[bytes]]) -> list[bytes]:
    """The pieces of a term file: for each field its sorted terms and their values."""
    keys = [struct.pack(">H", i) + term for i, mine in enumerate(terms) for term in mine]
    heads = np.empty((len(keys), 2), ">i4")
    heads[:, 0] = list(map(len, keys))
    heads[:, 1] = [len(value) for mine in values for value in mine]
    pieces = [b"HSH3" + bytes([_CRC32]) + bytes(8)]
    for head, key, value in zip(heads, keys, chain(*values), strict=True):
        pieces += (head.tobytes(), key, value)
    sizes = 8 + heads.sum(1, np.int64)
    ends = _START + sizes.cumsum()
    starts = ends - sizes
    end = int(ends[-1]) if keys else _START
    hashes = np.fromiter(map(crc32, keys), np.uint32, len(keys))
    kind = "i" if end < 2**31 else "q"
    facts = {"fieldmap": dict(zip(fields, range(len(fields)), strict=True)), "indextype": kind}
    extras = (
        pickle.dumps(facts | {"indexlen": len(keys)}, 2)
        + starts.astype(f">{kind}4" if kind == "i" else ">i8").tobytes()
    )
    return [*pieces, *_hash_tables(hashes, starts, end), extras, struct.pack(">i", len(extras))]


def _hash_tables(hashes: np.ndarray, starts: np.ndarray, at: int) -> tuple[bytes, bytes]:
    """The 256 tables, probed from a term's home slot to the next free one, and their directory."""
    bucket = (hashes & 255).astype(np.int64)
    counts = np.bincount(bucket, minlength=256)
    slots = counts + counts // 4 + (counts > 0)
    first = np.cumsum(slots) - slots
    home = (hashes >> 8).astype(np.int64) % np.maximum(slots, 1)[bucket]
    order = np.lexsort((home, bucket))
    bucket, home = bucket[order], home[order]
    # Homes in order: each term gets its home or the slot after the term before it, whichever is later. One
    # running maximum serves all tables, because each table is lifted far above the one before.
    place = np.arange(len(hashes)) - (np.cumsum(counts) - counts)[bucket]
    lift = bucket * (2 * int(slots.max(initial=0)) + 2)
    slot = np.maximum.accumulate(home - place + lift) - lift + place
    table = np.zeros(int(slots.sum()), _SLOT)
    fits = slot < slots[bucket]
    where = first[bucket] + slot
    table["hash"][where[fits]], table["at"][where[fits]] = hashes[order][fits], starts[order][fits]
    for i in np.flatnonzero(~fits).tolist():  # ran over the end: the first free slot from the beginning
        free = int(first[bucket[i]])
        while table["at"][free]:
            free += 1
        table[free] = hashes[order[i]], starts[order[i]]
    directory = np.empty(256, [("at", ">i8"), ("slots", ">i4")])
    directory["at"], directory["slots"] = at + first * _SLOT.itemsize, slots
    return table.tobytes(), directory.tobytes()
