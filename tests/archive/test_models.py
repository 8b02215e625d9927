"""The tables keep their promises by themselves, and speak the archive's verbs."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from archive.models import (
    Article,
    Evidence,
    Figure,
    Industry,
    Office,
    Original,
    Person,
    Place,
    Province,
    Quotation,
    Source,
    Speaker,
)
from tests.factories import make_article, make_office

pytestmark = pytest.mark.django_db

FORBIDDEN = {
    "a date without a precision": lambda a: Article.objects.create(published_on=date(2024, 1, 1)),
    "a precision without a date": lambda a: Article.objects.create(date_precision="day"),
    "an unknown precision": lambda a: Article.objects.create(
        published_on=date(2024, 1, 1), date_precision="hour"
    ),
    "an unknown review state": lambda a: Article.objects.create(review_state="fine"),
    "the same item twice": lambda a: Article.objects.bulk_create([Article(item_key="id:1")] * 2),
    "the same bytes twice": lambda a: [Original(content=b"x", encoding="utf-8").save() for _ in "12"],
    "a person without a name": lambda a: Person.objects.create(name=""),
    "a person merged into itself": lambda a: Person.objects.filter(
        pk=Person.objects.create(name="کس").pk
    ).update(merged_into=Person.objects.get(name="کس")),
    "an office without a role": lambda a: Office.objects.create(organisation="اتاق"),
    "an office twice": lambda a: Office.objects.bulk_create([Office(role="رئیس", organisation="اتاق")] * 2),
    "an office twice in a province": lambda a: Office.objects.bulk_create(
        [Office(role="رئیس", organisation="اتاق", province_id="yazd")] * 2
    ),
    "a speaker who is nobody": lambda a: Speaker.objects.create(article=a),
    "a person twice in a report": lambda a: [
        Speaker.objects.create(article=a, person=Person.objects.get_or_create(name="کس")[0]) for _ in "12"
    ],
    "an unnamed office twice in a report": lambda a: [
        Speaker.objects.create(article=a, office=make_office("رئیس")) for _ in "12"
    ],
    "an empty quotation": lambda a: Quotation.objects.create(article=a, start=5, end=5),
    "an unknown kind of quotation": lambda a: Quotation.objects.create(article=a, start=0, end=5, kind="?"),
    "an empty figure": lambda a: Figure.objects.create(article=a, value=1, start=5, end=5),
    "a range upside down": lambda a: Figure.objects.create(article=a, value=9, upper=1, start=0, end=5),
    "evidence from nobody": lambda a: Evidence.objects.create(article=a, field="title"),
    "a confidence above one": lambda a: Evidence.objects.create(
        article=a, field="title", rule="r", confidence=1.1
    ),
    "a span that ends before it starts": lambda a: Evidence.objects.create(
        article=a, field="title", rule="r", start=5, end=2
    ),
    "a quotation cut out of what is not kept": lambda a: Quotation.objects.create(
        article=a, part="given", start=0, end=5
    ),
    "a figure cut out of what is not kept": lambda a: Figure.objects.create(
        article=a, part="text", value=1, start=0, end=5
    ),
    "a province of another form": lambda a: Province.objects.create(slug="x", iso="IR-1", name="x"),
    "a place twice in its province": lambda a: Place.objects.bulk_create(
        [Place(kind="city", name="نمونه", province_id="yazd")] * 2
    ),
    "a source of another kind": lambda a: Source.objects.create(name="x", slug="x", kind="rumour"),
}


@pytest.mark.parametrize("make", FORBIDDEN.values(), ids=FORBIDDEN.keys())
def test_the_database_itself_refuses(make):
    article = make_article()
    with pytest.raises(IntegrityError), transaction.atomic():
        make(article)


SHARED = {
    "person": lambda a: a.speakers.get(person__isnull=False).person,
    "office": lambda a: a.speakers.get(person=None).office,
    "source": lambda a: a.source,
    "original": lambda a: a.original,
    "province": lambda a: a.main_province,
    "place": lambda a: a.dateline,
}


@pytest.mark.parametrize("which", SHARED.values(), ids=SHARED.keys())
def test_what_a_report_refers_to_cannot_be_deleted(which):
    original = Original(content="خبر".encode(), encoding="utf-8")
    original.save()
    source, _ = Source.objects.get_or_create(slug="sample", name="نمونه")
    article = make_article(
        province="yazd",
        speakers=("مینا آزاد",),
        source=source,
        original=original,
        dateline=Place.objects.filter(province="yazd").first(),
    )
    Speaker.objects.create(article=article, office=make_office("استاندار"))
    with pytest.raises(ProtectedError):
        which(article).delete()


def test_a_report_takes_its_voices_words_and_reasons_with_it():
    article = make_article(speakers=("مینا آزاد",))
    Quotation.objects.create(article=article, speaker=article.speakers.get(), start=0, end=5)
    article.evidence.create(field="title", rule="r")
    article.delete()
    assert not Speaker.objects.exists() and not Quotation.objects.exists() and not Evidence.objects.exists()
    assert Person.objects.exists()


def test_words_stay_when_their_voice_goes():
    article = make_article(speakers=("مینا آزاد",))
    Quotation.objects.create(article=article, speaker=article.speakers.get(), start=0, end=5)
    article.speakers.all().delete()
    assert Quotation.objects.get().speaker is None


def test_the_gazetteer_is_in_the_database():
    assert Province.objects.count() == 31
    assert Province.objects.get(slug="yazd").iso == "IR-21"
    assert Place.objects.filter(name="تبریز", province="east-azerbaijan").exists()
    assert Industry.objects.exclude(parent=None).exists()


def test_readers_see_what_is_published():
    seen, _ = make_article(), make_article(is_public=False)
    assert list(Article.objects.published()) == [seen]


def test_reports_are_found_by_their_time():
    dated = make_article(on="1403/5/15")
    make_article(on="1402/5/15")
    undated = make_article()
    assert list(Article.objects.between(date(2024, 8, 5), date(2024, 8, 5))) == [dated]
    assert list(Article.objects.undated()) == [undated]


def test_the_newest_come_first_and_the_undated_last():
    undated = make_article()
    old, new = make_article(on="1390"), make_article(on="1404")
    assert list(Article.objects.newest()) == [new, old, undated]


def test_reports_come_in_the_order_asked_for_without_those_that_are_gone():
    first, second = make_article(), make_article()
    assert Article.objects.in_order_of([second.pk, 10**9, first.pk]) == [second, first]


def test_a_listing_takes_the_same_queries_however_long(django_assert_num_queries):
    for number in range(5):
        article = make_article(province="yazd", speakers=(f"کس {number}",))
        article.speakers.update(office=make_office("استاندار", "استانداری یزد"))
    with django_assert_num_queries(5):
        for article in Article.objects.for_listing():
            assert [str(speaker) for speaker in article.speakers.all()]
            assert article.provinces.all()


@pytest.mark.parametrize(
    "title, body, headline",
    [
        ("پسته به چین رفت", "متن", "پسته به چین رفت"),
        ("", "نخستین سطر\nدومین سطر", "نخستین سطر"),
        ("", "واژه " * 40, "واژه " * 17 + "واژه…"),
        ("", "", "بی‌عنوان"),
    ],
)
def test_every_report_has_a_headline(title, body, headline):
    assert str(Article(title=title, body=body)) == headline


def test_an_office_named_after_its_role_is_said_once():
    assert str(Office(role="استاندار", organisation="استانداری یزد")) == "استاندار یزد"
    assert str(Office(role="رئیس", organisation="اتاق بازرگانی یزد")) == "رئیس اتاق بازرگانی یزد"


def test_every_record_has_its_address(client):
    article = make_article(province="yazd", speakers=("مینا آزاد",))
    speaker = article.speakers.get()
    records = [
        article,
        article.main_province,
        speaker.person,
        make_office("استاندار"),
        Source.objects.first(),
    ]
    addresses = [record.get_absolute_url() for record in [*records, Industry.objects.first()]]
    assert addresses[:3] == [f"/a/{article.pk}/", "/provinces/yazd/", f"/speakers/{speaker.person_id}/"]
    assert len(set(addresses)) == 6
