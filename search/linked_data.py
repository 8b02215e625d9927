"""A report in the words of schema.org (NewsArticle, Quotation, BreadcrumbList); nothing its page hides."""

from collections.abc import Iterable

from archive.models import Article, Province, Quotation, Speaker
from archive.persian.display import typeset
from archive.references import Reference

Node = dict[str, object]


def news_article(
    report: Article, cited: Reference, provinces: Iterable[Province], voices: Iterable[Speaker]
) -> Node:
    """The report. A date of which only the Jalali month or year is known is no date of schema.org's."""
    return _known(
        {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "@id": cited.address,
            "url": cited.address,
            "headline": cited.title,
            "alternativeHeadline": typeset(report.kicker),
            "inLanguage": "fa",
            "datePublished": cited.day.isoformat() if cited.day else "",
            "dateline": cited.place,
            "author": [{"@type": "Person", "name": cited.reporter}] if cited.reporter else [],
            "publisher": {"@type": "Organization", "name": cited.publisher} if cited.publisher else {},
            "isBasedOn": report.url,
            "contentLocation": [_place(province) for province in provinces],
            "mentions": [_person(voice) for voice in voices if voice.person],
        }
    )


def quotation(said: Quotation, number: int, speaker: Speaker | None, address: str) -> Node:
    """The report's `number`-th quotation."""
    return _known(
        {
            "@type": "Quotation",
            "@id": f"{address}#q{number}",
            "text": typeset(said.words),
            "spokenByCharacter": _person(speaker) if speaker and speaker.person else {},
        }
    )


def breadcrumbs(steps: Iterable[tuple[str, str]]) -> Node:
    """The way to a page: names and absolute addresses, from the front page down."""
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": address}
            for position, (name, address) in enumerate(steps, start=1)
        ],
    }


def _place(province: Province) -> Node:
    return {"@type": "AdministrativeArea", "name": province.name}


def _person(voice: Speaker) -> Node:
    office = {"jobTitle": str(voice.office)} if voice.office else {}
    return {"@type": "Person", "name": voice.person.name, **office}


def _known(node: Node) -> Node:
    return {name: value for name, value in node.items() if value}
