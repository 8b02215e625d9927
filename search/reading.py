"""The article page: a report with the words asked for marked, who speaks in it, and how we know."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import groupby

from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from archive.addresses import path_to
from archive.citation import citation
from archive.kept import same_for_all
from archive.models import Article, Evidence, Industry, Province, Quotation, Speaker
from archive.models.evidence import DESCRIBED_FIELDS
from archive.models.voices import PRINTED_PARTS
from archive.paragraphs import paragraph_of, paragraphs
from archive.persian.display import typeset
from archive.persian.restore import lost_half_spaces
from archive.references import reference
from archive.views import readable
from search import linked_data
from search.choropleth import Choropleth, choropleth
from search.copies.groups import copies_of
from search.excerpts import mark, mark_restored
from search.filters import ArticleFilter
from search.key_figures import key_figures
from search.neighbours import kin, place_in_answer
from search.query import Query
from search.stepping import place_in_list
from search.tree import Node

#: The parameter that asks for half-spaces where print lost them.
RESTORED = "restored"
_OF_EVIDENCE = ("article", "field", "value", "rule", "editor", "part", "start", "end", "confidence")
#: Sets a printed text and marks the words asked for in it.
Setting = Callable[[str], SafeString]


@dataclass(frozen=True, slots=True)
class Passage:
    """A numbered paragraph with its marks."""

    number: int
    text: SafeString
    is_lead: bool


@dataclass(frozen=True, slots=True)
class Words:
    """A quotation with its marks and its paragraph (0 outside the body)."""

    number: int
    quotation: Quotation
    text: SafeString
    paragraph: int


@dataclass(frozen=True, slots=True)
class Turn:
    """What one voice, known or not, says until another one speaks."""

    speaker: Speaker | None
    words: list[Words]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a field has its value: the words that say so, in a paragraph (0 outside the body)."""

    evidence: Evidence
    words: str
    paragraph: int


@same_for_all
@require_safe
def article(request: HttpRequest, pk: int) -> HttpResponse:
    """A report. With the parameters of a listing it marks their words and leads on through the answer.

    As printed, or with the half-spaces that print lost when the address asks for them.
    """
    labels = _labels(pk)
    copies = [int(key) for key, _ in labels["copy"]]
    related = kin({kind: [slug for slug, _ in labels[kind]] for kind in ("province", "industry")}, pk)
    reports = _reports(readable(request), [pk, *copies, *related])
    if pk not in reports:
        raise Http404("چنین خبری در بایگانی نیست.")
    report = reports.pop(pk)
    query = ArticleFilter(request.GET).to_query()
    context = {
        "article": report,
        "copies": [reports.pop(key) for key in copies if key in reports],
        "related": [reports[key] for key in related if key in reports],
        "place": place_in_list(request.GET) or place_in_answer(query, pk, path_to("search")),
        **_places_and_trades(report, labels),
        **_read(request, report, query),
        **_cited(request, report),
    }
    context["linked"] = _linked(request, context)
    return render(request, "search/article.html", context)


def _read(request: HttpRequest, report: Article, query: Query) -> dict[str, object]:
    """What the report says, and how we know."""
    setting = partial(_restored if RESTORED in request.GET else _printed, tree=query.tree)
    return {
        "words": query.words,
        **_text(report, setting),
        **_voices(report, setting),
        **_spelling(request, report),
        "figures": key_figures(report),
        "reasons": _reasons(report),
    }


def _cited(request: HttpRequest, report: Article) -> dict[str, object]:
    """How it is cited."""
    address = request.build_absolute_uri(report.get_absolute_url())
    return {
        "address": address,
        "citation": citation(report, address),
        "cited": reference(report, address),
    }


def _linked(request: HttpRequest, page: dict[str, object]) -> list[dict[str, object]]:
    """The page for programs: the report with its quotations, and the way to it."""
    report, cited, provinces = page["article"], page["cited"], page["provinces"]
    said = [
        linked_data.quotation(words.quotation, words.number, turn.speaker, cited.address)
        for turn in page["turns"]
        for words in turn.words
    ]
    steps = [("راسته", path_to("home")), *((each.name, each.get_absolute_url()) for each in provinces[:1])]
    way = [(name, request.build_absolute_uri(url)) for name, url in steps]
    return [
        {**linked_data.news_article(report, cited, provinces, page["speakers"]), "hasPart": said},
        linked_data.breadcrumbs([*way, (cited.title, cited.address)]),
    ]


def _labels(pk: int) -> dict[str, list[tuple[str, str]]]:
    """Slug and name of every province and industry of a report, and its copies' keys, in one query."""
    provinces = Province.objects.order_by().filter(articles=pk).values_list(Value("province"), "slug", "name")
    industries = (
        Industry.objects.order_by().filter(articles=pk).values_list(Value("industry"), "slug", "name")
    )
    copies = copies_of(pk).values_list(Value("copy"), Cast("key", CharField()), Value(""))
    found = {"province": [], "industry": [], "copy": []}
    for kind, slug, name in provinces.union(industries, copies, all=True):
        found[kind].append((slug, name))
    return found


def _reports(among: QuerySet[Article], keys: list[int]) -> dict[int, Article]:
    return among.select_related("source", "main_province", "dateline").in_bulk(keys)


def _places_and_trades(report: Article, labels: dict[str, list[tuple[str, str]]]) -> dict[str, object]:
    """The main province leads, whatever the alphabet says."""
    main = report.main_province
    provinces = {main.slug: main.name} if main else {}
    provinces |= dict(labels["province"])
    return {
        "provinces": [Province(slug=slug, name=name) for slug, name in provinces.items()],
        "industries": [Industry(slug=slug, name=name) for slug, name in labels["industry"]],
        "map": _map(provinces),
    }


def _map(provinces: dict[str, str]) -> Choropleth | None:
    """Where it happens; only the provinces concerned can be clicked."""

    def address(slug: str) -> str:
        return path_to("province", slug) if slug in provinces else ""

    return choropleth(None, address, provinces) if provinces else None


def _text(report: Article, setting: Setting) -> dict[str, object]:
    passages = [
        Passage(p.number, setting(report.body[p.start : p.end]), p.start < report.lead_end)
        for p in paragraphs(report.body)
    ]
    return {
        "kicker": setting(report.kicker),
        "title": setting(report.headline),
        "lead": [passage for passage in passages if passage.is_lead],
        "passages": [passage for passage in passages if not passage.is_lead],
    }


def _printed(text: str, tree: Node | None) -> SafeString:
    return mark(typeset(text), tree)


def _restored(text: str, tree: Node | None) -> SafeString:
    return mark_restored(typeset(text), tree)


def _spelling(request: HttpRequest, report: Article) -> dict[str, object]:
    """Whether half-spaces are restored, and the address of the other way to show the report ("": none)."""
    restored = RESTORED in request.GET
    parameters = request.GET.copy()
    if restored:
        del parameters[RESTORED]
    else:
        parameters[RESTORED] = "1"
    differs = any(map(lost_half_spaces, (report.headline, report.kicker, report.body)))
    path = report.get_absolute_url()
    other = f"{path}?{parameters.urlencode()}" if parameters else path
    return {"restored": restored, "other_spelling": other if differs else ""}


def _voices(report: Article, setting: Setting) -> dict[str, object]:
    speakers = list(report.speakers.select_related("person", "office__province"))
    by_key = {speaker.pk: speaker for speaker in speakers}
    quotations = (
        Words(
            number,
            quotation,
            setting(quotation.words),
            paragraph_of(report.body, quotation.part, quotation.start),
        )
        for number, quotation in enumerate(report.quotations.all(), start=1)
    )
    turns = [
        Turn(by_key.get(speaker), list(words))
        for speaker, words in groupby(quotations, key=lambda words: words.quotation.speaker_id)
    ]
    return {
        "speakers": speakers,
        "turns": turns,
        "quotations_total": sum(len(turn.words) for turn in turns),
    }


def _reasons(report: Article) -> list[tuple[str, str, list[Reason]]]:
    """Evidence by field, with the field's name, in the order in which the page shows the fields."""
    by_field = defaultdict(list)
    for evidence in report.evidence.only(*_OF_EVIDENCE):
        words = _words_of(report, evidence)
        by_field[evidence.field].append(
            Reason(evidence, words, paragraph_of(report.body, evidence.part, evidence.start))
        )
    return [(field, name, by_field[field]) for field, name in DESCRIBED_FIELDS.items() if field in by_field]


def _words_of(report: Article, evidence: Evidence) -> str:
    if evidence.start is None or evidence.part not in PRINTED_PARTS:
        return ""
    return getattr(report, evidence.part)[evidence.start : evidence.end]
