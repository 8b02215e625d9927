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
    broken = [
        failure
        for kind in ("made", "spoilt")
        for failure in measure(kind, asked.questions, random.Random(asked.seed))  # noqa: S311 (no secret)
    ]
    print(*broken, sep="\n")
    sys.exit(bool(broken))


def _set_up() -> None:
    import django
    from django.conf import settings

    django.setup()
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"


def measure(kind: str, questions: int, chance: random.Random) -> list[str]:
    """Ask questions of one kind; returns what broke."""
    costs, broken = [], []
    for address in addresses(kind, questions, chance):
        begun = time.process_time()
        status = ask(address)
        costs.append((time.process_time() - begun, address))
        if status >= 500:
            broken.append(f"{status} {address}")
    costs.sort()
    at = {share: costs[int(share * (len(costs) - 1))][0] * 1000 for share in (0.5, 0.99, 0.999, 1)}
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"{kind}: {len(costs)} asked, {len(broken)} broken; CPU ms p50 {at[0.5]:.1f}, p99 {at[0.99]:.1f}, "
        f"p99.9 {at[0.999]:.1f}, max {at[1]:.0f}; peak memory {memory} MB"
    )
    for seconds, address in costs[-3:]:
        print(f"  {seconds * 1000:.0f} ms  {address[:160]}")
    return broken


def addresses(kind: str, most: int, chance: random.Random) -> Iterator[str]:
    """Addresses as hypothesis draws them, so many at a time that it does not tire."""
    from hypothesis import HealthCheck, Phase, given, seed, settings

    from tests.security import questions

    strategy = questions.made if kind == "made" else questions.spoilt()
    left = most
    while left:
        drawn: list[str] = []
        some = settings(
            max_examples=min(left, 500),
            phases=[Phase.generate],
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        seed(chance.random())(some(given(strategy)(lambda address, to=drawn: to.append(address))))()
        yield from drawn[:left]
        left -= len(drawn[:left])


def ask(address: str) -> int:
    """The status of the answer, whose beginning is read."""
    from django.test import Client

    path, _, query = address.partition("?")
    answer = Client(raise_request_exception=False).generic("GET", path, QUERY_STRING=query)
    size = 0
    for piece in answer:
        size += len(piece)
        if size > MOST_BYTES:
            break
    answer.close()
    return answer.status_code


if __name__ == "__main__":
    main()
