"""A report with everything its document is made of."""

from types import SimpleNamespace

import pytest
from django.db.models import F

from archive.models import Industry, Quotation, Source
from search.models import ArticleState, QuotationState
from tests.factories import make_article, make_office


@pytest.fixture
def report(db):
    """An article with source, province, industry, voice and quotation; the index has taken all of it."""
    return make_report()


def make_report(**fields) -> SimpleNamespace:
    source, _ = Source.objects.get_or_create(slug="sample-agency", name="خبرگزاری نمونه")
    article = make_article(province="yazd", on="1403/5/15", speakers=("مینا آزاد",), source=source, **fields)
    speaker = article.speakers.get()
    speaker.office = make_office("استاندار", "استانداری یزد", "yazd")
    speaker.save()
    sector, _ = Industry.objects.get_or_create(slug="sample-sector", name="بخش نمونه")
    branch, _ = Industry.objects.get_or_create(slug="sample-branch", name="شاخهٔ نمونه", parent=sector)
    article.industries.add(branch)
    quotation = Quotation.objects.create(article=article, speaker=speaker, start=24, end=49)
    settle()
    return SimpleNamespace(
        article=article,
        quotation=quotation,
        speaker=speaker,
        person=speaker.person,
        office=speaker.office,
        source=source,
        sector=sector,
        branch=branch,
    )


def settle() -> None:
    """Say that the index has taken everything."""
    for state in (ArticleState, QuotationState):
        state.objects.update(indexed_rev=F("rev"))


def waiting() -> tuple[set[int], set[int]]:
    """The articles and the quotations that wait for the index."""
    return tuple(
        set(state.objects.waiting().values_list("key", flat=True)) for state in (ArticleState, QuotationState)
    )
