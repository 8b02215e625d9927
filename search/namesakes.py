"""What is called what a reader typed, in any spelling: its own page is probably what they want."""

from collections.abc import Iterable, Iterator

from archive import gazetteer
from archive.persian.spelling import squeeze
from search.facets import Group, label_of

#: Only these have pages of their own. Provinces are known by heart, also where the words find no report.
_WITH_PAGES = ("speaker", "office", "source", "industry")


def namesakes(words: str, groups: Iterable[Group]) -> list[tuple[str, str, str]]:
    """(facet, value, name) of the provinces and of the choices that bear the name, «استان یزد» or «یزد»."""
    typed = squeeze(words)
    if not typed:
        return []
    found = [(facet, value, name) for facet, value, name in _named(groups) if _bears(facet, name, typed)]
    return list(dict.fromkeys(found))


def _named(groups: Iterable[Group]) -> Iterator[tuple[str, str, str]]:
    yield from (("province", province.slug, province.name) for province in gazetteer.provinces())
    for group in groups:
        if group.facet.name in _WITH_PAGES:
            choices = (choice for part in group.lists for choice in part if choice.value)
            yield from ((group.facet.name, choice.value, choice.label) for choice in choices)


def _bears(facet: str, name: str, typed: str) -> bool:
    return typed in (squeeze(name), squeeze(f"{label_of(facet)} {name}"))
