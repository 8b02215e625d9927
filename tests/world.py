"""Six sample reports: enough to narrow by every facet, with gaps where real reports have gaps."""

from types import SimpleNamespace

from archive.models import Industry, Person, Source, Speaker
from tests.factories import make_article, make_office


def make_world() -> SimpleNamespace:
    """The cast by name. Nobody in it exists."""
    gazette, _ = Source.objects.get_or_create(slug="sample-gazette", defaults={"name": "گاهنامهٔ نمونه"})
    agency, _ = Source.objects.get_or_create(slug="sample-agency", defaults={"name": "خبرگزاری نمونه"})
    pistachios = make_article(
        "صادرات پسته یزد به چین",
        "استاندار یزد از رشد صادرات پسته خبر داد. سرمایه‌گذاری تازه‌ای نیز در راه است.",
        on="1404-08-02",
        province="yazd",
        speakers=("سیمین نمونه",),
        source=gazette,
    )
    tiles = make_article(
        "کاشی میبد در بازار عراق",
        "صادرات کاشی یزد بیشتر شد. سیمین نمونه گفت: بازار عراق جای رشد دارد.",
        on="1403-05-15",
        province="yazd",
        speakers=("سیمین نمونه", "بهرام نمونه"),
        source=agency,
    )
    saffron = make_article(
        "زعفران خراسان و گمرک دوغارون",
        "زعفران از گمرک گذشت. تبریز و یزد هم خریدار بودند.",
        on="1403-05",
        province="razavi-khorasan",
        provinces=("south-khorasan",),
        speakers=("بهرام نمونه",),
        source=agency,
    )
    kiwis = make_article(
        "کیوی گیلان روانهٔ هند شد", "باغداران گیلان از صادرات کیوی گفتند.", on="1403", province="gilan"
    )
    shoes = make_article(
        "کفش تبریز", "تولیدکنندگان کفش تبریز بازار تازه می‌خواهند.", province="east-azerbaijan"
    )
    strangers = make_article("نشست اتاق بازرگانی", "در این نشست از تعرفه سخن رفت.", on="1399-12-30")
    governor = make_office("استاندار", "استانداری یزد", "yazd")
    Speaker.objects.filter(article=pistachios).update(office=governor)
    Speaker.objects.create(article=kiwis, office=make_office("رئیس", "اتاق نمونه"))
    for article, slug in ((pistachios, "pistachio"), (saffron, "saffron"), (shoes, "shoes")):
        article.industries.add(Industry.objects.get(slug=slug))
    return SimpleNamespace(
        pistachios=pistachios,
        tiles=tiles,
        saffron=saffron,
        kiwis=kiwis,
        shoes=shoes,
        strangers=strangers,
        simin=Person.objects.get(name="سیمین نمونه"),
        bahram=Person.objects.get(name="بهرام نمونه"),
        governor=governor,
        gazette=gazette,
        agency=agency,
    )
