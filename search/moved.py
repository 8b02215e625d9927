"""A question for a name that was merged is one for the name that stays: bookmarks, saved searches go on."""

from collections.abc import Collection, Mapping

from django.db.models import CharField, F, Model, QuerySet, Value
from django.db.models.functions import Cast

from archive.models import Office, Person, Source

_MODELS: dict[str, tuple[type[Model], str]] = {
    "speaker": (Person, "pk"),
    "office": (Office, "pk"),
    "source": (Source, "slug"),
}
#: The facets whose values may have been merged.
MERGEABLE = tuple(_MODELS)


def stays_of(named: Mapping[str, Collection[str]]) -> dict[tuple[str, str], str]:
    """The name that stays, by (facet, value), for those values that were merged; a query, or none to ask."""
    merged = [_merged(facet, values) for facet, values in named.items() if values]
    if not merged:
        return {}
    first, *others = merged
    return {(facet, value): _stays(facet, value) for facet, value in first.union(*others, all=True)}


def _merged(facet: str, values: Collection[str]) -> QuerySet:
    """(facet, value) of those that were merged."""
    model, key = _MODELS[facet]
    merged = model.objects.exclude(merged_into=None).filter(**{f"{key}__in": values}).order_by()
    return merged.values_list(*(Cast(part, CharField()) for part in (Value(facet), F(key))))


def _stays(facet: str, value: str) -> str:
    model, key = _MODELS[facet]
    return str(getattr(model.objects.get(**{key: value}).stays, key))
