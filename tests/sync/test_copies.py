"""Copies are grouped as the index takes them, whatever happens to them afterwards."""

from threading import Thread

import pytest
from django.db import connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.models import Article
from archive.resemblance import ALIKE, resemblance, shingles
from search.copies.groups import regroup
from search.copies.models import Band, Copy
from search.rebuild import rebuild
from search.sync import COLLECTIONS, sync
from tests.copies import ANOTHER, REPORT, reprint

BODIES = (REPORT, f"{REPORT} {ANOTHER[:90]}", f"{REPORT[:-90]} {ANOTHER[:160]}", ANOTHER, "کوتاه")


def groups() -> set[frozenset[int]]:
    """The groups that are kept."""
    together: dict[int, set[int]] = {}
    for key, group in Copy.objects.values_list("key", "group"):
        together.setdefault(group, set()).add(key)
    assert all(min(keys) == group and len(keys) > 1 for group, keys in together.items())
    return {frozenset(keys) for keys in together.values()}


def expected() -> set[frozenset[int]]:
    """The groups by comparing every text with every other."""
    texts = {a.pk: shingles(a.body) for a in Article.objects.published()}
    of = {key: {key} for key in texts}
    for one in texts:
        for other in texts:
            if of[one] is not of[other] and resemblance(texts[one], texts[other]) >= ALIKE:
                of[one] |= of[other]
                of.update(dict.fromkeys(of[one], of[one]))
    return {frozenset(keys) for keys in of.values() if len(keys) > 1}


def test_reports_of_one_text_are_a_group(engine):
    copies = [reprint("one"), reprint("two", body=REPORT.replace("\u200c", " "))]
    reprint("three", body=ANOTHER)
    sync()
    assert groups() == {frozenset(article.pk for article in copies)}


def test_what_changes_leaves_its_group_and_what_is_left_alone_is_none(index):
    first, second = reprint("one"), reprint("two")
    index()
    Article.objects.filter(pk=second.pk).update(body=ANOTHER)
    index()
    assert groups() == set()
    Article.objects.filter(pk=second.pk).update(body=REPORT)
    index()
    assert groups() == {frozenset({first.pk, second.pk})}


@pytest.mark.parametrize(
    "leave", [lambda a: a.delete(), lambda a: Article.objects.filter(pk=a.pk).update(is_public=False)]
)
def test_what_readers_no_longer_see_is_in_no_group(index, leave):
    first, second, third = (reprint(outlet) for outlet in ("one", "two", "three"))
    index()
    gone = first.pk
    leave(first)
    index()
    assert groups() == {frozenset({second.pk, third.pk})}
    assert not Band.objects.filter(key=gone).exists()


def test_a_rebuild_works_the_groups_out_anew(index):
    pair = frozenset({reprint("one").pk, reprint("two").pk})
    index()
    Copy.objects.all().delete()
    Band.objects.all().delete()
    rebuild(COLLECTIONS[0])
    assert groups() == {pair}


def test_a_report_that_went_but_is_not_taken_yet_harms_nobody(index):
    first, second = reprint("one"), reprint("two")
    index()
    Article.objects.filter(pk=first.pk).update(is_public=False)
    regroup([second.pk])
    assert groups() == set()


def test_a_save_that_changes_no_text_reads_none_as_shingles(index, monkeypatch):
    first, _ = reprint("one"), reprint("two")
    index()
    before = groups()
    monkeypatch.setattr("search.copies.groups.shingles", lambda text: pytest.fail("it was read again"))
    Article.objects.filter(pk=first.pk).update(title="تیتر دیگر")
    index()
    assert groups() == before != set()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
def test_of_two_workers_the_second_sees_the_copies_of_the_first():
    first, second = reprint("one"), reprint("two")

    def work() -> None:
        regroup([second.pk])
        connection.close()

    worker = Thread(target=work)
    with transaction.atomic():
        regroup([first.pk])
        worker.start()
        worker.join(0.3)
        assert worker.is_alive()
    worker.join()
    assert groups() == {frozenset({first.pk, second.pk})}


CHANGES = st.lists(
    st.tuples(st.sampled_from(["add", "edit", "hide", "show", "delete", "sync"]), st.integers(0, 30)),
    max_size=12,
)


@settings(max_examples=25)
@given(changes=CHANGES)
def test_after_any_changes_the_groups_are_those_of_the_texts(index, changes):
    Article.objects.all().delete()
    for what, which in changes:
        some = Article.objects.filter(
            pk__in=list(Article.objects.values_list("pk", flat=True))[which % 5 :][:1]
        )
        body = BODIES[which % len(BODIES)]
        {
            "add": lambda body=body: reprint(body=body),
            "edit": lambda some=some, body=body: some.update(body=body),
            "hide": lambda some=some: some.update(is_public=False),
            "show": lambda some=some: some.update(is_public=True),
            "delete": lambda some=some: some.delete(),
            "sync": index,
        }[what]()
    index()
    assert groups() == expected()
