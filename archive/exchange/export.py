"""Write the whole archive into a folder. The same archive gives the same bytes."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from itertools import islice
from pathlib import Path

from django.db import connection, transaction

from archive.exchange.lines import to_lines
from archive.exchange.tables import TABLES, Table

FORMAT = "rasteh-archive"
VERSION = 1
MANIFEST = "manifest.json"
#: Stands in a folder whose export has begun, until it is the manifest.
BEGUN = "manifest.json.part"
_BATCH = 500

#: Told after each row: its table's name.
Tell = Callable[[str], object]


def export(folder: Path, tell: Tell = lambda name: None) -> dict[str, int]:
    """Write every table and, last, the manifest: a folder without one is not complete.

    An export that was stopped is written anew: tables of another moment would not agree with the rest.

    Returns the rows of each table. Raises FileExistsError for a folder that holds something else already.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if not was_stopped(folder) and any(folder.iterdir()):
        raise FileExistsError(f"{folder} is not empty; give a new folder")
    (folder / BEGUN).touch()
    with _still():
        files = [_write(folder, table, tell) for table in TABLES]
    manifest = {"format": FORMAT, "version": VERSION, "files": files}
    text = json.dumps(manifest, ensure_ascii=False, indent=2) + "\n"
    (folder / BEGUN).write_text(text, encoding="utf-8")
    (folder / BEGUN).replace(folder / MANIFEST)
    return {each["table"]: each["rows"] for each in files}


def was_stopped(folder: Path) -> bool:
    """Whether an export into this folder began and did not end."""
    return (folder / BEGUN).exists()


@contextmanager
def _still() -> Iterator[None]:
    """All tables are read as of one moment, while others go on writing."""
    mode, is_outermost = getattr(connection, "transaction_mode", None), not connection.in_atomic_block
    if connection.vendor == "sqlite":
        connection.transaction_mode = "DEFERRED"  # IMMEDIATE, our usual mode, would keep writers out
    try:
        with transaction.atomic():
            if connection.vendor == "postgresql" and is_outermost:
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            yield
    finally:
        if connection.vendor == "sqlite":
            connection.transaction_mode = mode


def _write(folder: Path, table: Table, tell: Tell) -> dict[str, object]:
    digest, rows = sha256(), 0
    with open(folder / table.filename, "wb") as file:
        for line in _lines(table):
            data = line.encode()
            file.write(data)
            digest.update(data)
            rows += 1
            tell(table.name)
    return {"file": table.filename, "table": table.name, "rows": rows, "sha256": digest.hexdigest()}


def _lines(table: Table) -> Iterator[str]:
    rows = table.rows.prefetch_related(*table.lists).iterator(chunk_size=_BATCH)
    while batch := list(islice(rows, _BATCH)):
        yield from to_lines(table, batch)
