"""An index made anew beside the one that answers."""

from collections.abc import Iterable
from itertools import islice

from opensearchpy import OpenSearch

from search.engines.base import Change
from search.engines.opensearch.indices import Indices
from search.engines.opensearch.write import CHUNK, write


class OpenSearchRebuild:
    """A fresh index, from its beginning on. Whoever writes meanwhile finds it by its alias."""

    def __init__(self, client: OpenSearch, indices: Indices) -> None:
        self._client, self._indices = client, indices
        self.name = indices.begin()

    def apply(self, changes: Iterable[Change]) -> None:
        """Put documents into the fresh index."""
        changes = iter(changes)
        while some := list(islice(changes, CHUNK)):
            write(self._client, [self._indices.next], some)

    def publish(self) -> None:
        """Let the fresh index answer."""
        self._indices.publish(self.name)
