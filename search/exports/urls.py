"""Addresses of the files."""

from django.urls import path, register_converter

from search.exports import views
from search.exports.twins import SuffixConverter, UnicodeSlugConverter

register_converter(SuffixConverter, "suffix")
register_converter(UnicodeSlugConverter, "unicode_slug")

urlpatterns = [
    path("search.<suffix:suffix>", views.search_file),
    path("provinces/<slug:value>.<suffix:suffix>", views.subject_file, {"facet": "province"}),
    path("speakers/<int:value>.<suffix:suffix>", views.subject_file, {"facet": "speaker"}),
    path("offices/<int:value>.<suffix:suffix>", views.subject_file, {"facet": "office"}),
    path("sources/<unicode_slug:value>.<suffix:suffix>", views.subject_file, {"facet": "source"}),
    path("industries/<slug:value>.<suffix:suffix>", views.subject_file, {"facet": "industry"}),
    path("quotations.<suffix:suffix>", views.words_file, {"kind": "quotations"}),
    path("figures.<suffix:suffix>", views.words_file, {"kind": "figures"}),
    path("a.<suffix:suffix>", views.picked_file),
    path("a/<int:pk>.<suffix:suffix>", views.article_file),
    path("a/<int:pk>/q<int:number>.<suffix:suffix>", views.quotation_file),
]
