"""Words of trade news, as tables: what must be one, what must be kept apart."""

from itertools import combinations
from pathlib import Path

import pytest

from archive.gazetteer import places, provinces
from archive.persian.spelling import ZWNJ, squeeze
from search.analysis import analyse

TABLES = Path(__file__).with_name("tables")


def table(name):
    lines = (TABLES / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def stems(text):
    return [term.stem for term in analyse(text) if term.stem]


def exacts(text):
    return [term.exact for term in analyse(text)]


@pytest.mark.parametrize("word", table("compounds.txt"))
def test_half_space_blank_and_nothing_between_the_halves_are_one(word):
    assert stems(word) == stems(word.replace(ZWNJ, " ")) == stems(word.replace(ZWNJ, ""))


@pytest.mark.parametrize("word", table("compounds.txt"))
def test_a_fused_word_keeps_the_positions_of_the_half_spaced_one(word):
    assert exacts(word) == exacts(word.replace(ZWNJ, ""))


@pytest.mark.parametrize(("one", "other"), [line.split("\t") for line in table("variants.tsv")])
def test_letters_digits_and_doublets_have_one_spelling(one, other):
    assert stems(one) == stems(other)


@pytest.mark.parametrize(("one", "other"), [line.split("\t") for line in table("distinct.tsv")])
def test_words_that_look_alike_stay_apart(one, other):
    assert stems(one) != stems(other) or not stems(one)


def test_nearly_all_forms_of_a_word_share_its_stem():
    pairs = [pair for line in table("inflected.txt") for pair in combinations(line.split(), 2)]
    missed = [pair for pair in pairs if stems(pair[0]) != stems(pair[1])]
    assert len(pairs) >= 200
    assert len(missed) <= 0.05 * len(pairs), missed


def test_no_name_of_a_place_loses_a_letter():
    names = {place.name for place in places()} | {province.name for province in provinces()}
    changed = [
        name
        for name in names
        if squeeze("".join(exacts_without_and(name))) != squeeze(name.replace(" و ", " "))
    ]
    assert not changed


def exacts_without_and(name):
    return [term.stem or term.exact for term in analyse(name) if term.exact != "و"]
