"""Changes as bulk requests, each of whose items is looked at."""

import time
from collections.abc import Iterable, Iterator, Sequence

from opensearchpy import OpenSearch, helpers

from search.engines.base import Change, Drop, EngineError, IndexUnavailable, Put
from search.engines.opensearch.schema import source_of, tombstone
from search.engines.records import record_of

#: Bytes and documents of one request.
MOST_BYTES = 8 << 20
CHUNK = 500
#: How often a node that is too busy is asked again, and the seconds before the first time.
RETRIES = 4
BACKOFF = 1
#: Seconds in which OpenSearch remembers the revision of what was dropped without one.
FORGETTING = 0.3

OK, CREATED, NOT_FOUND, CONFLICT = 200, 201, 404, 409


def write(client: OpenSearch, indexes: Sequence[str], changes: Iterable[Change]) -> None:
    """Bring changes to indexes. Raises EngineError unless all of them hold these states or newer ones."""
    dropped, last = _collapsed(changes)
    actions = list(map(_action, last.values()))
    for index in indexes:
        if dropped:
            _send(client, index, [{"_op_type": "delete", "_id": key} for key in dropped])
            time.sleep(FORGETTING)
        _send(client, index, actions)


def _collapsed(changes: Iterable[Change]) -> tuple[list[int], dict[int, Change]]:
    """The keys dropped whatever their revision, and the change of each key that counts."""
    dropped: dict[int, None] = {}
    last: dict[int, Change] = {}
    for change in changes:
        key, revision = _key(change), _revision(change)
        if isinstance(change, Drop) and not revision:
            dropped[key] = None
            last.pop(key, None)
        elif key not in last or _revision(last[key]) <= revision:
            last[key] = change
    return list(dropped), last


def _key(change: Change) -> int:
    return change.key if isinstance(change, Drop) else change.document.key


def _revision(change: Change) -> int:
    return change.revision if isinstance(change, Drop) else change.document.revision


def _action(change: Change) -> dict:
    """A document guarded by its revision: an older one never replaces it."""
    if isinstance(change, Put):
        source = source_of(record_of(change.document))
    else:
        source = tombstone(change.key, change.revision)
    guard = {"version": source["revision"], "version_type": "external_gte"}
    return {"_op_type": "index", "_id": source["key"], **guard, "_source": source}


def _send(client: OpenSearch, index: str, actions: Iterable[dict]) -> None:
    for done in _results(client, index, actions):
        ((operation, item),) = done.items()
        status = item["status"]
        # A conflict says that a newer state is held already.
        fine = status in (OK, CREATED, CONFLICT) or (operation == "delete" and status == NOT_FOUND)
        if not fine:
            message = f"{item['_id']} was not written: {status} {item.get('error')}"
            raise (EngineError if status < NOT_FOUND else IndexUnavailable)(message)


def _results(client: OpenSearch, index: str, actions: Iterable[dict]) -> Iterator[dict]:
    results = helpers.streaming_bulk(
        client,
        actions,
        index=index,
        chunk_size=CHUNK,
        max_chunk_bytes=MOST_BYTES,
        raise_on_error=False,
        max_retries=RETRIES,
        initial_backoff=BACKOFF,
        require_alias=True,
    )
    return (item for _, item in results)
