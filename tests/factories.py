"""Records for tests, each made by a plain function with only what the test cares about."""

from archive.models import Article, DatePrecision, Office, Person, Speaker
from archive.persian.dates import parse_date


def make_article(
    title: str = "پسته به چین رفت",
    body: str = "رئیس اتاق بازرگانی گفت: صادرات پسته افزایش یافت.",
    *,
    on: str = "",
    province: str = "",
    provinces: tuple[str, ...] = (),
    speakers: tuple[str, ...] = (),
    **fields: object,
) -> Article:
    """An article; `on` is a date in any form, `province` and `provinces` are slugs, `speakers` are names."""
    date = parse_date(on)
    article = Article.objects.create(
        title=title,
        body=body,
        published_on=date.date,
        date_precision=DatePrecision(date.precision),
        main_province_id=province or None,
        **fields,
    )
    article.provinces.set([*provinces, *([province] if province else [])])
    for position, name in enumerate(speakers):
        person, _ = Person.objects.get_or_create(name=name)
        Speaker.objects.create(article=article, person=person, position=position)
    return article


def make_office(role: str, organisation: str = "", province: str = "") -> Office:
    """An office, once."""
    office, _ = Office.objects.get_or_create(
        role=role, organisation=organisation, province_id=province or None
    )
    return office
