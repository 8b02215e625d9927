"""The cluster that tests may use, where OPENSEARCH_TEST_URL names one (tests/cluster/nodes.py)."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

from search.engines.opensearch.engine import OpenSearchEngine

#: "opensearch://127.0.0.1:19201,…", or "" where there is none.
CLUSTER = os.environ.get("OPENSEARCH_TEST_URL", "")


def new_url(shards: int = 1) -> str:
    """A place in the cluster where nothing is yet."""
    return f"{CLUSTER}/test-{uuid4().hex[:12]}?shards={shards}"


@contextmanager
def in_cluster(shards: int = 1) -> Iterator[OpenSearchEngine]:
    """An empty engine, all of whose indexes are gone afterwards."""
    engine = OpenSearchEngine(new_url(shards), "articles")
    try:
        yield engine
    finally:
        clear(engine)


def clear(engine: OpenSearchEngine) -> None:
    """Remove an engine's indexes."""
    for name in engine.client.indices.get(index=f"{engine.indices.live}-*"):
        engine.client.indices.delete(index=name)
