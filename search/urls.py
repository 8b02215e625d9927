"""Addresses of the pages that search."""

from django.urls import include, path

from search import bulk, views
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
    path("quotations/", views.quotations, name="quotations"),
    path("figures/", views.figures, name="figures"),
    path("provinces/", views.directory, {"facet": "province"}, name="provinces"),
    path("provinces/<slug:value>/", views.about, {"facet": "province"}, name="province"),
    path("speakers/", views.directory, {"facet": "speaker"}, name="speakers"),
    path("speakers/<key:value>/", views.about, {"facet": "speaker"}, name="speaker"),
    path("offices/", views.directory, {"facet": "office"}, name="offices"),
    path("offices/<key:value>/", views.about, {"facet": "office"}, name="office"),
    path("sources/", views.directory, {"facet": "source"}, name="sources"),
    path("sources/<str:value>/", views.about, {"facet": "source"}, name="source"),
    path("industries/", views.directory, {"facet": "industry"}, name="industries"),
    path("industries/<slug:value>/", views.about, {"facet": "industry"}, name="industry"),
]
