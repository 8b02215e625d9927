"""From a search to its articles edited as a whole, and back."""

import pytest
from django.urls import reverse

from archive.models import Article, Batch
from tests.editors import Editor

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return Editor()


def asked(editor, params: str, **told):
    """The page of a question, or what comes of sending it."""
    url = f"{reverse('bulk')}?{params}"
    return editor.client.post(url, told) if told else editor.client.get(url)


def do(editor, verb: str, batch: Batch, **headers):
    return editor.client.post(reverse(f"admin:archive_batch_{verb}", args=[batch.pk]), headers=headers)


def text(response) -> str:
    return response.content.decode()


def test_the_page_says_what_was_asked_and_of_how_many(world, editor):
    html = text(asked(editor, "province=yazd&q=صادرات"))
    assert "<b>۲</b> خبر" in html and "«صادرات»، یزد" in html


def test_a_search_becomes_a_preview_of_exactly_its_articles(world, editor):
    response = asked(editor, "province=yazd", change="main_province", province="fars")
    batch = Batch.objects.get()
    assert response.url == batch.get_absolute_url()
    assert set(batch.changes.values_list("article", flat=True)) == {world.pistachios.pk, world.tiles.pk}
    html = text(editor.client.get(response.url))
    assert "<del>یزد</del>" in html and "<ins>فارس</ins>" in html
    assert not Article.objects.filter(main_province="fars").exists()


def test_a_preview_is_applied_and_undone_by_its_buttons(world, editor):
    asked(editor, "province=yazd", change="main_province", province="fars")
    batch = Batch.objects.get()
    do(editor, "apply", batch)
    assert Article.objects.filter(main_province="fars").count() == 2
    assert "بازگرداندن همه" in text(editor.client.get(batch.get_absolute_url()))
    do(editor, "undo", batch)
    assert Article.objects.filter(main_province="yazd").count() == 2


def test_who_presses_the_button_decides_and_not_who_drafted(world, editor):
    asked(editor, "province=yazd", change="main_province", province="fars")
    batch, omid = Batch.objects.get(), Editor("omid")
    do(omid, "apply", batch)
    assert set(world.tiles.evidence.by_editors().values_list("editor__username", flat=True)) == {"omid"}
    do(editor, "undo", batch)
    users = world.tiles.history.order_by("history_id").values_list("history_user__username", flat=True)
    assert list(users) == ["omid", "sara"]


def test_what_is_ticked_in_a_preview_is_left_out(world, editor):
    asked(editor, "province=yazd", change="main_province", province="fars")
    batch = Batch.objects.get()
    change = batch.changes.get(article=world.tiles)
    url = reverse("admin:archive_batch_leave", args=[batch.pk])
    assert f'name="change" value="{change.pk}"' in text(editor.client.get(batch.get_absolute_url()))
    assert editor.client.post(f"{url}?page=1", {"change": [change.pk, "x", "9" * 30]}).url.endswith("?page=1")
    do(editor, "apply", batch)
    assert list(Article.objects.filter(main_province="fars")) == [world.pistachios]
    assert "۰ خبر" in text(editor.client.post(url, {"change": [batch.changes.get().pk]}, follow=True))


def test_a_table_of_too_many_reports_says_why_there_is_none(world, editor, monkeypatch):
    monkeypatch.setattr("search.bulk.MOST", 3)
    response = asked(editor, "table=csv")
    assert response["Content-Type"].startswith("text/html") and "جدول تا ۳ خبر می‌گیرد" in text(response)


def test_a_draft_can_be_thrown_away_and_what_is_applied_cannot(world, editor):
    asked(editor, "", change="withhold")
    draft = Batch.objects.get()
    do(editor, "discard", draft)
    assert not Batch.objects.exists()
    asked(editor, "", change="withhold")
    do(editor, "apply", applied := Batch.objects.get())
    do(editor, "discard", applied)
    assert Batch.objects.exists()


def test_a_script_hears_how_far_a_batch_is(world, editor, monkeypatch):
    monkeypatch.setattr("archive.bulk.batches.STEP", 2)
    asked(editor, "", change="withhold")
    do(editor, "apply", batch := Batch.objects.get())
    told = do(editor, "step", batch, accept="application/json").json()
    assert (told["running"], told["done"], told["total"]) == (True, 4, 6)
    assert "ادامه" in text(editor.client.get(batch.get_absolute_url()))
    assert do(editor, "step", batch, accept="application/json").json()["running"] is False


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ({"change": "main_province"}, "این را بنویسید."),
        ({"change": "everything"}, "everything"),
        ({"province": "fars"}, "بگویید چه تغییر کند."),
        ({"change": "date", "date": "۳۰ اسفند ۱۴۰۲"}, "اسفند ۱۴۰۲ ۲۹ روز دارد"),
        ({"change": "source", "source": "999999"}, "گزینه"),
        ({"change": "person", "person": ""}, "این را بنویسید."),
    ],
)
def test_what_cannot_be_done_is_said_and_changes_nothing(world, editor, told, reason):
    response = asked(editor, "", **told)
    assert response.status_code == 200 and not Batch.objects.exists()
    assert reason in text(response).partition('class="kinds"')[2] or reason in str(
        response.context["form"].errors
    )


def test_a_question_without_reports_offers_nothing_to_change(world, editor):
    assert "این جست‌وجو خبری ندارد." in text(asked(editor, "q=هیچستان"))


def test_too_many_reports_are_refused(world, editor, monkeypatch):
    monkeypatch.setattr("search.bulk.MOST", 3)
    response = asked(editor, "", change="withhold")
    assert "جست‌وجو را تنگ‌تر کنید" in text(response) and not Batch.objects.exists()


def test_whoever_may_not_correct_is_refused(world, client):
    assert client.get(reverse("bulk")).status_code == 302
    viewer = Editor("omid", ("view_article",))
    assert asked(viewer, "").status_code == 403
    assert asked(viewer, "", change="withhold").status_code == 403
    assert viewer.client.get(reverse("admin:archive_batch_changelist")).status_code == 403


def test_only_who_may_publish_shows_or_hides(world, editor):
    corrector = Editor("nader", ("view_article", "change_article"))
    assert "پنهان شود" not in text(asked(corrector, ""))
    assert asked(corrector, "", change="withhold").status_code == 200
    asked(editor, "", change="withhold")
    assert do(corrector, "apply", Batch.objects.get()).status_code == 403


def test_a_preview_comes_in_pages_and_by_what_became_of_each(world, editor, monkeypatch):
    monkeypatch.setattr("archive.admin.batches.PAGE", 2)
    asked(editor, "", change="withhold")
    batch = Batch.objects.get()
    html = text(editor.client.get(batch.get_absolute_url(), {"page": "3", "state": "waiting"}))
    assert html.count("<tr>") == 3 and "page=1" in html
    for strange in ({"page": "x"}, {"page": "99"}, {"state": "x"}):
        assert editor.client.get(batch.get_absolute_url(), strange).status_code == 200
    assert editor.client.get(reverse("admin:archive_batch_change", args=[10**30])).status_code in (302, 404)


def test_batches_are_listed(world, editor):
    asked(editor, "province=yazd", change="withhold")
    html = text(editor.client.get(reverse("admin:archive_batch_changelist")))
    assert "پنهان کردن از خوانندگان" in html and "یزد" in html


def test_a_search_offers_its_edit_to_editors_alone(world, editor, client):
    address = reverse("search") + "?province=yazd"
    link = f"{reverse('bulk')}?province=yazd"
    assert link in text(editor.client.get(address)) and link not in text(client.get(address))
    assert link in text(editor.client.get(world.tiles.main_province.get_absolute_url()))
    assert link not in text(Editor("omid", ("view_article",)).client.get(address))
