"""The site under load: `DATA_DIR=… python -m tests.benchmarks.load [alone] [mixed] [greedy] [--minutes 10]`.

DATA_DIR holds an archive with its index; gunicorn serves it with two workers, as in deploy/. Of 100 requests
70 browse, 20 search, 5 ask the API and 5 feeds. Told are what an answer of each kind costs, then how the mix
is answered (`--rate 5` a second, else as fast as can be) and what memory becomes, then how browsing fares
beside greedy clients with the dearest questions.
"""

import argparse
import contextlib
import os
import random
import socket
import subprocess
import sys
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from statistics import mean
from urllib.parse import quote

from tqdm import tqdm

from tests.benchmarks import pages

MIX = {"browse": 70, "search": 20, "api": 5, "feed": 5}
PARTS = ("alone", "mixed", "greedy")
GREEDY = ("/search/?q=ب* یا م* یا ا* یا ن* یا د*", "/search.csv", "/suggest.json?q=ا", "/quotations.jsonl")
#: Reports and searches of the archive's own that are asked for besides the kinds of pages.
REPORTS = 200
#: Seconds for which each kind is asked alone, and between two looks at memory.
ALONE = 10
LOOK = 10
TICKS = os.sysconf("SC_CLK_TCK")


class Server:
    """gunicorn, and what its workers use."""

    def __init__(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        environment = {**os.environ, "BIND": f"127.0.0.1:{self.port}", "ALLOWED_HOSTS": "127.0.0.1"}
        command = [sys.executable, "-m", "gunicorn", "archive.wsgi", "--config", "deploy/gunicorn.py"]
        self.process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
        while ask(self.port, "/healthz")[0] != 200:
            time.sleep(0.2)

    @property
    def workers(self) -> list[str]:
        """The ids of the workers."""
        pid = self.process.pid
        return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()

    def cpu(self) -> float:
        """Seconds of CPU that they have used."""
        fields = [Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in self.workers]
        return sum(int(each[11]) + int(each[12]) for each in fields) / TICKS

    def memory(self) -> float:
        """MB of their own: what they see of files belongs to the system, which takes it back."""
        lines = [
            line for pid in self.workers for line in Path(f"/proc/{pid}/status").read_text().splitlines()
        ]
        return sum(int(line.split()[1]) for line in lines if line.startswith("RssAnon")) / 1024


class Clients:
    """Some who ask, one address after the other, while the block runs."""

    def __init__(
        self, port: int, many: int, addresses: dict[str, Sequence[str]], mix: dict[str, int], rate: float = 0
    ) -> None:
        self._port, self._addresses, self._mix = port, addresses, mix
        #: Seconds from one question of a client to its next.
        self._pause = many / rate if rate else 0
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._ask, args=(seed,)) for seed in range(many)]
        self.answers: Counter[int] = Counter()
        self.seconds: dict[str, list[float]] = defaultdict(list)

    def __enter__(self) -> "Clients":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _ask(self, seed: int) -> None:
        chance = random.Random(seed)  # noqa: S311 (no secret)
        while not self._stop.is_set():
            (kind,) = chance.choices(list(self._mix), self._mix.values())
            status, seconds = ask(self._port, chance.choice(self._addresses[kind]), self._stop.is_set)
            self.answers[status] += 1
            self.seconds[kind].append(seconds)
            self._stop.wait(max(self._pause - seconds, 0))


def ask(port: int, address: str, is_over: Callable[[], bool] = lambda: False) -> tuple[int, float]:
    """The status of an answer, 0 when there was none, and how long it took to read, until all is over."""
    begun, connection = time.perf_counter(), HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", quote(address, safe="/?&=%:*"), headers={"Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        while answer.read(1 << 16) and not is_over():
            pass
        return answer.status, time.perf_counter() - begun
    except (OSError, HTTPException):
        return 0, time.perf_counter() - begun
    finally:
        connection.close()


def main() -> None:
    """Serve, ask and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("parts", nargs="*", default=PARTS, help="alone, mixed, greedy")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--rate", type=float, default=0, help="questions of the mix a second")
    parser.add_argument("--greedy", type=int, default=9)
    asked = parser.parse_args()
    os.environ.update(API_RATE="")
    subprocess.run([sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"], check=True)
    addresses = kinds()
    with serving() as server:
        for address in [each for kind in addresses.values() for each in kind] * 3:
            ask(server.port, address)  # what the first answers cost is another matter
        if "alone" in asked.parts:
            for kind in MIX:
                alone(server, kind, addresses)
        if "mixed" in asked.parts:
            mixed(server, addresses, asked.clients, asked.minutes, asked.rate)
        if "greedy" in asked.parts:
            beside_greedy(server, addresses, asked.clients, asked.greedy)


def kinds() -> dict[str, list[str]]:
    """Every kind of page, each about what has most of it; some reports, and searches for their words."""
    pages._set_up()
    everything = pages.addresses()
    searches = [address for address in everything if "?q=" in address]
    reports = some_reports()
    return {
        "browse": [
            *(address for address in everything if address not in searches),
            *(f"/a/{key}/" for key in reports),
        ],
        "search": [*searches, *(f"/search/?q={' '.join(title.split()[:2])}" for title in reports.values())],
        "api": ["/api/v1/articles", "/api/v1/quotations", "/api/v1/facets", "/api/v1/articles?q=صادرات"],
        "feed": ["/search.atom", "/search.atom?q=صادرات", "/provinces/yazd.atom"],
    }


def some_reports() -> dict[int, str]:
    """Keys and titles from all over the archive."""
    from archive.models import Article

    public = Article.objects.published().order_by("pk")
    apart = max(public.count() // REPORTS, 1)
    return dict(public.values_list("pk", "title")[::apart])


@contextlib.contextmanager
def serving() -> Iterator[Server]:
    """A server, for a while."""
    server = Server()
    try:
        yield server
    finally:
        server.process.terminate()
        server.process.wait()


def alone(server: Server, kind: str, addresses: dict[str, Sequence[str]]) -> None:
    """What an answer of one kind costs, once all of its pages were asked for."""
    cpu = server.cpu()
    with Clients(server.port, 1, addresses, {kind: 1}) as client:
        time.sleep(ALONE)
    many = client.answers.total()
    spent = 1000 * (server.cpu() - cpu) / many
    print(f"{kind}: {spent:.1f} ms of CPU an answer, {times(client.seconds[kind])}", flush=True)


def mixed(
    server: Server, addresses: dict[str, Sequence[str]], clients: int, minutes: float, rate: float
) -> None:
    """How the mix is answered, and what memory becomes."""
    memory, cpu, begun = [], server.cpu(), time.perf_counter()
    with Clients(server.port, clients, addresses, MIX, rate) as some:
        for _ in tqdm(range(int(60 * minutes / LOOK)), desc="mix", mininterval=60):
            time.sleep(LOOK)
            memory.append(server.memory())
    many, seconds = some.answers.total(), time.perf_counter() - begun
    print(f"mix of {clients} clients, {minutes} minutes: {dict(some.answers)}, {many / seconds:.0f} a second")
    print(f"  {1000 * (server.cpu() - cpu) / many:.1f} ms of CPU an answer; two workers hold, in MB:")
    print("  " + " ".join(f"{each:.0f}" for each in memory[:: max(len(memory) // 12, 1)]))
    sixth = max(len(memory) // 6, 1)
    growth = mean(memory[-sixth:]) / mean(memory[:sixth]) - 1
    print(f"  from its first sixth to its last memory grew by {growth:.1%}")
    for kind, some_seconds in some.seconds.items():
        print(f"  {kind}: {times(some_seconds)}", flush=True)


def beside_greedy(server: Server, addresses: dict[str, Sequence[str]], clients: int, greedy: int) -> None:
    """Browsing by itself, then beside those who ask for the dearest there is."""
    everything = {**addresses, "greedy": GREEDY}
    with Clients(server.port, clients, everything, {"browse": 1}) as before:
        time.sleep(2 * ALONE)
    print(f"browsing alone: {times(before.seconds['browse'])}, {dict(before.answers)}", flush=True)
    with (
        Clients(server.port, greedy, everything, {"greedy": 1}) as flood,
        Clients(server.port, clients, everything, {"browse": 1}) as beside,
    ):
        time.sleep(6 * ALONE)
    print(f"beside {greedy} greedy clients: {times(beside.seconds['browse'])}, {dict(beside.answers)}")
    print(f"  who were told {dict(flood.answers)}")


def times(seconds: Sequence[float]) -> str:
    """Shares of some times, in ms."""
    ordered = sorted(seconds)
    at = {share: 1000 * ordered[int(share * (len(ordered) - 1))] for share in (0.5, 0.99, 1)}
    return f"{len(ordered)} answers, p50 {at[0.5]:.0f} ms, p99 {at[0.99]:.0f}, longest {at[1]:.0f}"


if __name__ == "__main__":
    main()
