"""Things side by side: every figure is the length of its list, and no address is an error."""

import json

import pytest
from django.http import QueryDict
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from search.compare.answer import Comparison, compare
from search.compare.question import KINDS, MOST_THINGS, Comparing, comparing, read
from search.compare.series import THIN, Cell, Series, axis_of, scale_of
from search.engines import get_engine
from search.filters import ArticleFilter
from search.query import Query, choices
from tests.factories import make_article

COMPARE_QUERIES = 1


def page(params: str) -> Comparison:
    return compare(*read(QueryDict(params)))


def total(url: str) -> int:
    return get_engine().search(ArticleFilter(QueryDict(url.partition("?")[2])).to_query()).total


def test_two_provinces_stand_side_by_side_over_the_same_years(world):
    yazd, gilan = page("province=yazd&province=gilan").series
    assert (yazd.label, yazd.total, gilan.label, gilan.total) == ("یزد", 2, "گیلان", 1)
    assert {year: cell.count for year, cell in yazd.cells.items() if cell.count} == {"1403": 1, "1404": 1}
    assert yazd.cells.keys() == gilan.cells.keys()


def test_years_between_are_on_the_axis_though_nothing_is_held_of_them(world):
    found = page("province=yazd")
    assert found.axis == ["1399", "1400", "1401", "1402", "1403", "1404"]
    assert [gap.tick for gap in found.gaps] == ["1400", "1401", "1402"]
    assert [whole.year for whole, _ in found.rows] == ["1404", "1403", "1399", ""]


def test_time_runs_from_right_to_left_and_heights_share_one_scale(index):
    for on, province in (("1403", "yazd"), ("1404", "yazd"), ("1404", "fars")):
        make_article(on=on, province=province)
    make_article(on="1404", province="yazd")
    index()
    (_, (older, newer)), (_, (fars,)) = page("province=yazd&province=fars").panels
    assert older.x > newer.x and newer.height == 2 * older.height == 2 * fars.height


def test_a_share_is_of_all_reports_of_the_year(world):
    found = page("province=yazd&measure=share")
    assert found.series[0].cells["1403"].share == "۳۳٫۳٪" and found.ticks[0] == "۱۰۰٪"


def test_a_report_among_thousands_is_neither_nothing_nor_unseen():
    cell = Cell("1404", 1, 9000, "/search/")
    assert cell.share == "کمتر از ۰٫۱٪" and Cell("1404", 0, 9000, "").share == "۰٪"
    (one,) = Series("یزد", 1, "", "", {"1404": cell}).bars(["1404"], 8000, is_share=False)
    assert one.height > 1


def test_words_voices_offices_sectors_and_sources_are_compared_alike(world):
    assert [one.total for one in page("by=words&q=صادرات&q=کیوی").series] == [3, 1]
    assert page(f"speaker={world.simin.pk}").title == "سیمین نمونه"
    assert page(f"office={world.governor.pk}").title == "استاندار یزد"
    assert page("source=sample-agency").series[0].total == 2
    assert [one.total for one in page("industry=saffron&industry=shoes").series] == [1, 1]


def test_what_else_is_asked_narrows_all_of_it(world):
    found = page("by=province&province=yazd&province=gilan&q=پسته")
    assert [one.total for one in found.series] == [1, 0] and found.among == "«پسته»"
    assert found.clear_url == "/compare/?by=province&province=yazd&province=gilan"


@pytest.mark.parametrize("typed", ["سیمین نمونه", "سيمين‌نمونه"])
def test_a_name_can_be_typed_in_any_spelling(world, typed):
    found = page(f"speaker={typed}")
    assert found.question.values == (str(world.simin.pk),) and found.title == "سیمین نمونه"


def test_a_name_that_nobody_has_is_told_with_those_that_are_near(world):
    (warning,) = page("speaker=سیمین").warnings
    assert "«سیمین»" in warning and "«سیمین نمونه»" in warning


@pytest.mark.parametrize(
    "params, said",
    [
        ("province=atlantis", "atlantis"),
        ("by=colour", "استان، گوینده"),
        ("measure=weight", "سهم"),
        ("province=yazd&province=fars&province=gilan&province=qom&province=ilam", "چهار"),
        ("province=yazd&after=دیروز", "تاریخ"),
        (f"speaker={'9' * 40}", "9999"),
    ],
)
def test_what_cannot_be_is_told_in_persian(world, params, said):
    found = page(params)
    assert any(said in warning for warning in found.warnings) and len(found.series) <= MOST_THINGS


def test_without_a_choice_the_greatest_are_an_example(world):
    found = page("")
    assert found.is_example and found.series[0].label == "یزد" and found.question.values == ()
    assert page("by=words").is_example and not page("province=yazd").is_example


def test_an_empty_archive_compares_nothing(index):
    assert page("").axis == [] and page("by=words").series == []


def test_few_reports_of_a_year_are_marked(index):
    for _ in range(THIN):
        make_article(on="1404", province="yazd")
    make_article(on="1403", province="yazd")
    index()
    cells = page("province=yazd").series[0].cells
    assert cells["1403"].is_thin and not cells["1404"].is_thin


@pytest.mark.parametrize(
    "values, end",
    [
        ([], 2),
        ([0], 2),
        ([1], 1),
        ([3], 4),
        ([9], 10),
        ([11], 20),
        ([45.5], 60),
        ([0.3], 0.4),
        ([4000], 4000),
    ],
)
def test_a_scale_ends_at_a_round_number_above_all(values, end):
    assert scale_of(values) == pytest.approx(end)


@given(st.lists(st.floats(0, 1e6)))
def test_no_bar_is_higher_than_its_panel_nor_the_panel_much_higher(values):
    assert max(values, default=0) <= scale_of(values) * (1 + 1e-9)
    assert scale_of(values) <= max(2.5 * max(values, default=0), 2)


def test_the_axis_shows_the_last_years_of_a_long_archive():
    assert axis_of({"1300": 1, "1404": 2, "": 5})[0] == "1375" and axis_of({"": 3}) == []


def test_a_search_leads_to_the_comparison_of_what_it_chooses():
    chosen = Query("صادرات", choices({"province": ["yazd"], "year": ["1404"]}), page=3)
    asked = comparing(chosen)
    assert (asked.kind, asked.values, asked.base) == ("province", ("yazd",), Query("صادرات"))
    assert asked.invitation == "مقایسه با استان‌های دیگر"
    assert comparing(Query("صادرات")).values == ("صادرات",) and comparing(Query()).values == ()


ASKED = st.builds(
    Comparing,
    kind=st.sampled_from(KINDS[:1] + KINDS[3:5]),
    values=st.lists(
        st.sampled_from(["yazd", "gilan", "south-khorasan", "saffron", "sample-agency"]),
        max_size=4,
        unique=True,
    ).map(tuple),
    base=st.builds(
        Query,
        words=st.sampled_from(["", "صادرات", "یزد یا تبریز"]),
        excluded=st.sampled_from([(), choices({"source": ["sample-agency"]}), choices({"year": ["1404"]})]),
        missing=st.sampled_from([(), ("speaker",)]),
        after=st.none() | st.dates().filter(lambda day: 2018 < day.year < 2026),
    ),
    is_share=st.booleans(),
)


@settings(max_examples=60)
@given(asked=ASKED)
def test_every_figure_is_the_length_of_the_list_it_opens(world, asked):
    found = compare(asked, [])
    for one in found.series:
        assert one.total == total(one.url) == sum(cell.count for cell in one.cells.values())
        assert all(cell.count == total(cell.url) for cell in one.cells.values() if cell.url)
        assert all(cell.count == 0 for cell in one.cells.values() if not cell.url)
        assert all(cell.count <= cell.held for cell in one.cells.values())
    assert all(whole.count == total(whole.url) for whole, _ in found.rows)


@pytest.mark.django_db
@settings(max_examples=60)
@given(asked=ASKED)
def test_the_address_of_a_comparison_asks_for_that_comparison(asked):
    again, warnings = read(QueryDict(asked.url("/").partition("?")[2]))
    assert again == asked and not warnings


@given(
    st.dictionaries(
        st.sampled_from(["by", "q", "measure", "year", "page", "fold", *KINDS]), st.text(max_size=20)
    )
)
@settings(max_examples=60)
def test_nothing_typed_is_an_error(world, params):
    data = QueryDict(mutable=True)
    data.update(params)
    assert all(compare(*read(data)).warnings)


def test_a_comparison_costs_one_query(world, django_assert_max_num_queries):
    with django_assert_max_num_queries(COMPARE_QUERIES):
        page("province=yazd&province=gilan&province=fars&province=qom&q=صادرات&industry=saffron")


def test_the_table_can_be_taken_away(world, client):
    answer = json.loads(b"".join(client.get("/compare.json?province=yazd&province=gilan")))
    assert answer["head"]["question"] == "مقایسهٔ استان‌ها: یزد، گیلان"
    first = answer["counts"][0]
    assert first == {
        "name": "یزد",
        "year": 1399,
        "count": 0,
        "held": 1,
        "percent": 0.0,
        "thin": True,
        "address": "",
    }
    table = b"".join(client.get("/compare.csv?province=yazd")).decode()
    assert "یزد,1404,1,1,100.0,بله,http://testserver/search/?province=yazd&year=1404" in table
    assert client.get("/compare.ris?province=yazd").status_code == 404


def test_boxes_left_empty_are_not_part_of_the_address(world, client):
    answer = client.get("/compare/?by=province&province=yazd&province=&province=gilan&province=")
    assert answer.headers["Location"] == "/compare/?by=province&province=yazd&province=gilan"


def test_the_page_says_what_it_shows(world, client):
    html = client.get(reverse("compare"), {"province": ["yazd", "gilan"]}).content.decode()
    assert html.count("<h1") == 1 and "style=" not in html
    assert 'href="/search/?province=yazd&amp;year=1404"' in html and "کم‌پوشش" in html
    assert "بایگانی خبری از این سال ندارد" in html and "مقایسهٔ استان‌ها" in html


@pytest.mark.parametrize(
    "path, said",
    [
        ("/", "/compare/"),
        ("/provinces/yazd/", "/compare/?by=province&amp;province=yazd"),
        ("/search/?q=صادرات", "/compare/?by=words&amp;q="),
        ("/search/?q=زعفران&industry=saffron", "/compare/?by=industry&amp;industry=saffron&amp;q="),
    ],
)
def test_comparisons_are_reached_from_where_one_would_look(world, client, path, said):
    assert f'href="{said}' in client.get(path).content.decode()
