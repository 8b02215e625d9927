"""What somebody may be about to type, in any spelling: the archive's names, and words."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from time import monotonic

from archive.addresses import path_to
from archive.gazetteer import provinces
from archive.persian.spelling import squeeze
from search.engines import get_engine
from search.engines.base import SearchEngine
from search.facets import label_of
from search.fields import one_line
from search.naming import names_of
from search.query import Query

LONGEST_PREFIX = 100
MOST = 8
#: A name that is new in the archive is suggested after so many seconds at the latest.
FRESH = 60
_FACETS = ("province", "speaker", "office", "source", "industry")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A text to search for, or the name of a page: `facet` says of what kind, "" for words."""

    text: str
    url: str
    facet: str = ""
    value: str = ""
    count: int = 0


@dataclass(frozen=True, slots=True)
class _Name:
    #: The name from each of its words on, in the spelling that is compared.
    tails: tuple[str, ...]
    suggestion: Suggestion

    def begins(self, prefix: str) -> bool:
        """Whether one of its words begins so."""
        return any(tail.startswith(prefix) for tail in self.tails)


def suggest(typed: str, most: int = MOST) -> list[Suggestion]:
    """Names that begin so, then those of which a later word does, then words. Raises IndexUnavailable."""
    typed = one_line(typed, LONGEST_PREFIX)
    prefix = squeeze(typed)
    if not prefix:
        return []
    found = [(not name.tails[0].startswith(prefix), -told.count, told) for name, told in _beginning(prefix)]
    found.sort(key=lambda each: each[:2])
    # Words keep a place however many names there are.
    named = [told for *_, told in found[: most * 2 // 3]]
    return [*named, *_words(typed, most - len(named))]


def named(facet: str, find: str = "") -> list[Suggestion]:
    """The names of a facet of which a word begins so, most reports first. Raises IndexUnavailable."""
    prefix = squeeze(one_line(find, LONGEST_PREFIX))
    found = [told for _, told in _beginning(prefix) if told.facet == facet]
    return sorted(found, key=lambda each: (-each.count, each.text))


def _beginning(prefix: str) -> Iterator[tuple[_Name, Suggestion]]:
    """The names of which a word begins so, each with the number of its reports as of now.

    What has none any more is not told, and how many there are is never remembered: a report that was taken
    back is gone with its names.
    """
    engine = get_engine()
    counts = engine.search(Query(size=1)).facets
    for name in _names(engine, int(monotonic() // FRESH)):
        each = name.suggestion
        count = counts[each.facet].get(each.value, 0)
        if name.begins(prefix) and (count or each.facet == "province"):
            yield name, replace(each, count=count)


@lru_cache(maxsize=1)
def _names(engine: SearchEngine, _now: int) -> list[_Name]:
    """Every name in the archive."""
    counts = engine.search(Query(size=1)).facets
    values = {facet: [value for value in counts[facet] if value] for facet in _FACETS}
    values["province"] = [province.slug for province in provinces()]
    return [
        _Name(
            _tails(name),
            Suggestion(name, path_to(facet, value), facet, value),
        )
        for (facet, value), name in names_of(values).items()
    ]


def _tails(name: str) -> tuple[str, ...]:
    words = name.split()
    return tuple(squeeze(" ".join(words[at:])) for at in range(len(words)))


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
    for name in _names(engine, now):
        found.setdefault((name.suggestion.facet, name.tails[0]), []).append(name.suggestion)
    return found
