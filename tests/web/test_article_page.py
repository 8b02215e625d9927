"""A report as readers meet it."""

from types import SimpleNamespace

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from archive.models import Article, Evidence, Figure, Original, Quotation, Source, Speaker
from archive.models.voices import QuotationKind
from tests.factories import make_article, make_office

pytestmark = pytest.mark.django_db

ARTICLE_QUERIES = 6

LEAD = "استاندار یزد از رشد صادرات خبر داد."
SAID = "بازار عراق جای رشد دارد"
MEANT = "او سال آینده را بهتر دانست."
BODY = f"{LEAD}\n\nسیمین نمونه گفت: «{SAID}» و 12 هزار تن کالا رفت.\n{MEANT}"


@pytest.fixture
def report(index) -> SimpleNamespace:
    """A report with everything that a page can show."""
    source = Source.objects.create(name="گاهنامهٔ نمونه", slug="sample")
    article = make_article(
        "کاشی 40 درصد بیشتر رفت",
        BODY,
        on="1403-05-15",
        province="yazd",
        speakers=("سیمین نمونه",),
        source=source,
        kicker="در نشست میبد",
        lead_end=len(LEAD),
        url="https://example.org/news/7",
        original=Original.objects.create(content="کاشي \u202e 40".encode(), encoding="utf-8"),
    )
    voice = article.speakers.get()
    voice.office = make_office("استاندار", "استانداری یزد", "yazd")
    voice.save()
    unnamed = Speaker.objects.create(article=article, office=make_office("مدیرکل", "گمرک"), position=1)
    quote(article, voice, SAID)
    quote(article, None, MEANT, kind=QuotationKind.INDIRECT, inferred=True)
    at = BODY.index("12")
    Figure.objects.create(
        article=article, value=12_000_000, unit="تن", subject="صادرات کاشی", start=at, end=at + 2
    )
    Evidence.objects.create(
        article=article, field="main_province", rule="dateline", part="body", start=9, end=12, confidence=0.9
    )
    index()
    return SimpleNamespace(article=article, voice=voice, unnamed=unnamed)


def quote(article: Article, speaker: Speaker | None, words: str, **fields: object) -> None:
    start = article.body.index(words)
    Quotation.objects.create(article=article, speaker=speaker, start=start, end=start + len(words), **fields)


@pytest.fixture
def page(client, report) -> str:
    return client.get(report.article.get_absolute_url()).content.decode()


def test_the_headline_its_kicker_and_its_digits(page):
    assert "<h1>کاشی ۴۰ درصد بیشتر رفت</h1>" in page
    assert "در نشست میبد" in page


def test_the_date_stands_in_both_calendars(page):
    assert '<time datetime="2024-08-05">۱۵ مرداد ۱۴۰۳</time><span class="greg"><bdi>2024-08-05</bdi>' in page


def test_a_report_without_a_date_says_so(client, index):
    page = client.get(make_article("کفش").get_absolute_url()).content.decode()
    assert "تاریخ نامعلوم" in page


def test_every_paragraph_has_a_permalink_and_the_lead_is_the_first(page):
    assert '<p class="alead" id="p1">' in page
    assert all(f'id="p{number}"' in page and f'href="#p{number}"' in page for number in (1, 2, 3))
    assert 'id="p4"' not in page


def test_a_quotation_stands_under_its_speaker_with_its_paragraph(page):
    turn = page[page.index('<section class="turn">') : page.index('<blockquote id="q2">')]
    assert "<bdi>سیمین نمونه</bdi></a><span>، <bdi>استاندار یزد</bdi></span></h3>" in turn
    assert f'<blockquote id="q1"><p>«{SAID}»</p>' in turn
    assert '<a href="#p2">بند ۲</a>' in turn


def test_words_without_a_known_speaker_say_so(page):
    turns = page.split('<section class="turn">')
    assert "<h3>گوینده نامعلوم</h3>" in turns[-1]


def test_words_that_are_not_literal_get_no_quotation_marks(page):
    block = page[page.index('<blockquote id="q2">') :]
    assert f"<p>{MEANT}</p>" in block
    assert "نقل به مضمون" in block
    assert "گوینده به قرینه" in block


def test_voices_lead_to_their_pages_and_the_unnamed_to_their_office(page, report):
    assert f'<a href="{report.voice.person.get_absolute_url()}"><bdi>سیمین نمونه</bdi></a>' in page
    office = f'<a href="{report.unnamed.office.get_absolute_url()}"><bdi>مدیرکل گمرک</bdi></a>'
    assert f"{office}<small>نام برده نشده" in page


def test_key_figures_are_set_large_with_what_they_count(page):
    figure = '<b>۱۲</b> <span class="u">میلیون تن</span><p><a href="#p2">صادرات کاشی</a></p>'
    assert figure in page


@pytest.mark.parametrize(("value", "unit", "subject"), [(3, "نفر", "نفر"), (2, "ماه", "کار"), (2, "", "کار")])
def test_figures_that_tell_nothing_are_not_set_large(client, report, value, unit, subject):
    Figure.objects.update(value=value, unit=unit, subject=subject)
    assert 'class="figc"' not in client.get(report.article.get_absolute_url()).content.decode()


def test_many_quotations_are_folded(client, report, page):
    assert '<details class="quotes" open>' in page
    Quotation.objects.bulk_create(Quotation(article=report.article, start=at, end=at + 1) for at in range(20))
    page = client.get(report.article.get_absolute_url()).content.decode()
    assert '<details class="quotes"><summary><h2>نقل‌قول‌ها <span class="muted">۲۲</span>' in page


def test_the_page_says_how_it_knows(page):
    reason = page[page.index("<summary>استان اصلی</summary>") :]
    assert "<q>یزد</q>" in reason
    assert "قاعده: نام شهر در آغاز خبر، اطمینان ۹۰٪" in reason


def test_words_that_were_searched_are_marked_however_they_are_spelled(client, report):
    page = client.get(report.article.get_absolute_url(), {"q": "كاشي"}).content.decode()
    assert "<h1><mark>کاشی</mark> ۴۰ درصد" in page


FUSED = "سرمایهگذاری در شهرکهای صنعتی رشد کرد."


def test_half_spaces_that_print_lost_are_one_click_away_and_back(client, index):
    address = make_article("گزارش", FUSED).get_absolute_url()
    printed = client.get(address, {"q": "شهرک"}).content.decode()
    assert f'href="{address}?q=%D8%B4%D9%87%D8%B1%DA%A9&amp;restored=1"' in printed
    restored = client.get(address, {"q": "شهرک", "restored": "1"}).content.decode()
    assert "سرمایه\u200cگذاری در <mark>شهرک\u200cهای</mark> صنعتی" in restored
    assert f'href="{address}?q=%D8%B4%D9%87%D8%B1%DA%A9"' in restored
    assert Article.objects.get().body == FUSED


def test_a_mark_in_restored_text_covers_what_it_covers_in_print(client, index):
    address = make_article("گزارش", FUSED).get_absolute_url()
    page = client.get(address, {"q": "گذاری", "restored": "1"}).content.decode()
    assert "سرمایه\u200c<mark>گذاری</mark> در" in page


def test_nothing_is_offered_where_print_lost_no_half_space(client, index):
    address = make_article("گزارش", "پسته به عراق رفت.").get_absolute_url()
    assert "restored" not in client.get(address).content.decode()


def test_a_report_from_a_listing_knows_its_place_and_its_neighbours(client, world):
    page = client.get(world.tiles.get_absolute_url(), {"province": "yazd", "sort": "-date"}).content.decode()
    assert "خبر ۲ از ۲" in page
    assert f'href="{world.pistachios.get_absolute_url()}?province=yazd&amp;sort=-date" rel="prev"' in page
    assert 'rel="next"' not in page


def test_neighbours_lie_on_the_next_page_of_the_answer_too(client, index):
    articles = [make_article(f"خبر {n}", on=f"1403-05-{n}", province="yazd") for n in range(1, 23)]
    index()
    last_of_first_page = articles[2]
    page = client.get(last_of_first_page.get_absolute_url(), {"province": "yazd"}).content.decode()
    assert "خبر ۲۰ از ۲۲" in page
    assert f'href="{articles[1].get_absolute_url()}?province=yazd&amp;page=2" rel="next"' in page


def test_nothing_is_said_of_neighbours_without_a_listing(page):
    assert "در نتیجه‌های جست‌وجو" not in page


def test_kin_are_reports_of_the_same_province(client, world):
    page = client.get(world.tiles.get_absolute_url()).content.decode()
    kin = page[page.index("خبرهای نزدیک") :]
    assert world.pistachios.get_absolute_url() in kin
    assert world.kiwis.get_absolute_url() not in kin


def test_markup_in_a_report_is_text(client, index):
    article = make_article("<script>alert(1)</script>", "<b>متن</b>", kicker="<i>")
    page = client.get(article.get_absolute_url()).content.decode()
    assert "<script>alert" not in page
    assert "&lt;b&gt;متن&lt;/b&gt;" in page


def test_an_untitled_report_is_headed_by_its_beginning(client, index):
    page = client.get(make_article("", "باغداران گیلان گفتند.").get_absolute_url()).content.decode()
    assert '<h1 class="untitled">باغداران گیلان گفتند.</h1>' in page


@pytest.mark.parametrize("query", ["((", "*", "«", "صنعت؟", "x" * 10_000, "\0", "\ud800"])
def test_nothing_typed_breaks_the_page(client, report, query):
    address = report.article.get_absolute_url()
    assert client.get(address, {"q": query.encode("utf-8", "surrogatepass")}).status_code == 200


def test_the_page_needs_few_queries(client, report, django_assert_num_queries):
    with django_assert_num_queries(ARTICLE_QUERIES):
        client.get(report.article.get_absolute_url(), {"q": "کاشی"})


@pytest.mark.parametrize("name", ["article", "original", "original_bytes"])
def test_readers_do_not_see_what_is_not_public(client, report, name):
    Article.objects.update(is_public=False)
    assert client.get(reverse(name, args=[report.article.pk])).status_code == 404


def test_editors_preview_what_is_not_public(client, report):
    Article.objects.update(is_public=False)
    client.force_login(get_user_model().objects.create_superuser("editor"))
    page = client.get(report.article.get_absolute_url()).content.decode()
    assert "این خبر همگانی نیست" in page


def test_editors_and_nobody_else_can_go_and_correct(client, report, page):
    desk = reverse("admin:archive_article_change", args=[report.article.pk])
    assert desk not in page
    client.force_login(get_user_model().objects.create_superuser("editor"))
    assert f'href="{desk}">ویرایش</a>' in client.get(report.article.get_absolute_url()).content.decode()


def test_the_text_as_received_is_one_click_away_and_harmless(client, report, page):
    address = reverse("original", args=[report.article.pk])
    assert address in page
    received = client.get(address).content.decode()
    assert "کاشي ⟨U+202E⟩ 40" in received
    assert "\u202e" not in received


def test_the_very_bytes_are_a_download(client, report):
    answer = client.get(reverse("original_bytes", args=[report.article.pk]))
    assert answer.content == "کاشي \u202e 40".encode()
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("name", ["article", "original"])
def test_a_report_that_is_not_there_is_a_kind_404(client, index, name):
    answer = client.get(reverse(name, args=[999]))
    assert answer.status_code == 404
    assert "چنین برگه‌ای نیست" in answer.content.decode()
