"""Every address of the site."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("archive.pages")),
    path("", include("search.urls")),
]
if settings.METRICS:
    urlpatterns.append(path("", include("django_prometheus.urls")))
