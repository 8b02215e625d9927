"""The rows of the table of figures, each with its sentence and the way on."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.safestring import SafeString

from archive.models import Figure
from archive.paragraphs import paragraph_of
from archive.persian.display import scaled, typeset
from search.engines.base import Weights
from search.excerpts import passage_around
from search.figures.question import FigureQuestion, narrow
from search.items import OF_ARTICLES
from search.stepping import stepping_url

LONGEST_HEADLINE = 90
_OF_FIGURES = ("value", "upper", "unit", "subject", "part", "start", "end")
_OF_SPEAKERS = ("person__name", "office__role", "office__organisation")


@dataclass(frozen=True, slots=True)
class Row:
    """A figure in the table; `url` leads to its paragraph, and on; `sentence` has it marked."""

    figure: Figure
    digits: str
    sentence: SafeString
    headline: str
    url: str


def rows(
    question: FigureQuestion, figures: QuerySet[Figure], places: range, reports: Sequence[int] = ()
) -> list[Row]:
    """The rows at some places of the table of these figures, in two queries.

    Of a table by date, `reports` are the first in its order, as many as there are places up to the last: each
    has a figure, and nobody needs to sort those of the others.
    """
    shown = places
    if reports:
        at, before = _at(places, reports, question.of_reports)
        figures = Figure.objects.filter(article__in=at)
        shown = range(places.start - before, places.stop - before)
    ordered = narrow(figures, {**dict(question.narrowing), "sort": question.query.sort}).qs
    # To sort whole reports along takes several times as long.
    keys = list(ordered.values_list("pk", flat=True)[shown.start : shown.stop])
    found = _whole(keys)
    numbered = enumerate(keys, places.start + 1)
    return [_row(found[key], number, question) for number, key in numbered if key in found]


def _at(places: range, reports: Sequence[int], figures: Weights) -> tuple[list[int], int]:
    """The reports whose figures stand at these places, and how many figures stand before theirs."""
    found, before, passed = [], 0, 0
    for report in reports:
        passed += figures[report]
        if passed > places.start:
            found.append(report)
        else:
            before = passed
        if passed >= places.stop:
            break
    return found, before


def _whole(keys: list[int]) -> dict[int, Figure]:
    """The figures with these keys that readers may see, with everything that a row shows."""
    figures = Figure.objects.filter(article__is_public=True).select_related(
        "article__source", "article__main_province", "speaker__person", "speaker__office"
    )
    return figures.only(
        *_OF_FIGURES,
        *(f"article__{column}" for column in OF_ARTICLES),
        *(f"speaker__{column}" for column in _OF_SPEAKERS),
    ).in_bulk(keys)


def _row(figure: Figure, number: int, question: FigureQuestion) -> Row:
    article = figure.article
    paragraph = paragraph_of(article.body, figure.part, figure.start)
    fragment = f"p{paragraph}" if paragraph else ""
    asked = question.asking(question.query.on_page(1)).to_params()
    return Row(
        figure,
        _digits(figure),
        passage_around(getattr(article, figure.part), figure.start, figure.end).marked,
        _shortened(typeset(article.headline)),
        stepping_url(article.get_absolute_url(), asked, "figures", number, fragment),
    )


def _shortened(headline: str) -> str:
    """As Django's `truncatechars`, which takes a twentieth of the page's time."""
    return headline if len(headline) <= LONGEST_HEADLINE else f"{headline[: LONGEST_HEADLINE - 1]}…"


def _digits(figure: Figure) -> str:
    """The value as a reader says it: «۴۱٫۷ میلیارد», a range with both its ends."""
    ends = [value for value in (figure.value, figure.upper) if value is not None]
    return " تا ".join(" ".join(part for part in scaled(value) if part) for value in ends)
