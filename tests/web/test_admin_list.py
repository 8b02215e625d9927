"""The list of articles at the desk, and what is done to many at once."""

import pytest
from django.urls import reverse

from archive import counting
from archive.models import Article, Delivery, Source
from tests.editors import Editor
from tests.factories import make_article, make_office

pytestmark = pytest.mark.django_db

#: Session, user, count, rows, what rows show (4), what filters offer (4).
LIST_QUERIES = 12


@pytest.fixture
def editor():
    return Editor()


def listed(editor, **params) -> set[str]:
    response = editor.get("article_changelist", **params)
    assert response.status_code == 200
    return {article.title for article in response.context["cl"].result_list}


def test_a_list_takes_the_same_few_queries_however_long_it_is(editor, django_assert_max_num_queries):
    source = Source.objects.first()
    for number in range(30):
        make_article(
            f"خبر {number}", on="1404/1/1", province="yazd", speakers=("سیمین نمونه",), source=source
        )
    editor.get("article_changelist")  # Content types are asked for once a process.
    with django_assert_max_num_queries(LIST_QUERIES):
        editor.get("article_changelist")


@pytest.mark.parametrize(("most", "said"), [(2, ">بیش از ۲ خبر"), (3, ">۳ خبر")])
def test_a_list_that_stops_counting_says_that_there_are_more(editor, monkeypatch, most, said):
    monkeypatch.setattr(counting, "MOST_LISTED", most)
    for number in range(3):
        make_article(f"خبر {number}")
    assert said in editor.get("article_changelist").content.decode()


def test_a_row_says_what_its_article_lacks(editor):
    make_article()
    html = editor.get("article_changelist").content.decode()
    for words in ("بی‌استان", "بی‌گوینده", "بی‌تاریخ", "بی‌منبع"):
        assert f'<span class="none">{words}</span>' in html


def test_a_row_shows_date_province_voices_and_source(editor):
    source = Source.objects.first()
    make_article(on="1404-02", province="yazd", speakers=("الف", "ب", "پ"), source=source)
    html = editor.get("article_changelist").content.decode()
    assert all(words in html for words in ("اردیبهشت ۱۴۰۴", ">یزد<", "الف، ب و ۱ دیگر", f">{source}<"))


@pytest.mark.parametrize(
    ("missing", "found"),
    [("date", "بی‌تاریخ"), ("province", "بی‌استان"), ("voice", "بی‌گوینده"), ("source", "بی‌منبع")],
)
def test_what_is_missing_can_be_listed(editor, missing, found):
    whole = {"on": "1404/1/1", "province": "yazd", "speakers": ("الف",), "source": Source.objects.first()}
    lacks = {"date": "on", "province": "province", "voice": "speakers", "source": "source"}
    make_article("کامل", **whole)
    for name, field in lacks.items():
        make_article(name, **{key: value for key, value in whole.items() if key != field})
    assert listed(editor, missing=missing) == {missing}


def test_the_desk_counts_what_each_of_its_links_lists(editor):
    make_article("الف", review_state="doubtful")
    make_article("ب", on="1404/1/1", province="yazd", speakers=("سیمین نمونه",))
    make_article("پ", provinces=("fars",))
    response = editor.client.get(reverse("admin:index"))
    for queue, count in response.context["queues"]:
        found = editor.client.get(queue.url).context["cl"].result_count
        assert (queue.key, found) == (queue.key, count)


def test_the_desk_costs_the_same_few_queries_however_much_waits(editor, django_assert_max_num_queries):
    for number in range(20):
        make_article(f"خبر {number}", speakers=("سیمین نمونه",))
    editor.client.get(reverse("admin:index"))
    with django_assert_max_num_queries(LIST_QUERIES):
        editor.client.get(reverse("admin:index"))


def test_the_desk_counts_no_further_than_its_lists(editor, monkeypatch):
    monkeypatch.setattr(counting, "MOST_LISTED", 2)
    for number in range(4):
        make_article(f"خبر {number}")
    assert "<b>بیش از ۲</b> بی‌تاریخ" in editor.client.get(reverse("admin:index")).content.decode()


def test_a_filter_offers_the_sources_with_the_most_reports_and_the_chosen_one(editor, monkeypatch):
    monkeypatch.setattr("archive.admin.filters.OFFERED", 1)
    few, many, *_ = Source.objects.all()
    for source in (many, few, many):
        make_article(source=source)
    choices = lambda **params: editor.get("article_changelist", **params).content.decode()  # noqa: E731
    chosen = f'source__id__exact={few.pk}"'
    assert f'source__id__exact={many.pk}"' in choices() and chosen not in choices()
    assert chosen in choices(source__id__exact=str(few.pk))


def test_a_delivery_is_named_as_its_file_is(editor):
    Delivery.objects.create(origin="reports-2024.jsonl")
    assert "، reports-2024.jsonl</a>" in editor.get("article_changelist").content.decode()


def test_a_jalali_year_and_then_its_month_narrow_the_list(editor):
    make_article("اسفند", on="1403/12/30")
    make_article("نوروز", on="1404/1/1")
    make_article("مهر", on="1404/7/5")
    make_article("بی‌تاریخ")
    assert listed(editor, year="1404") == {"نوروز", "مهر"}
    assert listed(editor, year="1404", month="1") == {"نوروز"}


@pytest.mark.parametrize(
    "params",
    [
        {"year": "۱۴۰۴"}, {"year": "99999999999"}, {"year": "abc"}, {"month": "1"},
        {"year": "1404", "month": "13"}, {"missing": "everything"}, {"decided": "0x"},
        {"decided": "9" * 30}, {"q": "\x00"}, {"q": "(["}, {"q": "؟*" * 3000}, {"p": "9999"}, {"o": "99.-77"},
    ],
)  # fmt: skip
def test_nothing_typed_into_the_address_is_an_error(editor, params):
    make_article(on="1404/1/1")
    response = editor.client.get(reverse("admin:archive_article_changelist"), params, follow=True)
    assert response.status_code == 200


def test_articles_that_an_editor_touched_can_be_told_from_the_others(editor):
    touched, _ = make_article("دست‌خورده"), make_article("دست‌نخورده")
    editor.save(touched, published_on="1404/1/1")
    assert listed(editor, decided="any") == listed(editor, decided=str(editor.user.pk)) == {"دست‌خورده"}
    assert listed(editor, decided="none") == {"دست‌نخورده"}


@pytest.mark.parametrize("typed", ["کرمانشاه", "كرمانشاه", "کرمان‌شاه", "کِرمانشاه", "نشست کرمانشاه"])
def test_a_title_is_found_in_any_spelling(editor, typed):
    make_article("نشست بازرگانان کرمانشاه")
    make_article("نشست بازرگانان یزد")
    assert listed(editor, q=typed) == {"نشست بازرگانان کرمانشاه"}


def test_words_typed_together_are_found_apart(editor):
    make_article("بازار آذربایجان غربی")
    assert listed(editor, q="اذربايجانغربي") == {"بازار آذربایجان غربی"}


def test_words_of_the_text_are_found_as_printed(editor):
    make_article("الف", body="صادرکنندگان زعفران از گمرک گفتند.")
    make_article("ب")
    assert listed(editor, q="زعفران گمرک") == {"الف"}


def test_many_are_marked_reviewed_at_once_and_each_keeps_its_history(editor):
    articles = [make_article(), make_article()]
    response = editor.act("mark_reviewed", *articles)
    assert "۲ خبر تغییر کرد." in response.content.decode()
    assert set(Article.objects.values_list("review_state", flat=True)) == {"reviewed"}
    (decision,) = articles[0].history.all()
    assert decision.changes["review_state"]["before"]["words"] == "بازبینی‌نشده"
    assert decision.history_user == editor.user


def test_many_are_hidden_from_readers_and_shown_again(editor):
    article = make_article()
    editor.act("unpublish", article)
    assert not Article.objects.published().exists()
    editor.act("publish", article)
    assert Article.objects.published().exists()


def test_a_row_tells_that_its_article_is_hidden(editor):
    make_article(is_public=False)
    assert 'class="pill withheld">پنهان<' in editor.get("article_changelist").content.decode()


def test_what_is_so_already_is_not_changed_again(editor):
    article = make_article(review_state="reviewed")
    assert "۰ خبر تغییر کرد." in editor.act("mark_reviewed", article).content.decode()


def test_each_filter_can_count_what_it_would_list(editor):
    make_article(province="yazd")
    assert "بی‌تاریخ (۱)" in editor.get("article_changelist", _facets="True").content.decode()


def test_an_article_without_a_title_is_listed_by_its_beginning(editor):
    make_article(title="", body="نشست صادرکنندگان برگزار شد.")
    html = editor.get("article_changelist").content.decode()
    assert "نشست صادرکنندگان برگزار شد.</a>" in html


def test_a_person_leads_to_the_articles_that_are_counted(editor):
    make_article("یک", speakers=("سیمین نمونه",))
    two = make_article("دو", speakers=("سیمین نمونه",))
    person = two.speakers.get().person
    html = editor.get("person_changelist").content.decode()
    assert f'<a href="/admin/archive/article/?speakers__person={person.pk}">۲</a>' in html
    assert listed(editor, speakers__person=str(person.pk)) == {"یک", "دو"}


def test_every_name_leads_to_as_many_articles_as_it_counts(editor):
    source = Source.objects.first()
    article = make_article(province="yazd", source=source)
    article.speakers.create(office=make_office("استاندار", "استانداری یزد", "yazd"))
    for name in ("province", "source", "office", "industry", "place"):
        cl = editor.get(f"{name}_changelist").context["cl"]
        for row in cl.result_list[:3]:
            found = editor.client.get(cl.model_admin.reports(row).split('"')[1])
            assert found.context["cl"].result_count == row.article_count
