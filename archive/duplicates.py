"""Persons who may be one and the same: proposed to editors, never merged."""

from collections import defaultdict
from collections.abc import Iterator

from archive.gazetteer.tables import phrase_list
from archive.models import Person, Speaker
from archive.persian.spelling import squeeze

#: Persons of an office: who spoke for it, by key and name.
Holders = dict[int, str]


def possible_duplicates() -> Iterator[Holders]:
    """Groups of persons, as names by key: the same name but for titles, or a surname beside one full name."""
    yield from _same_name()
    yield from _surname_in_same_office()


def bare_name(name: str) -> str:
    """The name without titles before it, in the one spelling for comparing.

    >>> bare_name("حاج آقا دکتر مریم نمونه") == bare_name("مريم‌نمونه")
    True
    """
    words, titles, first = name.split(), phrase_list("honorifics"), 0
    keys = [squeeze(word) for word in words]
    while first < len(words) and (title := titles.at(keys, first)):
        first = title.end
    return "".join(keys[first:] or keys)


def _same_name() -> Iterator[Holders]:
    by_name: dict[str, Holders] = defaultdict(dict)
    for key, name in Person.objects.filter(merged_into=None).order_by("pk").values_list("pk", "name"):
        by_name[bare_name(name)][key] = name
    yield from (persons for persons in by_name.values() if len(persons) > 1)


def _surname_in_same_office() -> Iterator[Holders]:
    """«سرمست» beside «بهرام سرمست»; beside two brothers of that name it stays open."""
    told = set()
    for persons in _holders():
        for key, name in persons.items():
            longer = {other: full for other, full in persons.items() if _is_surname_of(name, full)}
            if len(longer) == 1 and (pair := frozenset({key, *longer})) not in told:
                told.add(pair)
                yield {key: name, **longer}


def _holders() -> Iterator[Holders]:
    """For every office, in any spelling of it, the persons who spoke for it."""
    offices: dict[tuple[str, str, str | None], Holders] = defaultdict(dict)
    voices = Speaker.objects.filter(person__merged_into=None, person__isnull=False, office__isnull=False)
    rows = voices.order_by("pk").values_list(
        "office__role", "office__organisation", "office__province", "person", "person__name"
    )
    for role, organisation, province, person, name in rows:
        offices[squeeze(role), squeeze(organisation), province][person] = name
    yield from (persons for persons in offices.values() if len(persons) > 1)


def _is_surname_of(short: str, full: str) -> bool:
    """Is `short` one or more of the last words of the longer name `full`?"""
    words, key = full.split(), bare_name(short)
    return any(squeeze("".join(words[at:])) == key for at in range(1, len(words)))
