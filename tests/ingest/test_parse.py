"""A report's text is taken apart: kicker, title, date line, lead, body, footer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.ingest.parse import parse

CREDIT = "به گزارش ایسنا، مریم نمونه گفت: صادرات زعفران امسال بیشتر شده است و کشاورزان راضی‌اند."


def test_kicker_title_lead_and_body_are_told_apart():
    parsed = parse(f"استاندار نمونه:\nصادرات زعفران دو برابر شد\nاستاندار از رشد صادرات خبر داد.\n{CREDIT}")
    assert parsed.kicker == "استاندار نمونه:"
    assert parsed.title == "صادرات زعفران دو برابر شد"
    assert parsed.body[: parsed.lead_end] == "استاندار از رشد صادرات خبر داد."
    assert parsed.body.endswith(CREDIT)


def test_a_report_that_begins_with_its_credit_has_neither_title_nor_lead():
    parsed = parse(CREDIT)
    assert (parsed.title, parsed.lead_end, parsed.body) == ("", 0, CREDIT)


@pytest.mark.parametrize(
    ("head", "date_line"),
    [
        (" date 2025-12-25 ", "date 2025-12-25"),
        ("اردیبهشت 8، 1395\n\n", "اردیبهشت 8، 1395"),
        ("تاریخ انتشار: ۸ اردیبهشت ۱۳۹۵\n", "تاریخ انتشار: ۸ اردیبهشت ۱۳۹۵"),
        ("سه‌شنبه 2 آذر 1395 ساعت 09: 46 ", "سه‌شنبه 2 آذر 1395 ساعت 09: 46"),
        ("", ""),
    ],
)
def test_a_date_line_is_taken_out_of_the_text(head, date_line):
    parsed = parse(head + CREDIT)
    assert (parsed.date_line, parsed.body) == (date_line, CREDIT)


def test_a_line_of_the_outlet_is_never_the_title():
    parsed = parse(f"خبرگزاری گواه- کرمان\nرئیس انجمن پسته:\nبازار پسته گرم شد\n{CREDIT}")
    assert (parsed.kicker, parsed.title) == ("رئیس انجمن پسته:", "بازار پسته گرم شد")
    assert parsed.body == f"خبرگزاری گواه- کرمان\n{CREDIT}"


@pytest.mark.parametrize("title", ["روزنامه گواه تعطیل شد", "خبرگزاری گواه: بازار گرم پسته و باغداران راضی"])
def test_a_title_about_an_outlet_stays_the_title(title):
    assert parse(f"{title}\n{CREDIT}").title == title


def test_a_date_inside_a_sentence_stays_there():
    text = "این نشست ۸ اردیبهشت ۱۳۹۵ در حضور مدیران و کارشناسان استان برگزار شد و تا عصر ادامه یافت."
    assert parse(text).date_line == ""


def test_a_markdown_heading_is_the_title_and_links_are_their_text():
    parsed = parse(f"# بازار *نمونه* گشوده شد\n\n[متن پیوند](https://example.ir/1) \\* {CREDIT}")
    assert parsed.title == "بازار *نمونه* گشوده شد"
    assert parsed.body.startswith("متن پیوند * به گزارش")


@pytest.mark.parametrize(
    "footer", ["انتهای پیام/ ق", "انتهای پیام/۳۱۲۲", "کد خبر: ۱۲۳۴۵", "3017/6012", "/ پایان پیام"]
)
def test_the_footer_is_kept_apart(footer):
    parsed = parse(f"{CREDIT}\n{footer}")
    assert (parsed.body, parsed.footer) == (CREDIT, footer)


def test_a_given_title_is_believed_and_not_repeated():
    parsed = parse(f"صادرات رشد کرد\n{CREDIT}", {"title": "صادرات رشد کرد"})
    assert (parsed.title, parsed.body, parsed.title_given) == ("صادرات رشد کرد", CREDIT, True)


def test_html_by_mistake_becomes_its_text():
    parsed = parse(
        f"<html><head><style>p{{}}</style></head><body><h1>عنوان خبر</h1><p>{CREDIT}</p></body></html>"
    )
    assert (parsed.title, parsed.body) == ("عنوان خبر", CREDIT)


def test_control_and_bidi_override_characters_never_reach_the_text():
    parsed = parse("متن\x00 با \u202eنویسه‌های\u2069 پنهان\x07 است و ادامه دارد تا جمله کامل شود.")
    assert not set(parsed.body) & set("\x00\x07\u202e\u2069")


@given(st.text(max_size=400), st.text(max_size=60))
def test_any_text_is_taken_apart(text, title):
    parsed = parse(text, {"title": title})
    assert 0 <= parsed.lead_end <= len(parsed.body)
    assert not any(char in parsed.body for char in "\x00\r\u202e")
