"""A lexicon learned from a few sentences of our own."""

import pytest

from archive.persian.counting import Counts
from archive.persian.learn import Learner
from archive.persian.lexicon import load
from archive.persian.segment import Segmenter
from archive.persian.stem import Stemmer

NEWS = ["صادرات زعفران‌کاران قائنات رونق گرفت و زعفران کاران خرسندند."] * 15 + [
    "زیرساخت‌های بندر ساخته می‌شود؛ زیرساخت بندر مهم است؛ زیر‌ساخت."
] * 15
DICTIONARY = [("زعفران", ("N",)), ("بندر", ("N",)), ("صادرات", ("N",)), ("زیرساخت", ("N",)), ("مهم", ("AJ",))]
VERBS = [("ساخت", "ساز"), ("شد", "شو")]


@pytest.fixture
def lexicon():
    return Learner(Counts.of(NEWS), DICTIONARY, VERBS, ["قائنات"]).learn()


def test_what_is_written_apart_is_a_compound(lexicon):
    assert lexicon.compounds["زعفرانکاران"] == ("زعفران", "کاران")


def test_what_is_written_as_one_word_is_joined(lexicon):
    assert "زیر ساخت" in lexicon.joins
    assert "زیرساخت" in lexicon.counts


def test_names_are_kept_whole(lexicon):
    assert Stemmer(lexicon).stem("قاینات") == "قاینات"


def test_a_fused_compound_is_cut_by_what_was_learned(lexicon):
    segmenter = Segmenter(lexicon, Stemmer(lexicon))
    assert segmenter.split("زعفرانکاران") == ("زعفران", "کاران")


def test_the_same_text_gives_the_same_file(lexicon, tmp_path):
    lexicon.save(tmp_path / "one.gz")
    Learner(Counts.of(NEWS), DICTIONARY, VERBS, ["قائنات"]).learn().save(tmp_path / "other.gz")
    assert (tmp_path / "one.gz").read_bytes() == (tmp_path / "other.gz").read_bytes()


def test_a_saved_lexicon_is_read_back_as_it_was(lexicon, tmp_path):
    lexicon.save(tmp_path / "lexicon.gz")
    read = load(tmp_path / "lexicon.gz")
    for part in (
        "counts",
        "forms",
        "headwords",
        "places",
        "heh",
        "heads",
        "tails",
        "compounds",
        "joins",
        "verbs",
        "stems",
    ):
        assert getattr(read, part) == getattr(lexicon, part)
