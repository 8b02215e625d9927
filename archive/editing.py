"""What an editor decides stays: the fields of an article that rules may no longer touch."""

from collections.abc import Iterable, Mapping, Sequence
from difflib import Match, SequenceMatcher
from types import MappingProxyType
from typing import TypedDict

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from archive.doubt import reckon
from archive.models import Article, Evidence
from archive.models.evidence import DESCRIBED_FIELDS
from archive.persian.dates import format_jalali
from archive.wording import value_in_words


class Place(TypedDict):
    """Words of an article: `getattr(article, part)[start:end]`."""

    part: str
    start: int
    end: int


Places = Mapping[str, Sequence[Place]]
NO_PLACES: Places = MappingProxyType({})

#: Columns that are decided together with a described field.
PARTS_OF = {
    "date_precision": "published_on",
    "source_branch": "source",
    "source_via": "source",
    "reporter": "source",
    "url": "source",
}


def described(names: Iterable[str]) -> list[str]:
    """The described fields among these names of columns, relations and parts, each once."""
    fields = {PARTS_OF.get(name, name) for name in names}
    return [field for field in DESCRIBED_FIELDS if field in fields]


def decide(
    article: Article, names: Iterable[str], editor: AbstractBaseUser, places: Places = NO_PLACES
) -> None:
    """Record that `editor` decided these fields: their rules' reasons go, and no rule changes them again.

    Call it after the new values are saved. Names that are not described (`review_state`) are ignored.
    `places` are the words of the report that the editor chose for a field.
    """
    decide_all([article], names, editor, places)


@transaction.atomic
def decide_all(
    articles: Sequence[Article],
    names: Iterable[str],
    editor: AbstractBaseUser,
    places: Places = NO_PLACES,
) -> list[Evidence]:
    """The same for many articles at once; returns the decisions."""
    fields = described(names)
    Evidence.objects.filter(article__in=articles, field__in=fields).delete()
    decisions = Evidence.objects.bulk_create(
        Evidence(article=article, field=field, editor=editor, value=in_words(article, field)[:300], **place)
        for article in articles
        for field in fields
        for place in places.get(field) or [{}]
    )
    reckon(Article.objects.filter(pk__in=[article.pk for article in articles]))
    return decisions


def give_back(article: Article, names: Iterable[str]) -> None:
    """Forget that an editor decided these fields: the next description decides them by its rules."""
    article.evidence.by_editors().filter(field__in=described(names)).delete()
    reckon(Article.objects.filter(pk=article.pk))


@transaction.atomic
def follow(article: Article, part: str, before: str) -> None:
    """Move what was found in a heading to where its words stand now that an editor corrected the heading.

    `part` is the kicker or the title, `before` what it was. Passages whose words are gone go too;
    evidence stays, without a place.
    """
    common = SequenceMatcher(None, before, getattr(article, part), autojunk=False).get_matching_blocks()
    for row in (*article.quotations.filter(part=part), *article.figures.filter(part=part)):
        row.start, row.end = _moved(row.start, common), _moved(row.end, common)
        row.save(update_fields=["start", "end"]) if row.start < row.end else row.delete()
    for row in article.evidence.filter(part=part).exclude(start=None):
        start, end = _moved(row.start, common), _moved(row.end, common)
        row.start, row.end = (start, end) if start < end else (None, None)
        row.save(update_fields=["start", "end"])


def _moved(offset: int, common: list[Match]) -> int:
    """Where an offset into one text falls in another, by the blocks that both have in common."""
    before = [block for block in common if block.a <= offset]
    return before[-1].b + min(offset - before[-1].a, before[-1].size) if before else 0


def in_words(article: Article, field: str) -> str:
    """The value of a described field as editors read it; "" when there is none."""
    if field == "published_on":
        return format_jalali(article.published_on, article.date_precision)
    value = getattr(article, field)
    return value_in_words(value.all() if hasattr(value, "all") else value)


def provinces_with(main: str | None, before: str | None, provinces: Iterable[str]) -> list[str]:
    """The slugs of the provinces once `main` has taken the place of `before`, the main one until now."""
    return sorted({*provinces} - {before} | ({main} - {None}))
