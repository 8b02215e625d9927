"""Posting lists written as W3 blocks; postings.py describes the bytes and reads them."""

import struct
import zlib

import numpy as np

from search.engines.whoosh.postings import MAGIC, STRIDES

#: Documents of one block: at ten bytes each, its head fits one unpacked deflate block of 65,535 bytes.
BLOCK = 6_500
#: Shorter lists are not worth packing.
PACK_FROM = 24
PACK_LEVEL = 1


def encode_list(
    ids: np.ndarray, weights: np.ndarray, length_bytes: np.ndarray, gaps: np.ndarray | None
) -> bytes:
    """One posting list.

    ids: sorted documents; weights: how often each holds the term; length_bytes: its field length (one byte);
    gaps: the positions in each document as differences, one after the other, or None.
    """
    blocks = [MAGIC]
    ends = weights.cumsum()
    for at in range(0, len(ids), BLOCK):
        to = min(at + BLOCK, len(ids))
        mine = None if gaps is None else gaps[ends[at] - weights[at] : ends[to - 1]]
        blocks.append(_block(ids[at:to], weights[at:to], length_bytes[at:to], mine, to == len(ids)))
    return b"".join(blocks)


def _block(
    ids: np.ndarray, weights: np.ndarray, lengths: np.ndarray, gaps: np.ndarray | None, last: bool
) -> bytes:
    head, values = _head(ids, weights), b"N" if gaps is None else _values(weights, gaps)
    packed = gaps is not None and len(ids) >= PACK_FROM
    data = _packed(head, values + b"\x87.") if packed else head + values + b"\x87."
    info = (
        struct.pack("<2sccic", b"\x80\x04", b"(", b"J", len(ids), b"J")
        + struct.pack("<ic", ids[-1], b"G")
        + struct.pack(">d", weights.max())
        + bytes((75, packed, 75, lengths.min(), 75, lengths.max()))
        + b"t."
    )
    size = len(info) + len(data)
    return struct.pack(">i", -size if last else size) + info + data


def _head(ids: np.ndarray, weights: np.ndarray) -> bytes:
    first = struct.pack("<2sccI", b"\x80\x04", b"(", b"J", ids[0])
    if weights.max() == 1:
        heavy = b"N"
    elif weights.max() < 256:
        heavy = b"B" + struct.pack("<I", len(ids)) + weights.astype(np.uint8).tobytes()
    else:
        heavy = b"(" + _numbers(weights, "J") + b"t"
    return first + _gaps(np.diff(ids)) + b"t" + heavy


def _gaps(gaps: np.ndarray) -> bytes:
    widest = gaps.max(initial=0)
    return _numbers(gaps, "K" if widest < 1 << 8 else "M" if widest < 1 << 16 else "J")


def _numbers(numbers: np.ndarray, opcode: str) -> bytes:
    """Numbers as pickle opcodes, all of one kind."""
    out = np.empty(len(numbers), [("opcode", "u1"), ("number", STRIDES[ord(opcode)][1])])
    out["opcode"], out["number"] = ord(opcode), numbers
    return out.tobytes()


def _values(weights: np.ndarray, gaps: np.ndarray) -> bytes:
    """The positions of every document as one pickled byte string each."""
    narrow = gaps.max() < 256 and weights.max() < 240
    frame, lead, stride = (9, 8, 1) if narrow else (12, 10, 5)
    sizes = frame + stride * weights
    ends = sizes.cumsum()
    starts = ends - sizes
    out = np.zeros(int(ends[-1]), np.uint8)
    where = np.repeat(starts + lead - stride * (weights.cumsum() - weights), weights)
    where = where + stride * np.arange(len(gaps))
    if narrow:
        out[starts], out[starts + 1] = ord("C"), weights + 7
        out[starts + 5] = out[starts + 7] = weights
        out[starts + 6] = ord("C")
        out[where] = gaps
    else:
        out[starts] = ord("B")
        _put_number(out, starts + 1, sizes - 5, big_endian=False)
        _put_number(out, starts + 5, weights, big_endian=True)
        out[starts + 9], out[ends - 2] = ord("("), ord("t")
        out[where] = ord("J")
        _put_number(out, where + 1, gaps, big_endian=False)
    out[ends - 1] = ord(".")
    return b"(" + out.tobytes() + b"t"


def _put_number(out: np.ndarray, at: np.ndarray, numbers: np.ndarray, big_endian: bool) -> None:
    for byte in range(4):
        out[at + (3 - byte if big_endian else byte)] = numbers >> 8 * byte & 255


def _packed(head: bytes, rest: bytes) -> bytes:
    """One deflate stream: the head as an unpacked block, so that it is read in place, the rest packed."""
    deflate = zlib.compressobj(PACK_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    size = struct.pack("<HH", len(head), len(head) ^ 0xFFFF)
    checksum = zlib.adler32(rest, zlib.adler32(head))
    packed = deflate.compress(rest) + deflate.flush()
    return b"\x78\x01\x00" + size + head + packed + struct.pack(">I", checksum)
