"""The sample archive is what its README says: ours, marked, of every province, damaged as real text is."""

import json
import re
from itertools import combinations
from pathlib import Path

import pytest

from archive.gazetteer import provinces
from archive.ingest.sources import decode
from archive.persian.spelling import fold

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
REPORTS = sorted((FIXTURES / "reports").iterdir())
TEXTS = {path.name: decode(path.read_bytes())[0] for path in REPORTS}
GOLDEN = json.loads((FIXTURES / "golden_queries.json").read_text(encoding="utf-8"))
MARK = fold("این گزارش نمونه است و رویداد آن ساختگی است.")

ZWNJ = "\N{ZERO WIDTH NON-JOINER}"
_VERBS = r"(?:شود|کند|رسد|رود|گوید|دهد|گیرد|دهند|کنند|شوند|رساند|سازند|سازد|خواهد|خواهند|آید|ماند|پردازد|برد)"
_FUSED = re.compile(rf"\bن?م[یي]{_VERBS}\b")
_SPACED = re.compile(rf"\bن?م[یي] {_VERBS}\b")


def province_of(name: str) -> str:
    """The slug inside `NNN-slug-topic.txt`; "" when no province is named."""
    rest = name.partition("-")[2]
    return next((row.slug for row in provinces() if rest.startswith(f"{row.slug}-")), "")


def damaged_by(pattern: re.Pattern) -> list[str]:
    return [name for name, text in TEXTS.items() if ZWNJ not in text and pattern.search(text)]


def test_there_are_enough_samples_to_show_the_site():
    assert len(REPORTS) >= 60


def test_every_sample_says_at_its_end_that_it_is_one():
    assert [name for name, text in TEXTS.items() if not fold(text).rstrip().endswith(MARK)] == []


def test_every_file_name_tells_number_province_and_topic_in_ascii():
    shape = re.compile(r"\d{3}-[a-z-]+\.(txt|md)")
    assert [name for name in TEXTS if not (shape.fullmatch(name) and province_of(name))] == []


def test_every_sample_is_short():
    assert [name for name, text in TEXTS.items() if not 120 <= len(text.split()) <= 270] == []


def test_every_province_has_two_samples():
    told = [province_of(name) for name in TEXTS]
    assert [row.slug for row in provinces() if told.count(row.slug) < 2] == []


def test_numbers_are_given_once_and_no_two_samples_are_equal():
    assert len({name[:3] for name in TEXTS}) == len(TEXTS)
    assert len({fold(text).replace(" ", "") for text in TEXTS.values()}) == len(TEXTS)


def test_one_report_came_by_four_outlets_and_one_by_two():
    bare = {name: re.sub(rf"[\s{ZWNJ}]", "", fold(text)) for name, text in TEXTS.items()}
    runs = {name: {text[i : i + 40] for i in range(len(text))} for name, text in bare.items()}
    pairs = [(one[:3], two[:3]) for one, two in combinations(runs, 2) if len(runs[one] & runs[two]) > 200]
    assert pairs == sorted([*combinations(("024", "076", "078", "079"), 2), ("042", "043")])


def test_a_quarter_has_lost_its_half_spaces_and_runs_together():
    assert len(damaged_by(_FUSED)) >= len(TEXTS) / 4


def test_a_fifth_has_blanks_for_half_spaces():
    assert len(damaged_by(_SPACED)) >= len(TEXTS) / 5


def test_some_are_written_with_arabic_letters_and_digits():
    assert sum("ي" in text and "ك" in text and "ی" not in text for text in TEXTS.values()) >= 8
    assert sum(bool(re.search("[٠-٩]", text)) for text in TEXTS.values()) >= 6


def test_some_are_whole():
    assert sum(ZWNJ in text and "ی" in text for text in TEXTS.values()) >= 20


def test_two_are_windows_1256_and_one_has_a_byte_order_mark():
    encodings = [decode(path.read_bytes())[1] for path in REPORTS]
    assert encodings.count("windows-1256") == 2
    assert sum(path.read_bytes().startswith(b"\xef\xbb\xbf") for path in REPORTS) == 1


@pytest.mark.parametrize("golden", GOLDEN, ids=lambda golden: golden["query"])
def test_a_golden_query_names_samples_that_exist(golden):
    assert golden["finds"]
    assert {*golden["finds"], *golden["leaves_out"]} <= TEXTS.keys()
    assert not {*golden["finds"]} & {*golden["leaves_out"]}
