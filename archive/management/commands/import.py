"""Restore an exported archive into an empty database: `manage.py import FOLDER`."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import CommandError
from tqdm import tqdm

from archive.exchange.restore import ExchangeError, restore
from archive.management.base import ArchiveCommand


class Command(ArchiveCommand):
    """A doorbell to archive.exchange."""

    help = "Restore what `manage.py export` wrote, exactly, into an empty database: all of it or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where from."""
        parser.add_argument("folder", type=Path)

    def handle(self, folder: Path, **options: object) -> None:
        """Import, and say how many rows of what."""
        try:
            with tqdm(unit="", desc="import", leave=False, disable=None) as bar:
                rows = restore(folder, lambda name: bar.update())
        except (ExchangeError, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(", ".join(f"{name}: {count}" for name, count in rows.items()))
        self.stdout.write("Now bring the index to it: manage.py index rebuild")
