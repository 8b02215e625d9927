from django.db import migrations

from archive.doubt import doubt_of


def reckon(apps, _):
    articles = apps.get_model("archive", "Article").objects.order_by()
    articles.update(doubt=doubt_of(apps.get_model("archive", "Evidence")))


class Migration(migrations.Migration):

    dependencies = [
        ("archive", "0003_batches"),
    ]

    operations = [
        migrations.RunPython(reckon, migrations.RunPython.noop, elidable=True),
    ]
