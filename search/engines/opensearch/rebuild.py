"""An index made anew beside the one that answers."""

from collections import deque
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice

from opensearchpy import OpenSearch

from search.engines.base import Change
from search.engines.opensearch.indices import Indices
from search.engines.opensearch.write import CHUNK, write

#: Requests under way at once: the nodes have something to do while we analyse, and each of their copies.
UNDER_WAY = 4


class OpenSearchRebuild:
    """A fresh index, from its beginning on. Whoever writes meanwhile finds it by its alias."""

    def __init__(self, client: OpenSearch, indices: Indices) -> None:
        self._client, self._indices = client, indices
        self.name = indices.begin()

    def apply(self, changes: Iterable[Change]) -> None:
        """Put documents into the fresh index, in whatever order: their revisions decide.

        A `Drop` without a revision has none to decide by; none is among those of a rebuild.
        """
        changes = iter(changes)
        sent: deque[Future] = deque()
        with ThreadPoolExecutor(UNDER_WAY) as pool:
            while some := list(islice(changes, CHUNK)):
                if len(sent) == UNDER_WAY:
                    sent.popleft().result()
                sent.append(pool.submit(write, self._client, [self._indices.next], some))
            for each in sent:
                each.result()

    def publish(self) -> None:
        """Let the fresh index answer."""
        self._indices.publish(self.name)
