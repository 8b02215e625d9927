"""The archive for programs: what its description promises, and what its document shows."""

import re
from base64 import urlsafe_b64encode
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from hypothesis import given
from hypothesis import settings as examples

from archive.models import Article, Figure, Quotation
from search.api.site import api
from search.engines import get_engine
from search.engines.base import IndexUnavailable
from search.engines.memory import MemoryEngine
from tests.factories import make_article
from tests.search.test_listing import STATES

pytestmark = pytest.mark.django_db
V1 = "/api/v1"


@pytest.fixture(autouse=True)
def fresh_counts():
    cache.clear()


def get(client, address: str, **params: object) -> dict:
    answer = client.get(V1 + address, params)
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_a_report_is_told_with_both_calendars_and_its_voices(world, client):
    (told,) = get(client, "/articles", q="پسته")["articles"]
    assert (told["published_on"], told["jalali"], told["published"]) == (
        "2025-10-24",
        "1404-08-02",
        "۲ آبان ۱۴۰۴",
    )
    assert told["main_province"] == {"slug": "yazd", "name": "یزد"}
    assert told["speakers"][0]["office"]["name"] == "استاندار یزد"
    assert "body" not in told


def test_one_report_is_whole(world, client):
    Quotation.objects.create(article=world.tiles, start=0, end=6)
    told = get(client, f"/articles/{world.tiles.pk}")
    assert told["body"] == world.tiles.body and len(told["quotations"]) == 1


@pytest.fixture
def figures(world):
    """Tonnes and people in one report, more people in another."""
    for article, value, unit in (
        (world.tiles, 12, "تن"),
        (world.tiles, 40, "نفر"),
        (world.pistachios, 900, "نفر"),
    ):
        Figure.objects.create(article=article, value=value, unit=unit, start=0, end=2)


@pytest.mark.parametrize(
    "asked, values",
    [
        ({}, {12, 40, 900}),
        ({"unit": "نفر"}, {40, 900}),
        ({"unit": "نفر", "max": "۵۰۰"}, {40}),
        ({"min": "1e"}, {12, 40, 900}),
    ],
)
def test_figures_are_narrowed_by_unit_and_value(figures, client, asked, values):
    told = get(client, "/figures", **asked)
    assert {figure["value"] for figure in told["figures"]} == values
    assert bool(told["warnings"]) == (asked == {"min": "1e"})


@pytest.mark.parametrize(
    ("address", "asked"),
    [
        ("/articles", {"province": "nowhere"}),
        ("/articles", {"not.source": "nowhere"}),
        ("/quotations", {"speaker": "999999"}),
        ("/facets", {"office": "999999"}),
        ("/figures", {"industry": "nowhere"}),
        ("/figures", {"unit": "abc"}),
    ],
)
def test_a_value_that_the_archive_does_not_know_is_told(figures, client, address, asked):
    (value,) = asked.values()
    (warning,) = get(client, address, **asked)["warnings"]
    assert f"«{value}» در بایگانی نیست" in warning
    assert get(client, address, province="yazd", year="1404")["warnings"] == []


def test_pages_of_narrowed_figures_count_the_reports_that_have_some(figures, client):
    first = get(client, "/figures", unit="نفر", limit=1, sort="date")
    rest = client.get(first["next"]).json()
    assert first["total"] == 2 and rest["next"] is None and rest["warnings"] == []
    assert [len(page["figures"]) for page in (first, rest)] == [1, 1]


def test_quotations_are_found_by_speaker(world, index, client):
    Quotation.objects.create(article=world.tiles, speaker=world.tiles.speakers.first(), start=0, end=6)
    index()
    (told,) = get(client, "/quotations", speaker=world.simin.pk)["quotations"]
    assert told["report"]["id"] == world.tiles.pk


def test_pages_lead_on_to_the_end_and_miss_nothing(index, client):
    keys = [make_article().pk for _ in range(7)]
    index()
    address, found = f"{V1}/articles?limit=3", []
    while address:
        page = client.get(address).json()
        found += [article["id"] for article in page["articles"]]
        address = page["next"]
    assert sorted(found) == keys


def test_a_report_that_comes_meanwhile_makes_nothing_come_twice(index, client):
    keys = [make_article(on=f"1403-05-0{day}").pk for day in range(1, 5)]
    index()
    first = get(client, "/articles", limit=2)
    make_article(on="1403-06-01")
    index()
    second = client.get(first["next"]).json()
    assert [article["id"] for page in (first, second) for article in page["articles"]] == keys[::-1]


def test_a_report_that_goes_meanwhile_hides_no_other(index, client):
    keys = [make_article(on=f"1403-05-0{day}").pk for day in range(1, 6)]
    index()
    first = get(client, "/articles", limit=2)
    Article.objects.get(pk=keys[3]).delete()
    index()
    assert [article["id"] for article in client.get(first["next"]).json()["articles"]] == [keys[2], keys[1]]


def cursor_of(text: str) -> str:
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "cursor",
    ["x", "é", "a" * 5000, *map(cursor_of, ["1", "0:7", "-1:7", "۱:7", "one:7", f"{10**20}:7"])],
)
def test_a_cursor_of_nobody_leads_nowhere(world, client, cursor):
    assert client.get(f"{V1}/articles", {"cursor": cursor}).status_code == 404


def test_counts_are_those_of_the_page(world, client):
    told = get(client, "/facets", q="صادرات")
    provinces = {count["value"]: count for count in told["facets"]["province"]}
    assert told["total"] == 3
    assert provinces["yazd"] == {"value": "yazd", "name": "یزد", "count": 2}


@pytest.mark.parametrize("of", ["provinces", "persons", "offices", "sources", "industries"])
def test_names_come_with_the_number_of_their_reports(world, client, of):
    entries = get(client, f"/{of}")["entries"]
    assert entries and entries == sorted(entries, key=lambda entry: (-entry["count"], entry["name"]))
    assert all(client.get(entry["address"]).status_code == 200 for entry in entries[:3])


def test_names_are_found_in_any_spelling(world, client):
    assert [entry["name"] for entry in get(client, "/persons", find="سيمين")["entries"]] == ["سیمین نمونه"]


def test_words_are_suggested_and_analysed(world, client):
    assert get(client, "/suggest", q="یز")["suggestions"][0]["facet"] == "province"
    fused, parted = (
        [term["stem"] for term in get(client, "/analyse", text=text)["terms"]]
        for text in ("سرمایهگذاری", "سرمایه‌ گذاری")
    )
    assert fused == parted


def test_what_cannot_be_read_is_told_in_warnings(world, client):
    assert get(client, "/articles", year="abc")["warnings"]


def test_an_unchanged_answer_is_not_sent_again(world, client):
    first = client.get(f"{V1}/articles")
    again = client.get(f"{V1}/articles", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    type(world.tiles).objects.filter(pk=world.tiles.pk).update(title="دیگر")
    assert client.get(f"{V1}/articles", headers={"If-None-Match": first["ETag"]}).status_code == 200


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/articles/999999", 404),
        ("/nothing", 404),
        ("/articles?limit=1000", 422),
        ("/suggest?q=" + "x" * 999, 422),
    ],
)
def test_errors_are_problems_in_two_languages(world, client, address, status):
    answer = client.get(V1 + address)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    told = answer.json()
    assert told["status"] == status and told["detail"].isascii()
    assert re.search("[آ-ی]", told["detail_fa"])


def test_a_wrong_value_is_named(world, client):
    (mistake,) = client.get(f"{V1}/articles?limit=1000").json()["errors"]
    assert mistake["where"] == "limit" and "100" in mistake["what"]


def test_without_an_index_clients_are_told_when_to_return(world, client, monkeypatch):
    def fail(self, query):
        raise IndexUnavailable("gone")

    monkeypatch.setattr(MemoryEngine, "search", fail)
    answer = client.get(f"{V1}/articles")
    assert answer.status_code == 503 and int(answer["Retry-After"]) > 0


def test_who_asks_too_often_is_told_when_to_return(world, client):
    statuses = Counter(client.get(f"{V1}/provinces?limit=1").status_code for _ in range(125))
    assert statuses == {200: 120, 429: 5}
    answer = client.get(f"{V1}/provinces", headers={"X-Forwarded-For": "8.8.8.8"})
    assert answer.status_code == 429 and int(answer["Retry-After"]) > 0
    assert answer["Content-Type"] == "application/problem+json"
    assert client.get(f"{V1}/provinces", REMOTE_ADDR="9.9.9.9").status_code == 200


def test_an_unpublished_report_is_not_told(index, client):
    hidden = make_article(is_public=False)
    index()
    assert client.get(f"{V1}/articles/{hidden.pk}").status_code == 404
    assert get(client, "/articles")["total"] == 0


def test_a_list_costs_few_queries(world, client, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        get(client, "/articles", q="صادرات")


@examples(max_examples=30)
@given(state=STATES)
def test_a_list_is_that_of_the_page(world, client, state):
    cache.clear()
    told = client.get(state.to_url(f"{V1}/articles")).json()
    listed = get_engine().search(state)
    assert [article["id"] for article in told["articles"]] == listed.keys
    assert told["total"] == listed.total


def test_the_page_that_describes_it_needs_no_other_host_and_nothing_inline(client):
    page = client.get(f"{V1}/docs").content.decode()
    assert not re.search(r"<style|\sstyle=|<script(?![^>]*(?:\ssrc=|type=\"application/json))", page)
    assert not re.search(r'(?:src|href)="(?:https?:)?//', page)


def test_every_operation_is_in_the_document():
    document = (Path(settings.BASE_DIR) / "docs" / "api.md").read_text()
    names = {path.split("/")[3] for path in api.get_openapi_schema()["paths"]}
    assert {name for name in names if name not in document} == set()


@pytest.mark.django_db(transaction=True)
def test_the_example_of_the_document_runs(live_server, index):
    from tests.world import make_world

    world = make_world()
    Quotation.objects.create(article=world.tiles, speaker=world.tiles.speakers.first(), start=0, end=24)
    index()
    document = (Path(settings.BASE_DIR) / "docs" / "api.md").read_text()
    blocks = re.findall(r"```python\n(.*?)```", document, re.S)
    space: dict[str, object] = {}
    for block in blocks:
        exec(block.replace("http://127.0.0.1:8000", live_server.url), space)  # noqa: S102
    assert space["speakers"] == {"سیمین نمونه": 1}
    assert space["years"] == {"1404": 1, "1403": 1}
