"""The index's own small picture of a record: what can be found in it and counted by it."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b

#: The facets that every document is filed under; several values a facet are allowed.
FACET_NAMES = ("province", "speaker", "office", "source", "industry", "year", "month")


@dataclass(frozen=True, slots=True)
class Document:
    """One record as the engine sees it: an article, or a quotation with its speaker as title.

    `key` is the record's id in the database, `revision` the state of the record that this picture shows.
    `day` is the proleptic Gregorian ordinal (`date.toordinal`) of publication, or None.
    `facets` maps a name of FACET_NAMES to its values; a facet without values is missing.
    """

    key: int
    revision: int
    title: str
    body: str
    facets: Mapping[str, tuple[str, ...]]
    day: int | None = None

    @property
    def digest(self) -> int:
        """63 bits of everything but the revision, so that two indexes can be compared by sums."""
        facets = sorted((name, tuple(values)) for name, values in self.facets.items() if values)
        picture = repr((self.key, self.title, self.body, facets, self.day)).encode("utf-8", "surrogatepass")
        return int.from_bytes(blake2b(picture, digest_size=8).digest(), "big") >> 1
