"""Columns, one value a document: numbers, and codes into a list of facet values. Whoosh's formats."""

import numpy as np
from whoosh.util.varints import varint

from search.engines.whoosh.schema import SEPARATOR


def codes_column(values: list[tuple[str, ...]]) -> bytes:
    """A RefBytesColumn: a code a document (0: no value), then the values of the codes.

    A document's several values are one entry. A segment's 65,000 documents never have too many.
    """
    numbers: dict[bytes, int] = {b"": 0}
    codes = [numbers.setdefault(SEPARATOR.join(each).encode(), len(numbers)) for each in values]
    kind, letter = (np.dtype("u1"), b"B") if len(numbers) <= 256 else (np.dtype(">u2"), b"H")
    entries = b"".join(varint(len(entry)) + entry for entry in numbers)
    return np.array(codes, kind).tobytes() + varint(len(numbers)) + entries + letter


def read_codes(view: memoryview, documents: int) -> tuple[np.ndarray, list[tuple[str, ...]]]:
    """The code of every document, and the values each code stands for."""
    kind = np.dtype("u1" if view[-1] == ord("B") else ">u2")
    codes = np.frombuffer(view, kind, documents)
    at = documents * kind.itemsize
    count, at = _read_varint(view, at)
    entries = []
    for _ in range(count):
        size, at = _read_varint(view, at)
        entry = bytes(view[at : at + size]).decode()
        entries.append(tuple(entry.split(SEPARATOR)) if entry else ())
        at += size
    return codes.astype(np.uint16), entries


def no_stored_fields(documents: int) -> bytes:
    """Whoosh's column of stored fields, for documents that store none."""
    if documents <= 1 << 15:
        return bytes(documents) + b"B"
    return bytes(2 * documents) + b"BBX"


def _read_varint(view: memoryview, at: int) -> tuple[int, int]:
    number, shift = 0, 0
    while True:
        byte = view[at]
        number |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return number, at
