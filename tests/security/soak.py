"""What the oddest questions cost: `DATA_DIR=… python -m tests.security.soak [--questions 10000] [--seed 1]`.

DATA_DIR holds an archive with its index. So many made questions and so many spoilt addresses are asked, no
two alike; every answer below 500 is fine. Each answer becomes a line of `--log`, and what is there is not
asked again: a run that was stopped goes on. Prints CPU time per answer (ms), memory, and what broke; then the
exit code is 1.
"""

import argparse
import itertools
import json
import logging
import os
import random
import resource
import runpy
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.strategies import SearchStrategy
from tqdm import tqdm

if TYPE_CHECKING:
    from django.test import Client

if "DATA_DIR" not in os.environ:
    sys.exit("DATA_DIR must name the folder of an archive")
os.environ.update(
    DEBUG="false", SECRET_KEY="measured", DJANGO_SETTINGS_MODULE="archive.settings", API_RATE=""
)
os.environ["KEPT_PAGES"] = "0"  # no two addresses are alike
#: Files are streamed, and measured by tests.benchmarks.exchange: of an answer so many bytes are read.
MOST_BYTES = 1 << 17
#: Hypothesis tires of a thousand.
DRAWN = 500
KINDS = ("made", "spoilt")
LOG = Path("build/soak.jsonl")


class Answer(NamedTuple):
    """What came of one address."""

    address: str
    status: int
    #: Whether it is a file, whose cost is its length, and no page.
    file: bool
    #: CPU time, in ms.
    spent: float


def main() -> None:
    """Ask what was not asked yet, and print a line for each kind."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--questions", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--log", type=Path, default=LOG)
    asked = parser.parse_args()
    client = set_up()
    answers = {answer.address: answer for answer in logged(asked.log)}
    wanted = {kind: addresses(kind, asked.questions, asked.seed) for kind in KINDS}
    with asked.log.open("a") as log:
        left = [each for each in itertools.chain(*wanted.values()) if each not in answers]
        for address in tqdm(left, mininterval=10):
            answers[address] = ask(client, address)
            print(json.dumps(answers[address], ensure_ascii=False), file=log, flush=True)
    told = {kind: [answers[address] for address in wanted[kind]] for kind in KINDS}
    for kind, some in (*told.items(), ("both", list(itertools.chain(*told.values())))):
        tell(kind, some)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"peak memory {memory} MB, this program and its questions included")
    broken = [answer for answer in answers.values() if answer.status >= 500]
    print(*(f"{answer.status} {answer.address}" for answer in broken[:20]), sep="\n")
    sys.exit(bool(broken))


def set_up() -> "Client":
    """Who asks; the process has begun as a worker of the site does (deploy/gunicorn.py)."""
    import django
    from django.conf import settings as site

    django.setup()
    site.ALLOWED_HOSTS = ["testserver"]
    logging.getLogger("django.request").setLevel(logging.ERROR)  # of every address that is none it would tell
    site.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    from django.test import Client

    from search.sync import COLLECTIONS

    if any(collection.engine.health().state != "ok" for collection in COLLECTIONS):
        sys.exit("the index is not well, and would answer nothing: manage.py index rebuild")
    runpy.run_path("deploy/gunicorn.py")["post_worker_init"](None)
    client = Client(raise_request_exception=False)
    for address in ("/", "/search/?q=%DB%8C", "/speakers/", "/suggest.json?q=%DB%8C", "/api/v1/articles"):
        ask(client, address)
    return client


def logged(log: Path) -> Iterator[Answer]:
    """What earlier runs were answered."""
    log.parent.mkdir(exist_ok=True)
    if log.exists():
        yield from (Answer(*json.loads(line)) for line in log.read_text().splitlines())


def addresses(kind: str, most: int, begin: int) -> list[str]:
    """So many different addresses as hypothesis draws them, the same for the same seed."""
    from tests.security import questions

    strategy = questions.made if kind == "made" else questions.spoilt()
    chance = random.Random(begin)
    found: dict[str, None] = {}
    while len(found) < most:
        found |= dict.fromkeys(drawn(strategy, chance.random()))
    return list(found)[:most]


def drawn(strategy: SearchStrategy[str], begin: float) -> list[str]:
    """Some examples."""
    found: list[str] = []

    @seed(begin)
    @settings(
        max_examples=DRAWN,
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


def ask(client: "Client", address: str) -> Answer:
    """The answer, whose beginning is read. Who asks is a stranger each time."""
    path, _, query = address.partition("?")
    client.cookies.clear()
    begun = time.process_time()
    answer = client.generic("GET", path, QUERY_STRING=query)
    size = 0
    for piece in answer:
        size += len(piece)
        if size > MOST_BYTES:
            break
    answer.close()
    spent = round(1000 * (time.process_time() - begun), 1)
    return Answer(address, answer.status_code, answer.streaming, spent)


def tell(kind: str, answers: list[Answer]) -> None:
    """How many broke, shares of the CPU time, and the dearest."""
    broken = sum(answer.status >= 500 for answer in answers)
    print(f"{kind}: {len(answers)} asked, {broken} broken")
    pages, files = ([each for each in answers if each.file == file] for file in (False, True))
    for what, some in (("pages", pages), ("files", files), ("of either", answers)):
        if not (spent := sorted((answer.spent, answer.address) for answer in some)):
            continue
        at = {share: spent[int(share * (len(spent) - 1))][0] for share in (0.5, 0.99, 0.999, 1)}
        print(
            f"  {len(spent)} {what}: CPU ms p50 {at[0.5]:.1f}, p99 {at[0.99]:.1f}, "
            f"p99.9 {at[0.999]:.1f}, max {at[1]:.0f}"
        )
        print(*(f"    {ms:.0f} ms  {address[:160]}" for ms, address in spent[-3:]), sep="\n")


if __name__ == "__main__":
    main()
