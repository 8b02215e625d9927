"""A question for a name that was merged is one for the name that stays: bookmarks, saved searches go on."""

from dataclasses import replace

from archive.models import Office, Person, Source
from search.query import Query, choices

_MERGEABLE = {"speaker": (Person, "pk"), "office": (Office, "pk"), "source": (Source, "slug")}


def followed(query: Query) -> Query:
    """The question with every chosen name that was merged replaced; one query for each facet chosen."""
    chosen = dict(query.chosen)
    for facet, (model, key) in _MERGEABLE.items():
        if values := chosen.get(facet):
            merged = model.objects.exclude(merged_into=None).filter(**{f"{key}__in": values})
            stays = {str(getattr(name, key)): str(getattr(name.stays, key)) for name in merged}
            chosen[facet] = tuple(stays.get(value, value) for value in values)
    return replace(query, chosen=choices(chosen)) if chosen != dict(query.chosen) else query
