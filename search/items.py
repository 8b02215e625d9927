"""The reports on a page of a listing, each with the sentence that answers and who says it."""

from dataclasses import dataclass, field

from django.db.models import Prefetch
from django.utils.safestring import SafeString

from archive.models import Article, Province, Quotation, Speaker
from archive.models.voices import Part
from archive.persian.display import typeset
from archive.persian.spelling import squeeze
from search.copies.groups import group_of
from search.excerpts import Excerpt, excerpt, mark
from search.query import Query

#: Columns that a list of reports shows; reading all of them takes as long as finding the reports.
OF_ARTICLES = (
    *("kicker", "title", "body", "published_on", "date_precision", "review_state"),
    *("source__name", "source__slug", "main_province__name"),
)
OF_SPEAKERS = ("article", "person__name", "office__role", "office__organisation")

#: A speaker's key, and where in the body the words begin and end.
Said = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Reprint:
    """The same report as another printed it."""

    article: Article
    url: str


@dataclass(frozen=True, slots=True)
class Item:
    """One report of a listing, its main province first.

    `url` carries the question along: the report marks its words and leads on to the next. `voice` is who
    speaks in the excerpt where it does not itself say so («وی افزود: …»). `copies` are folded under it.
    """

    article: Article
    url: str
    title: SafeString
    excerpt: Excerpt
    provinces: list[Province]
    speakers: list[Speaker]
    voice: Speaker | None = None
    copies: list[Reprint] = field(default_factory=list)

    @property
    def copies_noun(self) -> str:
        """What the copies are: as many other outlets, where each is another's."""
        sources = {article.source_id for article in (self.article, *(copy.article for copy in self.copies))}
        return "رسانهٔ دیگر" if None not in sources and len(sources) > len(self.copies) else "نسخهٔ دیگر"


def items(keys: list[int], query: Query) -> list[Item]:
    """The reports with these keys, in their order; those that are no longer public are left out.

    Unless the question says otherwise, copies of a report that stand on this page are folded under the first
    of them. Each page folds what it holds and nothing else: so pages hold the same reports folded or not,
    every report stands on exactly one, and totals and counts are those of reports. Copies score and are dated
    almost alike and so stand together; a group that a page's end parts is met again on the next page.
    """
    provinces = Prefetch("provinces", Province.objects.only("name"), to_attr="found_provinces")
    voices = Speaker.objects.select_related("person", "office").only(*OF_SPEAKERS)
    articles = Article.objects.published().select_related("source", "main_province").only(*OF_ARTICLES)
    articles = articles.annotate(group=group_of("pk"))
    shown = articles.prefetch_related(provinces, Prefetch("speakers", voices, to_attr="found_speakers"))
    # Without words an excerpt is the beginning of its report, where nobody has begun to speak.
    said = _quotations(keys) if query.tree is not None else {}
    rows: dict[int, list[Article]] = {}
    for article in shown.in_order_of(keys):
        rows.setdefault(article.group if query.fold and article.group else article.pk, []).append(article)
    return [_item(first, copies, query, said.get(first.pk, [])) for first, *copies in rows.values()]


def _item(article: Article, copies: list[Article], query: Query, said: list[Said]) -> Item:
    main = [article.main_province] if article.main_province else []
    passage = excerpt(article.body, query.tree)
    return Item(
        article,
        query.to_url(article.get_absolute_url()),
        mark(typeset(article.headline), query.tree),
        passage,
        list(dict.fromkeys([*main, *article.found_provinces])),
        article.found_speakers,
        _unnamed_voice(article, passage, said),
        [Reprint(copy, query.to_url(copy.get_absolute_url())) for copy in copies],
    )


def _unnamed_voice(article: Article, passage: Excerpt, said: list[Said]) -> Speaker | None:
    """Who speaks first in a passage, unless it names them."""
    speaking = (who for who, start, end in said if start < passage.end and passage.start < end)
    first = next(speaking, None)
    voice = next((voice for voice in article.found_speakers if voice.pk == first), None)
    name = voice and (voice.person.name.rpartition(" ")[2] if voice.person else voice.office.role)
    named = name and squeeze(name) in squeeze(article.body[passage.start : passage.end])
    return None if named else voice


def _quotations(keys: list[int]) -> dict[int, list[Said]]:
    """What is said in the bodies of these reports, by whom."""
    found: dict[int, list[Said]] = {}
    quotations = Quotation.objects.filter(article__in=keys, part=Part.BODY, speaker__isnull=False)
    quotations = quotations.order_by("article", "start")
    for article, *said in quotations.values_list("article", "speaker", "start", "end"):
        found.setdefault(article, []).append(tuple(said))
    return found
