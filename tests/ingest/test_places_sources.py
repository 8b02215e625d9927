"""Where a report comes from: agency, dateline, provinces, sectors, date."""

import datetime

import pytest

from archive.ingest.describe import describe_text


def provinces(text, title=""):
    return [answer.value for answer in describe_text(text, {"title": title}).provinces]


@pytest.mark.parametrize(
    ("text", "province"),
    [
        ("صادرات آذربایجانغربی رشد کرد", "west-azerbaijan"),
        ("بازار سیستان‌وبلوچستان گشوده شد", "sistan-baluchestan"),
        ("استاندار فارس به بازار رفت", "fars"),
        ("در استان مرکزی کارخانه ساختند", "markazi"),
        ("گمرک مرکزی رتبه گرفت", "markazi"),
        ("کارخانه مهاباد باز شد و کارگران مهاباد آمدند", "west-azerbaijan"),
        ("شهرداری گلستان در نزدیکی تهران", "tehran"),
    ],
)
def test_a_province_is_found_by_its_names_and_places(text, province):
    assert provinces(text, title=text)[0] == province


@pytest.mark.parametrize(
    "text",
    [
        *(
            "به گزارش خبرگزاری فارس بازار آرام است",
            "بانک مرکزی نرخ داد",
            "خلیج فارس آرام است",
            "دفتر مرکزی شرکت باز شد",
        ),
        *(
            "اقلیم کردستان عراق",
            "جام جم را خواندم",
            "در میان کارگران بود",
            "هوای بهار خوب است",
            "50 گرمی بود",
        ),
    ],
)
def test_what_only_looks_like_a_province_is_none(text):
    assert provinces(text, title=text) == []


def test_an_ambiguous_name_counts_in_a_list_of_provinces():
    places = describe_text("استان‌های تهران، کرمان، فارس، یزد و گلستان آمدند.").places
    assert {"فارس", "گلستان"} <= {place.value for place in places}


def test_a_national_voice_leaves_the_main_province_open():
    text = "مدیرعامل شرکت ملی نمونه گفت: کارخانه‌های کردستان، مهاباد و لرستان امسال باز می‌شوند."
    assert describe_text(text).main_province is None


def test_the_main_province_has_the_words_that_decided_it():
    described = describe_text("استاندار یزد گفت: صادرات یزد رشد کرد.")
    answer = described.main_province
    assert answer.value == "yazd"
    assert "یزد" in described.parts[answer.part][answer.start : answer.end]


@pytest.mark.parametrize(
    ("text", "agency", "city"),
    [
        ("به گزارش خبرگزاری تسنیم از اراک، استاندار آمد.", "خبرگزاری تسنیم", "اراک"),
        ("سارا نمونه در گفت‌وگو با خبرنگار فارس در اردبیل اظهار کرد: خوب است.", "خبرگزاری فارس", "اردبیل"),
        ("اراک - ایرنا - استاندار گفت: خوب است.", "ایرنا", "اراک"),
        ("به گزارش خبرنگار مهر، سارا نمونه گفت: خوب است.", "خبرگزاری مهر", None),
        ("به گزارش نشریه الکترونیکی نمونه، سارا آمد.", "نشریه الکترونیکی نمونه", None),
        ("تبریز خبرنگار همشهری: سارا نمونه گفت: خوب است.", "همشهری", "تبریز"),
        ("به گزارش خبرگزاری فارس از شهرستان مرند، سارا نمونه گفت: خوب است.", "خبرگزاری فارس", "مرند"),
        ("خبرگزاری فارس: خوب است. سارا به خبرنگار فارس در آمل گفت: خوب است.", "خبرگزاری فارس", "آمل"),
        ("به گزارش گروه اقتصاد بین‌الملل فارس، بازار آرام است.", "خبرگزاری فارس", None),
        ("به گزارش خبرگزاری مهر از جنوب استان تهران، بازار آرام است.", "خبرگزاری مهر", None),
        ("سارا نمونه در گفت و گو با ایسنا گفت: خوب است.", "ایسنا", None),
        ("سارا نمونه در گفت‌وگو با خبرنگار روزنامه گواه نو افزود: خوب است.", "روزنامه گواه نو", None),
        ("سارا نمونه در گفت‌وگو با روزنامه گواه، بازار را آرام خواند.", "روزنامه گواه", None),
        ("سارا نمونه در گفت‌وگو با روزنامه‌ها گفت: خوب است.", None, None),
        ("بازار امروز آرام بود.", None, None),
    ],
)
def test_agency_and_dateline_are_read_from_the_credit(text, agency, city):
    described = describe_text(text)
    assert (described.source.value.name if described.source else None) == agency
    assert (described.dateline_city.value if described.dateline_city else None) == city


@pytest.mark.parametrize(
    ("head", "agency", "city", "date"),
    [
        ("خبرگزاری گواه از مشهد- ", "خبرگزاری گواه", "مشهد", None),
        ("خبرگزاری گواه: ", "خبرگزاری گواه", None, None),
        ("خبرگزاری تسنیم از قم: ", "خبرگزاری تسنیم", "قم", None),
        ("روزنامه بازار گواه: ", "روزنامه بازار گواه", None, None),
        ("هفتهنامه گواه/ چابهار: ", "هفته‌نامه گواه", "چابهار", None),
        ("خبرگزاري گواه، اصفهان (١٣٩٢/٠٤/٢٣): ", "خبرگزاری گواه", "اصفهان", "2013-07-14"),
        ("هفته نامه گواه، ۱۷ خرداد ۱۴۰۱: ", "هفته‌نامه گواه", None, "2022-06-07"),
        ("ماهنامه گواه | ۲۵ دی ۱۳۹۹\n", "ماهنامه گواه", None, "2021-01-14"),
        ("روزنامه گواه - ٣٠ آبان ١٣٩١ - شهركرد\n", "روزنامه گواه", "شهرکرد", "2012-11-20"),
        ("خبرگزاری گواه - تهران، ۲۵ آبان ۱۴۰۰\n", "خبرگزاری گواه", "تهران", "2021-11-16"),
        ("پایگاه خبری گواه\n", "پایگاه خبری گواه", None, None),
        ("پایگاه خبری گواه به نقل از ایسنا: ", "پایگاه خبری گواه", None, None),
    ],
)
@pytest.mark.parametrize("before", ["", "صادرات زعفران دو برابر شد\n"])
def test_an_outlet_signs_at_the_head_of_a_report(before, head, agency, city, date):
    described = describe_text(f"{before}{head}رئیس اتاق بازرگانی گفت: صادرات امسال بیشتر شده است.")
    assert described.source.value.name == agency
    assert (described.dateline_city.value if described.dateline_city else None) == city
    assert (str(described.date.value.date) if described.date else None) == date
    assert (described.title.value if described.title else "") == before.strip()


@pytest.mark.parametrize(
    "text",
    [
        "روزنامه ها امسال گران شدند و خریدار ندارند.",
        "روزنامه‌نگاران: بازار کاغذ آرام نیست.",
        "خبرگزاری را بستند - کارکنان رفتند.",
        "روزنامه گاردین: بازار نفت آرام نیست.",
    ],
)
def test_what_only_begins_like_an_outlet_signs_nothing(text):
    assert describe_text(text).source is None


def test_a_title_that_names_a_paper_is_no_signature():
    described = describe_text("بازار آرام است.", {"title": "روزنامه گواه: بازار آرام نیست"})
    assert described.source is None


def test_a_centre_is_a_branch_and_a_desk_is_no_reporter():
    centre = describe_text("به گزارش خبرگزاری گواه مرکز گرگان؛ استاندار آمد.")
    desk = describe_text("خبرگزاری گواه؛ گروه انرژی - استاندار یزد گفت: خوب است.").source.value
    assert (centre.source.value.name, centre.source.value.branch) == ("خبرگزاری گواه", "مرکز گرگان")
    assert centre.dateline_city.value == "گرگان"
    assert (desk.name, desk.reporter) == ("خبرگزاری گواه", "")


def test_a_province_is_known_by_the_port_that_the_report_was_sent_from():
    assert describe_text("خبرگزاری گواه از قشم: بازار جزیره آرام است.").main_province.value == "hormozgan"


def test_branch_source_quoted_and_reporter_are_kept_apart():
    branch = describe_text("به گزارش خبرگزاری صدا وسیمای مرکز مهاباد؛ استاندار آمد.").source.value
    via = describe_text("به گزارش ایلنا به نقل از روابط عمومی استانداری یزد، سارا آمد.").source.value
    reporter = describe_text(
        "باشگاه خبرنگاران جوان؛نمونه فر -سارا نمونه استاندار یزد گفت: خوب است."
    ).source.value
    assert (branch.branch, via.via, reporter.reporter) == (
        "مرکز مهاباد",
        "روابط عمومی استانداری یزد",
        "نمونه فر",
    )


def test_a_given_date_wins_and_a_told_one_is_none():
    text = (
        "این نشست ۸ اردیبهشت ۱۳۹۵ با حضور مدیران و تولیدکنندگان و صادرکنندگان استان برگزار شد و ادامه دارد."
    )
    assert describe_text(text).date is None
    assert describe_text(text, {"date": "2016-04-30"}).date.value.date == datetime.date(2016, 4, 30)
    assert describe_text(f"date 2016-04-29 {text}").date.value.date == datetime.date(2016, 4, 29)


def test_sectors_are_named_by_their_products_not_by_offices():
    text = "رئیس سازمان صنعت، معدن و تجارت یزد گفت: صادرات کفش رشد کرد و کفش یزد بازار دارد."
    assert [answer.value for answer in describe_text(text).industries] == ["shoes"]
