"""What words find, on every engine."""

import pytest

from search.query import Query
from tests.contract.conftest import document, put


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("", {1, 2, 3}),
        ("؟!", {1, 2, 3}),
        ("پسته", {1}),
        ("صادرات", {1, 2}),
        ("صادرات چین", {1, 2}),
        ("صادرات زعفران", set()),
        ("موشک", set()),
        ("پسته یا زعفران", {1, 3}),
        ("پسته یا کیوی گیلان", {1, 2}),
        ("صادرات -کیوی", {1}),
        ("صادرات بدون پسته", {2}),
        ("-صادرات", {3}),
        ("-صادرات -زعفران", set()),
        ("زعفران یا -صادرات", {3}),
        ("صادرات (پسته یا کیوی)", {1, 2}),
        ("«صادرات پسته»", {1}),
        ('"صادرات کیوی"', {2}),
        ("«پسته صادرات»", set()),
        ("«یزد صادرات»", set()),
        ("«صادرات یزد»", set()),
        ("«صادرات یزد» در ۳ واژه", {1}),
        ("«یزد صادرات»~3", {1}),
        ("«گیلان چین» در ۳ واژه", set()),
        ("«گیلان چین» در ۵ واژه", {2}),
        ('="روسیه و چین"', {2}),
        ('="روسیه به چین"', set()),
        ("و", {2}),
        ("به", {1, 2}),
        ("زعف*", {3}),
        ("پس* یا کی*", {1, 2}),
        ("ییی* یا کی*", {2}),  # behind every word of the index
        ("صادارت~", {1, 2}),
        ("زعفزان~", {3}),
        ("صادرات -زعف*", {1, 2}),
        ("-«صادرات کیوی»", {1, 3}),
    ],
)
def test_words_find(archive, words, found):
    assert set(archive.search(Query(words)).keys) == found


def test_a_word_finds_every_form_but_exactly_only_its_own(engine):
    put(engine, document(1, body="صادرکننده پسته"), document(2, body="صادرکنندگان پسته"))
    assert len(engine.search(Query("صادرکنندگان")).keys) >= len(
        engine.search(Query("صادرکنندگان", exact=True)).keys
    )
    assert engine.search(Query("صادرکنندگان", exact=True)).keys == [2]


def test_a_phrase_never_reaches_from_the_title_into_the_body(engine):
    put(engine, document(1, "بازار پسته", "زعفران ارزان شد"))
    assert engine.search(Query("«پسته زعفران»")).total == 0


def test_the_same_text_twice_scores_the_same_on_every_engine(archive):
    for words in ("صادرات چین", "پسته یا زعفران", "صاد*", "«صادرات پسته»", "-کیوی"):
        scores = [hit.score for hit in archive.search(Query(words)).hits]
        assert scores == sorted(scores, reverse=True)


def test_words_in_the_title_count_more(engine):
    put(engine, document(1, "خبر روز", "پسته گران شد"), document(2, "پسته گران شد", "خبر روز"))
    assert engine.search(Query("پسته")).keys == [2, 1]


def test_words_side_by_side_count_more(engine):
    put(engine, document(1, body="صادرات کالا رونق فرش"), document(2, body="صادرات فرش رونق کالا"))
    assert engine.search(Query("صادرات فرش")).keys == [2, 1]


def test_hostile_text_is_only_text(archive):
    for words in (
        "((((",
        "*",
        '"',
        "«",
        "a:b",
        "body:[a TO z]",
        "~",
        "\\",
        "\x00",
        "😀",
        "-" * 999,
        "ا" * 10_000,
    ):
        archive.search(Query(words))
