"""What in the archive deserves an editor's look: each doubt with its count, examples and a link."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, Exists, F, Max, OuterRef, QuerySet
from django.urls import reverse

from archive.duplicates import propose
from archive.gazetteer import agencies
from archive.gazetteer.tables import units
from archive.models import Article, Figure, NameKind, NamePair, PairState, Source, Speaker
from archive.persian.segment import shipped_segmenter
from archive.persian.spelling import fold
from archive.persian.tokens import tokens
from archive.queues import MISSING

EXAMPLES = 5
#: Rows that one link names; with more, mend these and ask again.
LINKED = 100
#: Above this a figure of its kind is more likely misread than true: the country has 88 million people and
#: 165 million hectares, its yearly product is some 10^17 rials.
LARGEST = {
    "percent": 10_000,
    "people": 10**8,
    "area": 2 * 10**8,
    "weight": 10**10,
    "time": 10_000,
    "money": 10**17,
}
LARGEST_OF_ANY = 10**12
#: «2 تا 5 هزار»: an upper value so many times the lower has probably lost a multiplier.
WIDEST = 100
#: Smaller figures come in two units by chance («5 تن», «5 کیلو»).
LEAST_TO_COMPARE = 1_000

Watch = Callable[[Iterable], Iterable]


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something to look at: how often it is met, examples, and where in the admin it is worked on."""

    key: str
    label: str
    count: int
    examples: tuple[str, ...] = ()
    url: str = ""


def doubts(watch: Watch = iter) -> Iterator[Doubt]:
    """Every doubt about the archive, also those that nothing raises; `watch` sees the articles go by."""
    yield from _missing()
    yield _unnamed_voices()
    yield _unknown_sources()
    yield from _figures()
    yield from _duplicates()
    yield _fused_words(watch)


def _list_url(model: str, **query: object) -> str:
    return settings.SITE_URL + reverse(f"admin:archive_{model}_changelist", query=query)


def _ids(model: str, keys: Iterable[int]) -> str:
    """The admin's list of these rows, of the first `LINKED` when there are more."""
    first = list(dict.fromkeys(keys))[:LINKED]
    return _list_url(model, id__in=",".join(map(str, first))) if first else ""


def _articles(key: str, label: str, articles: QuerySet[Article], url: str | None = None) -> Doubt:
    examples = tuple(article.headline for article in articles.order_by("pk")[:EXAMPLES])
    if url is None:
        url = _ids("article", articles.order_by("pk").values_list("pk", flat=True)[:LINKED])
    return Doubt(key, label, articles.count(), examples, url)


def _missing() -> Iterator[Doubt]:
    for queue in MISSING:
        articles = Article.objects.filter(queue.condition)
        url = settings.SITE_URL + queue.url
        yield _articles(f"no-{queue.value}", f"articles without a {queue.value}", articles, url)


def _unnamed_voices() -> Doubt:
    voices = Speaker.objects.filter(article=OuterRef("pk"))
    articles = Article.objects.filter(Exists(voices), ~Exists(voices.named()))
    return _articles("no-name", "articles whose voices are all unnamed", articles)


def _unknown_sources() -> Doubt:
    known = [agency.slug for agency in agencies()]
    sources = Source.objects.exclude(slug__in=known).annotate(uses=Count("articles")).filter(uses__gt=0)
    rows = list(sources.order_by("-uses", "name"))
    examples = tuple(f"{source.name} ({source.uses})" for source in rows[:EXAMPLES])
    return Doubt(
        "unknown-source",
        "sources that the gazetteer does not know",
        len(rows),
        examples,
        _ids("source", (source.pk for source in rows)),
    )


def _figures() -> Iterator[Doubt]:
    yield _of_figures("huge-figure", "figures too large for their unit", _huge())
    wide = Figure.objects.filter(value__gt=0, upper__gt=F("value") * WIDEST)
    yield _of_figures("wide-range", "ranges whose ends are far apart", list(_read(wide)))
    yield _of_figures("odd-unit", "units in no table that only one figure has", _odd_units())
    yield _of_figures("two-units", "figures given in two units of one kind", _in_two_units())


def _read(figures: QuerySet[Figure]) -> QuerySet[Figure]:
    return figures.select_related("article").order_by("pk")


def _of_figures(key: str, label: str, figures: list[Figure]) -> Doubt:
    examples = tuple(figure.text for figure in figures[:EXAMPLES])
    return Doubt(key, label, len(figures), examples, _ids("article", (row.article_id for row in figures)))


def _kind(unit: str) -> str:
    known = units().get(unit)
    return known.kind if known else ""


def _largest(unit: str) -> int:
    return LARGEST.get(_kind(unit), LARGEST_OF_ANY)


def _huge() -> list[Figure]:
    largest = Figure.objects.values_list("unit").annotate(Max("value"), Max("upper"))
    units_of_huge = [
        unit for unit, *values in largest if max(filter(None, values), default=0) > _largest(unit)
    ]
    rows = _read(Figure.objects.filter(unit__in=units_of_huge))
    return [row for row in rows if max(row.value, row.upper or 0) > _largest(row.unit)]


def _odd_units() -> list[Figure]:
    counted = Figure.objects.exclude(unit="").values_list("unit").annotate(Count("pk"))
    odd = [unit for unit, count in counted if count == 1 and not _kind(unit)]
    return list(_read(Figure.objects.filter(unit__in=odd)))


def _in_two_units() -> list[Figure]:
    """«220 میلیارد تومان» here and «220 میلیارد ریال» there in one report: one of them is a slip."""
    groups: dict[tuple, list[Figure]] = defaultdict(list)
    for figure in _read(Figure.objects.filter(value__gte=LEAST_TO_COMPARE)):
        if kind := _kind(figure.unit):
            groups[figure.article_id, figure.value, kind].append(figure)
    several = (rows for rows in groups.values() if len({figure.unit for figure in rows}) > 1)
    return [figure for rows in several for figure in rows]


def _duplicates() -> Iterator[Doubt]:
    """The pairs of names that wait for an editor, with those that are proposed only now."""
    propose()
    for kind in NameKind:
        pairs = NamePair.objects.waiting().filter(kind=kind)
        examples = tuple(" = ".join(map(str, pair.names)) for pair in pairs[:EXAMPLES])
        url = _list_url("namepair", state__exact=PairState.OPEN, kind__exact=kind)
        yield Doubt(f"same-{kind}", f"{kind}s that may be one", pairs.count(), examples, url)


def _fused_words(watch: Watch) -> Doubt:
    """Words printed without the half-spaces or blanks within them."""
    printed: Counter[str] = Counter()
    for title, body in watch(Article.objects.values_list("title", "body").iterator()):
        printed.update(token.text for token in tokens(f"{title}\n{body}"))
    fused = Counter({word: count for word, count in printed.items() if _is_fused(fold(word))})
    commonest = fused.most_common(EXAMPLES)
    examples = tuple(f"{word} ({count})" for word, count in commonest)
    url = _list_url("article", q=commonest[0][0]) if commonest else ""
    return Doubt("fused-word", "words that were fused in print", fused.total(), examples, url)


def _is_fused(word: str) -> bool:
    return word.isalpha() and len(shipped_segmenter().split(word)) > 1
