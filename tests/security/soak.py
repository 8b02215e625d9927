"""What the oddest questions cost: `DATA_DIR=… python -m tests.security.soak [--questions 10000] [--seed 1]`.

DATA_DIR holds an archive with its index. So many made questions are asked and so many spoilt addresses; every
answer below 500 is fine. Prints CPU time per answer (ms), memory, and what broke; then the exit code is 1.
"""

import argparse
import os
import random
import resource
import sys
import time
from collections.abc import Iterator

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.strategies import SearchStrategy

if "DATA_DIR" not in os.environ:
    sys.exit("DATA_DIR must name the folder of an archive")
os.environ.update(
    DEBUG="false", SECRET_KEY="measured", DJANGO_SETTINGS_MODULE="archive.settings", API_RATE=""
)
#: Files are streamed: so many bytes are read of an answer.
MOST_BYTES = 1 << 20


def main() -> None:
    """Ask, and print a line for each kind."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--questions", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    _set_up()
    from search.sync import COLLECTIONS

    if any(collection.engine.health().state != "ok" for collection in COLLECTIONS):
        sys.exit("the index is not well, and would answer nothing: manage.py index rebuild")
    for address in ("/", "/search/?q=%DB%8C", "/speakers/", "/suggest.json?q=%DB%8C", "/api/v1/articles"):
        ask(address)  # what the first answers cost is another matter
    broken = [
        failure
        for kind in ("made", "spoilt")
        for failure in measure(kind, asked.questions, random.Random(asked.seed))  # noqa: S311 (no secret)
    ]
    print(*broken[:20], sep="\n")
    sys.exit(bool(broken))


def _set_up() -> None:
    import django
    from django.conf import settings as site

    django.setup()
    site.ALLOWED_HOSTS = ["testserver"]
    site.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"


def measure(kind: str, questions: int, chance: random.Random) -> list[str]:
    """Ask questions of one kind; returns what broke. Files are told apart: their cost is their length."""
    costs: dict[str, list[tuple[float, str]]] = {"pages": [], "files": []}
    broken = []
    for address in addresses(kind, questions, chance):
        begun = time.process_time()
        status, what = ask(address)
        costs[what].append((time.process_time() - begun, address))
        if status >= 500:
            broken.append(f"{status} {address}")
    print(f"{kind}: {questions} asked, {len(broken)} broken")
    for what, spent in costs.items():
        tell(what, sorted(spent))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"  peak memory {memory} MB", flush=True)
    return broken


def tell(what: str, spent: list[tuple[float, str]]) -> None:
    """Shares of the CPU time, and the dearest."""
    at = {share: spent[int(share * (len(spent) - 1))][0] * 1000 for share in (0.5, 0.99, 0.999, 1)}
    print(
        f"  {len(spent)} {what}: CPU ms p50 {at[0.5]:.1f}, p99 {at[0.99]:.1f}, "
        f"p99.9 {at[0.999]:.1f}, max {at[1]:.0f}"
    )
    for seconds, address in spent[-3:]:
        print(f"    {seconds * 1000:.0f} ms  {address[:160]}")


def addresses(kind: str, most: int, chance: random.Random) -> Iterator[str]:
    """Addresses as hypothesis draws them, some at a time: it tires of a thousand."""
    from tests.security import questions

    strategy = questions.made if kind == "made" else questions.spoilt()
    left = most
    while left > 0:
        some = drawn(strategy, min(left, 500), chance.random())
        yield from some
        left -= len(some)


def drawn(strategy: SearchStrategy[str], most: int, begin: float) -> list[str]:
    """Up to so many examples."""
    found: list[str] = []

    @seed(begin)
    @settings(
        max_examples=most,
        phases=[Phase.generate],
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def keep(address: str) -> None:
        found.append(address)

    keep()
    return found


def ask(address: str) -> tuple[int, str]:
    """The status of the answer, whose beginning is read, and whether it is one of the pages or files."""
    from django.test import Client

    path, _, query = address.partition("?")
    answer = Client(raise_request_exception=False).generic("GET", path, QUERY_STRING=query)
    size = 0
    for piece in answer:
        size += len(piece)
        if size > MOST_BYTES:
            break
    answer.close()
    return answer.status_code, "files" if answer.streaming else "pages"


if __name__ == "__main__":
    main()
