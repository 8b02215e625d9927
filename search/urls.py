"""Addresses of the pages that search."""

urlpatterns: list = []
