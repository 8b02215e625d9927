"""An indexer killed at any moment, again and again, loses nothing."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time

import pytest
from django.conf import settings

KILLS = int(os.environ.get("KILLS", "2"))
#: Not before the indexer is up, and then anywhere within its work.
FROM, TO = 1.0, 2.5
INSERT = """
    INSERT INTO archive_article (title, body, kicker, footer, date_as_printed, source_branch, source_via,
        reporter, url, lead_end, date_precision, review_state, is_public, doubt, created_at, updated_at)
    VALUES ('خبر', 'صادرات پسته', '', '', '', '', '', '', '', 0, 'unknown', 'unreviewed', 1, 400,
        datetime('now'), datetime('now'))
"""


@pytest.mark.slow
def test_after_any_number_of_kills_nothing_is_lost_or_wrong(tmp_path):
    environment = {**os.environ, "DATA_DIR": str(tmp_path), "DATABASE_URL": "", "SEARCH_URL": "whoosh:"}
    environment["DJANGO_SETTINGS_MODULE"] = "archive.settings"

    def manage(*arguments: str) -> list[str]:
        return [sys.executable, "-W", "ignore", str(settings.BASE_DIR / "manage.py"), *arguments]

    subprocess.run(manage("migrate", "-v0"), env=environment, check=True)
    database = sqlite3.connect(tmp_path / "archive.sqlite3", timeout=30, isolation_level=None)
    chance = random.Random(11)
    for _ in range(KILLS):
        indexer = subprocess.Popen(
            manage("index", "sync", "--watch"), env=environment, stdout=subprocess.DEVNULL
        )
        until = time.monotonic() + chance.uniform(FROM, TO)
        while time.monotonic() < until:
            _edit(database, chance)
        indexer.send_signal(signal.SIGKILL)
        assert indexer.wait() == -signal.SIGKILL
    subprocess.run(manage("index", "sync"), env=environment, check=True, capture_output=True)
    # Fails (exit code 1) if a single record is missing, stale, doubled or should not be there.
    subprocess.run(manage("index", "check", "--deep"), env=environment, check=True, capture_output=True)
    subprocess.run(manage("index", "status"), env=environment, check=True, capture_output=True)


def _edit(database: sqlite3.Connection, chance: random.Random) -> None:
    """One committed change, as a bulk job would make it: past Django and its signals."""
    which = chance.randint(1, 60)
    if chance.random() < 0.5:
        database.execute(INSERT)
    elif chance.random() < 0.6:
        database.execute("UPDATE archive_article SET body = body || ' افزود' WHERE id % 60 = ?", [which])
    elif chance.random() < 0.6:
        database.execute("UPDATE archive_article SET is_public = 1 - is_public WHERE id % 60 = ?", [which])
    else:
        database.execute("DELETE FROM archive_article WHERE id = ?", [which])
    time.sleep(0.01)
