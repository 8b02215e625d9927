"""Queries and CPU of every list of the desk: `DATA_DIR=… python -m tests.benchmarks.desk`, on any archive.

CPU is the process's own, with the database's where that is SQLite: the median of seven requests, and the
least, since whatever else runs only adds. Leaves nothing behind.
"""

import os
import statistics
import time

import django
from django.conf import settings

LIST = "/admin/archive/article/"
NARROWED = (
    *("", "?p=100", "?o=4", "?o=-6", "?year=1395", "?year=1395&month=2", "?provinces__slug__exact=yazd"),
    *("?missing=date", "?missing=province", "?missing=voice", "?missing=source", "?source__id__exact=1"),
    *("?unsure=speakers", "?unsure=source", "?unsure=published_on", "?decided=any", "?decided=none"),
    *("?is_public__exact=0", "?review_state__exact=reviewed", "?review_state__exact=unreviewed"),
    *("?delivery=1", "?q=پسته", "?q=صادرات+یزد", "?q=صادرات"),
)
TABLES = (
    *("person", "office", "source", "place", "province", "industry", "original", "batch", "namepair"),
    "readersuggestion",
)
ADDRESSES = ("/admin/", *(LIST + query for query in NARROWED), *(f"/admin/archive/{t}/" for t in TABLES))
TIMES = 7


def main() -> None:
    """Ask for each page as a superuser who is gone afterwards."""
    from django.contrib.auth.models import User
    from django.db import transaction
    from django.test import Client

    settings.DEBUG, settings.ALLOWED_HOSTS = False, ["testserver"]
    with transaction.atomic():
        client = Client()
        client.force_login(User.objects.create_superuser("benchmark of the desk"))
        for address in ADDRESSES:
            print(measured(client, address), flush=True)
        transaction.set_rollback(True)


def measured(client: object, address: str) -> str:
    """A line about one page."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    status = client.get(address).status_code
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
        queries = len(asked.captured_queries)
    costs = []
    for _ in range(TIMES):
        began = time.process_time()
        client.get(address)
        costs.append((time.process_time() - began) * 1000)
    median, least = statistics.median(costs), min(costs)
    return f"{status} {queries:3} queries {median:7.1f} ms, least {least:6.1f}  {address}"


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
    os.environ.setdefault("DEBUG", "true")
    django.setup()
    main()
