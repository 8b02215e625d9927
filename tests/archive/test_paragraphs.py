"""Numbered paragraphs: their numbers are permalinks."""

from hypothesis import given
from hypothesis import strategies as st

from archive.paragraphs import paragraph_number, paragraphs


def test_blank_lines_have_no_number():
    assert [tuple(paragraph) for paragraph in paragraphs("یک\n \n\nدو\n")] == [(1, 0, 2), (2, 6, 8)]


def test_an_empty_body_has_no_paragraph():
    assert paragraphs(" \n\n") == ()


def test_an_offset_is_found_in_its_paragraph():
    body = "بند یک\nبند دو"
    assert [paragraph_number(body, body.index(word)) for word in ("یک", "دو")] == [1, 2]


@given(st.text(alphabet="اب‌ \n\t\r"))
def test_paragraphs_hold_every_word_of_the_body_in_order(body):
    held = [body[paragraph.start : paragraph.end] for paragraph in paragraphs(body)]
    assert " ".join(held).split() == body.split()
    assert all(text and text == text.strip() for text in held)
