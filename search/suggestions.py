"""What somebody may be about to type, in any spelling: the archive's names, and words."""

from collections.abc import Iterator
from functools import lru_cache
from heapq import nsmallest
from operator import itemgetter
from time import monotonic
from typing import NamedTuple

from archive.addresses import path_to
from archive.gazetteer import provinces
from archive.persian.spelling import squeeze
from search.engines import get_engine
from search.engines.base import SearchEngine
from search.facets import label_of
from search.fields import one_line
from search.naming import names_of
from search.once import once_between_changes
from search.query import Query

LONGEST_PREFIX = 100
MOST = 8
#: A name that is new in the archive is suggested after so many seconds at the latest.
FRESH = 60
_FACETS = ("province", "speaker", "office", "source", "industry")


class Suggestion(NamedTuple):
    """A text to search for, or the name of a page: `facet` says of what kind, "" for words."""

    text: str
    url: str
    facet: str = ""
    value: str = ""
    count: int = 0


class _Name(NamedTuple):
    #: The name in the spelling that is compared, then from each further word on, each after a line's end.
    tails: str
    suggestion: Suggestion


def suggest(typed: str, most: int = MOST) -> list[Suggestion]:
    """Names that begin so, then those of which a later word does, then words. Raises IndexUnavailable."""
    typed = one_line(typed, LONGEST_PREFIX)
    prefix = squeeze(typed)
    if not prefix:
        return []
    found = [
        (not name.tails.startswith(f"\n{prefix}"), -count, name.suggestion)
        for facet in _FACETS
        for name, count in _beginning(facet, prefix)
    ]
    # Words keep a place however many names there are.
    first = nsmallest(most * 2 // 3, found, key=itemgetter(0, 1))
    named = [told._replace(count=-count) for _, count, told in first]
    return [*named, *_words(typed, most - len(named))]


def named(facet: str, find: str = "") -> list[Suggestion]:
    """The names of a facet of which a word begins so, most reports first. Raises IndexUnavailable."""
    prefix = squeeze(one_line(find, LONGEST_PREFIX))
    found = [name.suggestion._replace(count=count) for name, count in _beginning(facet, prefix)]
    return sorted(found, key=lambda each: (-each.count, each.text))


def _beginning(facet: str, prefix: str) -> Iterator[tuple[_Name, int]]:
    """The names of which a word begins so, each with the number of its reports as of now.

    What has none any more is not told, and how many there are is never remembered: a report that was taken
    back is gone with its names.
    """
    engine = get_engine()
    counts = engine.search(Query(size=1)).facets[facet]
    for name in _names(engine, int(monotonic() // FRESH))[facet]:
        if f"\n{prefix}" in name.tails:
            count = counts.get(name.suggestion.value, 0)
            if count or facet == "province":
                yield name, count


@lru_cache(maxsize=1)
def _names(engine: SearchEngine, _now: int) -> dict[str, list[_Name]]:
    """Every name in the archive, by its facet; read again only where anything has changed."""
    return _read_names(engine)


@once_between_changes
def _read_names(engine: SearchEngine) -> dict[str, list[_Name]]:
    counts = engine.search(Query(size=1)).facets
    values = {facet: [value for value in counts[facet] if value] for facet in _FACETS}
    values["province"] = [province.slug for province in provinces()]
    found: dict[str, list[_Name]] = {facet: [] for facet in _FACETS}
    for (facet, value), text in names_of(values).items():
        found[facet].append(_name(facet, value, text))
    return found


@lru_cache(maxsize=1 << 17)
def _name(facet: str, value: str, text: str) -> _Name:
    """A name as it is looked for; remembered, for of all names few are new when they are read again."""
    words = [squeeze(word) for word in text.split()]
    tails = "".join("\n" + "".join(words[at:]) for at in range(len(words)))
    return _Name(tails, Suggestion(text, path_to(facet, value), facet, value))


def _words(typed: str, most: int) -> list[Suggestion]:
    """The words typed, the last one completed."""
    before, _, _ = typed.rpartition(" ")
    texts = [f"{before} {word}".strip() for word in get_engine().suggest(typed, most)]
    return [Suggestion(text, Query(text).to_url(path_to("search"))) for text in texts]


def bearing(typed: str) -> list[Suggestion]:
    """What has this name, alone or after what it is («استان یزد»), in any spelling."""
    bare = squeeze(one_line(typed, LONGEST_PREFIX))
    if not bare:
        return []
    named = _by_name(get_engine(), int(monotonic() // FRESH))
    after = ((facet, bare.removeprefix(squeeze(label_of(facet)))) for facet in _FACETS)
    return [each for facet, name in after for each in named.get((facet, name), ()) if _is_heard_of(each)]


def _is_heard_of(name: Suggestion) -> bool:
    """Whether it has reports now, whatever is remembered; provinces are known by heart."""
    return name.facet == "province" or bool(
        get_engine().search(Query(size=1)).facets[name.facet].get(name.value)
    )


@lru_cache(maxsize=1)
def _by_name(engine: SearchEngine, now: int) -> dict[tuple[str, str], list[Suggestion]]:
    """Whatever has a name, by its facet and its name squeezed."""
    found: dict[tuple[str, str], list[Suggestion]] = {}
    for facet, names in _names(engine, now).items():
        for name in names:
            whole, _, _ = name.tails[1:].partition("\n")
            found.setdefault((facet, whole), []).append(name.suggestion)
    return found
