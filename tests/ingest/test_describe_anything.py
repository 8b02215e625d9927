"""Whatever comes is described: nothing from nowhere, evidence in its place, in linear time."""

import subprocess
import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.ingest.describe import describe_text
from archive.persian.spelling import ZWNJ, squeeze

PIECES = [
    *(
        "استاندار یزد",
        "گفت:",
        "افزود:",
        "با بیان اینکه",
        "به گزارش خبرگزاری فارس از شیراز،",
        "سارا نمونه‌زاده",
        "وی",
        "،",
    ),
    *(
        "رئیس اتاق بازرگانی",
        "نماینده مردم خوی در مجلس",
        "5 هزار و 700 نفر",
        "14 تا 15 درصد",
        "دانست",
        "را",
        "از",
        "خبر داد",
    ),
    *(
        ".",
        "\n",
        "«",
        "»",
        "مرکزی",
        "سال 95",
        "صنعت، معدن و تجارت",
        "خواستار",
        "شد",
        "و",
        "بر",
        "تاکید کرد",
        "یک سوم",
        "ء",
    ),
    *(
        "آذربایجانغربی",
        "انتهای پیام/ ق",
        "date 2025-12-25",
        "کفش",
        "صادرات",
        "در",
        "این شهرستان",
        "معاون",
        "ضمن اینکه",
    ),
]
reports = st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join)


def spans(described):
    answers = [
        described.title,
        described.kicker,
        described.source,
        described.dateline_city,
        described.main_province,
    ]
    answers += [*described.provinces, *described.places, *described.industries]
    yield from (answer for answer in answers if answer and answer.part != "given")
    yield from described.quotations
    yield from described.figures
    for speaker in described.speakers:
        yield from speaker.spans


@settings(max_examples=150)
@given(reports | st.text(max_size=300))
def test_every_span_lies_inside_its_part(text):
    described = describe_text(text)
    for span in spans(described):
        assert 0 <= span.start < span.end <= len(described.parts[span.part])


@settings(max_examples=150)
@given(reports)
def test_nothing_described_is_absent_from_the_text(text):
    described = describe_text(text)
    whole = squeeze(text)
    for speaker in described.speakers:
        assert squeeze(speaker.name) in whole
    for figure in described.figures:
        assert described.parts[figure.part][figure.start : figure.end] == figure.raw
    for place in described.places:
        printed = described.parts[place.part][place.start : place.end]
        assert squeeze(printed) == squeeze(place.value) or squeeze(printed) in whole
    if described.date:
        assert "2025-12-25" in text


@settings(max_examples=100)
@given(reports)
def test_half_spaces_change_nothing(text):
    def values(described):
        return [
            *(squeeze(speaker.name + speaker.role + speaker.organisation) for speaker in described.speakers),
            *((quotation.speaker, quotation.kind) for quotation in described.quotations),
            *((figure.value, figure.upper) for figure in described.figures),
            *(answer.value for answer in described.provinces),
        ]

    assert values(describe_text(text)) == values(describe_text(text.replace(ZWNJ, "")))


@given(reports)
def test_the_same_text_gives_an_equal_description(text):
    assert describe_text(text) == describe_text(text)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "ا" * 1_000_000,
            "The governor said: exports grew by 5 percent.",
            "قال المحافظ: ارتفعت الصادرات.",
        ),
        *(
            "1 2 3 4\n5 6 7",
            "<p>" * 5000,
            "استاندار یزد گفت: صادرات",
            ":" * 10_000,
            "گفت: " * 5000,
            "\n" * 50_000,
            "وی گفت: اجزا ء این کالا و ﹰ ء 5 شی ء است.",
        ),
    ],
    ids=[
        *("empty", "one letter", "English", "Arabic", "numbers"),
        *("tags", "cut", "colons", "verbs", "lines", "lone hamza"),
    ],
)
def test_bad_input_is_described_with_what_can_be_known(text):
    described = describe_text(text)
    assert described.date is None
    assert described.main_province is None or "یزد" in text


@pytest.mark.parametrize(
    "piece",
    [
        *(
            "معاون ",
            "رئیس سازمان ",
            "با بیان اینکه ",
            "به گزارش ",
            "5 و ",
            "هزار ",
            "استان ",
            "، ",
            "وی گفت: ",
            "سید ",
        ),
        *(
            "از یزد ",
            "نماینده مردم ",
            "[",
            "[a](",
            "**",
            "\\",
            "در ادامه ",
            "این ",
            "خواستار ",
            "را ",
            "<a ",
            "«",
        ),
    ],
)
def test_time_grows_with_the_text_and_no_faster(piece):
    def seconds(text):
        started = time.process_time()
        describe_text(text)
        return time.process_time() - started

    few, many = piece * (12_000 // len(piece)), piece * (48_000 // len(piece))
    quick = min(seconds(few) for _ in range(2))
    assert min(seconds(many) for _ in range(2)) < 12 * quick + 0.05


def test_describing_needs_no_framework_and_no_model():
    code = (
        "import sys\n"
        "from archive.ingest.describe import describe_text\n"
        "describe_text('استاندار یزد گفت: بله.')\n"
        "print(sorted({'django', 'hazm', 'numpy', 'whoosh'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
