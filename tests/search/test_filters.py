"""Addresses become questions; what cannot be read is warned of and left out."""

from datetime import date

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from archive.models import Article
from search.documents import FACET_NAMES
from search.filters import ArticleFilter
from search.query import DEEPEST_HIT, PAGE_SIZE, Query, choices


def asked(address: str) -> ArticleFilter:
    return ArticleFilter(QueryDict(address))


def query(address: str) -> Query:
    return asked(address).to_query()


def test_no_parameter_asks_for_everything():
    assert query("") == Query()


def test_asking_changes_no_filter_that_all_threads_share():
    query("q=یزد")
    assert not any("_field" in vars(shared) for shared in ArticleFilter.base_filters.values())


def test_several_values_of_a_facet_are_all_read():
    assert query("province=yazd&province=fars").values("province") == ("fars", "yazd")


@pytest.mark.django_db
def test_what_is_excluded_and_what_is_missing_is_read():
    found = query("not.source=x&missing=province")
    assert found.values_excluded("source") == ("x",) and found.missing == ("province",)


def test_reports_without_a_date_are_reports_without_a_year():
    assert query("missing=date").missing == ("year",)


def test_unknown_parameters_are_ignored():
    assert query("utm_source=x&foo=1&province=") == Query()


@pytest.mark.parametrize(
    "typed, year, month",
    [("year=۱۴۰۴&month=۱۴۰۴/۸", "1404", "1404-08"), ("year=1404&month=1404-08", "1404", "1404-08")],
)
def test_years_and_months_are_read_in_any_digits(typed, year, month):
    found = query(typed)
    assert found.values("year") == (year,) and found.values("month") == (month,)


@pytest.mark.parametrize(
    "typed, after, before",
    [
        ("after=1395&before=1395", date(2016, 3, 20), date(2017, 3, 20)),
        ("after=۱۳۹۵/۰۲&before=۱۳۹۵/۰۲", date(2016, 4, 20), date(2016, 5, 20)),
        ("after=2016-04-27&before=8 اردیبهشت 95", date(2016, 4, 27), date(2016, 4, 27)),
        ("after=1404&before=1399", date(2020, 3, 20), date(2026, 3, 20)),
        ("before=1403", None, date(2025, 3, 20)),
    ],
)
def test_days_are_read_in_both_calendars_and_reach_to_their_end(typed, after, before):
    found = query(typed)
    assert (found.after, found.before) == (after, before)


@pytest.mark.parametrize(
    "typed, said",
    [
        ("year=abc", "سال"),
        ("year=2016", "سال"),
        ("month=1404-13", "ماه"),
        ("speaker=x", "گوینده"),
        ("not.office=x", "سمت"),
        ("missing=colour", "missing"),
        ("after=دیروز", "تاریخ"),
        ("before=1404-12-31", "روز"),
        ("sort=price", "ترتیب"),
        ("page=zero", "صفحه"),
        ("page=0", "صفحه"),
        ("exact=maybe", "عین عبارت"),
        (f"speaker={'9' * 30}", "گوینده"),
    ],
)
def test_a_bad_value_is_left_out_with_a_warning(typed, said):
    page = asked(typed)
    assert page.to_query() == Query()
    assert len(page.warnings) == 1 and said in page.warnings[0]


def test_a_bad_value_leaves_its_good_neighbours():
    page = asked("year=1404&year=abc")
    assert page.to_query().values("year") == ("1404",) and len(page.warnings) == 1


def test_no_page_lies_deeper_than_the_engine_goes():
    assert query("page=99999999").page == DEEPEST_HIT // PAGE_SIZE


def test_controls_in_words_and_values_disappear():
    assert query("q=پس%00ته%0A%E2%80%AE&province=ya%00zd") == Query("پسته", choices({"province": ["yazd"]}))


def test_endless_words_are_cut():
    assert len(query("q=" + "پسته " * 5000).words) <= 512


WORDS = st.text(max_size=20)
DAYS = st.dates(date(1930, 1, 1), date(2090, 1, 1))


@pytest.mark.django_db
@given(
    st.dictionaries(
        st.sampled_from(["q", "after", "before", "sort", "page", "missing", "exact", *FACET_NAMES]), WORDS
    )
)
def test_nothing_typed_is_an_error(params):
    data = QueryDict(mutable=True)
    data.update(params)
    page = ArticleFilter(data)
    page.to_query()
    assert all(page.warnings)


@given(
    words=st.sampled_from(["", "پسته", "«رشد صادرات» -کفش"]),
    provinces=st.sets(st.sampled_from(["yazd", "fars", "qom"])),
    years=st.sets(st.sampled_from(["1390", "1404"])),
    missing=st.sets(st.sampled_from(FACET_NAMES)),
    days=st.tuples(DAYS, DAYS),
    page=st.integers(1, 500),
)
def test_the_address_of_a_question_asks_that_question(words, provinces, years, missing, days, page):
    question = Query(
        words=words,
        chosen=choices({"province": provinces}),
        excluded=choices({"year": years}),
        missing=tuple(sorted(missing)),
        after=min(days),
        before=max(days),
        page=page,
    )
    assert query(question.to_url().removeprefix("?")) == question


@pytest.mark.django_db
@pytest.mark.parametrize(
    "typed, found",
    [
        ("province=yazd", ["pistachios", "tiles"]),
        ("province=south-khorasan&province=gilan", ["saffron", "kiwis"]),
        ("not.province=yazd&year=1403", ["saffron", "kiwis"]),
        ("month=1403-05", ["tiles", "saffron"]),
        ("missing=date", ["shoes"]),
        ("missing=month", ["kiwis", "shoes"]),
        ("missing=speaker", ["kiwis", "shoes", "strangers"]),
        ("missing=office&province=yazd", ["tiles"]),
        ("after=1403&before=1403", ["tiles", "saffron", "kiwis"]),
        ("industry=shoes", ["shoes"]),
        ("q=پسته&source=sample-gazette&year=x", ["pistachios"]),
    ],
)
def test_the_database_narrows_as_the_index_does(world, typed, found):
    page = asked(typed)
    page.to_query()
    assert set(page.qs) == {getattr(world, name) for name in found}
    assert page.qs.count() == len(found) == Article.objects.filter(pk__in=page.qs).count()
