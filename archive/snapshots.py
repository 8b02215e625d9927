"""Whether the database still holds what it held: a token that every committed change replaces."""

from collections.abc import Hashable
from functools import cache
from threading import Lock

from django.db import Error, connection
from django.db.backends.base.base import BaseDatabaseWrapper

#: SQLite: "the integer changes when another connection commits" (https://sqlite.org/pragma.html#pragma_data_version).
#: PostgreSQL: snapshots that look the same see the same transactions, on a server that is no standby
#: (https://www.postgresql.org/docs/current/functions-info.html#FUNCTIONS-INFO-SNAPSHOT).
_QUESTIONS = {"sqlite": "PRAGMA data_version", "postgresql": "SELECT pg_current_snapshot()::text"}
_one_asks = Lock()


def snapshot() -> Hashable | None:
    """What is equal twice only if nothing was committed in between; for this process alone.

    None inside a transaction, which sees what nobody else does, and where the database cannot be asked.
    """
    if connection.in_atomic_block:
        return None
    try:
        if connection.vendor != "sqlite":
            return _ask(connection)
        with _one_asks:
            return _ask(_onlooker())
    except Error:
        return None


@cache
def _onlooker() -> BaseDatabaseWrapper:
    """A connection that never writes: SQLite tells none of the changes it made itself.

    Of a file that is put in the place of its own it knows nothing: a restore begins with new processes.
    """
    onlooker = connection.copy()
    onlooker.inc_thread_sharing()
    return onlooker


def _ask(database: BaseDatabaseWrapper) -> tuple[Hashable, ...]:
    with database.cursor() as cursor:
        cursor.execute(_QUESTIONS[database.vendor])
        return cursor.fetchone()
