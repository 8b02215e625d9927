"""Addresses of the record's own pages; those that search are in search/urls.py."""

from django.urls import path
from django.views.generic import TemplateView

from archive import views

urlpatterns = [
    path("a/<int:pk>/original/", views.original, name="original"),
    path("a/<int:pk>/original/bytes/", views.original_bytes, name="original_bytes"),
    path("about/", TemplateView.as_view(template_name="archive/about.html"), name="about"),
    path("robots.txt", views.robots, name="robots"),
]
