"""The site as it runs for real, gunicorn and the indexer that watches, with an editor and readers at work."""

import contextlib
import json
import os
import random
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import quote

import psycopg
from django.conf import settings

#: What readers ask for, over and over.
PAGES = ("/", f"/search/?q={quote('صادرات')}", "/provinces/", "/api/v1/articles", "/search.atom")
#: How the editor's titles begin.
NUMBERED = "خبر شمارهٔ "
#: Seconds in which one edit must be possible, however often workers die.
PATIENCE = 120
#: Workers bring what they save to the index themselves; the indexer, which starts slowly, dies less often.
INDEXERS_SHARE = 0.1
EDITOR = {"DJANGO_SUPERUSER_PASSWORD": "only-for-this-test"}


class Site:
    """An archive of its own in a folder, with its database there or elsewhere, served by two workers."""

    def __init__(self, folder: Path, database_url: str) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self._folder, self._database_url = folder, database_url
        self.log = folder / "site.log"
        self._environment = {
            **os.environ,
            **EDITOR,
            "DEBUG": "true",
            "KEPT_PAGES": "1000",
            "DATA_DIR": str(folder),
            "DATABASE_URL": database_url,
            "SEARCH_URL": "whoosh:",
            "API_RATE": "",
            "BIND": f"127.0.0.1:{self.port}",
            "DJANGO_SETTINGS_MODULE": "archive.settings",
        }
        self.manage("migrate", "--verbosity", "0")
        self.manage("ingest", "fixtures/reports")
        self.manage("index", "rebuild")
        self.manage("createsuperuser", "--noinput", "--username", "editor", "--email", "")
        self.token = self.manage("api_token", "editor").split()[-1]
        # Preloaded, a new worker is there at once: it is the moment of its death that matters here.
        self._web = self._start(
            "-m", "gunicorn", "archive.wsgi", "--config", "deploy/gunicorn.py", "--preload"
        )
        self._indexer = self._watch()
        self._wait_until_it_answers()

    def manage(self, *command: str) -> str:
        """What a command says; raises CalledProcessError when it fails."""
        told = subprocess.run(
            [sys.executable, "manage.py", *command],
            env=self._environment,
            cwd=settings.BASE_DIR,
            check=True,
            capture_output=True,
            text=True,
        )
        return told.stdout

    def rows(self, question: str) -> list[tuple]:
        """Straight from the database."""
        with contextlib.closing(self._connect()) as database:
            return database.execute(question).fetchall()

    def _connect(self) -> sqlite3.Connection | psycopg.Connection:
        if self._database_url:
            return psycopg.connect(self._database_url)
        return sqlite3.connect(self._folder / "archive.sqlite3", timeout=30)

    def ask(self, method: str, path: str, body: object = None) -> tuple[int, str]:
        """The status of an answer and its text. Raises OSError or HTTPException when who answered died."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        try:
            connection.request(method, path, json.dumps(body) if body else None, headers if body else {})
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def kill_one(self, chance: random.Random) -> None:
        """End a worker or the indexer; gunicorn brings workers back, as systemd does the indexer."""
        if chance.random() < INDEXERS_SHARE:
            self._indexer.kill()
            self._indexer.wait()
            self._indexer = self._watch()
            return
        workers = Path(f"/proc/{self._web.pid}/task/{self._web.pid}/children").read_text().split()
        with contextlib.suppress(ProcessLookupError, IndexError):  # all of them are dead already
            os.kill(int(chance.choice(workers)), signal.SIGKILL)

    def seconds_until_in_step(self) -> float:
        """How long the indexer still needs."""
        begun = time.monotonic()
        waits = "SELECT count(*) FROM {} WHERE indexed_rev < rev"
        while any(
            self.rows(waits.format(table))[0][0] for table in ("search_state", "search_quotation_state")
        ):
            time.sleep(0.1)
        return time.monotonic() - begun

    def close(self) -> None:
        """End all of it."""
        for process in (self._indexer, self._web):
            process.terminate()
            process.wait()

    def _watch(self) -> subprocess.Popen:
        return self._start("manage.py", "index", "sync", "--watch")

    def _start(self, *command: str) -> subprocess.Popen:
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [sys.executable, *command],
                env=self._environment,
                cwd=settings.BASE_DIR,
                stdout=subprocess.DEVNULL,
                stderr=log,
            )

    def _wait_until_it_answers(self) -> None:
        for _ in range(600):
            with contextlib.suppress(OSError, HTTPException):
                if self.ask("GET", "/healthz")[0] == 200:
                    return
            time.sleep(0.1)
        raise TimeoutError("the site does not answer")


class Load:
    """An editor who numbers titles, and readers, until told to stop."""

    def __init__(self, site: Site, keys: list[int]) -> None:
        self._site, self._keys, self._stop = site, keys, threading.Event()
        self._edited = keys[0]
        #: Article → the number that was acknowledged last, and any sent after it.
        self.acknowledged: dict[int, int] = dict.fromkeys(keys, 0)
        self.sent: dict[int, int] = dict.fromkeys(keys, 0)
        self.answers: Counter = Counter()
        #: Of reports that were read: the number acknowledged before they were asked for, and the one shown.
        self.seen: list[tuple[int, int]] = []
        self._threads = [threading.Thread(target=work) for work in (self._edit, self._read, self._read)]

    def __enter__(self) -> "Load":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    @property
    def edits(self) -> int:
        """How many edits were acknowledged so far."""
        return self.answers["PATCH 200"]

    def wait_for_another_edit(self) -> None:
        """Wait until one more is acknowledged: an editor at work is what a death must not harm."""
        seen, end = self.edits, time.monotonic() + PATIENCE
        while self.edits == seen:
            if time.monotonic() > end:
                raise TimeoutError(f"no edit was acknowledged in {PATIENCE} s")
            time.sleep(0.01)

    def _edit(self) -> None:
        number = 0
        while not self._stop.is_set():
            number += 1
            # Each several times running: readers come in between, and their pages must not be shown again.
            key = self._edited = self._keys[number // 4 % len(self._keys)]
            self.sent[key] = number
            if self._ask("PATCH", f"/api/v1/articles/{key}", {"title": f"{NUMBERED}{number}"})[0] == 200:
                self.acknowledged[key] = number

    def _read(self) -> None:
        chance = random.Random(self._threads.index(threading.current_thread()))
        while not self._stop.is_set():
            self._ask("GET", chance.choice(PAGES))
            self._look_at(self._edited)

    def _look_at(self, key: int) -> None:
        known = self.acknowledged[key]
        _, page = self._ask("GET", f"/a/{key}/")
        if shown := re.search(rf"<title>{NUMBERED}(\d+)", page):
            self.seen.append((known, int(shown[1])))

    def _ask(self, method: str, path: str, body: object = None) -> tuple[int | None, str]:
        try:
            status, text = self._site.ask(method, path, body)
        except (OSError, HTTPException):
            status, text = None, ""  # who answered was killed
        self.answers["killed" if status is None else f"{method} {status}"] += 1
        return status, text
