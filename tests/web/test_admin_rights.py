"""Who may do what at the desk, both ways."""

import pytest
from django.test import Client
from django.urls import reverse

from archive.models import Original, Person
from tests.editors import Editor, give_reason
from tests.factories import make_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def viewer():
    return Editor("omid", ("view_article",))


@pytest.fixture
def corrector():
    return Editor("nader", ("view_article", "change_article"))


def received(**fields) -> Original:
    return Original.objects.create(content="متن <b>نمونه</b>".encode(), encoding="utf-8", **fields)


def test_a_reader_without_an_account_is_asked_to_log_in(client):
    response = client.get(reverse("admin:index"))
    assert response.status_code == 302 and "/admin/login/" in response.url


def test_who_may_only_look_sees_the_report_and_nothing_to_fill_in(viewer):
    article = make_article(body="در یزد", province="yazd")
    give_reason(article, "main_province", "یزد")
    html = viewer.get("article_change", article.pk).content.decode()
    assert '<mark class="where"' in html
    assert 'name="title"' not in html and 'name="_save"' not in html and 'name="_reviewed"' not in html


def test_who_may_only_look_changes_nothing_by_sending_a_form(viewer):
    article = make_article(province="yazd")
    assert viewer.send(article, {}, title="تیتر تازه").status_code == 403
    viewer.act("unpublish", article)
    article.refresh_from_db()
    assert article.title != "تیتر تازه" and article.is_public


def test_who_may_not_see_articles_is_not_led_from_one_to_the_next():
    names = Editor("nima", ("view_person",))
    assert names.get("article_next", make_article().pk).status_code == 403


def test_who_may_correct_articles_may_correct_their_voices(corrector):
    article, person = make_article(), Person.objects.create(name="نگار نمونه")
    corrector.save(article, **{"speakers-TOTAL_FORMS": 1, "speakers-0-person": person.pk})
    assert article.speakers.count() == 1


def test_who_may_correct_articles_may_not_delete_them(corrector):
    article = make_article()
    assert corrector.get("article_delete", article.pk).status_code == 403
    assert "delete_selected" not in corrector.get("article_changelist").content.decode()


def test_who_may_not_see_articles_gets_no_counts_of_them():
    clerk = Editor("clerk", ("view_source",))
    response = clerk.client.get(reverse("admin:index"))
    assert response.context["queues"] == [] and clerk.get("article_changelist").status_code == 403


def test_a_received_text_is_shown_as_text_and_never_changed():
    sara, original = Editor(), received(origin="نمونه.txt")
    html = sara.get("original_change", original.pk).content.decode()
    assert "متن &lt;b&gt;نمونه&lt;/b&gt;" in html and 'name="_save"' not in html
    assert sara.client.post(reverse("admin:archive_original_change", args=[original.pk])).status_code == 403


def test_a_received_text_cannot_be_deleted_while_an_article_came_from_it():
    sara, original = Editor(), received()
    article = make_article(original=original)
    assert sara.get("original_delete", original.pk).status_code == 403
    chosen = {"action": "delete_selected", "_selected_action": [original.pk], "post": "yes"}
    sara.client.post(reverse("admin:archive_original_changelist"), chosen)
    assert Original.objects.filter(pk=original.pk).exists()
    article.delete()
    assert sara.get("original_delete", original.pk).status_code == 200


def test_provinces_are_looked_at_and_not_renamed():
    html = Editor().get("province_change", "yazd").content.decode()
    assert "IR-" in html and '<input type="text"' not in html


def test_a_person_who_speaks_somewhere_is_not_deleted_unseen():
    sara, article = Editor(), make_article(speakers=("سیمین نمونه",))
    person = article.speakers.get().person
    sara.client.post(reverse("admin:archive_person_delete", args=[person.pk]), {"post": "yes"})
    assert Person.objects.filter(pk=person.pk).exists()


def test_names_are_chosen_only_by_who_may_see_them(corrector):
    url = reverse("admin:autocomplete")
    asked = {"app_label": "archive", "model_name": "article", "field_name": "main_province", "term": "یز"}
    assert corrector.client.get(url, asked).status_code == 403
    assert Editor().client.get(url, asked).json()["results"] == [{"id": "yazd", "text": "یزد"}]


def test_a_form_that_grew_old_is_refused_in_persian_and_without_inline_style():
    response = Client(enforce_csrf_checks=True).post(reverse("admin:login"), {"username": "sara"})
    page = response.content.decode()
    assert response.status_code == 403
    assert "برگه کهنه شده است" in page and "<style" not in page and 'dir="rtl"' in page
