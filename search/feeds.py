"""Any listing as an Atom feed (RFC 4287), paged, with OpenSearch's totals: followed without an account."""

from datetime import UTC, datetime, time
from xml.sax.saxutils import XMLGenerator

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.views.decorators.http import require_safe

from archive.kept import same_for_all
from archive.models import Article
from archive.persian.display import typeset
from archive.persian.spelling import clean
from search.address import Address
from search.engines import get_engine
from search.exports.head import said
from search.exports.twins import twin
from search.filters import ArticleFilter
from search.query import DEEPEST_HIT, Query
from search.results import Results
from search.subjects import search_address, subject
from search.unanswered import line_where_unanswered

CONTENT_TYPE = "application/atom+xml; charset=utf-8"
_OPENSEARCH = "http://a9.com/-/spec/opensearch/1.1/"
#: Ids are tags (RFC 4151): they stay when the archive moves to another host.
_AUTHORITY = "tag:rasteh,2026"


@same_for_all
@require_safe
def search_feed(request: HttpRequest) -> HttpResponse:
    """Everything, or what is asked for."""
    return _feed(request, search_address())


@same_for_all
@require_safe
def subject_feed(request: HttpRequest, facet: str, value: str | int) -> HttpResponse:
    """The reports of one province, speaker, office, source or industry."""
    return _feed(request, subject(facet, value).address)


class ArchiveFeed(Atom1Feed):
    """An Atom feed that says where it stands in the whole answer."""

    mime_type = CONTENT_TYPE

    def root_attributes(self) -> dict[str, str]:
        """The namespaces."""
        return {**super().root_attributes(), "xmlns:opensearch": _OPENSEARCH}

    def add_root_elements(self, handler: XMLGenerator) -> None:
        """Totals and the neighbouring pages."""
        super().add_root_elements(handler)
        for name in ("totalResults", "startIndex", "itemsPerPage"):
            handler.addQuickElement(f"opensearch:{name}", str(self.feed[name]))
        for rel, url in self.feed["pages"].items():
            handler.addQuickElement("link", "", {"rel": rel, "href": url, "type": "application/atom+xml"})


@line_where_unanswered
def _feed(request: HttpRequest, address: Address) -> HttpResponse:
    asked = ArticleFilter(request.GET)
    query = address.above(asked.to_query())
    if asked.has_moved or not address.holds(query):
        return redirect(twin(address.url(query), "atom"), permanent=asked.has_moved)
    # Who follows wants what is new, whatever the words.
    if query.order == "relevance":
        query = query.sorted_by("-date").on_page(query.page)
    written = _written(request, address, query, get_engine().search(query))
    return HttpResponse(written, content_type=CONTENT_TYPE)


def _written(request: HttpRequest, address: Address, query: Query, results: Results) -> str:
    def absolute(url: str) -> str:
        return request.build_absolute_uri(url)

    def page(number: int) -> str:
        return absolute(twin(address.url(query.on_page(number)), "atom"))

    last = max(1, -(-min(results.total, DEEPEST_HIT) // query.size))
    around = {"previous": query.page - 1, "next": query.page + 1}
    feed = ArchiveFeed(
        title=_plain(f"راسته: {said(query)}"),
        link=absolute(address.url(query.on_page(1))),
        description="",
        language="fa",
        feed_url=page(query.page),
        feed_guid=f"{_AUTHORITY}:{twin(address.url(query.on_page(1)), 'atom')}",
        author_name="راسته",
        totalResults=results.total,
        startIndex=query.offset + 1,
        itemsPerPage=query.size,
        pages={rel: page(number) for rel, number in around.items() if 1 <= number <= last},
    )
    for article in _articles(results.keys):
        _add(feed, article, absolute(article.get_absolute_url()))
    return feed.writeString("utf-8")


def _articles(keys: list[int]) -> list[Article]:
    shown = Article.objects.published().select_related("source").prefetch_related("provinces")
    return shown.in_order_of(keys)


def _add(feed: ArchiveFeed, article: Article, address: str) -> None:
    """An entry is as old as its report, and was last changed when the archive last changed it."""
    day = article.published_on
    feed.add_item(
        title=_plain(typeset(article.headline)),
        link=address,
        # Django calls a summary HTML, in which «a < b» would be a tag.
        description=escape(_plain(typeset(article.lead or article.beginning))),
        unique_id=f"{_AUTHORITY}:/a/{article.pk}/",
        author_name=_plain(article.source.name) if article.source else None,
        pubdate=datetime.combine(day, time(), UTC) if day else None,
        updateddate=article.updated_at,
        categories=[_plain(province.name) for province in article.provinces.all()],
    )


def _plain(text: str) -> str:
    """XML can hold no control characters, not even escaped."""
    return " ".join(clean(text).split())
