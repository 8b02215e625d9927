"""The quality report finds what deserves a look, says how often, and leads to it."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse

from archive.duplicates import bare_name, propose
from archive.models import Figure, NamePair, Person, Source, Speaker
from archive.quality import LINKED, Doubt, doubts
from tests.factories import make_article, make_office

pytestmark = pytest.mark.django_db


def doubt(key: str) -> Doubt:
    return next(doubt for doubt in doubts() if doubt.key == key)


def figure(article, value, unit, upper=None):
    return Figure.objects.create(article=article, value=value, upper=upper, unit=unit, start=0, end=4)


def voice(name, office):
    person, _ = Person.objects.get_or_create(name=name)
    return Speaker.objects.create(article=make_article(), person=person, office=office)


def proposed() -> list[set[str]]:
    propose()
    return [{str(name) for name in pair.names} for pair in NamePair.objects.waiting()]


def test_an_empty_archive_raises_no_doubt():
    assert {doubt.count for doubt in doubts()} == {0}


@pytest.mark.parametrize("lacking", ["date", "province", "voice", "source"])
def test_articles_that_lack_something_are_counted_and_shown(lacking):
    source = Source.objects.first()
    make_article("کامل", on="1400-01-01", province="yazd", speakers=("مریم نمونه",), source=source)
    make_article("ناقص")
    found = doubt(f"no-{lacking}")
    assert (found.count, found.examples) == (1, ("ناقص",))


def test_articles_whose_voices_have_no_name_are_told_from_silent_ones():
    unnamed = make_article("بی‌نام")
    Speaker.objects.create(article=unnamed, office=make_office("رئیس", "اتاق نمونه"))
    make_article("بی‌گوینده")
    assert doubt("no-name").examples == ("بی‌نام",)


def test_a_publisher_outside_the_gazetteer_is_unknown():
    make_article(source=Source.objects.create(name="نشریهٔ نمونه", slug="sample"))
    make_article(source=Source.objects.get(slug="irna"))
    assert doubt("unknown-source").examples == ("نشریهٔ نمونه (1)",)


@pytest.mark.parametrize(
    ("key", "figures"),
    [
        ("huge-figure", [(2_000_000_000, "نفر", None)]),
        ("huge-figure", [(5, "درصد", 20_000)]),
        ("wide-range", [(2, "نفر", 5_000)]),
        ("odd-unit", [(3, "برسد", None)]),
        ("two-units", [(220_000_000, "تومان", None), (220_000_000, "ریال", None)]),
    ],
)
def test_a_figure_that_is_hardly_true_is_suspicious(key, figures):
    article = make_article(body="رقم این گزارش")
    for value, unit, upper in figures:
        figure(article, value, unit, upper)
    assert doubt(key).count == len(figures)
    assert doubt(key).url.endswith(f"?id__in={article.pk}")


def test_ordinary_figures_are_not_suspicious():
    article = make_article()
    for value, unit, upper in [
        (5, "تن", None),
        (5, "کیلو", None),
        (0, "تن", None),
        (220, "نفر", 500),
        (10**15, "ریال", None),
    ]:
        figure(article, value, unit, upper)
    keys = ("huge-figure", "wide-range", "odd-unit", "two-units")
    assert [doubt(key).count for key in keys] == [0, 0, 0, 0]


def test_words_fused_in_print_are_counted_and_can_be_looked_up():
    make_article("بازار", "سرمایهگذاری و سرمایه‌گذاری در شهرک. سرمایهگذاری شد.")
    found = doubt("fused-word")
    assert (found.count, found.examples) == (2, ("سرمایهگذاری (2)",))


def test_one_name_under_two_titles_is_proposed_as_one_person():
    for name in ("دکتر مریم نمونه", "مريم نمونه", "سارا نمونه"):
        Person.objects.create(name=name)
    assert proposed() == [{"دکتر مریم نمونه", "مريم نمونه"}]


def test_a_surname_beside_one_full_name_in_the_same_office_is_proposed():
    office = make_office("رئیس", "اتاق نمونه")
    for name in ("نمونه", "مریم نمونه", "نمونه‌فر"):
        voice(name, office)
    voice("سارا نمونه", make_office("دبیر", "اتاق نمونه"))
    assert proposed() == [{"نمونه", "مریم نمونه"}]


def test_a_surname_beside_two_full_names_stays_open():
    office = make_office("رئیس", "اتاق نمونه")
    for name in ("نمونه", "مریم نمونه", "سارا نمونه"):
        voice(name, office)
    assert proposed() == []


def test_proposing_merges_nobody():
    for name in ("دکتر مریم نمونه", "مریم نمونه"):
        Person.objects.create(name=name)
    assert doubt("same-person").count == 1
    assert Person.objects.filter(merged_into=None).count() == 2


def test_a_name_that_is_only_a_title_keeps_it():
    assert bare_name("دکتر") == "دکتر"


def test_every_link_opens_a_list_with_what_it_counts(admin_client):
    article = make_article("ناقص")
    figure(article, 2_000_000_000, "نفر")
    for found in doubts():
        if found.count:
            page = admin_client.get(found.url.partition("8000")[2])
            assert (page.status_code, found.key) == (200, found.key)
            assert page.context["cl"].result_count == 1


def test_a_link_names_so_many_rows_and_no_more():
    for number in range(LINKED + 1):
        make_article(source=Source.objects.create(name=f"نشریهٔ {number}", slug=f"sample-{number}"))
    found = doubt("unknown-source")
    assert (found.count, found.url.count("%2C")) == (LINKED + 1, LINKED - 1)


def test_the_command_prints_text_or_json_lines():
    make_article("ناقص")
    text, lines = StringIO(), StringIO()
    call_command("quality", stdout=text)
    call_command("quality", "--json", stdout=lines)
    records = [json.loads(line) for line in lines.getvalue().splitlines()]
    assert "1  articles without a date" in text.getvalue()
    assert reverse("admin:archive_article_changelist") + "?missing=date" in text.getvalue()
    assert records[0] == {
        "key": "no-date",
        "label": "articles without a date",
        "count": 1,
        "examples": ["ناقص"],
        "url": doubt("no-date").url,
    }
