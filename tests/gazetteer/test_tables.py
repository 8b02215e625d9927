"""The tables of the gazetteer agree with themselves and with each other."""

import re
from collections import Counter

import pytest

from archive.gazetteer import agencies, industries, places, provinces, rows
from archive.gazetteer.tables import key_list, roles, saying_verbs, units
from archive.persian.spelling import squeeze

TABLES = ["provinces.tsv", "places.tsv", "agencies.tsv", "industries.tsv", "roles.tsv", "organisations.tsv"]
TABLES += ["verbs.tsv", "units.tsv", "words.tsv", "ambiguous.tsv", "first_names.tsv", "surnames.tsv"]


def test_there_are_31_provinces_with_codes_slugs_and_capitals():
    assert len(provinces()) == 31
    assert {province.iso for province in provinces()} == {f"IR-{code:02}" for code in range(31)}
    assert all(re.fullmatch("[a-z-]+", province.slug) for province in provinces())
    capitals = {(place.name, place.province) for place in places() if place.kind == "capital"}
    assert {(squeeze(p.capital), p.slug) for p in provinces()} == {(squeeze(n), s) for n, s in capitals}


def test_every_place_lies_in_a_province_and_inside_iran():
    slugs = {province.slug for province in provinces()}
    assert all(place.province in slugs for place in places())
    assert all(24 < place.lat < 40.5 and 43.5 < place.lon < 64 for place in places() if place.lat)


@pytest.mark.parametrize("entries", [places, agencies, industries])
def test_no_entry_is_there_twice(entries):
    keys = Counter((row.name, row.province) if entries is places else row.slug for row in entries())
    assert [key for key, count in keys.items() if count > 1] == []


def test_an_industrys_parent_comes_before_it():
    seen = {""}
    for industry in industries():
        assert industry.parent in seen
        seen.add(industry.slug)


def test_a_term_names_one_industry():
    terms = Counter(squeeze(term) for industry in industries() for term in {*map(squeeze, industry.terms)})
    assert [term for term, count in terms.items() if count > 1] == []


@pytest.mark.parametrize("table", TABLES)
def test_every_row_has_as_many_cells_as_the_first(table):
    assert len({len(row) for row in rows(table)}) == 1


def test_words_are_found_under_any_spelling():
    assert roles().get("رييس").name == "رئیس"
    assert saying_verbs().get("اظهارداشت").name == "اظهار داشت"
    assert units().get("متر مربع").name == "مترمربع"
    assert "سال" in key_list("numbered")
