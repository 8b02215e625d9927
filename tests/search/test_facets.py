"""Facets: what is chosen keeps its alternatives, and every count is the length of the list it opens."""

import pytest

from search.address import Address
from search.chips import chips
from search.documents import FACET_NAMES
from search.engines import get_engine
from search.facets import FACETS, UNKNOWN, asked_without, count, groups, listed
from search.naming import names_of
from search.query import Query, choices
from search.timeline import timeline

URL = Address("/search/").url


def facets_of(query: Query) -> dict:
    engine = get_engine()
    counts = count(query, engine.search, engine.search(query))
    values = listed(query, counts)
    return {group.facet.name: group for group in groups(query, counts, values, names_of(values), URL)}


def labels(group) -> list[str]:
    return [choice.label for choice in group.choices]


def choice_of(query: Query, facet: str, value: str):
    group = facets_of(query)[facet]
    return next(choice for choice in group.choices if choice.value == value)


def test_every_facet_of_the_index_is_declared():
    assert sorted(facet.name for facet in FACETS) == sorted(FACET_NAMES)


def test_choices_are_named_and_the_most_frequent_come_first(world):
    assert labels(facets_of(Query())["province"])[0] == "یزد"
    assert set(labels(facets_of(Query())["speaker"])) == {"سیمین نمونه", "بهرام نمونه", UNKNOWN}


def test_an_office_is_named_with_its_organisation(world):
    assert "استاندار یزد" in labels(facets_of(Query())["office"])


def test_years_come_newest_first_in_persian_digits(world):
    assert labels(facets_of(Query())["year"]) == ["۱۴۰۴", "۱۴۰۳", "۱۳۹۹", UNKNOWN]


def test_a_chosen_province_still_shows_the_others(world):
    province = facets_of(Query(chosen=choices({"province": ["yazd"]})))["province"]
    assert "گیلان" in labels(province)
    assert [c.label for c in province.choices if c.is_selected] == ["یزد"]


def test_a_chosen_value_nobody_knows_is_shown_with_none(world):
    unknown = choice_of(Query(chosen=choices({"source": ["atlantis"]})), "source", "atlantis")
    assert (unknown.label, unknown.count, unknown.is_selected) == ("atlantis", 0, True)


def test_a_choice_toggles(world):
    chosen = choice_of(Query(), "province", "yazd")
    assert chosen.url == "/search/?province=yazd"
    assert choice_of(Query(chosen=choices({"province": ["yazd"]})), "province", "yazd").url == "/search/"


def test_a_choice_can_be_excluded_and_taken_back(world):
    assert choice_of(Query(), "province", "yazd").exclude_url == "/search/?not.province=yazd"
    excluded = choice_of(Query(excluded=choices({"province": ["yazd"]})), "province", "yazd")
    assert excluded.is_excluded and excluded.url == "/search/" and not excluded.exclude_url


def test_the_missing_can_be_asked_for(world):
    missing = choice_of(Query(), "year", "")
    assert (missing.label, missing.count, missing.url) == (UNKNOWN, 1, "/search/?missing=year")


def test_months_wait_for_a_year(world):
    assert "month" not in facets_of(Query())
    assert labels(facets_of(Query(chosen=choices({"year": ["1403"]})))["month"])[0] == "مرداد ۱۴۰۳"


def test_another_year_forgets_the_months(world):
    query = Query(chosen=choices({"year": ["1403"], "month": ["1403-05"]}))
    other = choice_of(query, "year", "1404")
    assert (other.count, other.url) == (1, "/search/?year=1403&year=1404")


def test_asking_without_a_facet_keeps_its_exclusions():
    query = Query(
        chosen=choices({"year": ["1403"]}), excluded=choices({"year": ["1404"]}), missing=("year",), page=3
    )
    assert asked_without(query, "year") == Query(excluded=choices({"year": ["1404"]}))


def test_a_long_facet_keeps_what_is_chosen_in_sight(world):
    everywhere = {"province": ["gilan", "yazd", "east-azerbaijan", "razavi-khorasan", "south-khorasan"]}
    everywhere["province"] += ["qom", "fars", "alborz", "ilam", "bushehr", "tehran"]
    province = facets_of(Query(chosen=choices(everywhere)))["province"]
    assert len([c for c in province.choices if c.is_selected]) == 11


def test_however_many_are_chosen_all_are_listed(world):
    many = Query(chosen=choices({"speaker": [str(number) for number in range(1000, 1060)]}))
    assert len([c for c in facets_of(many)["speaker"].choices if c.is_selected]) == 60


@pytest.mark.parametrize(
    "query, said",
    [
        (Query(chosen=choices({"province": ["yazd"]})), "یزد"),
        (Query(chosen=choices({"year": ["1403"]})), "سال ۱۴۰۳"),
        (Query(chosen=choices({"month": ["1403-05"]})), "مرداد ۱۴۰۳"),
        (Query(excluded=choices({"province": ["yazd"]})), "یزد"),
        (Query(missing=("speaker",)), "گوینده نامشخص"),
        (Query(chosen=choices({"speaker": ["999999"]})), "گوینده «999999» (ناشناخته)"),
        (Query(exact=True), "فقط عین عبارت"),
    ],
)
def test_every_narrowing_has_a_chip_that_takes_it_away(world, query, said):
    values = listed(query, dict.fromkeys(FACET_NAMES, {}))
    (chip,) = chips(query, names_of(values), URL)
    assert (chip.text, chip.url) == (said, "/search/")


def test_a_year_without_its_chip_forgets_its_months(world):
    query = Query(chosen=choices({"year": ["1403"], "month": ["1403-05"]}))
    year, month = chips(query, {}, URL)
    assert (year.url, month.url) == ("/search/", "/search/?year=1403")


def test_names_cost_one_query(world, django_assert_num_queries):
    with django_assert_num_queries(1):
        names = names_of(
            {"province": ["yazd"], "speaker": [str(world.simin.pk)], "office": [str(world.governor.pk)]}
        )
    assert set(names.values()) == {"یزد", "سیمین نمونه", "استاندار یزد"}


def test_any_number_of_names_can_be_asked_for_at_once(world, django_assert_num_queries):
    more_than_sqlite_has_variables = [str(number) for number in range(world.simin.pk + 40_000)]
    with django_assert_num_queries(1):
        names = names_of({"speaker": more_than_sqlite_has_variables, "province": ["yazd"]})
    assert names["speaker", str(world.simin.pk)] == "سیمین نمونه"
    assert [facet for facet, _ in names].count("province") == 1


def test_time_runs_from_right_to_left(world):
    facets = get_engine().search(Query()).facets
    drawn = timeline(Query(), facets["month"], facets["year"], URL)
    assert [bar.tick.name for bar in drawn.bars] == ["اسفند ۱۳۹۹", "مرداد ۱۴۰۳", "آبان ۱۴۰۴"]
    assert drawn.bars[0].x > drawn.bars[1].x > drawn.bars[2].x
    assert [tick.label for tick in drawn.ticks] == ["۱۳۹۹", "۱۴۰۰", "۱۴۰۱", "۱۴۰۲", "۱۴۰۳", "۱۴۰۴"]


def test_a_long_time_is_drawn_by_year():
    drawn = timeline(Query(), {}, {str(year): 1 for year in (1340, 1404)}, URL)
    assert not drawn.is_monthly and len(drawn.ticks) == 65 and len(drawn.bars) == 2


def test_one_year_is_drawn_by_month_with_its_months_named():
    drawn = timeline(Query(chosen=choices({"year": ["1403"]})), {"1403-05": 2}, {"1403": 3, "1404": 1}, URL)
    assert len(drawn.ticks) == 12 and drawn.ticks[4].url == "/search/?year=1403&month=1403-05"


def test_without_dates_there_is_no_histogram():
    assert timeline(Query(), {"": 3}, {"": 3}, URL) is None
