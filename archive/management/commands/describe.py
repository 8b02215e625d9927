"""Shows what the rules read in reports, one JSON record a line; stores nothing."""

import json
import sys
from pathlib import Path

from django.core.management.base import BaseCommand
from tqdm import tqdm

from archive.ingest.describe import describe_text
from archive.ingest.describe.record import record_of
from archive.ingest.sources import RawItem, Refusal, count_items, decode, read_all


class Command(BaseCommand):
    help = "Show what is read in reports, with the evidence, as one JSON record a line. Nothing is stored."

    def add_arguments(self, parser):
        parser.add_argument(
            "paths", nargs="+", metavar="PATH", help='files, folders, JSON lines, "-" for standard input'
        )
        parser.add_argument(
            "--from",
            dest="form",
            choices=("text", "jsonl"),
            default="",
            help="what the files hold, whatever their names",
        )

    def handle(self, *, paths, form, **options):
        items = tqdm(
            read_all(paths, form), total=count_items(paths), unit="report", disable=not sys.stderr.isatty()
        )
        for item in items:
            if isinstance(item, Refusal):
                self.stderr.write(f"refused {item.origin}: {item.reason}")
            else:
                self.stdout.write(json.dumps(_record(item), ensure_ascii=False))


def _record(item: RawItem) -> dict:
    text, _ = decode(item.content)
    # Only the title is taken as given: the record shows what the text itself says.
    description = describe_text(text, {"title": item.hints.get("title", "")})
    identity = item.hints.get("id") or Path(item.origin).name
    given = {name: value for name, value in item.hints.items() if name in ("date", "source", "url")}
    return {"id": identity, **record_of(description), "given": given}
