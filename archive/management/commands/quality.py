"""What in the archive deserves a look: `manage.py quality`."""

import json
from argparse import ArgumentParser
from collections.abc import Iterable
from dataclasses import asdict

from tqdm import tqdm

from archive.management.base import ArchiveCommand
from archive.models import Article
from archive.quality import Doubt, doubts


class Command(ArchiveCommand):
    """A doorbell to archive.quality."""

    help = (
        "Report what in the archive deserves an editor's look: what is missing, unknown or suspicious, with "
        "counts, examples and the admin's lists. Changes no record; names that may be one go to the desk."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """In which form."""
        parser.add_argument("--json", action="store_true", dest="as_json", help="one JSON record a line")

    def handle(self, as_json: bool, **options: object) -> None:
        """Print every doubt."""
        for doubt in doubts(self._watched):
            self.stdout.write(_as_json(doubt) if as_json else _as_text(doubt))

    def _watched(self, articles: Iterable) -> Iterable:
        total = Article.objects.count()
        return tqdm(articles, total=total, unit="", desc="read", leave=False, disable=None)


def _as_json(doubt: Doubt) -> str:
    return json.dumps(asdict(doubt), ensure_ascii=False)


def _as_text(doubt: Doubt) -> str:
    lines = [f"{doubt.count:>8,}  {doubt.label}"]
    if doubt.count:
        lines += [f"{'':10}{example}" for example in doubt.examples]
        lines.append(f"{'':10}{doubt.url}")
    return "\n".join(lines)
