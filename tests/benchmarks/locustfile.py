"""Editors who list, search and save beside readers, for locust; `tests.benchmarks.load editors` starts it.

EDITOR and PASSWORD say who logs in. What they save is saved: only for a copy of an archive.
"""

# ruff: noqa: S311 (no secrets are drawn)

import os
import random
import re

from locust import HttpUser, between, task

from tests.posting import fields_of

WORDS = ("صادرات", "پسته", "فولاد", "سرمایه گذاری", "تولید", "بازار")
LIST = "/admin/archive/article/"


class Visitor(HttpUser):
    """Somebody with an address of their own, as the server in front would tell."""

    abstract, wait_time = True, between(0.5, 1.5)

    def on_start(self) -> None:
        """Come from somewhere."""
        self.client.headers["X-Forwarded-For"] = f"10.1.{random.randrange(256)}.{random.randrange(1, 255)}"


class Reader(Visitor):
    """Somebody who looks for something and reads what is found."""

    weight = 3

    @task(2)
    def read(self) -> None:
        """Search, and open a report."""
        self.client.get("/", name="front page")
        page = self.client.get("/search/", params={"q": random.choice(WORDS)}, name="search")
        for report in re.findall(r'href="(/a/\d+/)', page.text)[:1]:
            self.client.get(report, name="report")

    @task
    def look_around(self) -> None:
        """Open a directory and a province."""
        self.client.get("/provinces/", name="directory")
        self.client.get("/provinces/yazd/", name="province")


class Editor(Visitor):
    """Somebody who corrects reports."""

    weight = 1

    def on_start(self) -> None:
        """Log in."""
        super().on_start()
        form = fields_of(self.client.get("/admin/login/").text, "login-form")
        mine = {"username": os.environ["EDITOR"], "password": os.environ["PASSWORD"]}
        self._send("/admin/login/", form, "log in", **mine)

    @task(2)
    def look(self) -> None:
        """Open a list, and one that is searched."""
        self.client.get(LIST, name="list")
        self.client.get(LIST, params={"q": random.choice(WORDS)}, name="list, searched")

    @task
    def save(self) -> None:
        """Open a report of a list, change its kicker, save."""
        page = self.client.get(LIST, params={"p": random.randint(1, 50)}, name="list")
        address = random.choice(re.findall(rf'href="({LIST}\d+/change/)', page.text))
        form = fields_of(self.client.get(address, name="form").text, "article_form")
        self._send(address, form, "save", kicker=f"بازبینی {random.randint(1, 999)}")

    def _send(self, address: str, form: dict[str, list[str]], name: str, **changed: str) -> None:
        """Send a form; what is not led on was not taken."""
        sent = self.client.post(
            address, {**form, **changed}, name=name, allow_redirects=False, catch_response=True
        )
        with sent as answer:
            if answer.status_code != 302:
                answer.failure(f"{answer.status_code}, not taken")
