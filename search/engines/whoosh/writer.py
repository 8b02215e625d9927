"""New segments: records are collected, turned round and written as one W3 compound file."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import uuid4

import numpy as np
from whoosh.codec.whoosh3 import W3Codec, W3Segment

from search.documents import FACET_NAMES
from search.engines.records import Record
from search.engines.whoosh.columns import codes_column, no_stored_fields
from search.engines.whoosh.compound import Compound, Part
from search.engines.whoosh.encode import PACK_FROM, Postings, encode_lists, encode_records
from search.engines.whoosh.home import INDEX_NAME, Folder
from search.engines.whoosh.inverter import Inverted, Inverter
from search.engines.whoosh.schema import NUMBERS, POSITIONED, TERM_FIELDS
from search.engines.whoosh.terms import EXTENT, FACTS, term_file

#: A segment is written when it holds this many documents (two bytes count them, and gaps of a byte each fit
#: one deflate block that is not packed) or terms (40 bytes each).
MOST_DOCUMENTS = 65_000
MOST_TERMS = 11_000_000
#: Segments of fewer documents keep their postings as plain arrays too, so that they are quickly merged.
SMALL = 512
#: Postings that are encoded together; memory again.
AT_ONCE = 300_000
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
    # Whoosh draws names from the global `random`: seeded twice alike, it would overwrite a living segment.
    segment = W3Segment(W3Codec(), INDEX_NAME, segid=uuid4().hex)
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
    totals, terms, values = {}, [], []
    columns: dict[str, bytes] = {}
    with compound.file(".pst") as file:
        for name in TERM_FIELDS:
            inverted = batch.fields.pop(name).invert()
            terms.append(inverted.terms)
            values.append(_write_postings(file, inverted))
            totals[name] = inverted.total_length
            columns[f"._{name}_len.col"] = inverted.lengths.tobytes()
            if len(batch) < SMALL:
                columns[f".{name}.inverted"] = inverted.packed()
            del inverted  # before the next: it is large
    for ending, data in columns.items():
        compound.add(ending, [data])
    compound.add(".trm", term_file(list(TERM_FIELDS), terms, values))
    return totals


def _write_postings(file: Part, inverted: Inverted) -> list[bytes]:
    """Write the posting lists of a field; the values of its terms, with those lists that are short."""
    if not inverted.terms:
        return []
    ids, weights, ends = inverted.ids, inverted.weights, inverted.ends
    starts = np.concatenate(([0], ends[:-1]))
    lengths = inverted.lengths[ids]
    df = ends - starts
    facts = np.zeros(len(df), FACTS)
    facts["in_record"] = df < PACK_FROM
    facts["df"], facts["first"], facts["last"] = df, ids[starts], ids[ends - 1]
    facts["weight"] = np.add.reduceat(weights, starts)
    facts["heaviest"] = np.maximum.reduceat(weights, starts)
    facts["shortest"] = np.minimum.reduceat(lengths, starts)
    facts["longest"] = np.maximum.reduceat(lengths, starts)
    gap_ends = np.concatenate(([0], weights.cumsum()))
    lists: list[bytes] = [b""] * len(df)
    for chosen, encode in ((df < PACK_FROM, encode_records), (df >= PACK_FROM, encode_lists)):
        for terms in _some_at_once(np.flatnonzero(chosen), df):
            mine = _ranges(starts[terms], ends[terms])
            own_starts = df[terms].cumsum() - df[terms]
            gaps = None
            if inverted.gaps is not None:
                gaps = inverted.gaps[_ranges(gap_ends[mine], gap_ends[mine + 1])]
            encoded = encode(Postings(own_starts, ids[mine], weights[mine], lengths[mine], gaps))
            for term, data in zip(terms.tolist(), encoded, strict=True):
                lists[term] = data if encode is encode_records else _written(file, data)
    size, facts = FACTS.itemsize, facts.tobytes()
    return [facts[size * i : size * (i + 1)] + data for i, data in enumerate(lists)]


def _written(file: Part, data: bytes) -> bytes:
    """Write a list; where it is."""
    at = file.tell()
    file.write(data)
    return EXTENT.pack(at, len(data))


def _some_at_once(terms: np.ndarray, df: np.ndarray) -> Iterator[np.ndarray]:
    """Parts of the terms with about AT_ONCE postings each."""
    part = df[terms].cumsum() // AT_ONCE
    return (some for some in np.split(terms, np.flatnonzero(np.diff(part)) + 1) if len(some))


def _ranges(starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """All numbers from each start to its end, one range after the other."""
    sizes = ends - starts
    return np.repeat(starts - (sizes.cumsum() - sizes), sizes) + np.arange(int(sizes.sum()))
