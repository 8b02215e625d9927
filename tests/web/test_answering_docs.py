"""docs/answering.md tells how a page is answered as it is."""

import re
from pathlib import Path

from archive import turns
from archive.settings import MIDDLEWARE

GUIDE = (Path(__file__).resolve().parents[2] / "docs/answering.md").read_text()


def test_the_middleware_is_told_in_its_order():
    rows = re.findall(r"^\| (`.*?) \|", GUIDE, re.MULTILINE)
    assert [name for row in rows for name in re.findall(r"`(\w+)`", row)] == [
        name.rpartition(".")[2] for name in MIDDLEWARE if "prometheus" not in name
    ]


def test_turns_are_told_as_they_are():
    assert f"Of one address {turns.AT_ONCE} answer is made at a time" in GUIDE
    assert f"to {turns.PATIENCE} s, and get 429" in GUIDE
