"""Addresses of the files beside the pages."""

from django.urls import path, register_converter

from search.exports import views
from search.exports.twins import SuffixConverter, UnicodeSlugConverter

register_converter(SuffixConverter, "suffix")
register_converter(UnicodeSlugConverter, "unicode_slug")

#: The pages about something; a suffix makes them files.
SUBJECTS = {
    "province": "provinces/<slug:value>",
    "speaker": "speakers/<key:value>",
    "office": "offices/<key:value>",
    "source": "sources/<unicode_slug:value>",
    "industry": "industries/<slug:value>",
}

urlpatterns = [
    path("search.<suffix:suffix>", views.search_file),
    *(
        path(f"{page}.<suffix:suffix>", views.subject_file, {"facet": facet})
        for facet, page in SUBJECTS.items()
    ),
    *(
        path(f"{page.partition('/')[0]}.<suffix:suffix>", views.directory_file, {"facet": facet})
        for facet, page in SUBJECTS.items()
    ),
    path("quotations.<suffix:suffix>", views.quotations_file),
    path("figures.<suffix:suffix>", views.figures_file),
    path("a.<suffix:suffix>", views.picked_file),
    path("a/<key:pk>.<suffix:suffix>", views.article_file),
    path("a/<key:pk>/q<key:number>.<suffix:suffix>", views.quotation_file),
]
