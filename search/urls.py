"""Addresses of the pages that search, of their feeds, and of what tells programs about them."""

from django.urls import include, path

from search import address_bar, bulk, feeds, sitemaps, views
from search.exports.urls import SUBJECTS
from search.home import home
from search.reading import article

urlpatterns = [
    path("", include("search.exports.urls")),
    path("", include("search.api.urls")),
    path("", include("search.alerts.urls")),
    path("", include("search.compare.urls")),
    path("", home, name="home"),
    path("a/<key:pk>/", article, name="article"),
    path("search/", views.search, name="search"),
    path("search/edit/", bulk.view, name="bulk"),
    path("search.atom", feeds.search_feed),
    path("quotations/", views.quotations, name="quotations"),
    path("figures/", views.figures, name="figures"),
    path("opensearch.xml", address_bar.description, name="opensearch"),
    path("suggest.json", address_bar.suggestions, name="suggest"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-<str:section>.xml", sitemaps.section, name="sitemap_section"),
]
for facet, page in SUBJECTS.items():
    directory = page.partition("/")[0]
    urlpatterns += [
        path(f"{directory}/", views.directory, {"facet": facet}, name=directory),
        path(f"{page}/", views.about, {"facet": facet}, name=facet),
        path(f"{page}.atom", feeds.subject_feed, {"facet": facet}),
    ]
