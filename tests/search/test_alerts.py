"""Readers follow searches: what is new comes once, and ends with one click."""

import re
from datetime import timedelta
from smtplib import SMTPServerDisconnected

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.mail import EmailMessage
from django.core.management import CommandError, call_command
from django.utils import timezone

from archive.models import Article
from search.alerts.mail import send, unsubscribe_token
from search.alerts.models import SavedSearch
from search.alerts.news import lately
from search.engines.base import IndexUnavailable
from search.engines.memory import MemoryEngine
from search.query import Query
from tests.factories import make_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client):
    """Somebody who is signed in."""
    reader = get_user_model().objects.create_user("دلارام", "reader@example.org", "a long secret")
    client.force_login(reader)
    return reader


@pytest.fixture
def saved(reader, index) -> SavedSearch:
    """The reader follows pistachios; one report of them was there before."""
    make_article("پستهٔ کهنه")
    Article.objects.update(created_at=timezone.now() - timedelta(days=3))
    index()
    return SavedSearch.objects.create(user=reader, question=[["q", "پسته"]], frequency="daily")


def arrive(index, title: str = "پستهٔ تازه", **fields: object) -> Article:
    article = make_article(title, **fields)
    index()
    return article


def test_a_reader_hears_of_what_came_since(saved, index):
    new = arrive(index)
    arrive(index, "کیوی", body="کیوی گیلان")
    assert send(saved) == 1
    (letter,) = mail.outbox
    assert letter.to == ["reader@example.org"]
    assert "۱ خبر تازه برای «پسته»" in letter.subject
    assert "پستهٔ تازه" in letter.body and f"/a/{new.pk}/" in letter.body and "کهنه" not in letter.body


def test_no_report_is_told_twice(saved, index):
    new = arrive(index)
    assert (send(saved), send(saved)) == (1, 0)
    Article.objects.filter(pk=new.pk).update(title="پستهٔ ویراسته")
    index()
    assert send(saved) == 0
    assert len(mail.outbox) == 1


def test_a_report_that_becomes_public_later_is_news_then(saved, index):
    hidden = arrive(index, is_public=False)
    assert send(saved) == 0
    Article.objects.filter(pk=hidden.pk).update(is_public=True)
    index()
    assert send(saved) == 1


def test_nothing_new_is_no_letter(saved):
    call_command("send_alerts")
    assert mail.outbox == []


def test_a_day_or_a_week_must_have_passed(saved, index):
    for hours, is_due in ((1, False), (25, True)):
        SavedSearch.objects.update(last_sent_at=timezone.now() - timedelta(hours=hours))
        assert SavedSearch.objects.due().exists() == is_due
    SavedSearch.objects.update(frequency="weekly")
    assert not SavedSearch.objects.due().exists()


def test_who_left_or_has_no_address_gets_no_letter(saved, reader):
    reader.is_active = False
    reader.save()
    assert not SavedSearch.objects.due().exists()


def test_a_letter_that_cannot_be_sent_is_sent_the_next_time(saved, index, monkeypatch, capsys):
    def fail(self):
        raise SMTPServerDisconnected("gone")

    arrive(index)
    with monkeypatch.context() as broken, pytest.raises(SystemExit):
        broken.setattr(EmailMessage, "send", fail)
        call_command("send_alerts")
    assert "could not be sent" in capsys.readouterr().err
    call_command("send_alerts")
    assert len(mail.outbox) == 1
    assert "1 letters about 1 reports" in capsys.readouterr().out


def test_an_address_that_no_letter_can_carry_stops_nobody_elses(saved, index, capsys):
    # The newest is written to first.
    other = get_user_model().objects.create_user("نیما", "x", "a long secret")
    get_user_model().objects.filter(pk=other.pk).update(email="nima@example.org\nBcc: x@example.org")
    theirs = SavedSearch.objects.create(user=other, question=saved.question, frequency="daily")
    arrive(index)
    call_command("send_alerts")
    assert [letter.to for letter in mail.outbox] == [["reader@example.org"]]
    assert saved.told.count() == 1 and not theirs.told.exists()
    assert "1 letters about 1 reports, 1 failed" in capsys.readouterr().out


def test_without_an_index_nothing_is_marked(saved, index, monkeypatch):
    def fail(self, query):
        raise IndexUnavailable("gone")

    arrive(index)
    with monkeypatch.context() as broken, pytest.raises(CommandError, match="index"):
        broken.setattr(MemoryEngine, "keys", fail)
        call_command("send_alerts")
    assert send(SavedSearch.objects.get()) == 1


def test_a_hostile_title_cannot_forge_a_header(saved, index):
    SavedSearch.objects.update(question=[["q", "پسته\r\nBcc: all@example.org"]])
    arrive(index, "پسته Bcc all example org")
    assert send(SavedSearch.objects.get()) == 1
    assert mail.outbox[0].recipients() == ["reader@example.org"]


def test_a_reader_sees_beforehand_how_much_it_would_be(saved, client):
    page = client.get("/following/new/?q=پسته").content.decode()
    assert "در ۳۰ روز گذشته <b>۱</b> خبر" in page
    assert lately(Query("زعفران")) == 0


def test_following_keeps_the_question_as_structure(reader, world, client):
    address = re.search(
        r'href="(/following/new/[^"]*)"', client.get("/provinces/yazd/?q=پسته").content.decode()
    )[1]
    client.post(address.replace("&amp;", "&"), {"frequency": "daily"})
    saved = reader.saved_searches.get()
    assert saved.question == [["q", "پسته"], ["province", "yazd"]]
    assert saved.query == Query("پسته").choosing("province", "yazd")
    assert "«پسته»، یزد" in client.get("/following/").content.decode()


def test_following_again_changes_how_often(saved, client):
    client.post("/following/new/?q=پسته&page=3&sort=date", {"frequency": "weekly"})
    assert [each.frequency for each in SavedSearch.objects.all()] == ["weekly"]


def test_how_often_must_be_known(saved, client):
    assert client.post("/following/new/?q=زعفران", {"frequency": "hourly"}).status_code == 200
    assert SavedSearch.objects.count() == 1


def test_following_needs_signing_in(world, client):
    answer = client.get("/following/new/?q=پسته")
    assert answer.status_code == 302 and answer["Location"].startswith("/login/?next=/following/new/")
    assert "<h1>ورود</h1>" in client.get(answer["Location"]).content.decode()


def test_nobody_ends_what_another_follows(saved, client):
    client.force_login(get_user_model().objects.create_user("دیگری"))
    assert client.post(f"/following/{saved.pk}/end/").status_code == 404
    assert SavedSearch.objects.exists()


def test_a_reader_ends_it(saved, client):
    client.post(f"/following/{saved.pk}/end/")
    assert not SavedSearch.objects.exists()


def test_one_click_in_a_letter_ends_it_without_signing_in(saved, index, client):
    arrive(index)
    send(saved)
    client.logout()
    headers = mail.outbox[0].extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = re.search(r"<https?://[^/]+(/[^>]+)>", headers["List-Unsubscribe"])[1]
    assert client.get(path).status_code == 200 and SavedSearch.objects.exists()
    assert client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not SavedSearch.objects.exists()
    assert client.get(path).status_code == 200


def test_a_forged_link_ends_nothing(saved, client):
    forged = unsubscribe_token(saved)[:-2] + "xx"
    assert client.post(f"/unsubscribe/{forged}/").status_code == 404
    assert SavedSearch.objects.exists()
