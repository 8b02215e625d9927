"""An installation moves to a cluster and back, and shares its queue, by the commands an operator has."""

import os
import re
import subprocess
import sys

import pytest

from tests.cluster.running import new_url

EDITS = """
from tests.factories import make_article
from archive.models import Article
for number in range({many}):
    make_article(f"گزارش {{number}}", "صادرات پسته به چین", on="1404-08-02", province="yazd")
"""
MANY = """
from archive.models import Article
Article.objects.all().delete()
Article.objects.bulk_create(Article(title=f"گزارش {number}", body="پسته به چین") for number in range(600))
"""
FOUND = """
from search.engines import get_engine
from search.query import Query
from archive.models import Article
results = get_engine().search(Query("پسته"))
print(results.total, results.facets["province"], Article.objects.count())
"""


class Installation:
    """A folder of data and a setting: everything that makes an installation."""

    def __init__(self, folder, database: str = "") -> None:
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "archive.settings",
            "DEBUG": "true",
            "DATA_DIR": str(folder),
            "DATABASE_URL": database,
        }

    def at(self, url: str) -> "Installation":
        """The same installation with another SEARCH_URL."""
        self.environment["SEARCH_URL"] = url
        return self

    def start(self, *command: str) -> subprocess.Popen:
        """Start a command of manage.py."""
        return subprocess.Popen(
            [sys.executable, "manage.py", *command],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *command: str) -> str:
        """Run a command of manage.py and return what it says."""
        process = self.start(*command)
        out, errors = process.communicate()
        assert process.returncode == 0, out + errors
        return out

    def shell(self, code: str) -> str:
        """Run some lines in its shell."""
        return self.run("shell", "--verbosity", "0", "--command", code)


def test_moving_over_and_back_is_one_setting_and_one_command_each_way(tmp_path):
    site = Installation(tmp_path).at("whoosh:")
    site.run("migrate", "--verbosity", "0")
    site.shell(EDITS.format(many=5))
    before = site.shell(FOUND)

    site.at(new_url())
    site.run("index", "rebuild")
    assert site.shell(FOUND) == before
    site.shell(EDITS.format(many=2))  # saving brings it to the cluster
    after = site.shell(FOUND)
    assert after.startswith("7 ")
    site.run("index", "check", "--deep")

    site.at("whoosh:")
    site.run("index", "rebuild")
    assert site.shell(FOUND) == after
    site.run("index", "check", "--deep")


@pytest.mark.skipif("'TEST_DATABASE_URL' not in __import__('os').environ", reason="no PostgreSQL is named")
def test_two_workers_bring_one_queue(tmp_path):
    # The tests' own database, not the one that pytest-django makes from it.
    site = Installation(tmp_path, os.environ["TEST_DATABASE_URL"]).at("memory:")
    site.run("migrate", "--verbosity", "0")
    site.shell(MANY)
    site.at(new_url(shards=2))
    site.run("index", "rebuild")
    site.shell("from search.models import ArticleState; ArticleState.objects.update(indexed_rev=0)")

    workers = [site.start("index", "sync") for _ in range(2)]
    said = [worker.communicate()[0] for worker in workers]
    brought = [int(re.search(r"articles: put (\d+)", each)[1]) for each in said]

    assert min(brought) > 0 and sum(brought) >= 600, said
    assert site.shell(FOUND).startswith("600 ")
    site.run("index", "check", "--deep")
