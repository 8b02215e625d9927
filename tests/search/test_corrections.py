"""Editors' programs correct metadata as editors do."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.cache import cache
from django.core.management import CommandError, call_command

from archive.models import Evidence, Province
from search.api.models import ApiToken, make_token

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_counts():
    cache.clear()


@pytest.fixture
def editor(db):
    editor = get_user_model().objects.create_user("سارا", is_staff=True)
    rights = ("change_article", "publish_article")
    editor.user_permissions.set(Permission.objects.filter(codename__in=rights))
    return editor


@pytest.fixture
def correct(world, editor, client, django_capture_on_commit_callbacks):
    """Correct the report on tiles with the editor's token."""
    token = make_token(editor, "notebook")

    def send(told: dict, token: str = token):
        with django_capture_on_commit_callbacks(execute=True):
            return client.patch(
                f"/api/v1/articles/{world.tiles.pk}",
                told,
                content_type="application/json",
                headers={"Authorization": f"Bearer {token}"},
            )

    return send


def test_a_correction_changes_what_it_names_and_nothing_else(world, correct):
    before = (world.tiles.title, world.tiles.source_id, set(world.tiles.provinces.all()))
    answer = correct({"published_on": "۸ اردیبهشت ۹۵", "reporter": "نمونه"})
    assert answer.json() == {"id": world.tiles.pk, "changed": ["published_on", "reporter"]}
    world.tiles.refresh_from_db()
    assert world.tiles.published_on.isoformat() == "2016-04-27"
    assert (world.tiles.title, world.tiles.source_id, set(world.tiles.provinces.all())) == before


def test_a_correction_has_its_history_and_no_rule_changes_it_again(world, editor, correct):
    correct({"title": "کاشی یزد", "why": "غلط چاپی"})
    decision = world.tiles.history.get()
    assert decision.history_user == editor and set(decision.changes) == {"title"}
    assert decision.history_change_reason == "غلط چاپی"
    assert Evidence.objects.get(field="title").editor == editor


def test_names_are_told_by_their_slugs(world, correct):
    told = {"source": "sample-gazette", "industries": ["shoes"], "provinces": ["yazd", "fars"]}
    assert correct(told).status_code == 200
    world.tiles.refresh_from_db()
    assert world.tiles.source == world.gazette
    assert [industry.slug for industry in world.tiles.industries.all()] == ["shoes"]
    assert {province.slug for province in world.tiles.provinces.all()} == {"yazd", "fars"}


def test_a_correction_is_found(world, correct, client, index):
    correct({"title": "کاشی فیروزه"})
    index()
    assert client.get("/api/v1/articles?q=فیروزه").json()["total"] == 1


def test_what_is_hidden_leaves_the_lists(world, correct, client):
    assert correct({"is_public": False}).status_code == 200
    assert client.get(f"/api/v1/articles/{world.tiles.pk}").status_code == 404


def test_the_main_province_stays_among_the_provinces(world, correct):
    assert world.tiles.main_province_id == Province.objects.get(slug="yazd").pk
    assert correct({"provinces": ["fars"]}).json()["changed"] == ["provinces"]
    assert {province.slug for province in world.tiles.provinces.all()} == {"yazd", "fars"}
    correct({"main_province": "gilan", "provinces": ["fars"]})
    assert {province.slug for province in world.tiles.provinces.all()} == {"gilan", "fars"}


@pytest.mark.parametrize(
    ("told", "where"),
    [
        ({"published_on": "۳۱ اسفند ۱۴۰۰"}, "published_on"),
        ({"source": "nobody"}, "source"),
        ({"industries": ["nothing"]}, "industries"),
        ({"provinces": ["atlantis"]}, "provinces"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"review_state": "fine"}, "review_state"),
        ({"body": "دیگر"}, "body"),
    ],
)
def test_what_the_desk_would_refuse_is_refused_with_its_reason(world, correct, told, where):
    answer = correct(told)
    assert answer.status_code == 422, answer.content
    assert [mistake["where"] for mistake in answer.json()["errors"]] == [where]
    assert not world.tiles.history.exists()


@pytest.mark.parametrize("token", ["", "rasteh_wrong", "é"])
def test_without_a_token_nothing_changes(world, correct, token):
    answer = correct({"title": "دیگر"}, token)
    assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")


def test_who_may_not_change_reports_may_not_here_either(world, editor, correct):
    editor.user_permissions.clear()
    assert correct({"title": "دیگر"}).status_code == 403


def test_who_may_not_publish_cannot_hide_a_report_by_program(world, editor, correct):
    editor.user_permissions.set(Permission.objects.filter(codename="change_article"))
    assert correct({"is_public": False, "title": "دیگر"}).status_code == 403
    world.tiles.refresh_from_db()
    assert world.tiles.is_public and world.tiles.title != "دیگر"


def test_the_token_of_somebody_who_left_is_worth_nothing(world, editor, correct):
    editor.is_staff = False
    editor.save()
    assert correct({"title": "دیگر"}).status_code == 401


def test_tokens_are_made_and_ended_on_the_command_line(editor, capsys):
    call_command("api_token", "سارا")
    token = capsys.readouterr().out.strip()
    assert ApiToken.objects.named_by(token).user == editor
    assert token not in str(ApiToken.objects.values())
    call_command("api_token", "سارا", "--revoke")
    assert ApiToken.objects.named_by(token) is None
    with pytest.raises(CommandError, match="no user"):
        call_command("api_token", "nobody")
