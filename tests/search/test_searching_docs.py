"""Every example of docs/searching.md is understood as the guide says."""

import re
from pathlib import Path

import pytest

from search.language import LONGEST_PHRASE, LONGEST_TEXT, MOST_WORDS, parse
from search.tree import And, Fuzzy, Near, Not, Or, Phrase, Prefix

GUIDE = (Path(__file__).parents[2] / "docs" / "searching.md").read_text()
ROWS = [line.split("|")[1:3] for line in GUIDE.splitlines() if line.startswith("| `")]
EXAMPLES = [example for cell, _ in ROWS for example in re.findall("`([^`]+)`", cell)]

KINDS = {
    "صادرات پسته": And,
    "«صادرات پسته»": Phrase,
    '"صادرات پسته"': Phrase,
    '="صادرات پسته"': Phrase,
    "صادرات -کفش": And,
    "صادرات بدون کفش": And,
    "اسکندری یا مقیمی": Or,
    "خراسان رضوی یا یزد": Or,
    "صادرات (پسته یا زعفران)": And,
    "-(پسته یا زعفران)": Not,
    "«صادرات پسته» در ۱۰ واژه": Near,
    '"صادرات پسته"~10': Near,
    "کشاور*": Prefix,
    "صادارت~": Fuzzy,
}


def test_every_example_is_known_here():
    assert set(EXAMPLES) == set(KINDS)


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_is_understood(example):
    assert isinstance(parse(example), KINDS[example])


def test_the_same_means_the_same():
    assert parse("صادرات -کفش") == parse("صادرات بدون کفش")
    assert parse('"صادرات پسته"~10') == parse("«صادرات پسته» در ۱۰ واژه")
    assert parse("پسته OR زعفران") == parse("پسته | زعفران") == parse("پسته یا زعفران")


def test_the_limits_are_the_real_ones():
    persian = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
    for limit in (LONGEST_TEXT, MOST_WORDS, LONGEST_PHRASE):
        assert str(limit).translate(persian) in GUIDE
