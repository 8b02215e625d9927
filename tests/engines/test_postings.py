"""Posting lists come back as they were written, and stock Whoosh reads them too."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh.codec.whoosh3 import W3LeafMatcher
from whoosh.filedb.structfile import BufferFile
from whoosh.formats import Positions

from search.engines.whoosh.encode import BLOCK, encode_list
from search.engines.whoosh.encode_short import encode_short_lists
from search.engines.whoosh.postings import POSITION_BITS, read_positions, read_postings
from search.engines.whoosh.terms import ROW


@st.composite
def lists(draw, most: int = 60):
    """Ids, weights, length bytes and position gaps, narrow and wide."""
    size = draw(st.integers(1, most))
    step, heaviest, gap = draw(
        st.tuples(st.sampled_from([3, 400, 90_000]), st.sampled_from([1, 3, 200]), st.sampled_from([9, 900]))
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


@given(lists())
@settings(deadline=None)
def test_a_list_comes_back(written):
    ids, weights, lengths, gaps = written
    view = memoryview(encode_list(ids, weights, lengths, gaps))
    data = np.frombuffer(view, np.uint8)
    found_ids, found_weights = read_postings(data, view, 0)
    keys = keys_of(ids, weights, gaps)
    assert (found_ids == ids).all() and (found_weights == weights).all()
    assert (read_positions(data, view, 0) == keys).all()
    some = ids[::3]
    assert (read_positions(data, view, 0, some) == keys[np.isin(keys >> POSITION_BITS, some)]).all()


@given(lists())
@settings(deadline=None)
def test_stock_whoosh_reads_it(written):
    ids, weights, lengths, gaps = written
    data = encode_list(ids, weights, lengths, gaps)
    matcher = W3LeafMatcher(BufferFile(memoryview(data)), 0, len(data), Positions())
    ends = weights.cumsum()
    for i, id_ in enumerate(ids.tolist()):
        positions = np.cumsum(gaps[ends[i] - weights[i] : ends[i]]).tolist()
        assert (matcher.id(), matcher.weight()) == (id_, weights[i])
        assert matcher.format.decode_positions(matcher.value()) == positions
        matcher.next()
    assert not matcher.is_active()


def test_a_long_list_is_of_several_blocks():
    ids = np.arange(3 * BLOCK)
    ones = np.ones(len(ids), np.int64)
    view = memoryview(encode_list(ids, ones, ones.astype(np.uint8), ones))
    assert (read_postings(np.frombuffer(view, np.uint8), view, 0)[0] == ids).all()


@pytest.mark.parametrize("positioned", [True, False])
@given(some=st.lists(lists(most=23), min_size=1, max_size=8))
@settings(deadline=None)
def test_many_short_lists_at_once_are_the_same_bytes(positioned, some):
    rows = np.zeros(len(some), ROW)
    for row, (ids, weights, lengths, _) in zip(rows, some, strict=True):
        row["df"], row["first"], row["last"], row["heaviest"] = len(ids), ids[0], ids[-1], weights.max()
        row["shortest"], row["longest"] = lengths.min(), lengths.max()
    ids, weights, _, gaps = map(np.concatenate, zip(*some, strict=True))
    data, sizes = encode_short_lists(rows, ids, weights, gaps if positioned else None)
    singly = [encode_list(i, w, n, g if positioned else None) for i, w, n, g in some]
    assert data == b"".join(singly)
    assert sizes.tolist() == list(map(len, singly))
