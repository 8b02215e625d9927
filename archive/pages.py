"""Addresses of the record's own pages; those that search are in search/urls.py."""

from django.urls import path, register_converter
from django.views.generic import TemplateView

from archive import views
from archive.converters import KeyConverter

register_converter(KeyConverter, "key")

urlpatterns = [
    path("a/<key:pk>/original/", views.original, name="original"),
    path("a/<key:pk>/original/bytes/", views.original_bytes, name="original_bytes"),
    path("a/<key:pk>/improve/", views.fields_of_report, name="improvements"),
    path("a/<key:pk>/improve/<slug:field>/", views.improve, name="improve"),
    path("about/", TemplateView.as_view(template_name="archive/about.html"), name="about"),
    path("favicon.ico", views.favicon),
    path("robots.txt", views.robots, name="robots"),
]
