"""The rows that a report's names mean: persons, offices, sources and places, made where there are none."""

from collections.abc import Iterable
from itertools import chain
from typing import Any

from django.db.models import Model
from django.utils.text import slugify

from archive.ingest.describe import SourceName
from archive.models import Office, Person, Place, Source
from archive.models.merged import Mergeable
from archive.models.sources import SourceKind
from archive.persian.spelling import squeeze


def fit(model: type, field: str, text: str) -> str:
    """`text` as far as the column holds it; the whole is in the original."""
    return text[: model._meta.get_field(field).max_length].strip()


def keys_by_name(model: type[Model]) -> dict[str, Any]:
    """Keys of rows by their names in the one spelling, and by the aliases that are not another's own name.

    The name of a merged row leads to the one that stays.
    """
    stays = _standing(model) if issubclass(model, Mergeable) else {}
    called = ("name", "aliases") if hasattr(model, "aliases") else ("name",)
    rows = list(model.objects.order_by("pk").values_list("pk", *called))
    known: dict[str, Any] = {}
    for key, name, *_ in rows:
        known.setdefault(squeeze(name), stays.get(key, key))
    for key, _, *aliases in rows:
        for alias in chain.from_iterable(aliases):
            known.setdefault(squeeze(alias), stays.get(key, key))
    return known


def _standing(model: type[Mergeable]) -> dict[int, int]:
    """For each key of a name the key of the one that stays, which may be itself."""
    merged = dict(model.objects.order_by().values_list("pk", "merged_into"))
    stays = {}
    for key in merged:
        last = key
        while merged[last]:
            last = merged[last]
        stays[key] = last
    return stays


class Registry:
    """Names compared in one spelling and spacing, never by likeness: «سرمست» is not «بهرام سرمست».

    Reads the names once, so it lives as long as a batch in one transaction, no longer. Without `may_add` a
    person or an office that is not known is None.
    """

    def __init__(self, *, may_add: bool = True) -> None:
        self._may_add = may_add
        self._persons, self._sources = keys_by_name(Person), keys_by_name(Source)
        self._offices: dict[tuple[str, str, str | None], int] = {}
        offices, stays = Office.objects.order_by("pk"), _standing(Office)
        for pk, role, organisation, province in offices.values_list("pk", "role", "organisation", "province"):
            self._offices.setdefault((squeeze(role), squeeze(organisation), province), stays[pk])

    def person(self, name: str) -> int | None:
        """The person of this name; None for a name without letters."""
        key = squeeze(name)
        if key and key not in self._persons and self._may_add:
            self._persons[key] = self._add(Person(name=fit(Person, "name", name)))
        return self._persons.get(key)

    def office(self, role: str, organisation: str, province: str) -> int | None:
        """The office of this role, organisation and province (a slug, or "").

        Where no role is known the organisation itself speaks; None when it is not known either.
        """
        if not squeeze(role):
            role, organisation = organisation, ""
        key = (squeeze(role), squeeze(organisation), province or None)
        if not key[0]:
            return None
        if key not in self._offices and self._may_add:
            office = Office(
                role=fit(Office, "role", role),
                organisation=fit(Office, "organisation", organisation),
                province_id=province or None,
            )
            self._offices[key] = self._add(office)
        return self._offices.get(key)

    def source(self, name: SourceName) -> int | None:
        """The publisher; one that nobody knows yet is taken for a site until an editor says otherwise."""
        if name.slug and (known := Source.objects.filter(slug=name.slug).first()):
            return known.stays.pk
        key, slug = squeeze(name.name), slugify(fit(Source, "slug", name.name), allow_unicode=True)
        if key and slug and key not in self._sources:
            source, _ = Source.objects.get_or_create(
                slug=slug, defaults={"name": fit(Source, "name", name.name), "kind": SourceKind.SITE}
            )
            self._sources[key] = source.stays.pk
        return self._sources.get(key)

    def place(self, city: str, provinces: Iterable[str]) -> int | None:
        """The place so named in the first of the provinces that has one, elsewhere only if it is alone."""
        found = {place.province_id: place.pk for place in Place.objects.filter(name=city).order_by("-kind")}
        for province in provinces:
            if province in found:
                return found[province]
        return next(iter(found.values())) if len(found) == 1 else None

    def _add(self, row: Person | Office) -> int:
        row.save()
        return row.pk
