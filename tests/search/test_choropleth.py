"""The map of the provinces."""

from hypothesis import given
from hypothesis import strategies as st

from archive.gazetteer import provinces
from search.choropleth import SHADES, choropleth

SLUGS = [province.slug for province in provinces()]


def nowhere(slug: str) -> str:
    return ""


def test_the_map_draws_the_gazetteers_31_provinces_under_their_names():
    drawn = {region.shape.slug: region.shape.name for region in choropleth({}, nowhere).regions}
    assert drawn == {province.slug: province.name for province in provinces()}


def test_more_reports_make_a_darker_shade_and_none_make_none():
    counts = dict(zip(SLUGS, range(31), strict=True))
    shades = {region.shape.slug: region.shade for region in choropleth(counts, nowhere).regions}
    assert [shades[slug] for slug in (SLUGS[0], SLUGS[1], SLUGS[15], SLUGS[30])] == [0, 1, 3, SHADES]


def test_the_legend_tells_the_range_of_each_shade_in_use():
    assert choropleth({"yazd": 2, "fars": 2, "qom": 9}, nowhere).legend == ((1, "۲"), (4, "۹"))


def test_a_chosen_province_is_painted_last_so_that_its_outline_is_whole():
    regions = choropleth({}, nowhere, chosen={"qom"}).regions
    assert regions[-1].shape.slug == "qom"
    assert regions[-1].is_chosen


def test_a_map_that_only_shows_where_counts_nothing():
    assert {region.count for region in choropleth(None, nowhere, chosen={"qom"}).regions} == {None}


@given(st.dictionaries(st.sampled_from(SLUGS), st.integers(0, 50)))
def test_equal_counts_have_equal_shades_and_greater_ones_never_a_lighter(counts):
    regions = choropleth(counts, nowhere).regions
    by_count = sorted((region.count, region.shade) for region in regions)
    assert by_count == sorted(by_count, key=lambda pair: pair[1])
    assert all((shade == 0) == (count == 0) for count, shade in by_count)
