"""How reports are cited."""

import pytest

from archive.citation import citation
from archive.models import Source
from tests.factories import make_article

pytestmark = pytest.mark.django_db
ADDRESS = "https://example.org/a/7/"


def test_a_citation_says_who_what_when_and_where():
    source = Source.objects.create(name="گاهنامهٔ نمونه", slug="sample")
    article = make_article("کفش 40 درصد", on="1395-2-8", source=source, reporter="نمونه")
    assert citation(article, ADDRESS) == (
        "نمونه، گاهنامهٔ نمونه. «کفش ۴۰ درصد». ۸ اردیبهشت ۱۳۹۵ (\u20662016-04-27\u2069). "
        "بایگانی راسته، \u2066https://example.org/a/7/\u2069."
    )


def test_what_is_not_known_is_not_invented():
    assert citation(make_article("کفش"), ADDRESS).startswith("«کفش». بی‌تاریخ. ")


def test_a_month_is_cited_without_a_day():
    assert "«کفش». اردیبهشت ۱۳۹۵. " in citation(make_article("کفش", on="1395-02"), ADDRESS)
