"""Write to readers what is new in the searches they follow: `manage.py send_alerts`, on a daily timer."""

import sys

from django.core.management.base import CommandError
from tqdm import tqdm

from archive.management.base import ArchiveCommand
from search.alerts.mail import send
from search.alerts.models import SavedSearch
from search.engines.base import EngineError


class Command(ArchiveCommand):
    """A doorbell to search.alerts."""

    help = "Send what is new to readers whose day or week has come; the same report is never told twice."

    def handle(self, **options: object) -> None:
        """Send, and say how many letters about how many reports."""
        letters = reports = failed = 0
        for saved in tqdm(
            SavedSearch.objects.due().select_related("user"), desc="letters", leave=False, disable=None
        ):
            try:
                told = send(saved)
            except EngineError as error:
                raise CommandError(f"the index cannot answer: {error}") from error
            # ValueError is an address or a subject that no letter can carry; the other readers get theirs.
            except (OSError, ValueError) as error:
                failed += 1
                self.stderr.write(f"{saved.user}: the letter could not be sent: {error}")
                continue
            letters += bool(told)
            reports += told
        self.stdout.write(f"{letters} letters about {reports} reports, {failed} failed")
        if failed and not letters:
            sys.exit(1)
