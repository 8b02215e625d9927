"""The way around a node that stands still, until the cluster itself has left it out."""

import json
import time
from collections.abc import Callable, Iterator

from opensearchpy import OpenSearch
from opensearchpy.exceptions import ConnectionError, ConnectionTimeout, TransportError

from search.engines.opensearch.client import AVOIDED, SHORTLY


class Detour:
    """Asks again, of nodes that answer and for the copies that they hold.

    A node that stands still takes connections, and answers neither us nor other nodes. The cluster needs some
    6 seconds to leave it out, twice that if it was the manager; until then the same copies would not answer.
    """

    def __init__(self, client: OpenSearch) -> None:
        self._client = client
        self._way: str | None = None
        self._until = 0.0

    def ask(self, request: Callable[..., dict], usual: str | None = None) -> dict:
        """The answer to a request that takes a preference of copies, `usual` unless a node stands still."""
        try:
            return request(preference=self._way if time.monotonic() < self._until else usual)
        except TransportError as error:
            if not _may_stand_still(error):
                raise
            self._find(usual)
            return request(preference=self._way)

    def _find(self, usual: str | None) -> None:
        """Prefer the copies on nodes that answer now, for as long as others are avoided."""
        nodes = ",".join(self._answering())
        self._way = f"_prefer_nodes:{nodes}" if nodes else usual
        self._until = time.monotonic() + AVOIDED

    def _answering(self) -> Iterator[str]:
        """The ids of nodes that answer; no other is asked anything for a while."""
        pool = self._client.transport.connection_pool
        for connection in pool.orig_connections:
            try:
                _, _, body = connection.perform_request(
                    "GET", "/_nodes/_local", {"filter_path": "nodes.*.name"}, timeout=SHORTLY
                )
            except ConnectionError:
                pool.mark_dead(connection)
            except TransportError:
                continue  # it answers, but does not tell who it is
            else:
                yield from json.loads(body)["nodes"]


def _may_stand_still(error: TransportError) -> bool:
    """Whether a part was not answered: not to us, or not to the node that we asked, which then gave up."""
    return isinstance(error, ConnectionTimeout) or error.status_code in (500, 503)
