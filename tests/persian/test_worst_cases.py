"""Every regular expression of the analysis reads hostile text in linear time."""

import importlib
import pkgutil
import re
import time

import pytest

import archive.persian

MODULES = [
    "search.analyser",
    *(f"archive.persian.{module.name}" for module in pkgutil.iter_modules(archive.persian.__path__)),
]
PATTERNS = {
    value.pattern: value
    for module in MODULES
    for value in vars(importlib.import_module(module)).values()
    if isinstance(value, re.Pattern)
}
#: What makes an expression try again and again: what it looks for, begun and never finished.
HOSTILE = (
    *(
        "آ\u200c",
        "آ\u064e",
        "\u064e",
        "\u200c",
        "ـ",
        "آ",
        "گفت ",
        "گفت و ",
        "رو به ",
        "هی",
        "a",
        "a\u0301",
        "a1",
    ),
    *("1", "1.", "1,000,", "1/1/", "۱۴۰۳/۱", "3 خرداد ", "خرداد ماه ", " ", "\n", "«", "،", "%", "\ufdfa"),
)
LENGTH = 100_000
SECONDS = 0.1


def seconds(pattern: re.Pattern, text: str) -> float:
    start = time.process_time()
    for _ in pattern.finditer(text):
        pass
    return time.process_time() - start


@pytest.mark.parametrize("pattern", PATTERNS.values(), ids=range(len(PATTERNS)))
@pytest.mark.parametrize("piece", HOSTILE)
def test_a_hundred_thousand_letters_take_no_tenth_of_a_second(pattern, piece):
    text = piece * (LENGTH // len(piece))
    # A busy machine is given three tries.
    assert any(seconds(pattern, text) < SECONDS for _ in range(3))
