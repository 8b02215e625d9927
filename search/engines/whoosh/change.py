"""One writer's work: changes gathered into new segments and deletions, then committed at once."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from search.engines.base import Change, Drop, Put
from search.engines.records import Record, record_of
from search.engines.whoosh.home import Folder, Manifest
from search.engines.whoosh.merge import merged, to_merge
from search.engines.whoosh.view import View, open_segment
from search.engines.whoosh.writer import Batch, write_segment

if TYPE_CHECKING:
    from whoosh.codec.whoosh3 import W3Segment


class Writing:
    """Puts and drops against the committed state of a folder, or against nothing in a fresh one."""

    def __init__(self, folder: Folder, view: View | None) -> None:
        self._folder = folder
        self._view = view
        self._before: Manifest | None = view.manifest if view else None
        self._segments: list[W3Segment] = folder.segments(view.manifest) if view else []
        self._batch = Batch()
        self._deleted: set[int] = set()  # documents of the batch that are no more
        # What this writer did: key → its segment, document and revision, or None where it was dropped.
        self._places: dict[int, tuple[int, int, int] | None] = {}

    def apply(self, changes: Iterable[Change]) -> None:
        """Put and drop, one after the other."""
        for change in changes:
            if isinstance(change, Drop):
                self._drop(change.key)
            elif isinstance(change, Put):
                self.put(record_of(change.document))

    def put(self, record: Record) -> None:
        """Add a record, or replace the one with its key unless that is of a higher revision."""
        held = self._place(record.key)
        if held and held[2] > record.revision:
            return
        self._drop(record.key)
        document = self._batch.add(record)
        self._places[record.key] = len(self._segments), document, record.revision
        if self._batch.is_full:
            self._flush()

    def commit(self) -> Manifest | None:
        """Make the changes durable; None if there were none."""
        if self._before and not self._places:
            return None
        self._flush()
        self._segments = [segment for segment in self._segments if segment.doc_count()]
        self._merge()
        return self._folder.commit(self._segments, self._before)

    def _merge(self) -> None:
        chosen = to_merge(self._segments)
        if chosen:
            batch = merged([(open_segment(self._folder, info), info) for info in chosen])
            self._segments = [info for info in self._segments if info not in chosen]
            self._segments.append(write_segment(self._folder, batch))

    def _drop(self, key: int) -> None:
        place = self._place(key)
        if place is None:
            return
        segment, document, _ = place
        if segment == len(self._segments):
            self._deleted.add(document)
        else:
            self._segments[segment].delete_document(document)
        self._places[key] = None

    def _place(self, key: int) -> tuple[int, int, int] | None:
        if key in self._places or self._view is None:
            return self._places.get(key)
        found = self._view.find(key)
        return (*found, self._view.segments[found[0]].revision(found[1])) if found else None

    def _flush(self) -> None:
        if not len(self._batch):
            return
        segment = write_segment(self._folder, self._batch)
        for document in self._deleted:
            segment.delete_document(document)
        self._segments.append(segment)
        self._batch, self._deleted = Batch(), set()
