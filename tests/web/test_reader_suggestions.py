"""What readers suggest: a form without an account, a queue, an editor's decision."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from archive import accepting
from archive.models import Industry, Office, Person, ReaderSuggestion, Source, SuggestionState
from archive.models.evidence import DESCRIBED_FIELDS
from tests.editors import Editor, give_reason
from tests.factories import make_article, make_office

pytestmark = pytest.mark.django_db

LIST_QUERIES = 12


@pytest.fixture(autouse=True)
def fresh_counts():
    cache.clear()


@pytest.fixture
def editor():
    return Editor()


@pytest.fixture
def article():
    return make_article("پسته رفت", body="در یزد", on="1404/1/1", province="yazd", speakers=("سیمین نمونه",))


def send(client, article, field: str, proposed: str, **more):
    return client.post(reverse("improve", args=[article.pk, field]), {"proposed": proposed, **more})


def queue(editor, **posted):
    url = reverse("admin:archive_readersuggestion_changelist")
    return editor.client.post(url, posted, follow=True) if posted else editor.client.get(url)


def suggested(article, field: str, proposed: str, note: str = "") -> ReaderSuggestion:
    return ReaderSuggestion.objects.create(article=article, field=field, proposed=proposed, note=note)


def accept(editor, article, field: str, proposed: str, **more) -> tuple[ReaderSuggestion, str]:
    suggestion = suggested(article, field, proposed, **more)
    page = queue(editor, _accept=suggestion.pk).content.decode()
    suggestion.refresh_from_db()
    article.refresh_from_db()
    return suggestion, page


def test_the_page_of_a_report_leads_to_a_form_for_each_field(index, client, article):
    give_reason(article, "main_province", "یزد")
    index()
    html = client.get(article.get_absolute_url()).content.decode()
    assert reverse("improve", args=[article.pk, "main_province"]) in html
    assert reverse("improvements", args=[article.pk]) in html


def test_the_page_of_a_report_sets_no_cookie_and_can_be_cached(index, client, article):
    give_reason(article, "main_province", "یزد")
    index()
    answer = client.get(article.get_absolute_url())
    assert not answer.cookies and "csrf" not in answer.content.decode()


def test_every_field_has_its_form_and_says_what_stands(client, article):
    html = client.get(reverse("improvements", args=[article.pk])).content.decode()
    for field in DESCRIBED_FIELDS:
        assert reverse("improve", args=[article.pk, field]) in html
        page = client.get(reverse("improve", args=[article.pk, field]))
        assert page.status_code == 200 and "csrfmiddlewaretoken" in page.content.decode()
    assert "۱ فروردین ۱۴۰۴" in html and "سیمین نمونه" in html


def test_a_suggestion_waits_and_changes_nothing(client, article):
    answer = send(client, article, "main_province", "فارس", note="بند ۲")
    assert answer.url.endswith("?sent") and "سپاس" in client.get(answer.url).content.decode()
    suggestion = ReaderSuggestion.objects.get()
    assert (suggestion.stood, suggestion.proposed, suggestion.note) == ("یزد", "فارس", "بند ۲")
    article.refresh_from_db()
    assert article.main_province_id == "yazd"


@pytest.mark.parametrize("proposed", ["", "   ", "پسته رفت", "ب" * 501, "\0"])
def test_what_says_nothing_or_too_much_is_refused_with_what_was_typed(client, article, proposed):
    answer = send(client, article, "title", proposed)
    assert answer.status_code == 200 and 'role="alert"' in answer.content.decode()
    assert not ReaderSuggestion.objects.exists()


def test_the_same_suggestion_waits_once(client, article):
    for _ in range(2):
        assert send(client, article, "title", "دیگر").status_code == 302
    assert ReaderSuggestion.objects.count() == 1


def test_a_program_that_fills_in_everything_is_thanked_and_forgotten(client, article):
    assert send(client, article, "title", "ارزان", website="https://example.org").status_code == 302
    assert not ReaderSuggestion.objects.exists()


def test_too_many_are_told_to_come_back_and_lose_nothing(client, article, settings):
    settings.SUGGESTION_RATE = "2/h"
    for number in range(2):
        assert send(client, article, "title", f"تیتر {number}").status_code == 302
    answer = send(client, article, "title", "سومی")
    assert answer.status_code == 429 and int(answer["Retry-After"]) > 0
    assert "کمی دیگر" in answer.content.decode() and "سومی" in answer.content.decode()
    elsewhere = Client(REMOTE_ADDR="198.51.100.7")
    assert send(elsewhere, article, "title", "سومی").status_code == 302


def test_a_limit_can_be_lifted(client, article, settings):
    settings.SUGGESTION_RATE = ""
    assert {send(client, article, "title", f"تیتر {n}").status_code for n in range(30)} == {302}


def test_a_form_from_elsewhere_is_refused(article):
    answer = send(Client(enforce_csrf_checks=True), article, "title", "دیگر")
    assert answer.status_code == 403 and not ReaderSuggestion.objects.exists()


@pytest.mark.parametrize("field", ["body", "is_public", "nonsense"])
def test_nothing_else_can_be_suggested(client, article, field):
    assert send(client, article, field, "دیگر").status_code == 404


def test_a_hidden_report_takes_no_suggestions(client):
    article = make_article(is_public=False)
    assert send(client, article, "title", "دیگر").status_code == 404
    assert client.get(reverse("improvements", args=[article.pk])).status_code == 404


def test_what_a_reader_types_is_text_everywhere(client, editor, article):
    hostile = '<script>alert(1)</script>"><img src=x onerror=1>'
    send(client, article, "title", hostile, note=hostile)
    pages = [queue(editor).content.decode()]
    pages.append(queue(editor, _accept=ReaderSuggestion.objects.get().pk).content.decode())
    pages.append(editor.get("article_history", article.pk).content.decode())
    pages.append(client.get(reverse("improve", args=[article.pk, "title"])).content.decode())
    assert not any("<script>alert" in page or "<img src=x" in page for page in pages)
    assert "&lt;script&gt;" in pages[0] and "&lt;script&gt;" in pages[1]


def test_the_desk_counts_what_waits_and_leads_there(editor, article):
    suggested(article, "title", "دیگر")
    page = editor.client.get(reverse("admin:index"))
    counts = {queue.key: (count, queue.url) for queue, count in page.context["queues"]}
    assert counts["suggestions"] == (1, "/admin/archive/readersuggestion/?state__exact=waiting")
    assert counts["pairs"][0] == 0


def test_the_queue_shows_what_stands_beside_what_is_proposed(editor, article):
    suggestion = suggested(article, "main_province", "فارس", "بند ۲")
    ReaderSuggestion.objects.update(stood="تهران")
    html = queue(editor).content.decode()
    assert "<bdi>یزد</bdi>" in html and "<ins><bdi>فارس</bdi></ins>" in html and "بند ۲" in html
    assert "خواننده این را دید: <bdi>تهران</bdi>" in html and f'value="{suggestion.pk}"' in html


@pytest.mark.parametrize(
    ("field", "proposed", "value"),
    [
        ("title", "پسته یزد\nرفت", lambda a: a.title == "پسته یزد رفت"),
        ("kicker", "در نشست", lambda a: a.kicker == "در نشست"),
        ("published_on", "۸ اردیبهشت ۹۵", lambda a: a.published_on.isoformat() == "2016-04-27"),
        ("published_on", "1395-02", lambda a: a.date_precision == "month"),
        ("published_on", "نامعلوم", lambda a: a.published_on is None),
        ("main_province", "استان فارس", lambda a: a.main_province_id == "fars"),
        ("main_province", "ندارد", lambda a: a.main_province_id is None),
        ("provinces", "فارس، يزد", lambda a: {p.pk for p in a.provinces.all()} == {"fars", "yazd"}),
        ("industries", "پسته", lambda a: [i.name for i in a.industries.all()] == ["پسته"]),
        ("source", "گاهنامه نمونه", lambda a: a.source.slug == "sample"),
        ("source", "گ نمونه", lambda a: a.source.slug == "sample"),
        ("dateline", "میبد", lambda a: a.dateline.name == "میبد"),
        ("speakers", "نگار نمونه", lambda a: [str(v) for v in a.speakers.all()] == ["نگار نمونه"]),
        ("speakers", "ندارد", lambda a: False),
    ],
)
def test_what_is_accepted_is_the_editors_decision(editor, article, field, proposed, value):
    Source.objects.create(name="گاهنامهٔ نمونه", slug="sample", aliases=["گ نمونه"])
    if not Industry.objects.filter(name="پسته").exists():
        Industry.objects.create(name="پسته", slug="sample-pistachio")
    give_reason(article, field, "در یزد")
    suggestion, page = accept(editor, article, field, proposed, note="بند ۲")
    if (field, proposed) == ("speakers", "ندارد"):
        assert suggestion.state == SuggestionState.WAITING and "نه نام دارد و نه سمت" in page
        return
    assert value(article) and suggestion.state == SuggestionState.ACCEPTED, page
    assert article.evidence.get(field=field).editor == editor.user
    record = article.history.get()
    assert record.history_user == editor.user and "بند ۲" in record.history_change_reason
    assert (suggestion.editor, suggestion.decided_at <= timezone.now()) == (editor.user, True)


def test_voices_are_mended_line_by_line(editor):
    article = make_article(speakers=("سیمین نمونه", "بهرام نمونه"))
    first, second = article.speakers.all()
    office = make_office("رئیس", "اتاق نمونه")
    accept(editor, article, "speakers", "سیمین نمونه\nبهرام نمونه، رييس اتاق‌نمونه\nنگار نمونه")
    voices = list(article.speakers.all())
    assert [str(voice) for voice in voices] == [
        "سیمین نمونه",
        "بهرام نمونه، رئیس اتاق نمونه",
        "نگار نمونه",
    ]
    assert voices[:2] == [first, second] and voices[1].office == office
    assert Person.objects.count() == 3


@pytest.mark.parametrize(
    ("field", "proposed", "why"),
    [
        ("published_on", "۳۰ اسفند ۱۴۰۰", "اسفند"),
        ("main_province", "ناکجا", "استانی به نام «ناکجا» نیست"),
        ("source", "ناکجا", "منبعی به نام «ناکجا» در بایگانی نیست"),
        ("industries", "ناکجا", "صنعتی به نام «ناکجا» در بایگانی نیست"),
        ("dateline", "ناکجا", "ناکجا"),
        ("quotations", "دومی از او نیست", "در فرم خبر اصلاحشان کنید"),
    ],
)
def test_what_cannot_be_read_waits_and_says_why(editor, article, field, proposed, why):
    suggestion, page = accept(editor, article, field, proposed)
    assert why in page and suggestion.state == SuggestionState.WAITING
    assert not article.history.exists()


def test_what_is_rejected_changes_nothing_and_is_remembered(editor, article):
    suggestion = suggested(article, "title", "دیگر")
    queue(editor, _reject=suggestion.pk)
    suggestion.refresh_from_db()
    article.refresh_from_db()
    assert (suggestion.state, suggestion.editor) == (SuggestionState.REJECTED, editor.user)
    assert article.title == "پسته رفت" and not article.history.exists()


@pytest.mark.parametrize("number", ["x", "", "999", "99999999999999999999"])
def test_a_row_that_is_not_there_is_told(editor, number):
    assert "پیش‌تر تصمیم گرفته شده" in queue(editor, _accept=number).content.decode()


def test_nothing_is_decided_twice(editor, article):
    suggestion, _ = accept(editor, article, "title", "دیگر")
    assert "پیش‌تر تصمیم گرفته شده" in queue(editor, _reject=suggestion.pk).content.decode()
    suggestion.refresh_from_db()
    assert suggestion.state == SuggestionState.ACCEPTED


def test_who_decides_later_overrules_nobody(editor, article):
    suggestion = suggested(article, "title", "دیگر")
    accepting.accept(ReaderSuggestion.objects.get(), editor.user)
    with pytest.raises(accepting.Unreadable):
        accepting.reject(suggestion, editor.user)
    suggestion.refresh_from_db()
    assert suggestion.state == SuggestionState.ACCEPTED


def test_the_queue_costs_few_queries(editor, django_assert_max_num_queries):
    for number in range(20):
        article = make_article(f"گزارش {number}", province="yazd", speakers=("سیمین نمونه",))
        for field in ("title", "speakers", "provinces", "source"):
            suggested(article, field, "دیگر")
    with django_assert_max_num_queries(LIST_QUERIES):
        queue(editor)


def test_a_new_name_is_added_with_its_history_by_who_may_add_names(editor, article):
    accept(editor, article, "speakers", "سیمین نمونه\nنگار نمونه، دبیر اتاق نمونه")
    for added in (Person.objects.get(name="نگار نمونه"), Office.objects.get(role="دبیر اتاق نمونه")):
        assert [(r.history_type, r.history_user) for r in added.history.all()] == [("+", editor.user)]


def test_a_new_name_waits_for_somebody_who_may_add_names(article):
    rights = ("view_article", "change_article", "view_readersuggestion", "change_readersuggestion")
    suggestion, page = accept(Editor("omid", rights), article, "speakers", "نگار نمونه")
    assert suggestion.state == SuggestionState.WAITING and "اجازهٔ افزودن نام ندارید" in page
    assert not Person.objects.filter(name="نگار نمونه").exists()
