"""A copy of the database as of one moment, while the site goes on: `manage.py backup FOLDER`."""

import os
import subprocess
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import CommandError
from django.db import connection
from django.utils import timezone

from archive.management.base import ArchiveCommand


class Command(ArchiveCommand):
    """Asks the database itself for the copy; the index is made anew from it (docs/operating.md)."""

    help = "Copy the database into FOLDER, as of one moment; readers and editors notice nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to."""
        parser.add_argument("folder", type=Path)

    def handle(self, folder: Path, **_: object) -> None:
        """Write beside, then give it its name: a file of that name is always whole."""
        is_sqlite = connection.vendor == "sqlite"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        name = f"rasteh-{timezone.now():%Y%m%dT%H%M%SZ}.{'sqlite3' if is_sqlite else 'dump'}"
        unfinished = folder / f"{name}.part"
        unfinished.touch(mode=0o600, exist_ok=False)
        try:
            (_copy_sqlite if is_sqlite else _dump_postgresql)(unfinished)
            unfinished.rename(folder / name)
        finally:
            unfinished.unlink(missing_ok=True)
        self.stdout.write(str(folder / name))


def _copy_sqlite(file: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(file)])


def _dump_postgresql(file: Path) -> None:
    asked = connection.get_connection_params()
    names = {"host": "--host", "port": "--port", "user": "--username", "dbname": "--dbname"}
    where = [f"{option}={asked[name]}" for name, option in names.items() if asked.get(name)]
    env = os.environ | {"PGPASSWORD": str(asked.get("password", ""))}
    command = ["pg_dump", "--format=custom", "--no-owner", f"--file={file}", *where]
    try:
        subprocess.run(command, env=env, check=True)  # noqa: S603 (the words are settings, no shell reads them)
    except (OSError, subprocess.CalledProcessError) as error:
        raise CommandError(f"pg_dump did not succeed: {error}") from error
