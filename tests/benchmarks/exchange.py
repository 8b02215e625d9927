"""What taking the archive away costs: `python -m tests.benchmarks.exchange FOLDER [--articles 100000]`.

FOLDER keeps the archive that is measured: the one that is there, or the sample reports, their words in ever
other orders, until there are enough. Each file is streamed by a process of its own, which tells its first
byte, its rows a second of CPU and its peak of memory.
"""

import argparse
import itertools
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

FILES = ("/search.csv", "/search.jsonl", "/search.ris", "/search.xlsx", "/search.csv?q=صادرات")
PAGES = ("/api/v1/articles?limit=20", "/api/v1/articles?limit=20&q=صادرات", "/search.atom")
BATCH = 1000
REPEATS = 20


def main() -> None:
    """Make the archive once, then measure each file and page in its own process."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--address", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    _set_up(asked.folder)
    if asked.address:
        (_page if asked.address in PAGES else _file)(asked.address)
        return
    _make(asked.articles)
    for address in (*FILES, *PAGES):
        command = [sys.executable, "-m", "tests.benchmarks.exchange", str(asked.folder), "--address", address]
        subprocess.run(command, check=True)  # noqa: S603


def _set_up(folder: Path) -> None:
    os.environ.update(DEBUG="false", SECRET_KEY="measured", DATA_DIR=str(folder), API_RATE="")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
    import django

    django.setup()


def _make(articles: int) -> None:
    from django.core.management import call_command

    from archive.models import Article

    call_command("migrate", verbosity=0)
    if Article.objects.count() < articles:
        call_command("ingest", "fixtures/reports")
        _copy(articles)
        call_command("index", "rebuild")
    print(f"{Article.objects.count()} articles")


def _shuffled(text: str, seed: int) -> str:
    """A text's words in an order of its own: thousands of equal reports would be one group of copies."""
    words = text.split()
    Random(seed).shuffle(words)  # noqa: S311 (no secret)
    return " ".join(words)


def _copy(articles: int) -> None:
    """Copy the sample reports with their labels and voices, on days of their own."""
    from datetime import timedelta

    from archive.models import Article, Speaker

    samples = list(Article.objects.prefetch_related("provinces", "industries", "speakers"))
    key = max(sample.pk for sample in samples)
    for numbers in _batches(range(articles - len(samples))):
        copies = [
            (key + 1 + n, samples[n % len(samples)], timedelta(days=n // len(samples))) for n in numbers
        ]
        Article.objects.bulk_create(
            Article(
                pk=pk,
                title=sample.title,
                kicker=sample.kicker,
                body=_shuffled(sample.body, pk),
                lead_end=sample.lead_end,
                published_on=sample.published_on and sample.published_on - shift,
                date_precision=sample.date_precision,
                source_id=sample.source_id,
                main_province_id=sample.main_province_id,
            )
            for pk, sample, shift in copies
        )
        for name, column in (("provinces", "province_id"), ("industries", "industry_id")):
            through = getattr(Article, name).through
            through.objects.bulk_create(
                through(**{"article_id": pk, column: each.pk})
                for pk, sample, _ in copies
                for each in getattr(sample, name).all()
            )
        Speaker.objects.bulk_create(
            Speaker(article_id=pk, person_id=s.person_id, office_id=s.office_id, position=s.position)
            for pk, sample, _ in copies
            for s in sample.speakers.all()
        )


def _articles() -> int:
    from archive.models import Article

    return Article.objects.published().count()


def _batches(numbers: range) -> Iterator[range]:
    return (numbers[at : at + BATCH] for at in range(0, len(numbers), BATCH))


def _file(address: str) -> None:
    from django.test import Client

    client = Client(SERVER_NAME="localhost")
    client.get("/search.csv?source=nobody").getvalue()  # opens the index, and answers nothing
    start, cpu, idle = time.perf_counter(), time.process_time(), _memory()
    content = client.get(address).streaming_content
    size = len(next(content))
    first = time.perf_counter() - start
    rows = 0
    for piece in content:
        size += len(piece)
        rows += piece.count(b"http://localhost/a/")
    cpu = time.process_time() - cpu
    if address.endswith(".xlsx"):
        rows = _articles()  # they are compressed
    print(
        f"{address}: {rows:,} rows, {size / 1e6:.0f} MB, first byte {first:.2f} s, "
        f"{rows / cpu:,.0f} rows a second of CPU, memory {idle:.0f} → {_memory():.0f} MB"
    )


def _page(address: str) -> None:
    from django.db import connection, reset_queries
    from django.test import Client

    client = Client(SERVER_NAME="localhost")
    for _ in range(3):
        client.get(address)
    cpu = time.process_time()
    for _ in itertools.repeat(None, REPEATS):
        client.get(address)
    cpu = (time.process_time() - cpu) / REPEATS
    connection.force_debug_cursor = True
    reset_queries()
    client.get(address)
    print(f"{address}: {cpu * 1000:.1f} ms CPU, {len(connection.queries)} queries")


def _memory() -> float:
    """The most memory that this process has held, in MB. (getrusage would count its parent's too.)"""
    status = Path("/proc/self/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1024


if __name__ == "__main__":
    main()
