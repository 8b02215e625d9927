"""Addresses of the record's own pages; those that search are in search/urls.py."""

from django.urls import path
from django.views.generic import TemplateView

urlpatterns = [
    path("about/", TemplateView.as_view(template_name="archive/about.html"), name="about"),
]
