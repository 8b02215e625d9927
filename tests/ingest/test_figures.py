"""Quantities: value, range, unit, what is counted, direction, who said it."""

import pytest

from archive.ingest.describe import describe_text


def figures(text):
    return [(f.value, f.upper, f.unit, f.raw) for f in describe_text(text).figures]


@pytest.mark.parametrize(
    ("text", "value", "upper", "unit", "raw"),
    [
        ("برای پنج هزار و 700 نفر کار هست", 5700, None, "نفر", "پنج هزار و 700 نفر"),
        ("۳هزار طرح در حال اجراست", 3000, None, "طرح", "۳هزار طرح"),
        (
            "به ارزش 41 میلیارد و 724 میلیون ریال بود",
            41_724_000_000,
            None,
            "ریال",
            "41 میلیارد و 724 میلیون ریال",
        ),
        ("بین 14 تا 15 درصد است", 14, 15, "درصد", "14 تا 15 درصد"),
        ("حدود 7-5 درصد است", 5, 7, "درصد", "7-5 درصد"),
        (
            "از 13 تا 30 هزار میلیارد تومان بود",
            13 * 10**12,
            30 * 10**12,
            "تومان",
            "13 تا 30 هزار میلیارد تومان",
        ),
        ("افزایش 10 درصدی داشت", 10, None, "درصد", "10 درصدی"),
        ("رشد ۱۲٪ داشت", 12, None, "درصد", "۱۲٪"),
        ("یک چهارم بازار ماند", 0.25, None, "نسبت", "یک چهارم"),
        ("ازهشت استان آمدند", 8, None, "استان", "هشت استان"),
        ("در یکسال گذشته", 1, None, "سال", "یکسال"),
        ("تا 4. 5 درصد رسید", 4.5, None, "درصد", "4. 5 درصد"),
        ("ظرف ۲۰روز آماده شد", 20, None, "روز", "۲۰روز"),
        ("وسعت 153 هزار هکتاری دارد", 153_000, None, "هکتار", "153 هزار هکتاری"),
        ("سه برابر شد", 3, None, "برابر", "سه برابر"),
        ("مساحت 100 متر مربع داشت", 100, None, "مترمربع", "100 متر مربع"),
    ],
)
def test_a_quantity_has_its_value_and_unit(text, value, upper, unit, raw):
    assert figures(text) == [(value, upper, unit, raw)]


@pytest.mark.parametrize(
    "text",
    [
        *("در سال 1395 آغاز شد", "بر پایه اصل 44 قانون اساسی", "بنزین یورو 4 پخش شد", "سه‌شنبه به یزد رفت"),
        *("یک طرح خوب داریم", "یکی از راه‌ها این است", "سومین نمایشگاه برپا شد", "دو طرف مرز آرام است"),
        *("ساعت 10 صبح آغاز می‌شود", "درصد بالایی آمدند", "نه تنها بازار که صادرات", "ده‌ها کارخانه هست"),
        *("تاریخ 1395/2/8 بود", "کد 3017/6012 خبر", "چهار راه‌های اصلی"),
    ],
)
def test_what_counts_nothing_is_no_figure(text):
    assert figures(text) == []


def test_a_repeated_printing_is_one_figure():
    assert len(figures("صد واحد باز شد. این صد واحد کار می‌کنند. حدود صد واحد دیگر مانده است.")) == 1


def test_two_limits_are_two_statements():
    text = "طرح‌های بیش از 60 درصد پیشرفت و طرح‌های بالای 60 درصد پیشرفت"
    assert [figure.qualifier for figure in describe_text(text).figures] == ["بیش از", "بالای"]


@pytest.mark.parametrize(
    ("text", "direction"),
    [("صادرات 20 درصد افزایش یافت", "up"), ("کاهش 5 درصدی بازار", "down"), ("سهم استان 2 درصد است", "")],
)
def test_a_change_has_a_direction(text, direction):
    assert [figure.direction for figure in describe_text(text).figures] == [direction]


def test_a_figure_belongs_to_whoever_said_it():
    described = describe_text("استاندار یزد گفت: 220 واحد راکد داریم.\nدر این نشست 5 نفر بودند.")
    assert [(figure.raw, figure.speaker) for figure in described.figures] == [
        ("220 واحد", "S1"),
        ("5 نفر", ""),
    ]


def test_what_is_counted_is_kept_beside_the_number():
    [figure] = describe_text("وجود 220 واحد تولیدی راکد در استان").figures
    assert figure.subject == "واحد تولیدی راکد"
