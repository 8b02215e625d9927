"""What programs follow is written as its specification has it: grammars/*.rng, written from their words."""

from pathlib import Path

import pytest
from lxml import etree

from tests.factories import make_article

pytestmark = pytest.mark.django_db
GRAMMARS = Path(__file__).parent / "grammars"
CONTROLS = "".join(map(chr, (*range(1, 32), *range(127, 160), 0x202E, 0xFEFF, 0xFFFE, 0xFFFF)))


def faults(grammar: str, content: bytes) -> list[str]:
    """What the grammar objects to."""
    rules = etree.RelaxNG(etree.parse(GRAMMARS / f"{grammar}.rng"))
    rules.validate(etree.fromstring(content))
    return [str(entry) for entry in rules.error_log]


@pytest.mark.parametrize(
    ("grammar", "address"),
    [
        ("atom", "/search.atom"),
        ("atom", "/search.atom?q=نایافتنی"),
        ("atom", "/provinces/yazd.atom"),
        ("atom", "/sources/sample-agency.atom"),
        ("sitemap", "/sitemap.xml"),
        ("sitemap", "/sitemap-pages.xml"),
        ("sitemap", "/sitemap-1404.xml"),
        ("sitemap", "/sitemap-undated.xml"),
        ("opensearch", "/opensearch.xml"),
    ],
)
def test_what_programs_read_is_as_its_specification_says(world, client, grammar, address):
    assert faults(grammar, client.get(address).content) == []


def test_a_feed_of_several_pages_is_valid_on_each(index, client):
    for _ in range(41):
        make_article()
    index()
    for page in (1, 2, 3):
        assert faults("atom", client.get(f"/search.atom?page={page}").content) == []


def test_control_characters_leave_a_valid_feed(index, client):
    make_article(f"کفش{CONTROLS} <b>&</b>", f"متن{CONTROLS}")
    index()
    content = client.get("/search.atom").content
    assert faults("atom", content) == []
    assert not set(CONTROLS) - set("\n\t") & set(content.decode().replace("\n", ""))


@pytest.mark.parametrize(
    ("grammar", "address", "stands", "instead"),
    [
        ("atom", "/search.atom", "<updated>", "<updated>1404/"),
        ("atom", "/search.atom", "<id>tag:", "<id>"),
        ("atom", "/search.atom", "</entry>", "<author/></entry>"),
        ("sitemap", "/sitemap-1404.xml", "<loc>http://", "<loc>"),
        ("sitemap", "/sitemap-1404.xml", "</url>", "<title>یزد</title></url>"),
        ("opensearch", "/opensearch.xml", "<ShortName>", "<ShortName>بایگانی خبرهای تجارت "),
        ("opensearch", "/opensearch.xml", "{searchTerms}", "{search terms}"),
    ],
)
def test_the_grammars_object_to_what_is_wrong(world, client, grammar, address, stands, instead):
    content = client.get(address).content.decode()
    assert stands in content
    assert faults(grammar, content.replace(stands, instead).encode())
