"""Web workers and the indexer die at any moment: no acknowledged edit is lost, and the index catches up."""

import contextlib
import os
import random
import time

import pytest

from tests.databases import empty_database
from tests.reliability.site import NUMBERED, Load, Site

KILLS = int(os.environ.get("KILLS", "40"))


@pytest.fixture
def site(tmp_path):
    with empty_database("site_kills") as url, contextlib.closing(Site(tmp_path, url)) as site:
        yield site


@pytest.mark.soak
def test_the_site_outlives_any_number_of_kills(site):
    chance = random.Random(5)
    keys = [key for (key,) in site.rows("SELECT id FROM archive_article ORDER BY id LIMIT 12")]
    with Load(site, keys) as load:
        for _ in range(KILLS):
            load.wait_for_another_edit()
            time.sleep(chance.uniform(0, 0.2))
            site.kill_one(chance)
    seconds = site.seconds_until_in_step()
    site.manage("index", "check", "--deep")  # fails if a record is missing, stale, doubled or too many
    titles = dict(site.rows(f"SELECT id, title FROM archive_article WHERE id IN {tuple(keys)}"))
    for key in filter(load.sent.get, keys):
        held = int(titles[key].removeprefix(NUMBERED)) if titles[key].startswith(NUMBERED) else 0
        assert held in (load.acknowledged[key], load.sent[key])
    assert load.edits >= KILLS
    assert load.seen and all(shown >= known for known, shown in load.seen)
    assert seconds < 15
    wrong = [answer for answer in load.answers if " 5" in answer and " 503" not in answer]
    assert not wrong, site.log.read_text()
    print(f"{KILLS} kills, in step {seconds:.1f} s after the last; answers: {dict(load.answers)}")
    print(f"{len(load.seen)} reports were read, none older than acknowledged")
