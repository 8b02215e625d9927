"""Addresses of comparisons."""

from django.urls import path

from search.compare import views

urlpatterns = [
    path("compare/", views.comparison, name="compare"),
    path("compare.<suffix:suffix>", views.comparison_file),
]
