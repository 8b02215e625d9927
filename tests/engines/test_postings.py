"""Posting lists come back as they were written, and stock Whoosh reads them too."""

import pickle
import zlib
from collections.abc import Callable
from zlib import crc32

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh.codec.whoosh3 import W3LeafMatcher
from whoosh.filedb.structfile import BufferFile
from whoosh.formats import Positions
from whoosh.matching import ListMatcher

from search.engines.whoosh.encode import BLOCK, Postings, encode_lists, encode_records
from search.engines.whoosh.postings import INFO_SIZE, PIECE, POSITION_BITS, read_blocks, read_record
from search.engines.whoosh.reader import PostingList
from search.engines.whoosh.schema import LAYOUT
from search.engines.whoosh.terms import term_file

#: Documents of the segments before.
BASE = 70_000


@st.composite
def lists(draw, least: int = 1, most: int = 60):
    """Ids, weights, length bytes and position gaps, narrow and wide."""
    size = draw(st.integers(least, most))
    step, heaviest, gap = draw(
        st.tuples(
            st.sampled_from([1, 3, 50_000 // size]),
            st.sampled_from([1, 3, 300]),
            st.sampled_from([9, 900, 90_000]),
        )
    )
    rng = np.random.default_rng(draw(st.integers(0, 1 << 30)))
    weights = rng.integers(1, heaviest + 1, size)
    gaps = rng.integers(0, min(gap, (1 << POSITION_BITS) // heaviest), weights.sum())
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


def encoded(some: list, positioned: bool = True, encode: Callable = encode_lists) -> list[bytes]:
    """Lists, encoded together."""
    ids, weights, lengths, gaps = map(np.concatenate, zip(*some, strict=True))
    starts = np.cumsum([0, *(len(each[0]) for each in some[:-1])])
    return encode(Postings(starts, ids, weights, lengths, gaps if positioned else None))


@pytest.mark.parametrize("positioned", [True, False])
@given(some=st.lists(lists() | lists(least=PIECE - 2, most=3 * PIECE), min_size=1, max_size=6))
@settings(max_examples=60)
def test_lists_written_together_come_back_one_by_one(positioned, some):
    for (ids, weights, _, gaps), written in zip(some, encoded(some, positioned), strict=True):
        assert_is_read(written, ids, weights, gaps if positioned else None)


@pytest.mark.parametrize("positioned", [True, False])
@given(some=st.lists(lists(most=14), min_size=1, max_size=6))
def test_short_lists_come_back_from_their_terms_records(positioned, some):
    records = encoded(some, positioned, encode_records)
    at = 3
    data = memoryview(bytes(at) + b"".join(records))
    for (ids, weights, _, gaps), record in zip(some, records, strict=True):
        block = read_record(data, at, len(ids), BASE)
        assert_holds(PostingList([block]), ids, weights, gaps if positioned else None)
        at += len(record)


def assert_is_read(data, ids, weights, gaps):
    found = PostingList(list(read_blocks(memoryview(data), 0, BASE)))
    assert_holds(found, ids, weights, gaps)


def assert_holds(found, ids, weights, gaps):
    assert (found.ids == ids + BASE).all() and (found.frequencies() == weights).all()
    if gaps is None:
        return
    keys = keys_of(ids + BASE, weights, gaps)
    for some in (ids, ids[::3], ids[-1:], ids[len(ids) // 2 :][:PIECE]):
        wanted = keys[np.isin(keys >> POSITION_BITS, some + BASE)]
        assert (found.positions(some + BASE) == wanted).all()


@given(lists() | lists(least=PIECE - 2, most=3 * PIECE))
@settings(max_examples=60)
def test_stock_whoosh_reads_a_list(one):
    (data,) = encoded([one])
    assert_stock_reads(W3LeafMatcher(BufferFile(memoryview(data)), 0, len(data), Positions()), one)


@given(lists(most=14))
def test_stock_whoosh_reads_a_short_list_from_its_terms_record(one):
    (data,) = encoded([one], encode=encode_records)
    assert_stock_reads(ListMatcher(*pickle.loads(data), Positions()), one)


def assert_stock_reads(matcher, one):
    ids, weights, _, gaps = one
    ends = weights.cumsum()
    for i, id_ in enumerate(ids.tolist()):
        positions = np.cumsum(gaps[ends[i] - weights[i] : ends[i]]).tolist()
        assert (matcher.id(), matcher.weight()) == (id_, weights[i])
        assert Positions().decode_positions(matcher.value()) == positions
        assert Positions().decode_frequency(matcher.value()) == weights[i]
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
LAYOUTS = {4: 1785384336}


def written() -> int:
    """A checksum of terms and lists as they are written, and of what a reader must know beside them."""
    ids = np.arange(3 * PIECE) * 2
    weights = np.where(ids % 7, 1, 300)
    weights[:9] = 1
    lengths, gaps = np.full(len(ids), 9, np.uint8), np.arange(weights.sum()) % 999
    some = (ids[:99], weights[:99], lengths[:99], gaps[: weights[:99].sum()])
    (record,), (short,) = encoded([some], encode=encode_records), encoded([some])
    once = encoded([(ids[:9], weights[:9], lengths[:9], gaps[:9])], encode=encode_records)
    (long,) = encoded([(ids, weights, lengths, gaps)])
    ids_size = 5 + len(ids)
    # How well this zlib packs them, and where pieces begin therefore, is left out.
    data = [zlib.decompress(each[8 + INFO_SIZE :]) for each in (short, long)]
    rest = data[1][ids_size + 5 + 4 * 3 :]
    terms = b"".join(term_file(["a"], [[b"%02d" % i for i in range(99)]], [[b"value"] * 99]))
    parts = (PIECE, terms, once, record, short[8 : 8 + INFO_SIZE], data[0], long[8 : 8 + INFO_SIZE], rest)
    return crc32(repr((*parts, data[1][:ids_size])).encode())


def test_whoever_changes_how_lists_are_written_raises_the_layout():
    assert written() == LAYOUTS[LAYOUT]
