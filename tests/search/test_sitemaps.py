"""Search engines are told of every page that is worth finding, and of no other."""

from xml.etree import ElementTree

import pytest
from django.test import Client

from search.sitemaps import SubjectSitemap
from tests.factories import make_article

pytestmark = pytest.mark.django_db
NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def locations(client: Client, address: str) -> dict[str, str | None]:
    """Each address with the time of its last change."""
    answer = client.get(address)
    assert answer.status_code == 200 and answer["Content-Type"].startswith("application/xml")
    root = ElementTree.fromstring(answer.content)
    return {entry.findtext(f"{NAMESPACE}loc"): entry.findtext(f"{NAMESPACE}lastmod") for entry in root}


def test_reports_are_parted_by_jalali_year(world, client):
    parts = [url.removeprefix("http://testserver/") for url in locations(client, "/sitemap.xml")]
    subjects = ("speakers", "offices", "sources", "industries")
    assert parts == [
        f"sitemap-{part}.xml" for part in ("pages", *subjects, "1399", "1403", "1404", "undated")
    ]
    assert list(locations(client, "/sitemap-1404.xml")) == [f"http://testserver/a/{world.pistachios.pk}/"]
    assert list(locations(client, "/sitemap-undated.xml")) == [f"http://testserver/a/{world.shoes.pk}/"]


def test_every_address_is_there_and_its_change_is_dated(world, client):
    for part in locations(client, "/sitemap.xml"):
        for address in locations(client, part):
            assert client.get(address).status_code == 200
    assert all(locations(client, "/sitemap-1403.xml").values())


def test_what_nobody_may_read_is_not_told(index, client):
    make_article(on="1390-1-1", is_public=False, speakers=("پنهان نمونه",))
    assert [*locations(client, "/sitemap.xml")] == ["http://testserver/sitemap-pages.xml"]
    assert client.get("/sitemap-speakers.xml").status_code == 404


def test_a_long_part_comes_in_pieces(world, client, monkeypatch):
    monkeypatch.setattr(SubjectSitemap, "limit", 1)
    pieces = [url for url in locations(client, "/sitemap.xml") if "/sitemap-speakers.xml" in url]
    told = [url for piece in pieces for url in locations(client, piece)]
    assert len(pieces) == len(told) == len(set(told)) > 1


@pytest.mark.parametrize("part", ["1300", "x", "pages/1"])
def test_a_part_that_is_not_there_is_not_found(world, client, part):
    assert client.get(f"/sitemap-{part}.xml").status_code == 404


def test_the_index_reads_no_reports(world, client, django_assert_max_num_queries):
    with django_assert_max_num_queries(2 * 4 + 17):
        client.get("/sitemap.xml")


def test_robots_learn_of_the_sitemap_and_leave_files_alone(client):
    told = client.get("/robots.txt").content.decode()
    assert "Sitemap: http://testserver/sitemap.xml\n" in told
    assert "Disallow: /*.csv\n" in told and "atom" not in told


@pytest.mark.parametrize(
    "page", ["", "quotations/", "figures/", "compare/", "about/", "offices/", "industries/"]
)
def test_every_list_is_told_of(client, world, page):
    assert f"http://testserver/{page}" in locations(client, "/sitemap-pages.xml")
