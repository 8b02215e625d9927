"""Bring reports into the archive: `manage.py ingest PATH…`."""

import sys
from argparse import ArgumentParser

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from archive.ingest.load import Loaded, Outcome, ingest, kept_items
from archive.ingest.sources import count_items, read_all
from archive.management.base import has_tables
from archive.models import Article


class Command(BaseCommand):
    """A doorbell to archive.ingest."""

    help = (
        "Bring reports into the archive: text and Markdown files, folders, JSON lines (id, title, body, "
        "date, source, url; any may be missing), - for standard input. The same item twice changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to read, and how."""
        parser.add_argument("paths", nargs="*", metavar="PATH", help="file, folder or -")
        parser.add_argument(
            "--again",
            action="store_true",
            help="describe anew what rules decided, never what an editor did; without PATH the whole archive",
        )
        parser.add_argument("--dry-run", action="store_true", help="only show what would change")

    def handle(self, paths: list[str], again: bool, dry_run: bool, **options: object) -> None:
        """Ingest, and say how many items were created, updated, left unchanged and refused."""
        if not paths and not again:
            raise CommandError("nothing to read: give files, folders or - (or --again for the whole archive)")
        self._make_tables()
        items, total = (
            (read_all(paths), count_items(paths))
            if paths
            else (kept_items(), Article.objects.exclude(original=None).count())
        )
        # The bar goes to standard error, and only where somebody watches.
        with tqdm(total=total, unit="", desc="ingest", leave=False, disable=None) as bar:
            report = self._ingest(bar, items, again=again, dry_run=dry_run)
        self.stdout.write(str(report))
        if report.is_failure:
            sys.exit(1)

    def _ingest(self, bar: tqdm, items: object, *, dry_run: bool, **options: object) -> object:
        def tell(loaded: Loaded) -> None:
            bar.update()
            if loaded.outcome == Outcome.REFUSED:
                with bar.external_write_mode(sys.stderr):
                    self.stderr.write(f"{loaded.origin}: {loaded.reason}")
            for field, (before, after) in loaded.changes.items() if dry_run else ():
                with bar.external_write_mode(sys.stdout):
                    self.stdout.write(f"{loaded.origin}: {field}: {before} → {after}")

        try:
            return ingest(items, dry_run=dry_run, tell=tell, **options)
        except KeyboardInterrupt:
            bar.close()
            self.stderr.write("stopped; what was loaded stays, run the same again to go on")
            sys.exit(130)

    def _make_tables(self) -> None:
        """A new archive is made ready by its first reports."""
        if not has_tables():
            self.stderr.write("a new archive: making its tables …")
            call_command("migrate", verbosity=0)
