"""The indexes behind a collection: one answers, one may be filling, and aliases say which is which."""

import re
from uuid import uuid4

from opensearchpy import OpenSearch
from opensearchpy.exceptions import NotFoundError, RequestError

from search.engines.base import IndexBusy, IndexUnavailable
from search.engines.opensearch.schema import index_body

#: Seconds to wait until all nodes have taken up what changes for all of them.
SLOWLY = 60


class Indices:
    """`NAME` is the alias of what answers, `NAME-next` of what is filling, `NAME-5f0c91a2b3d4` an index."""

    def __init__(self, client: OpenSearch, name: str, shards: int) -> None:
        self._client, self._shards = client, shards
        self.live = name
        self.next = f"{name}-next"

    def exists(self, alias: str) -> bool:
        """Whether an alias is there."""
        return self._client.indices.exists_alias(name=alias)

    def written(self) -> list[str]:
        """The aliases that whoever writes has to write to."""
        return [self.live, *([self.next] if self.exists(self.next) else [])]

    def create(self) -> None:
        """An empty index that answers; its fixed name lets only one of several processes make it."""
        self._create(f"{self.live}-{0:012}", self.live)

    def _create(self, name: str, alias: str) -> None:
        """An empty index under an alias. Raises IndexBusy when somebody else was quicker."""
        body = {**index_body(self._shards), "aliases": {alias: {}}}
        try:
            made = self._client.indices.create(index=name, body=body, request_timeout=SLOWLY)
        except RequestError as error:
            if error.error == "resource_already_exists_exception":
                raise IndexBusy("another process is just making the index") from error
            raise
        if not (made["acknowledged"] and made["shards_acknowledged"]):
            # A node that does not know the alias yet would write past it.
            raise IndexUnavailable("not all nodes of the cluster have taken up the new index")

    def begin(self) -> str:
        """An empty index for a rebuild.

        One that was being filled is given up: its rebuild was killed, or fails when it would publish.
        """
        if self.exists(self.next):
            self._client.indices.delete(index=",".join(self._behind(self.next)))
        # Never a name that was there before: whoever still fills that one must not publish this one.
        name = f"{self.live}-{uuid4().hex[:12]}"
        self._create(name, self.next)
        return name

    def publish(self, name: str) -> None:
        """Let an index answer that was being filled, in one step for everybody."""
        actions = [
            *({"remove": {"index": old, "alias": self.live}} for old in self._behind(self.live)),
            {"remove": {"index": name, "alias": self.next, "must_exist": True}},
            {"add": {"index": name, "alias": self.live}},
        ]
        try:
            self._client.indices.refresh(index=name, request_timeout=SLOWLY)
            self._client.indices.update_aliases(body={"actions": actions}, request_timeout=SLOWLY)
        except NotFoundError as error:
            raise IndexBusy("another rebuild has begun since") from error

    def sweep(self, given_up: str) -> None:
        """Remove what answers no longer, and an index that was given up."""
        live, filling = self._behind(self.live), self._behind(self.next)
        for name in self._all():
            if name not in live and (name == given_up or name not in filling):
                self._client.indices.delete(index=name)

    def _all(self) -> list[str]:
        names = self._client.indices.get(index=f"{self.live}-*")
        return [name for name in names if re.fullmatch(r"-[0-9a-f]{12}", name.removeprefix(self.live))]

    def _behind(self, alias: str) -> list[str]:
        try:
            return list(self._client.indices.get_alias(name=alias))
        except NotFoundError:
            return []
