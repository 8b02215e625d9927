"""Apply or undo a batch without a browser: `manage.py batch apply 12`."""

from argparse import ArgumentParser

from django.core.management.base import CommandError
from tqdm import tqdm

from archive.bulk import batches
from archive.management.base import ArchiveCommand
from archive.models import Batch


class Command(ArchiveCommand):
    """A doorbell to archive.bulk."""

    help = "Apply or undo a batch of changes that was previewed at the desk; one that was stopped goes on."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which batch, and what."""
        parser.add_argument("verb", choices=("apply", "undo"))
        parser.add_argument("batch", type=int)

    def handle(self, verb: str, batch: int, **options: object) -> None:
        """Run it to its end."""
        found = Batch.objects.filter(pk=batch).first()
        if found is None:
            raise CommandError(f"there is no batch {batch}")
        begin = batches.start if verb == "apply" else batches.start_undoing
        if not begin(found) and not found.is_running:
            raise CommandError(f"batch {batch} is {found.state}")
        with tqdm(total=found.changes.count(), desc=verb, leave=False, disable=None) as bar:
            while rest := batches.step(found):
                bar.update(bar.total - rest - bar.n)
        found.refresh_from_db()
        self.stdout.write(f"batch {batch}: {found.state}")
