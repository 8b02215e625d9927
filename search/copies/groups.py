"""Which reports are copies of one another, kept in step with the archive.

Groups are worked out when the index takes a report, never when a page is asked for. They are the connected
components of "these two texts are alike" (archive/resemblance.py) among what readers may see; so they depend
on the texts alone, whatever the order in which these came, and a change touches only the groups around it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

from django.db import connection, transaction
from django.db.models import OuterRef, QuerySet, Subquery

from archive.models import Article
from archive.resemblance import ALIKE, bands, mark_of, resemblance, shingles
from search.copies.models import Band, Copy

#: Texts as their shingles, by the report's key.
Texts = dict[int, frozenset[int]]
#: Names a lock of the database; any number that nothing else uses.
REGROUPING = 7_227_834


def group_of(article: str) -> Subquery:
    """The group of the report in a column, for a query to annotate; None where it is a copy of nothing."""
    return Subquery(Copy.objects.filter(key=OuterRef(article)).values("group"))


def copies_of(article: int) -> QuerySet[Copy]:
    """The other reports that are copies of this one."""
    group = Copy.objects.filter(key=article).values("group")
    return Copy.objects.filter(group__in=group).exclude(key=article)


def regroup(changed: Collection[int]) -> None:
    """Bring the groups to the truth after reports came, changed, went or were taken from readers' sight.

    One does so at a time: SQLite has one writer, on PostgreSQL the others wait here.
    """
    with transaction.atomic():
        _one_at_a_time()
        # Most saves change no text, and to read one as shingles costs more than all else of its saving.
        marks = _not_as_filed(_mates(changed))
        if not marks:
            return
        # Whoever was grouped with what changed is grouped anew; all other groups can only gain.
        loose = _mates(marks)
        texts = _texts(loose)
        _file(marks, texts)
        pairs = set(_pairs(loose))
        others = {key for pair in pairs for key in pair} - loose
        texts |= _texts(others)
        settled = dict(Copy.objects.filter(key__in=_mates(others)).values_list("key", "group"))
        groups = dict(_groups(pairs, texts, settled))
        Copy.objects.filter(key__in={*loose, *settled}).delete()
        Copy.objects.bulk_create(Copy(key=key, group=group) for key, group in groups.items())


def _one_at_a_time() -> None:
    """Workers that share the index's queue would miss each other's bands."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [REGROUPING])


def _bodies(keys: Collection[int]) -> QuerySet:
    return Article.objects.published().filter(pk__in=keys).values_list("pk", "body")


def _texts(keys: Collection[int]) -> Texts:
    return {key: shingles(body) for key, body in _bodies(keys)}


def _not_as_filed(keys: Collection[int]) -> dict[int, int | None]:
    """The marks of those whose text is another than the one that they are filed for; None for no text."""
    filed = defaultdict(set)
    for key, band in Band.objects.filter(key__in=keys).values_list("key", "band"):
        filed[key].add(band)
    marks: dict[int, int | None] = dict.fromkeys(key for key in keys if key in filed)
    marks |= {key: mark_of(key, body) for key, body in _bodies(keys)}
    return {key: mark for key, mark in marks.items() if mark not in filed[key]}


def _file(marks: Mapping[int, int | None], texts: Mapping[int, frozenset[int]]) -> None:
    Band.objects.filter(key__in=marks).delete()
    filed = ((key, band) for key in texts.keys() & marks for band in (marks[key], *bands(texts[key])))
    Band.objects.bulk_create(Band(key=key, band=band) for key, band in filed)


def _mates(keys: Collection[int]) -> set[int]:
    """These reports and all of their groups."""
    groups = Copy.objects.filter(key__in=keys).values("group")
    return {*keys, *Copy.objects.filter(group__in=groups).values_list("key", flat=True)}


def _groups(
    pairs: Iterable[tuple[int, int]], texts: Texts, settled: Mapping[int, int]
) -> Iterator[tuple[int, int]]:
    """Each report that has copies, with the least key of its group; `settled` groups stay together."""
    first = {key: group for key, group in settled.items() if key != group}

    def root(key: int) -> int:
        while (above := first.get(key, key)) != key:
            key = above
        return key

    for pair in pairs:
        low, high = sorted(map(root, pair))
        # Two that are in one group already need not be compared.
        if low != high and _are_alike(texts, *pair):
            first[high] = low
    heads = {root(key) for key in first}
    return ((key, root(key)) for key in {*first, *heads})


def _are_alike(texts: Texts, one: int, other: int) -> bool:
    """A report that has just been taken from sight is filed still, and has no text."""
    return one in texts and other in texts and resemblance(texts[one], texts[other]) >= ALIKE


def _pairs(loose: set[int]) -> Iterator[tuple[int, int]]:
    """Each of these and whoever shares a band with it: all that are alike, and few others.

    Only pairs with a loose one: reports made from one template share bands by the thousand.
    """
    filed = defaultdict(list)
    shared = Band.objects.filter(band__in=Band.objects.filter(key__in=loose).values("band"))
    for key, band in shared.values_list("key", "band"):
        filed[band].append(key)
    for together in filed.values():
        for one in loose & set(together):
            yield from ((min(one, other), max(one, other)) for other in together if other != one)
