"""Excerpts are cut from the report's own text and marked by us."""

import html
import re
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.persian.display import typeset
from search.excerpts import LONGEST_EXCERPT, excerpt, mark
from search.language import parse

BODY = (
    "رئیس اتاق بازرگانی از رشد تجارت خبر داد. صادرات پسته به 2.5 هزار تن رسید!\n"
    "سازمان توسعه تجارت هم برنامهٔ تازه‌ای دارد. آیا صادرات کفش نیز بیشتر شده است؟ پاسخ روشن نیست."
)
LETTERS = st.text("ابپکیآ ئ\u200c\u064b\u0654ـ.،!؟\n<&\"'>۰5aB", max_size=400)


def unmarked(marked: str) -> str:
    return html.unescape(re.sub(r"</?mark>", "", marked))


def test_a_word_is_marked_wherever_it_stands():
    assert mark("پسته، باز هم پسته", parse("پسته")) == "<mark>پسته</mark>، باز هم <mark>پسته</mark>"


def test_a_word_is_marked_in_any_spelling():
    assert "<mark>سرمايه‌گذاري</mark>" in mark("رشد سرمايه‌گذاري در یزد", parse("سرمایه‌گذاری"))


def test_what_the_question_leaves_out_is_not_marked():
    assert mark("صادرات کفش", parse("صادرات -کفش")) == "<mark>صادرات</mark> کفش"


def test_a_phrase_is_marked_as_a_whole_and_only_as_a_phrase():
    marked = mark("توسعه صنعت؛ توسعه تجارت", parse("«توسعه تجارت»"))
    assert marked == "توسعه صنعت؛ <mark>توسعه تجارت</mark>"


def test_without_words_nothing_is_marked():
    assert mark("پسته", None) == "پسته"


def test_a_title_with_markup_stays_text():
    assert mark("<b>پسته</b>", parse("پسته")) == "&lt;b&gt;<mark>پسته</mark>&lt;/b&gt;"


def test_an_accent_is_never_torn_from_its_letter():
    assert mark("پسته\u064b خوب", parse("پسته")).startswith("<mark>پسته\u064b</mark>")


def test_the_excerpt_begins_with_the_sentence_that_answers():
    assert excerpt(BODY, parse("پسته")).marked.startswith("صادرات <mark>پسته</mark> به ۲٫۵ هزار تن رسید!")


def test_the_sentence_that_answers_more_wins():
    assert excerpt(BODY, parse("صادرات کفش"), longest=60).marked.startswith("آیا <mark>صادرات</mark>")


def test_without_a_match_the_report_speaks_for_itself():
    assert excerpt(BODY, parse("قالی"), longest=60).marked == "رئیس اتاق بازرگانی از رشد تجارت خبر داد."


def test_an_empty_report_has_an_empty_excerpt():
    assert excerpt(" \n ", parse("پسته")).marked == ""


def test_an_answer_far_down_is_found():
    assert "<mark>پسته</mark>" in excerpt("یک جمله. " * 500 + "صادرات پسته.", parse("پسته")).marked


@pytest.mark.parametrize(
    "words, written",
    [
        ("کتاب", "كتاب"),
        ("امار", "آمار"),
        ("1404", "۱۴۰۴"),
        ("mp3", "MP3"),
        ("طهران", "تهران"),
        ("پست*", "پسته"),
    ],
)
def test_an_answer_in_other_letters_is_found(words, written):
    assert f"<mark>{written}</mark>" in excerpt("یک جمله. " * 90 + f"باز {written} هست.", parse(words)).marked


def test_a_word_after_the_beginning_is_marked_in_the_passage_that_begins_before_it():
    text = "الف. " * 190 + "پسته رفت. " + "باز پسته آمد. " * 9
    assert excerpt(text, parse("پسته")).marked.count("<mark>") > 5


def test_a_long_sentence_is_cut_between_words_around_the_match():
    found = excerpt("واژه " * 200 + "پسته" + " واژه" * 200, parse("پسته"))
    assert "<mark>پسته</mark>" in found.marked
    assert found.marked.startswith("… واژه") and found.marked.endswith("واژه …")
    assert found.end - found.start <= LONGEST_EXCERPT


@pytest.mark.parametrize("text", ["پ" * 10_000, "." * 10_000, "\u064b" * 10_000, "پسته " * 2_000])
def test_strange_texts_have_short_excerpts(text):
    found = excerpt(text, parse("پسته"))
    assert len(found.marked) < LONGEST_EXCERPT * 6 or set(text) == {"\u064b"}


@pytest.mark.parametrize("base", [".", "!»", "«!", "پ", "1", "a1", " پسته"])
def test_time_grows_with_the_text_and_not_with_its_square(base):
    def once(length: int) -> float:
        start = process_time()
        excerpt(base * (length // len(base)), tree)
        return process_time() - start

    def seconds(length: int) -> float:
        return min(once(length) for _ in range(3))

    tree = parse("پسته")
    seconds(1_000)
    assert seconds(160_000) < 30 * max(seconds(20_000), 0.002)  # 8 times the text; its square would be 64


@given(LETTERS, st.text('ابپکی -«»"', max_size=12))
def test_an_excerpt_unmarked_is_a_piece_of_the_text(text, words):
    found = excerpt(text, parse(words), longest=40)
    assert unmarked(found.marked).removeprefix("… ").removesuffix(" …") == typeset(
        text[found.start : found.end]
    )


@given(LETTERS, st.text('ابپکی -«»"', max_size=12))
def test_a_marked_text_unmarked_is_the_text(text, words):
    assert unmarked(mark(text, parse(words))) == text
