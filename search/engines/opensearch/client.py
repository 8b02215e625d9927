"""How a cluster is reached, and what its failures mean on our side of the seam."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

from opensearchpy import Connection, ConnectionPool, OpenSearch
from opensearchpy.exceptions import (
    ConnectionError,
    ConnectionTimeout,
    NotFoundError,
    OpenSearchException,
    RequestError,
    TransportError,
)

from search.engines.base import EngineError, IndexUnavailable

# Not to be found is often the answer; what is really wrong is raised.
logging.getLogger("opensearch").setLevel(logging.CRITICAL)

DEFAULT_PORT = 9200
#: Seconds to wait for an answer before another node is asked the same: a reader's, a writer's, and that of a
#: rebuild, all of whose work would be lost.
PATIENCE = 4
WRITERS_PATIENCE = 10
REBUILDS_PATIENCE = 60
#: Seconds that a node which did not answer is not asked again, and in which it must then answer at all.
AVOIDED = 10
SHORTLY = 1


class AnsweringPool(ConnectionPool):
    """A node that failed gets no request before it has answered a short one.

    One that stands still takes connections like any other: after each time of avoiding it a whole patience
    would be lost on it.
    """

    def get_connection(self) -> Connection:
        """A node to ask: one that answers, if there is any."""
        for _ in self.orig_connections:
            connection = super().get_connection()
            if connection not in self.dead_count or _answers(connection):
                return connection
            self.mark_dead(connection)
        return super().get_connection()


def _answers(connection: Connection) -> bool:
    try:
        connection.perform_request("HEAD", "/", timeout=SHORTLY)
    except ConnectionError:
        return False
    except TransportError:
        pass  # that, too, is an answer
    return True


@dataclass(frozen=True, slots=True)
class Place:
    """Where an installation's indexes are: `opensearch://user:password@host1:9200,host2/index?shards=3`.

    `opensearchs` speaks TLS. Certificates are verified against the system's authorities.
    """

    hosts: tuple[str, ...]
    index: str
    shards: int = 1
    secure: bool = False
    login: tuple[str, str] | None = None

    @classmethod
    def of(cls, url: str) -> "Place":
        """Read an address whose form archive.environment has checked."""
        parts = urlsplit(url)
        login, _, hosts = parts.netloc.rpartition("@")
        user, _, password = login.partition(":")
        return cls(
            hosts=tuple(hosts.split(",")),
            index=parts.path.strip("/"),
            shards=int(parse_qs(parts.query).get("shards", ["1"])[0]),
            secure=parts.scheme == "opensearchs",
            login=(unquote(user), unquote(password)) if login else None,
        )

    def client(self, patience: float = PATIENCE, retry_on_timeout: bool = True) -> OpenSearch:
        """A client that asks the next node when one fails, or also when it does not answer in time."""
        return OpenSearch(
            hosts=[
                host if ":" in host.rpartition("]")[2] else f"{host}:{DEFAULT_PORT}" for host in self.hosts
            ],
            http_auth=self.login,
            use_ssl=self.secure,
            verify_certs=self.secure,
            http_compress=False,
            timeout=patience,
            connection_pool_class=AnsweringPool,
            max_retries=2 * len(self.hosts),
            retry_on_timeout=retry_on_timeout,
            dead_timeout=AVOIDED,
            timeout_cutoff=0,
            pool_maxsize=16,
        )


@contextmanager
def understood(busy: type[EngineError]) -> Iterator[None]:
    """Failures of the cluster as the seam's errors; `busy` where asking again in a moment will do."""
    try:
        yield
    except NotFoundError as error:
        raise IndexUnavailable("there is no index in the cluster") from error
    except ConnectionTimeout as error:
        raise busy("the cluster did not answer in time") from error
    except RequestError as error:
        raise EngineError(f"the cluster refused a request: {error.info}") from error
    except TransportError as error:
        if error.status_code == 429:
            raise busy("the cluster has too much to do") from error
        raise IndexUnavailable(f"the cluster cannot answer: {error.error}") from error
    except OpenSearchException as error:
        raise IndexUnavailable(str(error)) from error
