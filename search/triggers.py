# ruff: noqa: S608 (no value from outside ever enters these statements)
"""Database triggers that note which records changed, whoever changed them and however."""

from collections.abc import Iterator
from dataclasses import dataclass
from zlib import crc32

from django.db import DEFAULT_DB_ALIAS, connections, transaction

PREFIX = "search_"


@dataclass(frozen=True, slots=True)
class Watched:
    """A table whose rows are part of documents.

    `articles` selects the `article_id`s that a row concerns; `columns`, when given, are the only ones that
    matter. `borrows` names the shared records that a row takes into its document, as (table, column). What is
    `only_counted` is part of no document, but of what is kept while the index holds the same.
    """

    table: str
    articles: str
    columns: tuple[str, ...] = ()
    borrows: tuple[tuple[str, str], ...] = ()
    only_counted: bool = False

    @property
    def events(self) -> tuple[str, ...]:
        """What may happen to a row; a shared record is protected while anything refers to it."""
        return ("UPDATE",) if self.columns else ("INSERT", "UPDATE", "DELETE")


_OF_INDUSTRY = """SELECT link.article_id FROM archive_article_industries link
    JOIN archive_industry industry ON industry.id = link.industry_id
    WHERE {row}.id IN (industry.id, industry.parent_id)"""

WATCHED = (
    Watched("archive_article", "SELECT {row}.id AS article_id", borrows=(("archive_source", "source_id"),)),
    Watched("archive_article_provinces", "SELECT {row}.article_id"),
    Watched(
        "archive_article_industries",
        "SELECT {row}.article_id",
        borrows=(("archive_industry", "industry_id"),),
    ),
    Watched(
        "archive_speaker",
        "SELECT {row}.article_id",
        borrows=(("archive_person", "person_id"), ("archive_office", "office_id")),
    ),
    Watched("archive_quotation", "SELECT {row}.article_id"),
    Watched("archive_figure", "SELECT {row}.article_id", only_counted=True),
    Watched(
        "archive_person",
        "SELECT article_id FROM archive_speaker WHERE person_id = {row}.id",
        columns=("name", "aliases"),
    ),
    Watched(
        "archive_office",
        "SELECT article_id FROM archive_speaker WHERE office_id = {row}.id",
        columns=("role", "organisation"),
    ),
    Watched(
        "archive_source",
        "SELECT id AS article_id FROM archive_article WHERE source_id = {row}.id",
        columns=("slug",),
    ),
    Watched("archive_industry", _OF_INDUSTRY, columns=("slug", "parent_id")),
)

# Seconds since 1970: a revision is never smaller than the time of the change. Should the database be restored
# or begun anew beside an old index, its next revisions are still the greater ones.
_NOW = {
    "sqlite": "CAST(strftime('%s', 'now') AS INTEGER)",
    "postgresql": "CAST(extract(epoch FROM clock_timestamp()) AS bigint)",
}
_GREATEST = {"sqlite": "MAX", "postgresql": "GREATEST"}
_DIFFER = {"sqlite": "IS NOT", "postgresql": "IS DISTINCT FROM"}
_INSTALLED = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'search\\_%' ESCAPE '\\'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D' AND tgname LIKE 'search\\_%'",
}
_DROP = {"sqlite": "DROP TRIGGER {name}", "postgresql": "DROP FUNCTION {name} CASCADE"}


def triggers(vendor: str) -> dict[str, list[str]]:
    """The triggers that a database of `vendor` needs: by name, the statements that create each.

    A name ends in a checksum of its statements, so a trigger of another release is a missing one.
    """
    needed = {}
    for watched in WATCHED:
        for event in watched.events:
            body = _body(vendor, watched, event)
            when = _when(vendor, watched)
            name = f"{PREFIX}{watched.table}_{event.lower()}_{crc32(f'{when}{body}'.encode()):08x}"
            needed[name] = _create(vendor, name, f"{event} ON {watched.table}", when, body)
    return needed


def has_tables(using: str = DEFAULT_DB_ALIAS) -> bool:
    """Whether the tables stand that triggers need."""
    return "search_state" in connections[using].introspection.table_names()


def missing(using: str = DEFAULT_DB_ALIAS) -> set[str]:
    """The names of the triggers that the database lacks."""
    connection = connections[using]
    return set(triggers(connection.vendor)) - _installed(connection)


def install(using: str = DEFAULT_DB_ALIAS) -> None:
    """Give the database the triggers it lacks. Edits may have gone unseen until now: every record waits."""
    if not missing(using):
        return
    connection = connections[using]
    with transaction.atomic(using), connection.cursor() as cursor:
        _drop_all(connection, cursor)
        for statements in triggers(connection.vendor).values():
            for statement in statements:
                cursor.execute(statement)
        for statement in _everything_waits(connection.vendor):
            cursor.execute(statement)


def uninstall(using: str = DEFAULT_DB_ALIAS) -> None:
    """Take the triggers away, as must be done before SQLite can alter a table that one of them names."""
    connection = connections[using]
    with transaction.atomic(using), connection.cursor() as cursor:
        _drop_all(connection, cursor)


def _installed(connection: object) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(_INSTALLED[connection.vendor])
        return {name for (name,) in cursor.fetchall()}


def _drop_all(connection: object, cursor: object) -> None:
    for name in _installed(connection):
        cursor.execute(_DROP[connection.vendor].format(name=name))


def _create(vendor: str, name: str, event: str, when: str, body: str) -> list[str]:
    if vendor == "sqlite":
        return [f"CREATE TRIGGER {name} AFTER {event} FOR EACH ROW {when} BEGIN {body} END"]
    return [
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} RETURN NULL; END $$",
        f"CREATE TRIGGER {name} AFTER {event} FOR EACH ROW {when} EXECUTE FUNCTION {name}()",
    ]


def _when(vendor: str, watched: Watched) -> str:
    """Shared records are saved often (after every migrate, by every get_or_create) and seldom changed."""
    if not watched.columns:
        return ""
    changed = (f"OLD.{column} {_DIFFER[vendor]} NEW.{column}" for column in watched.columns)
    return f"WHEN ({' OR '.join(changed)})"


def _body(vendor: str, watched: Watched, event: str) -> str:
    rows = {"INSERT": ("NEW",), "UPDATE": ("NEW", "OLD"), "DELETE": ("OLD",)}[event]
    articles = _of_rows(watched.articles, rows)
    if watched.table == "archive_quotation":
        quotations = _of_rows("SELECT {row}.id AS quotation_id", rows)
    else:
        quotations = f"SELECT id AS quotation_id FROM archive_quotation WHERE article_id IN ({articles})"
    statements = [
        *(_locks(watched) if vendor == "postgresql" and event != "DELETE" else ()),
        # Articles first, for a quotation too: the article's row is where concurrent changes of one report
        # wait for each other, so that none overlooks a quotation that another is just adding.
        _bump(vendor, "search_state", "article_id", articles),
    ]
    if not watched.only_counted:
        statements.append(_bump(vendor, "search_quotation_state", "quotation_id", quotations))
    return " ".join(f"{statement};" for statement in statements)


def _of_rows(query: str, rows: tuple[str, ...]) -> str:
    return " UNION ".join(query.format(row=row) for row in rows)


def _locks(watched: Watched) -> Iterator[str]:
    """Whoever borrows a record waits for a change of it under way, and whoever changes it for the borrowers.

    Otherwise the change would not see a row that borrows the old text and is committed first.
    """
    for table, column in watched.borrows:
        yield f"PERFORM 1 FROM {table} WHERE id = NEW.{column} FOR SHARE"


def _bump(vendor: str, table: str, key: str, keys: str) -> str:
    """Raise the revision of records, in order of their keys lest two transactions lock crosswise."""
    return (
        f"INSERT INTO {table} ({key}, rev, indexed_rev) "
        f"SELECT DISTINCT {key}, {_NOW[vendor]}, 0 FROM ({keys}) AS concerned WHERE {key} IS NOT NULL "
        f"ORDER BY {key} ON CONFLICT ({key}) DO UPDATE "
        f"SET rev = {_GREATEST[vendor]}({table}.rev + 1, excluded.rev)"
    )


def _everything_waits(vendor: str) -> Iterator[str]:
    """Raise the revision of every record that is there, and of every one that was."""
    for table, key, records in (
        ("search_state", "article_id", "archive_article"),
        ("search_quotation_state", "quotation_id", "archive_quotation"),
    ):
        yield _bump(vendor, table, key, f"SELECT id AS {key} FROM {records} UNION SELECT {key} FROM {table}")
