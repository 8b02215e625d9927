"""Names that may be one and the same: proposed to editors, never merged by the archive."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from django.db import transaction

from archive.gazetteer.tables import phrase_list
from archive.models import NameKind, NamePair, Office, PairReason, Person, Source, Speaker
from archive.persian.spelling import squeeze

#: Persons of an office: who spoke for it, by key and name.
Holders = dict[int, str]
#: Words before the name of a publisher that only say what it is.
_PUBLISHERS = ("خبرگزاری", "روزنامه", "هفته نامه", "ماهنامه", "پایگاه خبری", "پایگاه اطلاع رسانی", "سایت")


@dataclass(frozen=True, slots=True, order=True)
class Proposal:
    """Two names by kind and key, the older first, and why they may be one."""

    kind: NameKind
    first: int
    second: int
    reason: PairReason


def proposals() -> Iterator[Proposal]:
    """All pairs of names that may be one; a pair may come with several reasons, the best first."""
    yield from _persons()
    yield from _offices()
    yield from _sources()


@transaction.atomic
def propose() -> int:
    """Bring the open pairs to what the names say today; returns how many wait.

    What an editor decided, or put side by side, stays.
    """
    found: dict[tuple[str, int, int], PairReason] = {}
    for each in proposals():
        found.setdefault((each.kind, each.first, each.second), each.reason)
    stored = {(pair.kind, pair.first, pair.second): pair for pair in NamePair.objects.all()}
    NamePair.objects.bulk_create(
        NamePair(kind=kind, first=first, second=second, reason=reason)
        for (kind, first, second), reason in found.items()
        if (kind, first, second) not in stored
    )
    outdated = NamePair.objects.waiting().exclude(reason=PairReason.BY_HAND)
    outdated.filter(pk__in=[pair.pk for key, pair in stored.items() if key not in found]).delete()
    return NamePair.objects.waiting().count()


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


def _pairs(kind: NameKind, keys: Iterable[int], reason: PairReason) -> Iterator[Proposal]:
    """Each of a group with the oldest: merged one after the other, all are one."""
    oldest, *others = sorted(keys)
    yield from (Proposal(kind, oldest, other, reason) for other in others)


def _groups(rows: Iterable[tuple[int, object]]) -> Iterator[list[int]]:
    """The keys of rows that are alike, where several are."""
    alike: dict[object, list[int]] = defaultdict(list)
    for key, likeness in rows:
        alike[likeness].append(key)
    yield from (keys for keys in alike.values() if len(keys) > 1)


def _persons() -> Iterator[Proposal]:
    rows = list(Person.objects.kept().order_by("pk").values_list("pk", "name", "aliases"))
    for keys in _groups((key, bare_name(name)) for key, name, _ in rows):
        yield from _pairs(NameKind.PERSON, keys, PairReason.SAME_NAME)
    yield from _known_aliases(NameKind.PERSON, rows)
    for persons in _holders():
        for key, name in persons.items():
            # «سرمست» beside «بهرام سرمست»; beside two brothers of that name it stays open.
            longer = [other for other, full in persons.items() if _is_surname_of(name, full)]
            if len(longer) == 1:
                yield from _pairs(NameKind.PERSON, [key, *longer], PairReason.SURNAME)


def _known_aliases(kind: NameKind, rows: list[tuple[int, str, list[str]]]) -> Iterator[Proposal]:
    """Names that another one is also called."""
    by_name = {squeeze(name): key for key, name, _ in reversed(rows)}
    for key, _, aliases in rows:
        for other in {by_name.get(squeeze(alias), key) for alias in aliases} - {key}:
            yield from _pairs(kind, [key, other], PairReason.KNOWN_ALIAS)


def _holders() -> Iterator[Holders]:
    """For every office, in any spelling of it, the persons who spoke for it."""
    offices: dict[tuple[str, str, str | None], Holders] = defaultdict(dict)
    voices = Speaker.objects.filter(person__merged_into=None, person__isnull=False, office__isnull=False)
    rows = voices.order_by().values_list(
        "office__role", "office__organisation", "office__province", "person", "person__name"
    )
    for role, organisation, province, person, name in rows.distinct():
        offices[squeeze(role), squeeze(organisation), province][person] = name
    yield from (persons for persons in offices.values() if len(persons) > 1)


def _is_surname_of(short: str, full: str) -> bool:
    """Is `short` one or more of the last words of the longer name `full`?"""
    words, key = full.split(), bare_name(short)
    return any(squeeze("".join(words[at:])) == key for at in range(1, len(words)))


def _offices() -> Iterator[Proposal]:
    by_name: dict[str, dict[str | None, list[int]]] = defaultdict(lambda: defaultdict(list))
    for office in Office.objects.kept().order_by("pk"):
        by_name[squeeze(str(office))][office.province_id].append(office.pk)
    for provinces in by_name.values():
        for keys in provinces.values():
            yield from _pairs(NameKind.OFFICE, keys, PairReason.SAME_OFFICE)
        # «رئیس اتاق بازرگانی» of no province may be that of one, but not of one among several.
        if None in provinces and len(provinces) == 2:
            keys = [keys[0] for keys in provinces.values()]
            yield from _pairs(NameKind.OFFICE, keys, PairReason.NO_PROVINCE)


def _sources() -> Iterator[Proposal]:
    rows = list(Source.objects.kept().order_by("pk").values_list("pk", "name", "aliases"))
    yield from _known_aliases(NameKind.SOURCE, rows)
    parted = {key: _publisher(name) for key, name, _ in rows}
    for keys in _groups((key, own) for key, (_, own) in parted.items()):
        for first, second in combinations(keys, 2):
            # «روزنامه ایران» is not «خبرگزاری ایران», but «ایران» may be either.
            if parted[first][0] == parted[second][0] or not (parted[first][0] and parted[second][0]):
                yield from _pairs(NameKind.SOURCE, [first, second], PairReason.SAME_SOURCE)


def _publisher(name: str) -> tuple[str, str]:
    """What a publisher is, and its own name, in the one spelling for comparing."""
    key = squeeze(name)
    for word in map(squeeze, _PUBLISHERS):
        if key.startswith(word) and key != word:
            return word, key.removeprefix(word)
    return "", key
