"""Addresses of the API; whatever else is asked below it is told as a problem too."""

from django.urls import path, re_path

from search.api.problems import not_found
from search.api.site import api

urlpatterns = [
    path("api/v1/", api.urls),
    re_path(r"^api/(?P<rest>.*)$", not_found),
]
