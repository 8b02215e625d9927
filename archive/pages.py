"""Addresses of the record's own pages."""

urlpatterns: list = []
