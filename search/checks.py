"""Start-up checks: the triggers stand, the facets agree everywhere, the index can be asked."""

from collections.abc import Iterator, Sequence

from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import DEFAULT_DB_ALIAS

from search import triggers
from search.documents import FACET_NAMES


def connect() -> None:
    """Register the checks."""
    register(check_triggers, Tags.database)
    register(check_index, Tags.database)
    register(check_facets, Tags.models)


def check_triggers(databases: Sequence[str] | None = None, **_: object) -> list[CheckMessage]:
    """Without its triggers the database would not tell the index what changed."""
    return [message for using in databases or () for message in _missing_triggers(using)]


def check_index(databases: Sequence[str] | None = None, **_: object) -> list[CheckMessage]:
    """A missing index answers nothing, a stale one wrongly."""
    is_wanted = DEFAULT_DB_ALIAS in (databases or ()) and triggers.has_tables()
    return list(_unusable_indexes()) if is_wanted else []


def check_facets(**_: object) -> list[CheckMessage]:
    """A facet that readers are shown must be one that documents are filed under, and the other way round."""
    from search.facets import FACETS

    shown, filed = {facet.name for facet in FACETS}, set(FACET_NAMES)
    return [
        Error(f"Facet {name!r} is in only one of search.facets and search.documents.", id="search.E001")
        for name in sorted(shown ^ filed)
    ]


def _missing_triggers(using: str) -> Iterator[CheckMessage]:
    if not triggers.has_tables(using):
        return  # not migrated yet; migrating installs them
    if missing := triggers.missing(using):
        # A warning, because an error would bar the very migrate that installs them.
        yield Warning(
            f"{len(missing)} of the database's triggers are missing: changes do not reach the index.",
            hint="Run: manage.py migrate",
            id="search.W002",
        )


def _unusable_indexes() -> Iterator[CheckMessage]:
    from search.sync import COLLECTIONS

    for collection in COLLECTIONS:
        health = collection.engine.health()
        if health.state != "ok":
            yield Warning(
                f"The index of {collection.name} is {health.state}. {health.message}".strip(),
                hint="Run: manage.py index rebuild --if-needed",
                id="search.W001",
            )
