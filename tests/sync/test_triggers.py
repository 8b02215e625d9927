"""The database itself notes what changed, whoever changed it."""

import pytest
from django.db import connection

from archive.models import Article, Figure, Person, Province, Quotation, Speaker
from search import triggers
from search.models import ArticleState
from search.signals import after_migrate, before_migrate
from tests.factories import make_article
from tests.sync.conftest import make_report, settle, waiting


def sql(statement: str, *params: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)


CHANGES = {
    "save": lambda r: r.article.save(),
    "update": lambda r: Article.objects.filter(pk=r.article.pk).update(title="زعفران گران شد"),
    "bulk update": lambda r: Article.objects.bulk_update([r.article], ["title"]),
    "raw SQL": lambda r: sql("UPDATE archive_article SET title = 'x' WHERE id = %s", r.article.pk),
    "unpublish": lambda r: Article.objects.update(is_public=False),
    "delete": lambda r: r.article.delete(),
    "add a province": lambda r: r.article.provinces.add("fars"),
    "clear provinces": lambda r: r.article.provinces.clear(),
    "from the other side": lambda r: Province.objects.get(slug="yazd").articles.clear(),
    "clear industries": lambda r: r.article.industries.clear(),
    "add a voice": lambda r: Speaker.objects.bulk_create([Speaker(article=r.article, office=r.office)]),
    "change a voice": lambda r: Speaker.objects.update(office=None),
    "delete a voice": lambda r: r.speaker.delete(),
    "rename a person": lambda r: Person.objects.update(name="مینا آزادی"),
    "another name": lambda r: Person.objects.update(aliases=["م. آزاد"]),
    "rename an office": lambda r: type(r.office).objects.update(role="سرپرست"),
    "move a source": lambda r: type(r.source).objects.filter(pk=r.source.pk).update(slug="moved"),
    "rename a branch": lambda r: type(r.branch).objects.filter(pk=r.branch.pk).update(slug="dried-fruit"),
    "rename a sector": lambda r: type(r.sector).objects.filter(pk=r.sector.pk).update(slug="land"),
    "another sector": lambda r: type(r.branch).objects.filter(pk=r.branch.pk).update(parent=None),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_whatever_changes_a_report_lets_it_and_its_quotations_wait(report, change):
    article, quotation = report.article.pk, report.quotation.pk
    other = make_article("خبری دیگر")
    settle()
    change(report)
    articles, quotations = waiting()
    assert article in articles
    assert quotations == {quotation}
    assert other.pk not in articles or Article.objects.filter(pk=other.pk, is_public=False).exists()


QUIET = {
    "a person saved as before": lambda r: r.person.save(),
    "a source saved as before": lambda r: r.source.save(),
    "an industry's terms": lambda r: type(r.branch).objects.update(terms=["پسته"]),
    "an unheard person": lambda r: Person.objects.create(name="کس دیگر"),
    "evidence": lambda r: r.article.evidence.create(field="title", rule="first-line"),
}


@pytest.mark.parametrize("change", QUIET.values(), ids=QUIET.keys())
def test_what_changes_no_document_lets_nothing_wait(report, change):
    change(report)
    assert waiting() == (set(), set())


def test_a_figure_lets_its_report_wait_but_no_quotation(report):
    Figure.objects.bulk_create([Figure(article=report.article, start=0, end=3, value=5)])
    assert waiting() == ({report.article.pk}, set())


def test_a_new_report_waits_however_it_is_made(db):
    articles = Article.objects.bulk_create([Article(title="یک"), Article(title="دو")])
    assert waiting()[0] == {article.pk for article in articles}


def test_a_quotation_that_has_gone_still_waits_to_be_dropped(report):
    key = report.quotation.pk
    Quotation.objects.all().delete()
    assert key in waiting()[1]


def test_a_voice_moved_to_another_report_lets_both_wait(report):
    other = make_article("خبری دیگر")
    settle()
    Speaker.objects.filter(pk=report.speaker.pk).update(article=other)
    assert waiting()[0] == {report.article.pk, other.pk}


def test_two_voices_of_one_office_are_no_conflict(report):
    person = Person.objects.create(name="سام نیک")
    Speaker.objects.create(article=report.article, office=report.office, person=person)
    settle()
    type(report.office).objects.update(role="سرپرست")
    assert waiting()[0] == {report.article.pk}


def test_a_revision_only_rises_even_over_a_deletion(report):
    before = ArticleState.objects.get(pk=report.article.pk).rev
    key = report.article.pk
    report.article.delete()
    Article.objects.create(pk=key, title="دوباره")
    assert ArticleState.objects.get(pk=key).rev > before


def test_conflict_clauses_of_the_outer_statement_do_not_silence_the_triggers(report):
    Article.objects.bulk_create(
        [Article(pk=report.article.pk, title="نو")],
        update_conflicts=True,
        unique_fields=["pk"],
        update_fields=["title"],
    )
    Article.objects.bulk_create([Article(pk=report.article.pk + 1000)], ignore_conflicts=True)
    assert waiting()[0] == {report.article.pk, report.article.pk + 1000}


def test_missing_triggers_are_noticed_and_installed_and_then_everything_waits(report):
    triggers.uninstall()
    assert triggers.missing() == set(triggers.triggers(connection.vendor))
    Article.objects.update(title="کسی ندید")
    triggers.install()
    assert triggers.missing() == set()
    assert waiting() == ({report.article.pk}, {report.quotation.pk})


def test_installing_again_changes_nothing(report):
    triggers.install()
    assert waiting() == (set(), set())


@pytest.mark.django_db(transaction=True)
def test_a_migration_may_rebuild_a_table_that_triggers_name():
    report = make_report()
    plan = [(type("Migration", (), {"app_label": "archive"}), False)]
    before_migrate(using="default", plan=plan)
    old, new = Speaker._meta.get_field("as_printed"), Speaker._meta.get_field("as_printed").clone()
    new.max_length = 501
    new.set_attributes_from_name("as_printed")
    with connection.schema_editor() as editor:
        editor.alter_field(Speaker, old, new)
        editor.alter_field(Speaker, new, old)
    after_migrate(using="default")
    settle()
    Speaker.objects.filter(pk=report.speaker.pk).update(as_printed="م. آزاد")
    assert waiting()[0] == {report.article.pk}
