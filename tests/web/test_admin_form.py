"""Correcting an article at the desk."""

from datetime import date

import pytest
from django.utils.html import escape

from archive.models import Evidence, Person, Place, Quotation, Source, Speaker
from archive.models.voices import Part
from tests.editors import Editor, give_reason
from tests.factories import make_article, make_office

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return Editor()


def page(editor, article) -> str:
    return editor.get("article_change", article.pk).content.decode()


@pytest.mark.parametrize(
    ("typed", "day", "precision"),
    [
        ("۸ اردیبهشت ۹۵", date(2016, 4, 27), "day"),
        ("1395/2/8", date(2016, 4, 27), "day"),
        ("2016-04-27", date(2016, 4, 27), "day"),
        ("1395-02", date(2016, 4, 20), "month"),
        ("۱۳۹۵", date(2016, 3, 20), "year"),
        ("", None, "unknown"),
    ],
)
def test_a_date_is_typed_as_iran_writes_it(editor, typed, day, precision):
    article = make_article(on="1404/1/1")
    editor.save(article, published_on=typed)
    assert (article.published_on, article.date_precision) == (day, precision)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("۳۰ اسفند ۱۴۰۲", "اسفند ۱۴۰۲ ۲۹ روز دارد"),
        ("1395/13/1", "ماه ۱۳ وجود ندارد"),
        ("پریروز", "«پریروز» تاریخ نیست"),
        ("2023-02-30", "در تقویم میلادی وجود ندارد"),
        ("\x00", "تاریخ نیست"),
        ("9" * 5000, "تاریخ نیست"),
    ],
)
def test_a_day_that_no_calendar_has_is_refused_with_its_reason_and_nothing_typed_is_lost(
    editor, typed, reason
):
    article = make_article(on="1404/1/1")
    response = editor.send(article, editor.open(article), published_on=typed, title="تیتر تازه")
    html = response.content.decode()
    assert response.status_code == 200 and reason in html and 'value="تیتر تازه"' in html
    article.refresh_from_db()
    assert article.title != "تیتر تازه"


def test_both_calendars_stand_beside_the_date_with_its_printed_form(editor):
    article = make_article(on="1404/10/4", date_as_printed="date 2025-12-25")
    html = page(editor, article)
    assert 'value="۴ دی ۱۴۰۴"' in html and "2025-12-25</bdi>" in html and "date 2025-12-25" in html


def test_the_printed_date_stays_when_the_date_is_corrected(editor):
    article = make_article(on="1404/10/4", date_as_printed="date 2025-12-25")
    editor.save(article, published_on="1404/10/5")
    assert article.date_as_printed == "date 2025-12-25"


def test_a_new_main_province_takes_the_place_of_the_old_one(editor):
    article = make_article(province="yazd", provinces=("kerman",))
    editor.save(article, main_province="fars")
    assert {province.slug for province in article.provinces.all()} == {"fars", "kerman"}


def test_an_editor_who_chose_the_provinces_too_is_believed(editor):
    article = make_article(province="yazd")
    editor.save(article, main_province="fars", provinces=["yazd", "ilam"])
    assert {province.slug for province in article.provinces.all()} == {"fars", "yazd", "ilam"}


def test_source_and_place_are_chosen_by_name(editor):
    article, source, place = make_article(), Source.objects.first(), Place.objects.first()
    editor.save(article, source=source.pk, dateline=place.pk)
    assert (article.source, article.dateline) == (source, place)


def voice(number: int = 0, **fields: object) -> dict[str, object]:
    """The fields of one more voice, and the count that a browser keeps."""
    named = {f"speakers-{number}-{name}": value for name, value in fields.items()}
    return {"speakers-TOTAL_FORMS": number + 1, **named}


def test_a_new_voice_comes_after_the_others(editor):
    article = make_article(speakers=("سیمین نمونه", "بهرام نمونه"))
    person = Person.objects.create(name="نگار نمونه")
    editor.save(article, **voice(2, person=person.pk, as_printed="نگار نمونه"))
    assert [str(speaker) for speaker in article.speakers.all()][-1] == "نگار نمونه"


def test_a_voice_may_be_an_office_whose_holder_is_not_named(editor):
    article, office = make_article(), make_office("استاندار", "استانداری یزد", "yazd")
    editor.save(article, **voice(office=office.pk))
    assert Speaker.objects.get(article=article).person is None


def test_a_voice_that_is_nobody_is_refused_in_persian(editor):
    article = make_article()
    response = editor.send(article, editor.open(article), **voice(honorific="دکتر"))
    assert "گوینده باید شخص یا سمت داشته باشد." in response.content.decode()


def test_the_same_person_twice_is_refused_and_not_an_error_page(editor):
    article = make_article(speakers=("سیمین نمونه",))
    person = Person.objects.get(name="سیمین نمونه")
    response = editor.send(article, editor.open(article), **voice(1, person=person.pk))
    assert "این گوینده در ردیف دیگری هست" in response.content.decode()
    assert article.speakers.count() == 1


def test_two_voices_cannot_be_exchanged_in_one_step(editor):
    article = make_article(speakers=("سیمین نمونه", "بهرام نمونه"))
    first, second = article.speakers.all()
    exchanged = {"speakers-0-person": second.person_id, "speakers-1-person": first.person_id}
    response = editor.send(article, editor.open(article), **exchanged)
    assert "این گوینده در ردیف دیگری هست" in response.content.decode()


def test_a_quotation_is_given_to_another_voice_of_the_same_article_only(editor):
    article, other = make_article(speakers=("سیمین نمونه",)), make_article(speakers=("بهرام نمونه",))
    quotation = Quotation.objects.create(article=article, start=0, end=4)
    response = editor.send(article, editor.open(article), **{"quotations-0-speaker": other.speakers.get().pk})
    assert response.status_code == 200
    editor.save(article, **{"quotations-0-speaker": article.speakers.get().pk})
    quotation.refresh_from_db()
    assert str(quotation.speaker) == "سیمین نمونه"


def test_saving_marks_the_article_reviewed_when_the_editor_says_so(editor):
    article = make_article()
    editor.save(article, _reviewed="1")
    assert article.review_state == "reviewed"


def test_each_field_tells_the_words_and_the_rule_that_decided_it(editor):
    article = make_article(province="yazd", body="در یزد نشستی برگزار شد.")
    reason = give_reason(article, "main_province", "یزد")
    html = page(editor, article)
    assert f'href="#e{reason.pk}"' in html and "sample-rule" in html and "اطمینان ۹۰٪" in html
    assert f'<mark class="where" id="e{reason.pk}" data-field="main_province">یزد</mark>' in html


def test_the_report_stands_beside_the_form_numbered_and_cannot_be_changed_there(editor):
    article = make_article(body="بند نخست.\n\nبند دوم.")
    html = page(editor, article)
    assert (
        '<li id="p2" data-number="۲" data-part="body" data-start="11">بند دوم.</li>' in html
        and "body" not in editor.open(article)
    )


def test_what_a_report_says_is_text_and_never_markup(editor):
    hostile = "<script>alert(1)</script>"
    article = make_article(title=hostile, body=hostile, kicker=hostile)
    give_reason(article, "title", hostile, Part.TITLE)
    html = page(editor, article)
    assert hostile not in html and escape(hostile) in html


def test_an_article_that_does_not_exist_leads_back_to_the_desk(editor):
    response = editor.client.get("/admin/archive/article/999999/change/")
    assert response.status_code == 302
    assert Evidence.objects.count() == 0


def test_new_reports_come_by_ingest_and_not_by_the_form(editor):
    assert editor.client.get("/admin/archive/article/add/").status_code == 403


def test_a_name_that_is_new_is_added_with_the_form_and_its_history_begins(editor):
    article = make_article()
    editor.save(article, **voice(as_printed="سیمین نمونه‌زاده، استاندار یزد"))
    added = Person.objects.get(name="سیمین نمونه‌زاده").history.get()
    assert (added.history_type, added.history_user) == ("+", editor.user)


def test_a_refused_form_adds_no_name(editor):
    article = make_article()
    said = voice(as_printed="سیمین نمونه‌زاده، استاندار یزد")
    response = editor.send(article, editor.open(article), published_on="۳۰ اسفند ۱۴۰۰", **said)
    assert response.status_code == 200 and not Person.objects.exists()


def test_who_may_not_add_names_is_told_so():
    omid = Editor("omid", ("view_article", "change_article"))
    article = make_article()
    response = omid.send(article, omid.open(article), **voice(as_printed="سیمین نمونه‌زاده، استاندار یزد"))
    assert "شما اجازهٔ افزودن نام ندارید" in response.content.decode() and not Person.objects.exists()
