"""New segments: records are collected, turned round and written as one W3 compound file."""

from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from whoosh.codec.whoosh3 import W3Codec, W3Segment

from search.documents import FACET_NAMES
from search.engines.records import Record
from search.engines.whoosh.columns import codes_column, no_stored_fields
from search.engines.whoosh.compound import Compound, Part
from search.engines.whoosh.encode import encode_list
from search.engines.whoosh.encode_short import encode_short_lists
from search.engines.whoosh.home import INDEX_NAME, Folder
from search.engines.whoosh.inverter import Inverted, Inverter
from search.engines.whoosh.schema import NUMBERS, POSITIONED, TERM_FIELDS
from search.engines.whoosh.terms import ROW, term_file

#: A segment is written when it holds this many documents (two bytes count them) or terms (40 bytes each).
MOST_DOCUMENTS = 65_535
MOST_TERMS = 6_000_000
#: Segments of fewer documents keep their postings as plain arrays too, so that they are quickly merged.
SMALL = 512
#: Lists of fewer documents are encoded together, so many postings at once.
SHORT = 24
AT_ONCE = 400_000
#: Positions beyond this are not indexed; twenty novels.
LONGEST_DOCUMENT = 2_000_000


@dataclass(slots=True)
class Batch:
    """Records on their way to one segment."""

    fields: dict[str, Inverter] = field(
        default_factory=lambda: {name: Inverter(name in POSITIONED) for name in TERM_FIELDS}
    )
    numbers: dict[str, list[int]] = field(default_factory=lambda: {name: [] for name in NUMBERS})
    facets: dict[str, list[tuple[str, ...]]] = field(
        default_factory=lambda: {name: [] for name in FACET_NAMES}
    )

    def __len__(self) -> int:
        return len(self.numbers["key"])

    @property
    def is_full(self) -> bool:
        """Whether it is time to write."""
        return len(self) >= MOST_DOCUMENTS or sum(map(len, self.fields.values())) >= MOST_TERMS

    def add(self, record: Record) -> int:
        """Take one record; the document number it will have."""
        for name, inverter in self.fields.items():
            inverter.add(record.terms(name)[:LONGEST_DOCUMENT])
        for name, values in self.numbers.items():
            values.append(getattr(record, name) or 0)
        for name, values in self.facets.items():
            values.append(record.facets.get(name, ()))
        return len(self) - 1


def write_segment(folder: Folder, batch: Batch) -> W3Segment:
    """Write a batch into a folder, durably."""
    segment = W3Segment(W3Codec(), INDEX_NAME)
    segment.compound = True
    segment.set_doc_count(len(batch))
    with folder.create(f"{segment.segment_id()}.seg") as file:
        compound = Compound(file, segment.segment_id())
        for name, values in batch.numbers.items():
            compound.add(f".{name}.col", [np.array(values, NUMBERS[name]).tobytes()])
        for name, values in batch.facets.items():
            compound.add(f".{name}.col", [codes_column(values)])
        compound.add("._stored.col", [no_stored_fields(len(batch))])
        segment._fieldlengths = _write_terms(compound, batch)
        compound.close()
    return segment


def _write_terms(compound: Compound, batch: Batch) -> dict[str, int]:
    """Write postings, lengths and the term file; the total length of every field."""
    totals, lengths, arrays, terms, rows = {}, {}, {}, [], []
    is_small = len(batch) < SMALL
    with compound.file(".pst") as file:
        for name in TERM_FIELDS:
            inverted = batch.fields.pop(name).invert()
            terms.append(inverted.terms)
            rows.append(_write_postings(file, inverted))
            lengths[name], totals[name] = inverted.lengths, inverted.total_length
            if is_small:
                arrays[name] = inverted.packed()
    for name, bytes_ in lengths.items():
        compound.add(f"._{name}_len.col", [bytes_.tobytes()])
    for name, data in arrays.items():
        compound.add(f".{name}.inverted", [data])
    compound.add(".trm", term_file(list(TERM_FIELDS), terms, rows))
    return totals


def _write_postings(file: Part, inverted: Inverted) -> np.ndarray:
    """Write the posting lists of a field; the rows of its terms."""
    rows = np.zeros(len(inverted.terms), ROW)
    if not len(rows):
        return rows
    ids, weights, ends = inverted.ids, inverted.weights, inverted.ends
    starts = np.concatenate(([0], ends[:-1]))
    lengths = inverted.lengths[ids]
    rows["weight"], rows["heaviest"] = np.add.reduceat(weights, starts), np.maximum.reduceat(weights, starts)
    rows["df"], rows["first"], rows["last"] = ends - starts, ids[starts], ids[ends - 1]
    rows["shortest"], rows["longest"] = (
        np.minimum.reduceat(lengths, starts),
        np.maximum.reduceat(lengths, starts),
    )
    is_short = (rows["df"] < SHORT) & (rows["heaviest"] < 240)
    _write_short(file, rows, is_short, inverted)
    gap_ends = np.concatenate(([0], weights.cumsum()))
    for i in np.flatnonzero(~is_short).tolist():
        start, end = int(starts[i]), int(ends[i])
        gaps = None if inverted.gaps is None else inverted.gaps[gap_ends[start] : gap_ends[end]]
        data = encode_list(ids[start:end], weights[start:end], lengths[start:end], gaps)
        rows["at"][i], rows["size"][i] = file.tell(), len(data)
        file.write(data)
    return rows


def _write_short(file: Part, rows: np.ndarray, is_short: np.ndarray, inverted: Inverted) -> None:
    """Write the short lists, some hundred thousand postings at a time."""
    df = rows["df"].astype(np.int64)
    ends = inverted.ends
    gap_ends = np.concatenate(([0], inverted.weights.cumsum()))
    at_once = np.flatnonzero(np.diff(ends // AT_ONCE, prepend=-1, append=ends[-1] // AT_ONCE + 1))
    for first, last in pairwise(at_once.tolist()):
        start, end = int(ends[first] - df[first]), int(ends[last - 1])
        short = is_short[first:last]
        mine = np.repeat(short, df[first:last])
        if not mine.any():
            continue
        ids, weights = inverted.ids[start:end], inverted.weights[start:end]
        gaps = None
        if inverted.gaps is not None:
            gaps = inverted.gaps[gap_ends[start] : gap_ends[end]][np.repeat(mine, weights)]
        data, sizes = encode_short_lists(rows[first:last][short], ids[mine], weights[mine], gaps)
        rows["at"][first:last][short] = file.tell() + sizes.cumsum() - sizes
        rows["size"][first:last][short] = sizes
        file.write(data)
