"""The report beside the form: every word of it once, marks inside marks."""

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.admin.report import Mark, mark_words, report_of
from archive.models import Figure, Quotation
from archive.models.voices import Part
from tests.editors import give_reason
from tests.factories import make_article


def marked(text: str, *spans: tuple[int, int]) -> str:
    marks = [Mark(Part.BODY, start, end, "said", f"m{start}-{end}") for start, end in spans]
    return mark_words(text, sorted(marks, key=lambda mark: (mark.start, -mark.end)), 0, len(text))


def test_a_mark_stands_inside_the_mark_that_holds_it():
    html = marked("گفت ۱۲ تن", (0, 9), (4, 6))
    assert html == '<mark class="said" id="m0-9">گفت <mark class="said" id="m4-6">۱۲</mark> تن</mark>'


def test_a_mark_that_crosses_another_is_cut_and_named_once():
    html = marked("ابپت", (0, 2), (1, 3))
    assert html.count('id="m1-3"') == 1 and unescape(re.sub("<[^>]*>", "", html)) == "ابپت"


TEXTS = st.text(alphabet='ابپ <>&"\u200c', max_size=30)
SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=8)


@given(text=TEXTS, spans=SPANS)
def test_marking_adds_no_word_and_loses_none(text, spans):
    inside = {(a, b) for a, b in spans if a < b <= len(text)}
    html = marked(text, *inside)
    assert unescape(re.sub(r"</?mark[^>]*>", "", html)) == text
    for start, end in inside:
        assert html.count(f'id="m{start}-{end}"') == 1


@given(text=TEXTS, spans=SPANS)
def test_what_a_mark_is_named_for_begins_where_it_says(text, spans):
    inside = {(a, b) for a, b in spans if a < b <= len(text)}
    html = marked(text, *inside)
    for start, end in inside:
        before = html.partition(f' id="m{start}-{end}"')[0].rpartition("<mark")[0]
        assert len(unescape(re.sub(r"</?mark[^>]*>", "", before))) == start


@pytest.mark.django_db
def test_a_passage_over_two_paragraphs_is_marked_in_both():
    article = make_article(body="گفت: الف\nب پ")
    Quotation.objects.create(article=article, start=5, end=10)
    first, second = report_of(article, []).paragraphs
    assert "<mark" in first[2] and "<mark" in second[2] and " id=" not in second[2]


@pytest.mark.django_db
def test_quotations_figures_and_reasons_each_have_their_colour():
    article = make_article(title="یزد", body="گفت: ۱۲ تن")
    Quotation.objects.create(article=article, start=5, end=10)
    Figure.objects.create(article=article, value=12, start=5, end=10)
    reason = give_reason(article, "main_province", "یزد", Part.TITLE)
    report = report_of(article, [reason])
    assert 'class="where"' in report.title
    assert 'class="said"' in report.paragraphs[0][2] and 'class="much"' in report.paragraphs[0][2]
