"""The site under load: `DATA_DIR=… python -m tests.benchmarks.load [PART…] [--nginx]`.

DATA_DIR holds a copy of an archive with its index: editors save in it, wrong passwords are counted. gunicorn
serves it with two workers as in deploy/, with --nginx behind the limits of deploy/; wrk asks. Of 100 requests
70 browse, 20 search, 5 ask the API and 5 feeds. The parts, all of them where none is named: `alone`, what an
answer of each kind costs; `mixed`, how the mix is answered (`--rate 5` a second, else as fast as can be) and
what memory becomes; `editors`, how they fare who save beside readers (with locust); `greedy`, how readers and
an editor fare beside an address that wants the dearest there is.
"""

import argparse
import contextlib
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from statistics import mean
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from tqdm import tqdm

from tests.benchmarks import pages
from tests.benchmarks.load_server import ROOT, Server, serving

if TYPE_CHECKING:
    from django.contrib.auth.models import User

MIX = {"browse": 70, "search": 20, "api": 5, "feed": 5}
PARTS = ("alone", "mixed", "editors", "greedy")
DESK = ("", "?o=4", "?missing=date", "?q=صادرات", "?review_state__exact=unreviewed", "?p=100")
#: Reports and searches of the archive's own that are asked for besides the kinds of pages.
REPORTS = 200
#: Seconds for which each kind is asked alone, and between two looks at memory.
ALONE = 10
LOOK = 10
#: Questions after which wrk begins anew.
LINES = 5000
LETTERS = "ابپتجچحخدرزسشصطعغفقکگلمنوهی"
#: What a form and a cookie must have in common.
TOKEN = "x" * 32
#: Seconds from an answer at the desk to the next question.
EDITORS_PAUSE = 0.2
#: Where they ask from, as the server in front would tell.
READERS = [f"10.0.{n // 250}.{n % 250 + 1}" for n in range(1000)]
EDITOR = "192.0.2.1"
GREEDY = [f"203.0.113.{n}" for n in range(1, 255)]


class Clients:
    """wrk, which asks for `seconds`: each client one thing after the other, `pause` seconds apart."""

    def __init__(
        self,
        port: int,
        clients: int,
        asked: Sequence[str],
        seconds: float,
        pause: float = 0,
        cookie: str = "",
    ) -> None:
        self._lines = tempfile.NamedTemporaryFile("w", suffix=".tsv")  # noqa: SIM115 (until wrk has ended)
        self._lines.writelines(f"{line}\n" for line in asked)
        self._lines.flush()
        headers = ["Connection: close", "Accept-Encoding: gzip", *([f"Cookie: {cookie}"] if cookie else [])]
        self._wrk = subprocess.Popen(
            [
                *("wrk", "-t1", f"-c{clients}", f"-d{seconds:.0f}s", "--timeout=60s"),
                *(word for header in headers for word in ("-H", header)),
                *("-s", str(ROOT / "tests/benchmarks/load.lua"), f"http://127.0.0.1:{port}"),
                *("--", self._lines.name, str(round(1000 * pause))),
            ],
            stdout=subprocess.PIPE,
            text=True,
        )

    def told(self) -> dict:
        """How they were answered, once they have ended: answers by status, times in ms."""
        told, _ = self._wrk.communicate()
        self._lines.close()
        return json.loads(told.splitlines()[-1])


def main() -> None:
    """Serve, ask and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("parts", nargs="*", default=PARTS, help=", ".join(PARTS))
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--rate", type=float, default=0, help="questions of the mix a second")
    parser.add_argument("--greedy", type=int, default=9)
    parser.add_argument("--addresses", type=int, default=1, help="from which the greedy ask")
    parser.add_argument("--nginx", action="store_true", help="behind the limits of deploy/nginx.conf")
    asked = parser.parse_args()
    os.environ.update(API_RATE="")
    subprocess.run([sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"], check=True)
    addresses = kinds()
    with serving(asked.nginx) as (server, port):
        # What the first answers cost is another matter.
        Clients(server.port, 2, [line(each) for kind in addresses.values() for each in kind], 20).told()
        if "alone" in asked.parts:
            for kind in MIX:
                alone(server, port, kind, mixed_lines({kind: 1}, addresses))
        if "mixed" in asked.parts:
            mixed(server, port, mixed_lines(MIX, addresses), asked.clients, asked.minutes, asked.rate)
        if "editors" in asked.parts:
            editors(port, asked.clients, asked.minutes)
        if "greedy" in asked.parts:
            browse, flood = mixed_lines({"browse": 1}, addresses), greedy_lines(GREEDY[: asked.addresses])
            beside_greedy(port, browse, asked.clients, flood, asked.greedy)


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


def line(address: str, from_address: str = READERS[0], form: dict[str, str] | None = None) -> str:
    """A question as load.lua reads it."""
    method = "POST" if form else "GET"
    return "\t".join([method, quote(address, safe="/?&=%:*"), from_address, urlencode(form or {})])


def mixed_lines(mix: dict[str, int], addresses: dict[str, Sequence[str]]) -> list[str]:
    """What many readers ask, each kind as often as it weighs."""
    chance = random.Random(0)  # noqa: S311 (no secret)
    asked = chance.choices(list(mix), mix.values(), k=LINES)
    return [line(chance.choice(addresses[kind]), chance.choice(READERS)) for kind in asked]


def greedy_lines(addresses: Sequence[str]) -> list[str]:
    """The dearest that there is: no question twice, files, suggestions, passwords."""
    chance = random.Random(1)  # noqa: S311 (no secret)
    asked = []
    for n in range(LINES // 5):
        words = " یا ".join(f"{letter}*" for letter in chance.sample(LETTERS, 5))
        password = {"csrfmiddlewaretoken": TOKEN, "username": f"reader{n}", "password": "wrong"}
        files = ("/search.csv", "/quotations.jsonl", "/search.xlsx", "/figures.json")
        one = addresses[n % len(addresses)]
        asked += [
            line(f"/search/?q={words}", one),
            line(files[n % len(files)], one),
            line(f"/suggest.json?q={chance.choice(LETTERS)}", one),
            line("/login/", one, password),
        ]
    return asked


def alone(server: Server, port: int, kind: str, asked: Sequence[str]) -> None:
    """What an answer of one kind costs, once all of its pages were asked for."""
    cpu = server.cpu()
    told = Clients(port, 1, asked, ALONE).told()
    spent = 1000 * (server.cpu() - cpu) / sum(told["answers"].values())
    print(f"{kind}: {spent:.1f} ms of CPU an answer, {in_words(told)}", flush=True)


def mixed(server: Server, port: int, asked: Sequence[str], clients: int, minutes: float, rate: float) -> None:
    """How the mix is answered, and what memory becomes."""
    memory, cpu, begun = [], server.cpu(), time.perf_counter()
    some = Clients(port, clients, asked, 60 * minutes, clients / rate if rate else 0)
    for _ in tqdm(range(int(60 * minutes / LOOK)), desc="mix", mininterval=60):
        time.sleep(LOOK)
        memory.append(server.memory())
    told, seconds = some.told(), time.perf_counter() - begun
    many = sum(told["answers"].values())
    print(f"mix of {clients} clients, {minutes} minutes, {many / seconds:.0f} a second: {in_words(told)}")
    print(f"  {1000 * (server.cpu() - cpu) / many:.1f} ms of CPU an answer; two workers hold, in MB:")
    print("  " + " ".join(f"{each:.0f}" for each in memory[:: max(len(memory) // 12, 1)]))
    sixth = max(len(memory) // 6, 1)
    growth = mean(memory[-sixth:]) / mean(memory[:sixth]) - 1
    print(f"  from its first sixth to its last memory grew by {growth:.1%}", flush=True)


def editors(port: int, many: int, minutes: float) -> None:
    """How editors who save, one for three readers, fare."""
    with an_editor() as (editor, _, _):
        editor.set_password(TOKEN)
        editor.save()
        here = {"PYTHONPATH": str(ROOT), "EDITOR": editor.username, "PASSWORD": TOKEN}
        file, site = str(ROOT / "tests/benchmarks/locustfile.py"), f"http://127.0.0.1:{port}"
        users = ["-u", str(4 * many), "-r", str(many), "-t", f"{60 * minutes:.0f}s"]
        command = ["locust", "-f", file, "-H", site, *users, "--headless", "--only-summary"]
        subprocess.run(command, env=os.environ | here, check=True)


def beside_greedy(port: int, asked: Sequence[str], clients: int, dearest: Sequence[str], greedy: int) -> None:
    """Readers and an editor by themselves, then beside those who ask for the dearest there is."""
    with an_editor() as (_, cookie, desk):
        browsing(port, asked, clients, desk, cookie, 3 * ALONE)
        flood = Clients(port, greedy, dearest, 6 * ALONE + LOOK, cookie=f"csrf={TOKEN}")
        print(f"beside {greedy} greedy clients:")
        browsing(port, asked, clients, desk, cookie, 6 * ALONE)
        print(f"  who were told {in_words(flood.told())}", flush=True)


def browsing(
    port: int, asked: Sequence[str], clients: int, desk: Sequence[str], cookie: str, seconds: float
) -> None:
    """How readers and an editor are answered who are there at the same time."""
    readers = Clients(port, clients, asked, seconds)
    editor = Clients(port, 1, desk, seconds, EDITORS_PAUSE, cookie)
    print(f"readers {in_words(readers.told())}\nan editor {in_words(editor.told())}", flush=True)


@contextlib.contextmanager
def an_editor() -> Iterator[tuple["User", str, list[str]]]:
    """Somebody for a while, their cookie, and what they open at the desk."""
    from django.conf import settings
    from django.contrib.auth.models import User
    from django.test import Client

    may_all = {"is_active": True, "is_staff": True, "is_superuser": True}
    editor, _ = User.objects.update_or_create(username="benchmark of the load", defaults=may_all)
    client = Client()
    client.force_login(editor)
    table = "/admin/archive/article/"
    desk = [table + query for query in DESK] + [f"{table}{key}/change/" for key in list(some_reports())[:6]]
    try:
        cookie = f"{settings.SESSION_COOKIE_NAME}={client.session.session_key}"
        yield editor, cookie, [line(address, EDITOR) for address in desk]
    finally:
        client.logout()
        editor.is_active = False  # whoever decided anything stays
        editor.save()


def in_words(told: dict) -> str:
    """How somebody was answered."""
    some = {key: told[key] for key in ("unanswered", "untimed") if told[key]}
    times = f"p50 {told['p50']:.0f} ms, p99 {told['p99']:.0f}, longest {told['longest']:.0f}"
    return f"{told['answers']} {some or ''}{times}"


if __name__ == "__main__":
    main()
