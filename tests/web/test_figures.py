"""The table of figures, as readers meet it."""

import json
import re
from datetime import date
from decimal import Decimal

import pytest
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.models import Article, Figure
from search.excerpts import passage_around
from search.facet_page import facet_page
from search.facets import asked_without
from search.fields import AmountField
from search.figures.counting import units, units_of
from search.figures.question import FigureQuestion
from search.figures.table import FigureTable, figure_table
from search.query import Query, choices
from search.rebuild import rebuild
from search.sync import COLLECTIONS
from tests.factories import make_article

pytestmark = pytest.mark.django_db

#: Two of them count the whole archive; what they find is kept where the index tells its state.
FIGURE_QUERIES = 7


def count(article, printed, value, unit, **fields):
    start = article.body.index(printed)
    return Figure.objects.create(
        article=article, start=start, end=start + len(printed), value=value, unit=unit, **fields
    )


@pytest.fixture
def counted(index):
    """Jobs in Yazd, jobs and dollars in Gilan."""
    yazd = make_article(
        "اشتغال یزد",
        "کارخانه باز شد.\nسیمین نمونه گفت: ۷۳۰۰ نفر به کار رفتند.",
        on="1404-08-02",
        province="yazd",
        speakers=("سیمین نمونه",),
    )
    gilan = make_article(
        "کیوی گیلان",
        "برای ۲۰۰ تا ۶۰۰ نفر کار هست. کیوی 41.7 میلیارد دلار فروخت.",
        on="1403",
        province="gilan",
    )
    count(yazd, "۷۳۰۰ نفر", 7300, "نفر", subject="اشتغال", speaker=yazd.speakers.get())
    count(gilan, "۲۰۰ تا ۶۰۰ نفر", 200, "نفر", upper=600)
    count(gilan, "41.7 میلیارد دلار", 41_700_000_000, "دلار", subject="فروش")
    index()
    return yazd, gilan


def get(client, **params) -> str:
    response = client.get("/figures/", params)
    assert response.status_code == 200
    return response.content.decode()


def values(page: str) -> list[str]:
    return re.findall(r'<th scope="row"><a [^>]+>([^<]+)</a>', page)


def test_a_row_tells_how_much_of_what_who_where_and_when(client, counted):
    page = get(client, province="yazd")
    assert values(page) == ["۷٬۳۰۰"] and "<td>نفر</td>" in page and "<td>اشتغال</td>" in page
    assert "سیمین نمونه</bdi>" in page and "۲ آبان ۱۴۰۴" in page and "2025-10-24" in page
    assert "سیمین نمونه گفت: <mark>۷۳۰۰ نفر</mark> به کار رفتند." in page


def test_every_row_leads_to_its_paragraph(client, counted):
    asked = "q=%D8%A7%D8%B4%D8%AA%D8%BA%D8%A7%D9%84&amp;view=figures&amp;n=1"
    assert f'href="/a/{counted[0].pk}/?{asked}#p2"' in get(client, q="اشتغال")


def test_a_report_leads_on_through_the_figures_that_its_reader_came_from(client, counted):
    asked = {"unit": "نفر", "sort": "value"}
    row = client.get("/figures/", asked).context["page"].rows[1]
    place = client.get(row.url.partition("#")[0]).context["place"]
    assert (place.noun, place.number) == ("رقم", 2)
    first = client.get(place.previous)
    assert first.url == client.get("/figures/", asked).context["page"].rows[0].url
    assert client.get(place.next).status_code == 200  # past the end is the list itself
    assert (
        client.get(place.listing).context["page"].question
        == client.get("/figures/", asked).context["page"].question
    )


@pytest.mark.parametrize("typed", ["", "۲", "-1", "x", "9" * 30, "99999"])
def test_any_place_in_a_list_can_be_asked_for(client, counted, typed):
    for path in ("/figures/", "/quotations/", f"/a/{counted[0].pk}/"):
        assert client.get(path, {"view": "figures", "n": typed}, follow=True).status_code == 200


@settings(max_examples=40)
@given(
    st.fixed_dictionaries(
        {},
        optional={
            "unit": st.sampled_from(["نفر", "دلار", "تن"]),
            "min": st.sampled_from(["۱۰۰", "۶۰۰", "۵٬۰۰۰"]),
            "max": st.sampled_from(["۲۰۰", "۸۰۰۰"]),
            "province": st.sampled_from(["yazd", "gilan"]),
            "q": st.sampled_from(["کیوی", "اشتغال"]),
        },
    )
)
def test_the_count_of_a_unit_is_the_length_of_the_list_it_opens(client, counted, asked):
    for unit, count in client.get("/figures/", asked).context["page"].units.items():
        assert client.get("/figures/", {**asked, "unit": unit}).context["page"].total == count


@pytest.fixture
def spread(world, index):
    """Figures of three units, none, one or several in each report of the world."""
    for place, article in enumerate(vars(world).values()):
        if isinstance(article, Article):
            for number in range(place % 4):
                unit = ("نفر", "دلار", "")[(place + number) % 3]
                upper = 900 * place if number == 2 else None
                Figure.objects.create(
                    article=article, start=0, end=3, value=100 * place, upper=upper, unit=unit
                )
    index()


STATES = st.builds(
    FigureQuestion,
    query=st.builds(
        Query,
        words=st.sampled_from(["", "صادرات", "یزد -پسته", "«اتاق بازرگانی»"]),
        chosen=st.fixed_dictionaries(
            {},
            optional={
                "province": st.sets(st.sampled_from(["yazd", "gilan"])),
                "year": st.sets(st.sampled_from(["1403", "1404"])),
                "month": st.just(["1403-05"]),
                "source": st.just(["sample-agency"]),
            },
        ).map(choices),
        excluded=st.sampled_from([(), choices({"province": ["south-khorasan"]})]),
        missing=st.sets(st.sampled_from(["speaker", "source", "year"]), max_size=2).map(tuple),
        after=st.sampled_from([None, date(2024, 1, 1)]),
        sort=st.sampled_from(["", "date", "-value", "unit", "province"]),
    ),
    unit=st.sampled_from(["", "نفر", "تن"]),
    least=st.sampled_from([None, Decimal(200)]),
    most=st.sampled_from([None, Decimal(300)]),
)


def table_of(question: FigureQuestion) -> FigureTable:
    table = figure_table(QueryDict(question.url().partition("?")[2]))
    assert table.total == len(table.rows)
    return table


@settings(max_examples=20)
@given(STATES)
def test_every_count_is_the_length_of_the_table_it_opens(spread, state):
    for group in table_of(state).groups:
        facet = group.facet
        alone = asked_without(asked_without(state.query, facet.name), facet.inner or facet.name)
        for choice in group.choices:
            if not choice.is_excluded:
                opened = table_of(state.asking(alone.choosing(facet.name, choice.value)))
                assert choice.count == opened.total


@settings(max_examples=20)
@given(STATES)
def test_all_choices_of_a_facet_have_the_counts_that_stand_beside_the_table(spread, state):
    groups = {group.facet.name: group.choices for group in table_of(state).groups}
    every = facet_page("province", state.query, state.address)
    assert {choice.value: choice.count for choice in every.choices}.items() >= {
        choice.value: choice.count for choice in groups.get("province", ()) if choice.count
    }.items()


def test_counts_follow_a_figure_that_comes_by_any_way(client, settings, tmp_path, counted, index):
    settings.SEARCH_URL, settings.INDEX_DIR = "whoosh:", tmp_path
    for collection in COLLECTIONS:
        rebuild(collection)
    assert client.get("/figures/").context["page"].total == 3
    Figure.objects.bulk_create([Figure(article=counted[0], start=0, end=3, value=5, unit="تن")])
    index()
    page = client.get("/figures/").context["page"]
    assert (page.total, page.units["تن"], len(page.rows)) == (4, 1, 4)


def test_great_numbers_and_ranges_are_told_in_words(client, counted):
    assert values(get(client, province="gilan")) == ["۲۰۰ تا ۶۰۰", "۴۱٫۷ میلیارد"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"unit": "نفر"}, ["۷٬۳۰۰", "۲۰۰ تا ۶۰۰"]),
        ({"unit": "نفر", "min": "۵٬۰۰۰"}, ["۷٬۳۰۰"]),
        ({"min": "600", "max": "7000"}, ["۲۰۰ تا ۶۰۰"]),
        ({"min": "۶۰۱", "max": "هفت هزار"}, []),
        ({"min": "یک میلیارد"}, ["۴۱٫۷ میلیارد"]),
        ({"q": "كيوي", "unit": "نفر"}, ["۲۰۰ تا ۶۰۰"]),
        ({"year": "۱۴۰۴"}, ["۷٬۳۰۰"]),
        ({"not.province": "gilan"}, ["۷٬۳۰۰"]),
    ],
)
def test_figures_are_narrowed_by_unit_value_and_the_question_of_their_reports(client, counted, asked, found):
    assert values(get(client, **asked)) == found


@pytest.mark.parametrize(
    ("sort", "first"),
    [("-value", "۴۱٫۷ میلیارد"), ("value", "۲۰۰ تا ۶۰۰"), ("date", "۲۰۰ تا ۶۰۰"), ("", "۷٬۳۰۰")],
)
def test_the_table_is_sorted_by_its_headings(client, counted, sort, first):
    assert values(get(client, sort=sort))[0] == first


def test_a_heading_says_how_it_sorts_and_turns_it_round(client, counted):
    page = get(client, sort="-value", unit="نفر")
    assert '<th scope="col" aria-sort="descending"><a href="/figures/?sort=value&amp;unit=' in page


def test_what_cannot_be_read_is_a_warning_and_stays_in_its_box(client, counted):
    page = get(client, min="بسیار", sort="colour")
    assert page.count('class="bad"') == 2 and 'name="min" value="بسیار"' in page and len(values(page)) == 3


def test_what_narrows_is_a_chip_that_can_be_taken_away(client, counted):
    page = get(client, unit="نفر", min="۵٬۰۰۰", province="yazd")
    chips = re.findall(r'<ul class="chips".*?</ul>', page, re.DOTALL)[0]
    assert 'href="/figures/?province=yazd&amp;unit=%D9%86%D9%81%D8%B1"' in chips and "از ۵٬۰۰۰" in chips


def test_no_figure_found_says_so_and_leads_on(client, counted):
    page = get(client, unit="نفر", min="۹۰۰۰")
    assert "رقمی پیدا نشد" in page and "همهٔ رقم‌های بایگانی" in page


def test_a_withdrawn_report_tells_no_figure(client, counted):
    type(counted[0]).objects.filter(pk=counted[0].pk).update(is_public=False)
    assert "۷٬۳۰۰" not in values(get(client, q="اشتغال")) + values(get(client))


def test_files_are_narrowed_as_the_table_is(client, counted):
    assert "/figures.csv?province=yazd&amp;unit=%D9%86%D9%81%D8%B1&amp;min=5" in get(
        client, province="yazd", unit="نفر", min="۵", sort="value"
    )


def test_the_tabs_of_a_search_lead_to_its_figures(client, counted):
    page = client.get("/search/", {"q": "کیوی", "sort": "date"}).content.decode()
    assert 'href="/figures/?q=%DA%A9%DB%8C%D9%88%DB%8C"' in page


def test_the_table_stays_within_its_queries(client, counted, django_assert_max_num_queries):
    for _ in range(60):
        count(counted[0], "۷۳۰۰ نفر", 7300, "نفر", speaker=counted[0].speakers.get())
    with django_assert_max_num_queries(FIGURE_QUERIES):
        page = get(client, q="اشتغال", province="yazd", unit="نفر")
    assert len(values(page)) == 40 and 'rel="next"' in page


def test_the_units_of_few_reports_and_of_nearly_all_are_counted_alike(counted):
    reports = set(Figure.objects.values_list("article", flat=True))
    for some in (reports, {min(reports)}, reports - {min(reports)}):
        assert units_of(some, reports - some) == units(Figure.objects.filter(article__in=some))


def test_without_an_index_the_page_says_so(client, settings, tmp_path):
    settings.SEARCH_URL, settings.INDEX_DIR = "whoosh:", tmp_path
    assert client.get("/figures/").status_code == 503


NAMES = ("min", "max", "unit", "sort", "page", "q")
TYPED = st.text(max_size=12) | st.sampled_from(
    ["۵٬۰۰۰", "9" * 15, "هزار میلیارد میلیارد", "1e9", "0.0000001"]
)


@settings(max_examples=60)
@given(st.fixed_dictionaries({}, optional=dict.fromkeys(NAMES, TYPED)))
def test_no_address_is_an_error(client, counted, params):
    params = {name: value.encode("utf-8", "surrogatepass") for name, value in params.items()}
    assert client.get("/figures/", params).status_code == 200


@pytest.mark.parametrize(
    ("typed", "read"),
    [("۵٬۰۰۰", 5000), ("٥٠٠٠", 5000), ("۱۲٫۵", Decimal("12.5")), ("هزار", 1000), ("", None)],
)
def test_amounts_are_read_in_any_digits(typed, read):
    assert AmountField(required=False).clean(typed) == read


def test_a_passage_is_not_cut_at_a_blank_inside_its_span():
    text = f"{'الف' * 65} {'ب' * 60}"
    found = passage_around(text, 155, 197, 200)
    assert (found.start, text[155:197] in found.marked) == (0, True) and found.end >= 197


@given(st.text(max_size=900), st.data())
def test_a_passage_around_a_span_holds_and_marks_it(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 40)))
    found = passage_around(text, start, end, 200)
    assert found.start <= start <= end <= found.end and found.end - found.start <= 250
    assert found.marked.count("<mark>") == 1


def test_facets_narrow_figures_and_keep_their_unit_and_values(client, counted):
    page = get(client, unit="نفر", min="۱۰۰")
    kept = "&amp;unit=%D9%86%D9%81%D8%B1&amp;min=100"
    assert (
        f'href="/figures/?province=gilan{kept}"' in page
        and f'href="/figures/?not.province=gilan{kept}"' in page
    )
    assert f'href="/figures/?missing=speaker{kept}"' in page


def test_the_order_stays_while_facets_narrow_and_chips_go(client, counted):
    page = get(client, sort="-value", province="yazd", unit="نفر")
    assert 'href="/figures/?province=gilan&amp;province=yazd&amp;sort=-value&amp;unit=' in page
    chips = re.findall(r'<ul class="chips".*?</ul>', page, re.DOTALL)[0]
    assert chips.count("sort=-value") == 3


@pytest.mark.parametrize("path", ["/figures/?choices=province&sort=value", "/figures.csv?sort=-unit"])
def test_no_engine_is_asked_for_an_order_of_figures(client, counted, path):
    response = client.get(path)
    assert response.status_code == 200 and "گیلان" in response.getvalue().decode()


def test_all_choices_of_figures_lead_back_to_the_same_figures(client, counted):
    page = get(client, unit="نفر", choices="province")
    assert "<h1>استان در همهٔ رقم‌ها</h1>" in page
    assert 'href="/figures/?province=gilan&amp;unit=%D9%86%D9%81%D8%B1"' in page


@pytest.mark.parametrize(
    "asked", [{"unit": "نفر"}, {"min": "۵۰۰"}, {"max": "۸۰۰۰", "province": "yazd"}, {"q": "کیوی"}]
)
def test_files_hold_what_the_page_shows(client, counted, asked):
    page, told = get(client, **asked), client.get("/figures.json", asked)
    head, *_ = json.loads(b"".join(told.streaming_content)).values()
    assert head["total"] == len(values(page)) > 0
