"""Addresses of the files and feeds beside the pages, and of what tells programs about them."""

from django.urls import path, register_converter

from search import feeds, opensearch, sitemaps
from search.exports import views
from search.exports.twins import SuffixConverter, UnicodeSlugConverter

register_converter(SuffixConverter, "suffix")
register_converter(UnicodeSlugConverter, "unicode_slug")

_SUBJECTS = {
    "province": "provinces/<slug:value>",
    "speaker": "speakers/<key:value>",
    "office": "offices/<key:value>",
    "source": "sources/<unicode_slug:value>",
    "industry": "industries/<slug:value>",
}

urlpatterns = [
    path("opensearch.xml", opensearch.description, name="opensearch"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-<str:section>.xml", sitemaps.section, name="sitemap_section"),
    path("suggest.json", opensearch.suggestions, name="suggest"),
    path("search.atom", feeds.search_feed),
    path("search.<suffix:suffix>", views.search_file),
    *(path(f"{page}.atom", feeds.subject_feed, {"facet": facet}) for facet, page in _SUBJECTS.items()),
    *(
        path(f"{page}.<suffix:suffix>", views.subject_file, {"facet": facet})
        for facet, page in _SUBJECTS.items()
    ),
    *(
        path(f"{page.partition('/')[0]}.<suffix:suffix>", views.directory_file, {"facet": facet})
        for facet, page in _SUBJECTS.items()
    ),
    path("quotations.<suffix:suffix>", views.quotations_file),
    path("figures.<suffix:suffix>", views.figures_file),
    path("a.<suffix:suffix>", views.picked_file),
    path("a/<key:pk>.<suffix:suffix>", views.article_file),
    path("a/<key:pk>/q<key:number>.<suffix:suffix>", views.quotation_file),
]
