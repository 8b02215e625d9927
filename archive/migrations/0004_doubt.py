from django.db import migrations
from django.db.models import Case, FloatField, Min, OuterRef, PositiveSmallIntegerField, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce, Round

# As archive.doubt reckoned when this was written; it may reckon otherwise by now.
FACTS = ("published_on", "main_province", "speakers", "source")
WHOLE = PositiveSmallIntegerField()


def reckon(apps, _):
    evidence = apps.get_model("archive", "Evidence").objects.order_by()
    sure = sum((confidence(evidence, fact) for fact in FACTS), Value(0.0))
    hundredths = Cast(Round((Value(float(len(FACTS))) - sure) * Value(100.0)), WHOLE)
    reviewed = When(review_state="reviewed", then=Value(0, output_field=WHOLE))
    articles = apps.get_model("archive", "Article").objects.order_by()
    articles.update(doubt=Case(reviewed, default=hundredths, output_field=WHOLE))


def confidence(evidence, fact):
    rows = evidence.filter(article=OuterRef("pk"), field=fact).values("field")
    least = rows.annotate(least=Min("confidence")).values("least")
    return Coalesce(Subquery(least), Value(0.0), output_field=FloatField())


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0003_batches"),
    ]

    operations = [
        migrations.RunPython(reckon, migrations.RunPython.noop, elidable=True),
    ]
