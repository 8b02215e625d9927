"""Where a report stands in the answer that a reader came from, and which reports are its kin."""

from collections.abc import Mapping
from dataclasses import dataclass

from archive.models import Article
from archive.partial import leave_unkept
from search.engines import get_engine
from search.engines.base import IndexUnavailable, SearchBusy
from search.query import Query, choices


@dataclass(frozen=True, slots=True)
class Place:
    """The `number`-th of `total` records; `previous` and `next` are their addresses, "" at the ends.

    `total` is 0 where nobody counted. `noun` is what one of the records is called.
    """

    number: int
    total: int
    previous: str
    next: str
    listing: str
    noun: str = "خبر"


def place_in_answer(query: Query, key: int, listing: str) -> Place | None:
    """Where a report stands in the answer to `query`, whose page is the one it was seen on.

    None when the reader came from no listing, or the report is no longer on that page.
    """
    if not query.to_params():
        return None
    try:
        found = get_engine().search(query)
        if key not in found.keys:
            return None
        at = found.keys.index(key)
        number = query.offset + at + 1
        neighbours = (_address(query, found.keys, at - 1), _address(query, found.keys, at + 1))
        return Place(number, found.total, *neighbours, query.to_url(listing))
    except (IndexUnavailable, SearchBusy):
        leave_unkept()
        return None


def _address(query: Query, keys: list[int], at: int) -> str:
    """The neighbour's address; where it stands on another page of the answer, that page is asked for."""
    if at < 0 and query.page > 1:
        query = query.on_page(query.page - 1)
        keys, at = get_engine().search(query).keys, query.size - 1
    elif at == query.size:
        query = query.on_page(query.page + 1)
        keys, at = get_engine().search(query).keys, 0
    return query.to_url(Article(pk=keys[at]).get_absolute_url()) if 0 <= at < len(keys) else ""


def kin(labels: Mapping[str, list[str]], key: int, most: int = 4) -> list[int]:
    """The newest other reports on the same trade in the same provinces, then on the provinces alone.

    `labels` are values of the facets "province" and "industry".
    """
    if not labels["province"]:
        return []
    narrow = Query(chosen=choices(labels), size=most + 1)
    wide = Query(chosen=choices({"province": labels["province"]}), size=most + 1)
    try:
        keys = [*get_engine().search(narrow).keys, *get_engine().search(wide).keys]
    except (IndexUnavailable, SearchBusy):
        leave_unkept()
        return []
    return [other for other in dict.fromkeys(keys) if other != key][:most]
