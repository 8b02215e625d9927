"""Text to terms, the same for document and query."""

import gc
import subprocess
import sys
import time

import pytest
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

from archive.persian.lexicon import shipped
from archive.persian.segment import Segmenter
from archive.persian.spelling import ZWNJ
from archive.persian.stem import Stemmer
from search.analyser import Analyser
from search.analysis import FINGERPRINT, LONGEST, SHOWN, analyse, spellings, stems_and_exacts

ANY_TEXT = (
    st.text() | st.text("سرمایهگذاریمشودهتآأئي \u200c\u064e\n.12۳a،«» ـ") | st.text(st.characters(codec=None))
)


def stems(text):
    return [term.stem for term in analyse(text)]


def test_three_spellings_give_the_same_terms_at_the_same_positions():
    half_spaced = analyse("سرمایه‌گذاری در شهرک‌های صنعتی انجام می‌شود")
    for other in ("سرمایه گذاری در شهرک های صنعتی انجام می شود", "سرمایهگذاری درشهرکهای صنعتی انجام میشود"):
        assert [(t.stem, t.exact, t.position) for t in analyse(other)] == [
            (t.stem, t.exact, t.position) for t in half_spaced
        ]


def test_function_words_keep_their_position_but_are_not_searched():
    terms = analyse("صادرات به عراق")
    assert [(term.stem, term.position) for term in terms] == [("صادرات", 0), ("", 1), ("عراق", 2)]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("رونقِ صادرات", ["رونقِ", "صادرات"]),
        ("شهرک هاي صنعتي", ["شهرک هاي", "صنعتي"]),
        ("سرمایهگذاری", ["سرمایه", "گذاری"]),
        ("ازهشت", ["از", "هشت"]),
        ("گفت و گو شد", ["گفت و گو", "شد"]),
        ("۲٫۵درصد", ["۲٫۵", "درصد"]),
        ("صُــادرات", ["صُــادرات"]),
        ("ﻛﺎﻻ", ["ﻛﺎﻻ"]),
    ],
)
def test_each_term_knows_the_part_of_the_text_it_came_from(text, written):
    assert [text[term.start : term.end] for term in analyse(text)] == written


@pytest.mark.parametrize(
    ("text", "exact"),
    [("۱٬۲۰۰٬۰۰۰", "1200000"), ("۳/۵", "3.5"), ("12/3/1395", "12/3/1395"), ("ISO", "iso"), ("آمار", "امار")],
)
def test_numbers_and_foreign_words_have_one_spelling_too(text, exact):
    assert [term.exact for term in analyse(text)] == [exact]


@pytest.mark.parametrize("text", ["گفت\nو  گو شد", "(گفت و\u200cگو) شد", "گفت\u200cو گو، شد"])
def test_a_phrase_is_one_word_whatever_parts_it(text):
    assert stems(text)[0] == "گفتگو"
    assert len(analyse(text)) == 2


def test_a_half_space_left_over_beside_a_blank_parts_nothing():
    assert stems("می\u200c شود") == stems("می\u200cشود")


def test_what_is_remembered_has_a_bound(monkeypatch):
    monkeypatch.setattr("search.analyser.REMEMBERED", 10)
    analyser = Analyser(Segmenter(shipped(), Stemmer(shipped())))
    analyser.columns(" ".join(f"پسته{number}" for number in range(100)))
    assert len(analyser) <= 10


def test_words_are_joined_across_a_blank_but_not_across_a_sign():
    assert stems("زیر ساخت") == stems("زیرساخت")
    assert len(analyse("زیر، ساخت")) == 2


@given(ANY_TEXT)
def test_any_text_gives_terms_in_order_and_inside_the_text(text):
    terms = analyse(text)
    assert [term.position for term in terms] == list(range(len(terms)))
    assert all(0 <= term.start < term.end <= len(text) for term in terms)
    assert all(one.start <= next_.start for one, next_ in zip(terms, terms[1:], strict=False))
    assert all(0 < len(term.exact) <= LONGEST and len(term.stem) <= LONGEST for term in terms)
    assert not any(char.isspace() for term in terms for char in term.stem + term.exact)


@given(ANY_TEXT)
def test_the_quick_way_for_an_index_gives_the_same_terms(text):
    terms = analyse(text)
    assert stems_and_exacts(text) == ([term.stem for term in terms], [term.exact for term in terms])


@pytest.mark.parametrize(
    "piece", ["سرمایهگذاری", "ب" * 30, "زیر ", "می ", "ها ", "گفت و ", "آ\u200c", "گفت ", "a1،"]
)
def test_time_grows_with_the_length_of_the_text(piece):
    def seconds(text):
        analyser = Analyser(Segmenter(shipped(), Stemmer(shipped())))
        gc.disable()  # its rounds cost more the more other tests have left in memory
        start = time.process_time()
        analyser.terms(text)
        gc.enable()
        return time.process_time() - start

    short, long = piece * (12_500 // len(piece)), piece * (100_000 // len(piece))
    assert min(seconds(long) for _ in range(3)) < 8 * 3 * min(seconds(short) for _ in range(3)) + 0.01


def test_what_was_searched_is_told_in_the_spellings_that_occur():
    assert spellings("سرمایه گذاری") == [f"سرمایه{ZWNJ}گذاری", "سرمایه گذاری", "سرمایهگذاری"]
    assert spellings("زیرساخت") == [f"زیر{ZWNJ}ساخت", "زیر ساخت", "زیرساخت"]
    assert spellings("پسته") == []


def test_a_worker_starts_without_heavy_libraries():
    code = (
        "import sys; from search.analysis import analyse; analyse('سرمایهگذاری');"
        "print(*{'hazm', 'numpy', 'scipy', 'gensim', 'nltk'} & set(sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == ""


def test_the_fingerprint_names_this_analysis():
    assert len(FINGERPRINT) == 16


def test_the_command_shows_each_term_and_its_source(capsys):
    call_command("analyse", "شهرک های صنعتی")
    assert capsys.readouterr().out.splitlines()[:2] == ["شهرک\tشهرک های", "صنعت\tصنعتی"]


def test_the_command_writes_json(capsys):
    call_command("analyse", "--json", "پسته")
    assert '"written": "پسته"' in capsys.readouterr().out


def test_how_things_are_shown_is_no_part_of_the_fingerprint_for_no_term_knows_of_it():
    asked = "import sys, search.analysis; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert not {f"archive.persian.{name}" for name in SHOWN} & set(done.stdout.split())
