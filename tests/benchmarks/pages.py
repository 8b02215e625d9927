"""What every reader's page costs: `DATA_DIR=… python -m tests.benchmarks.pages [--runs 15] [--only search]`.

DATA_DIR holds an archive with its index. Of each kind the busiest page is asked for, as a browser would: its
queries, its CPU time (the least of warm runs, in ms: whatever else runs only adds), its bytes and how many of
them travel.
"""

import argparse
import gzip
import os
import sys
import time

if "DATA_DIR" not in os.environ:
    sys.exit("DATA_DIR must name the folder of an archive")
os.environ.update(DEBUG="false", SECRET_KEY="measured", DJANGO_SETTINGS_MODULE="archive.settings")
RUNS = 15
WARM_UP = 3
GZIP = {"Accept-Encoding": "gzip"}


def main() -> None:
    """Print one line a page."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--runs", type=int, default=RUNS)
    parser.add_argument("--only", default="", help="part of an address")
    asked = parser.parse_args()
    os.environ["KEPT_PAGES"] = "0"  # what a page costs that nobody had before
    _set_up()
    print("queries  CPU ms   bytes  gzipped  page")
    for address in [address for address in addresses() if asked.only in address]:
        measure(address, asked.runs)


def _set_up() -> None:
    import django
    from django.conf import settings

    django.setup()
    settings.ALLOWED_HOSTS = ["testserver"]
    # Nobody has collected the static files of a working copy.
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"


def addresses() -> list[str]:
    """Every kind of page, each about what has most of it."""
    from django.db.models import Count
    from django.urls import reverse

    from archive.models import Article
    from search.engines import get_engine
    from search.query import Query

    facets = get_engine().search(Query()).facets
    most = {name: max(filter(None, counts), key=counts.get) for name, counts in facets.items()}
    subjects = [reverse(facet, args=[most[facet]]) for facet in ("province", "speaker", "office", "source")]
    longest = Article.objects.published().order_by("-lead_end", "-pk")[0].pk
    said = Article.objects.published().annotate(said=Count("quotations")).order_by("-said")[0].pk
    directories = ("provinces", "speakers", "offices", "sources", "industries")
    return [
        "/",
        "/search/",
        "/search/?q=صادرات",
        "/search/?q=صادرات پسته",
        "/search/?q=«سرمایه گذاری» تولید",
        "/search/?q=«به گزارش خبرگزاری»",
        "/search/?q=صادرات یا واردات بدون نفت",
        f"/search/?q=تولید&province={most['province']}&year={most['year']}",
        "/search/?q=صادراط پصته",
        "/search/?page=30",
        *subjects,
        reverse("industry", args=[most["industry"]]),
        *(reverse(name) for name in directories),
        "/quotations/",
        "/quotations/?q=صادرات",
        "/figures/",
        "/figures/?q=صادرات&min=5000",
        f"/figures/?year={most['year']}",
        "/compare/?by=words",
        f"/compare/?by=province&province={most['province']}&q=صادرات",
        f"/a/{longest}/",
        f"/a/{said}/",
        f"/a/{Article.objects.in_order_of(get_engine().search(Query(words='صادرات')).keys)[9].pk}/?q=صادرات",
        f"/a/{longest}/original/",
        "/about/",
    ]


def measure(address: str, runs: int) -> None:
    """Ask for a page again and again."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client()
    for _ in range(WARM_UP):
        with CaptureQueriesContext(connection) as queries:
            response = client.get(address)
    html, asked = response.content, len(queries)
    spent = min(_cpu(lambda: client.get(address, headers={"Accept-Encoding": "gzip"})) for _ in range(runs))
    status = "" if response.status_code == 200 else f" ({response.status_code})"
    sizes = f"{len(html):7} {len(gzip.compress(html, 6)):8}"
    print(f"{asked:7} {spent * 1000:7.1f} {sizes}  {address}{status}", flush=True)


def _cpu(work: object) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


if __name__ == "__main__":
    main()
