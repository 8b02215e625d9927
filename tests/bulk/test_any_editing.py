"""Whatever editors do in whatever order, with ingesting, describing and batches between: nothing is lost.

`EDITING_SEQUENCES=1000` tries a thousand.
"""

import os
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as trials
from hypothesis import strategies as st

from archive import editing
from archive.bulk import batches, edits
from archive.bulk.values import read, write
from archive.history import recorded
from archive.ingest.load import ingest, kept_items
from archive.ingest.sources import RawItem
from archive.models import Article, Batch, BatchState, Source
from archive.persian.dates import parse_date
from search.engines import forget_engines
from search.sync import sync
from tests.sync.conftest import disagreements, waiting

TEXTS = (
    "صادرات پسته\n\nبه گزارش خبرگزاری نمونه از یزد، سیمین نمونه‌زاده استاندار یزد گفت: پنج هزار تن رفت.",
    "زعفران\n\nبهرام نمونه‌نژاد رئیس اتاق بازرگانی مشهد گفت: «زعفران از گمرک گذشت.»",
    "کفش تبریز\n\nتولیدکنندگان کفش تبریز بازار تازه می‌خواهند. تاریخ: ۸ اردیبهشت ۱۳۹۵",
)
PROVINCES = ("yazd", "fars", "gilan", None)
WHERE = ("main_province", "provinces")
WHEN = ("published_on", "date_precision")
SEQUENCES = int(os.environ.get("EDITING_SEQUENCES", "5"))
Sequence = list[tuple[str, int, int]]


class Desk:
    """The articles, and beside them what every editor decided: that must stand until an editor changes it."""

    def __init__(self) -> None:
        self.editor, _ = User.objects.get_or_create(username="sara")
        self.sources = list(Source.objects.order_by("pk")[:3])
        ingest(RawItem(f"id:{n}", f"{n}.txt", text.encode()) for n, text in enumerate(TEXTS))
        self.articles = list(Article.objects.order_by("pk"))
        #: (article, field) → its values, as an editor last decided them
        self.decided: dict[tuple[int, str], dict] = {}
        #: batch → what was decided in its place before, None for nothing
        self.replaced: dict[int, dict[tuple[int, str], dict | None]] = {}

    def decide(self, article: int, field: str, values: dict) -> None:
        row = Article.objects.get(pk=self.articles[article % len(self.articles)].pk)
        with recorded([row], self.editor):
            write([(row, values)])
            editing.decide(row, values, self.editor)
        self.decided[row.pk, field] = values

    def place(self, article: int, which: int) -> None:
        slug = PROVINCES[which % 4]
        self.decide(article, "where", {"main_province": slug, "provinces": [slug] if slug else []})

    def date(self, article: int, which: int) -> None:
        day = parse_date(("", "1395", "1395/2", "1395/2/8")[which % 4])
        values = edits.set_date("", day).change({})
        self.decide(article, "when", values)

    def source(self, article: int, which: int) -> None:
        self.decide(article, "source", {"source": self.sources[which % 3].pk})

    def give_back(self, article: int, which: int) -> None:
        row = self.articles[article % len(self.articles)]
        field, names = (("where", WHERE), ("when", WHEN), ("source", ("source",)))[which % 3]
        editing.give_back(row, names)
        self.decided.pop((row.pk, field), None)

    def describe(self, article: int, which: int) -> None:
        ingest(kept_items(), again=True)

    def receive(self, article: int, which: int) -> None:
        text = TEXTS[article % 3] + "\n\nدر ادامه افزوده شد." * (which % 3)
        ingest([RawItem(f"id:{article % 3}", f"{article % 3}.txt", text.encode())])

    def batch(self, article: int, which: int) -> None:
        edit, field = (
            (edits.set_main_province("", PROVINCES[article % 4]), "where"),
            (edits.set_date("", parse_date("1401/5")), "when"),
            (edits.set_value("", "source", self.sources[article % 3].pk), "source"),
        )[which % 3]
        batch = batches.draft("", "", self.editor, dict.fromkeys([row.pk for row in self.articles], edit))
        batches.start(batch)
        self._run(batch)
        self._note(batch, field)

    def undo(self, article: int, which: int) -> None:
        applied = list(Batch.objects.filter(state=BatchState.APPLIED).order_by("pk"))
        if not applied:
            return
        batch = applied[which % len(applied)]
        batches.start_undoing(batch)
        self._run(batch)
        for (key, field), before in self.replaced[batch.pk].items():
            if batch.changes.get(article=key).state == "undone":
                self.decided.pop((key, field))
                if before is not None:
                    self.decided[key, field] = before

    def stale(self, article: int, which: int) -> None:
        """A draft that is applied after somebody else decided."""
        edit = edits.set_main_province("", "fars")
        batch = batches.draft("", "", self.editor, dict.fromkeys([row.pk for row in self.articles], edit))
        self.place(article, which)
        batches.start(batch)
        self._run(batch)
        self._note(batch, "where")

    def sync(self, article: int, which: int) -> None:
        sync()

    def late(self, article: int, which: int) -> None:
        """A month goes by: older batches can no longer be undone."""
        for batch in Batch.objects.exclude(applied_at=None):
            Batch.objects.filter(pk=batch.pk).update(applied_at=batch.applied_at - timedelta(days=31))

    def _note(self, batch: Batch, field: str) -> None:
        """What the batch did is its editor's decision from now on."""
        done = {(change.article_id, field): change.after for change in batch.changes.done()}
        self.replaced[batch.pk] = {key: self.decided.get(key) for key in done}
        self.decided |= done

    def _run(self, batch: Batch) -> None:
        while batches.step(batch):
            pass
        batch.refresh_from_db()

    def check(self) -> None:
        for (key, field), values in self.decided.items():
            article = Article.objects.get(pk=key)
            assert read(article, values) == values, (key, field)
            wanted = set(editing.described(values))
            assert wanted <= set(article.evidence.by_editors().values_list("field", flat=True))


STEPS = (
    "place",
    "date",
    "source",
    "give_back",
    "describe",
    "receive",
    "batch",
    "undo",
    "stale",
    "sync",
    "late",
)
sequences = st.lists(
    st.tuples(st.sampled_from(STEPS), st.integers(0, 7), st.integers(0, 7)), min_size=1, max_size=10
)
ANY = {"deadline": None, "suppress_health_check": [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]}


def follow(sequence: Sequence) -> None:
    """Do it all, and look after each step."""
    before = transaction.savepoint()
    forget_engines()
    desk = Desk()
    for name, article, which in sequence:
        getattr(desk, name)(article, which)
        desk.check()
    sync()
    assert waiting() == (set(), set())
    assert disagreements() == set()
    transaction.savepoint_rollback(before)


@pytest.mark.django_db
@trials(max_examples=SEQUENCES, **ANY)
@given(sequence=sequences)
def test_no_decision_is_lost_and_the_index_agrees(index, sequence):
    follow(sequence)
