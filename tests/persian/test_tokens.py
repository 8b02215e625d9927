"""Words and numbers with their places in the original text."""

import gc
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.persian.tokens import tokens


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("۳هزار تن", ["۳", "هزار", "تن"]),
        ("سرمایه‌گذاری‌های یزد", ["سرمایه\u200cگذاری\u200cهای", "یزد"]),
        ("«صادرات»، واردات؟", ["صادرات", "واردات"]),
        ("در ۱۴۰۳/۰۵/۱۵ ساعت ۱۲:۳۰", ["در", "۱۴۰۳/۰۵/۱۵", "ساعت", "۱۲:۳۰"]),
        ("1,200,000 ریال", ["1,200,000", "ریال"]),
        ("۲٫۵درصد", ["۲٫۵", "درصد"]),
        ("پایان 45. آغاز", ["پایان", "45", "آغاز"]),
        ("صُـــادرات", ["صُـــادرات"]),
        ("ISIC کد", ["ISIC", "کد"]),
        ("کدISIC", ["کد", "ISIC"]),
        ("راسته_صنعت", ["راسته", "صنعت"]),
        ("\u200cتهران\u200c", ["تهران"]),
        ("", []),
        ("؟! ـ", []),
    ],
)
def test_words_and_numbers_are_found(text, words):
    assert [token.text for token in tokens(text)] == words


@given(st.text() | st.text("سلام\u200c\u064e 1۲.,aé()"))
def test_each_token_is_its_part_of_the_text(text):
    found = tokens(text)
    assert all(text[token.start : token.end] == token.text for token in found)
    assert all(one.end <= next_.start for one, next_ in zip(found, found[1:], strict=False))


def seconds(text):
    """Return the processor time of the quickest of five runs, which noise disturbs least."""

    gc.disable()  # its rounds cost more the more other tests have left in memory

    def once():
        start = time.process_time()
        tokens(text)
        return time.process_time() - start

    try:
        return min(once() for _ in range(5))
    finally:
        gc.enable()


@pytest.mark.parametrize(
    "piece",
    ["ا", "ا\u200c", "\u200c", "ا\u200c\u200c\u064e", "a\u0301", "\u0301", "1", "1,", "1,,", "aا", "1a", "_"],
    ids=ascii,
)
def test_time_grows_with_the_length_of_the_worst_text(piece):
    short, long = piece * (12_500 // len(piece)), piece * (100_000 // len(piece))
    assert seconds(long) < 8 * 3 * seconds(short)
