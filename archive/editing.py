"""What an editor decides stays: the fields of an article that rules may no longer touch."""

from collections.abc import Iterable

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from archive.models import Article, Evidence
from archive.models.evidence import DESCRIBED_FIELDS
from archive.persian.dates import format_jalali

#: Columns that are decided together with a described field.
PARTS_OF = {
    "date_precision": "published_on",
    "source_branch": "source",
    "source_via": "source",
    "reporter": "source",
}


def described(names: Iterable[str]) -> list[str]:
    """The described fields among these names of columns, relations and parts, each once."""
    fields = {PARTS_OF.get(name, name) for name in names}
    return [field for field in DESCRIBED_FIELDS if field in fields]


@transaction.atomic
def decide(article: Article, names: Iterable[str], editor: AbstractBaseUser) -> None:
    """Record that `editor` decided these fields: their rules' reasons go, and no rule changes them again.

    Call it after the new values are saved. Names that are not described (`review_state`) are ignored.
    """
    fields = described(names)
    article.evidence.filter(field__in=fields).delete()
    Evidence.objects.bulk_create(
        Evidence(article=article, field=field, editor=editor, value=in_words(article, field)[:300])
        for field in fields
    )


def give_back(article: Article, names: Iterable[str]) -> None:
    """Forget that an editor decided these fields: the next description decides them by its rules."""
    article.evidence.by_editors().filter(field__in=described(names)).delete()


def in_words(article: Article, field: str) -> str:
    """The value of a described field as editors read it; "" when there is none."""
    if field == "published_on":
        return format_jalali(article.published_on, article.date_precision)
    value = getattr(article, field)
    if hasattr(value, "all"):
        return "، ".join(map(str, value.all()))
    return str(value or "")
