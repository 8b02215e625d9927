"""Write the whole archive into a folder: `manage.py export FOLDER`."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import CommandError
from tqdm import tqdm

from archive.exchange.export import export, was_stopped
from archive.exchange.tables import TABLES
from archive.management.base import ArchiveCommand


class Command(ArchiveCommand):
    """A doorbell to archive.exchange."""

    help = "Write originals, articles, evidence, authorities and history as JSON lines into a new folder."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to."""
        parser.add_argument("folder", type=Path)

    def handle(self, folder: Path, **options: object) -> None:
        """Export, and say how many rows of what."""
        if was_stopped(folder):
            self.stderr.write("an export was stopped here: it is written anew, so that all is of one moment")
        total = sum(table.rows.count() for table in TABLES)
        try:
            with tqdm(total=total, unit="", desc="export", leave=False, disable=None) as bar:
                rows = export(folder, lambda name: bar.update())
        except OSError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(", ".join(f"{name}: {count}" for name, count in rows.items()))
