"""What commands that act on the archive have in common: there must be one."""

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from archive.models import Article


class ArchiveCommand(BaseCommand):
    """A command that says so, where others would end in a traceback, when the database has no tables."""

    def execute(self, *args: object, **options: object) -> str | None:
        """Run it on an archive."""
        require_tables()
        return super().execute(*args, **options)


def require_tables() -> None:
    """Raise CommandError where there is no archive: before `migrate`, or in a folder that is another one."""
    if not has_tables():
        where = connection.settings_dict["NAME"]
        raise CommandError(f"the database {where} has no tables yet: manage.py migrate")


def has_tables() -> bool:
    """Whether the database holds an archive."""
    return Article._meta.db_table in connection.introspection.table_names()
