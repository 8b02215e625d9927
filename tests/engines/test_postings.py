"""Posting lists come back as they were written, and stock Whoosh reads them too."""

import zlib
from zlib import crc32

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh.codec.whoosh3 import W3LeafMatcher
from whoosh.filedb.structfile import BufferFile
from whoosh.formats import Positions

from search.engines.whoosh.encode import BLOCK, Postings, encode_lists
from search.engines.whoosh.postings import INFO_SIZE, PIECE, POSITION_BITS, read_blocks
from search.engines.whoosh.reader import PostingList
from search.engines.whoosh.schema import LAYOUT


@st.composite
def lists(draw, least: int = 1, most: int = 60):
    """Ids, weights, length bytes and position gaps, narrow and wide."""
    size = draw(st.integers(least, most))
    step, heaviest, gap = draw(
        st.tuples(
            st.sampled_from([1, 3, 50_000 // size]), st.sampled_from([1, 3, 200]), st.sampled_from([9, 900])
        )
    )
    rng = np.random.default_rng(draw(st.integers(0, 1 << 30)))
    weights = rng.integers(1, heaviest + 1, size)
    gaps = rng.integers(0, gap, weights.sum())
    return (
        rng.integers(1, step + 1, size).cumsum(),
        weights,
        rng.integers(1, 200, size).astype(np.uint8),
        gaps,
    )


def keys_of(ids, weights, gaps) -> np.ndarray:
    ends = weights.cumsum()
    each = [
        np.cumsum(gaps[e - w : e]) + (int(i) << POSITION_BITS)
        for i, w, e in zip(ids, weights, ends, strict=True)
    ]
    return np.concatenate(each)


def encoded(some: list, positioned: bool = True) -> list[bytes]:
    """Lists, encoded together."""
    ids, weights, lengths, gaps = map(np.concatenate, zip(*some, strict=True))
    starts = np.cumsum([0, *(len(each[0]) for each in some[:-1])])
    pieces, sizes = encode_lists(Postings(starts, ids, weights, lengths, gaps if positioned else None))
    data, ends = b"".join(pieces), sizes.cumsum()
    assert len(data) == ends[-1]
    return [data[end - size : end] for size, end in zip(sizes.tolist(), ends.tolist(), strict=True)]


@pytest.mark.parametrize("positioned", [True, False])
@given(some=st.lists(lists(), min_size=1, max_size=6))
def test_lists_written_together_come_back_one_by_one(positioned, some):
    for (ids, weights, _, gaps), written in zip(some, encoded(some, positioned), strict=True):
        assert_is_read(written, ids, weights, gaps if positioned else None)


def assert_is_read(data, ids, weights, gaps):
    base = 70_000
    found = PostingList(list(read_blocks(np.frombuffer(data, np.uint8), memoryview(data), 0, base)))
    assert (found.ids == ids + base).all() and (found.frequencies() == weights).all()
    if gaps is None:
        return
    keys = keys_of(ids + base, weights, gaps)
    for some in (ids, ids[::3], ids[-1:], ids[len(ids) // 2 :][:PIECE]):
        wanted = keys[np.isin(keys >> POSITION_BITS, some + base)]
        assert (found.positions(some + base) == wanted).all()


@given(lists() | lists(least=PIECE - 2, most=3 * PIECE))
@settings(max_examples=60)
def test_stock_whoosh_reads_a_list(one):
    ids, weights, _, gaps = one
    (data,) = encoded([one])
    matcher = W3LeafMatcher(BufferFile(memoryview(data)), 0, len(data), Positions())
    ends = weights.cumsum()
    for i, id_ in enumerate(ids.tolist()):
        positions = np.cumsum(gaps[ends[i] - weights[i] : ends[i]]).tolist()
        assert (matcher.id(), matcher.weight()) == (id_, weights[i])
        assert matcher.format.decode_positions(matcher.value()) == positions
        matcher.next()
    assert not matcher.is_active()


@pytest.mark.parametrize("positioned", [True, False])
@pytest.mark.parametrize("heaviest", [1, 300])
def test_a_long_list_is_of_several_blocks(positioned, heaviest):
    ids = np.arange(2 * BLOCK + 5)
    weights = np.where(ids % 90, 1, heaviest)
    gaps = np.ones(weights.sum(), np.int64)
    one = (ids, weights, np.ones(len(ids), np.uint8), gaps)
    assert_is_read(encoded([one, one], positioned)[1], ids, weights, gaps if positioned else None)


#: What `written` gives for each layout that there was. An index of another layout is told apart by it.
LAYOUTS = {3: 57568026}


def written() -> int:
    """A checksum of lists short and long as they are written, and of what a reader must know beside them."""
    ids = np.arange(3 * PIECE) * 2
    weights = np.where(ids % 7, 1, 300)
    lengths, gaps = np.full(len(ids), 9, np.uint8), np.arange(weights.sum()) % 999
    short = encoded([(ids[:9], weights[:9], lengths[:9], gaps[: weights[:9].sum()])])[0]
    long = encoded([(ids, weights, lengths, gaps)])[0]
    data = zlib.decompress(long[8 + INFO_SIZE :])
    ids_size = 4 + 2 * (len(ids) - 1) + 1
    # Where pieces begin depends on how well this zlib packs them.
    rest = data[ids_size + 5 + 4 * 3 :]
    return crc32(repr((PIECE, short, long[8 : 8 + INFO_SIZE], data[:ids_size], rest)).encode())


def test_whoever_changes_how_lists_are_written_raises_the_layout():
    assert written() == LAYOUTS[LAYOUT]
