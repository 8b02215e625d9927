"""From one article of a list to the next, without going back to the list."""

from copy import copy
from itertools import islice
from typing import Any

from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse

from archive.converters import key_of
from archive.counting import MOST_LISTED
from archive.models import Article

#: The parameter in which Django hands a list's own parameters on to the form.
_FILTERS = "_changelist_filters"


class Queued:
    """A ModelAdmin whose form leads on through the list that it was opened from, in its order."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.next_view)
        return [path("<int:key>/next/", view, name="archive_article_next"), *super().get_urls()]

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """The form; where it leads on is looked up before saving, which may take the article off the list."""
        if "_next" in request.POST and object_id:
            request.next_key = self._after(request, key_of(object_id))
        return super().changeform_view(request, object_id, *args, **kwargs)

    def response_change(self, request: HttpRequest, obj: Article) -> HttpResponse:
        """After «ذخیره و بعدی» the next article's form."""
        response = super().response_change(request, obj)
        return self._go_on(request, request.next_key) if "_next" in request.POST else response

    def next_view(self, request: HttpRequest, key: int) -> HttpResponse:
        """The article after this one, which is left as it is."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        return self._go_on(request, self._after(request, key))

    def _go_on(self, request: HttpRequest, key: int | None) -> HttpResponse:
        filters = request.GET.get(_FILTERS, "")
        if key is None:
            self.message_user(request, "این آخرین بود.", messages.INFO)
            listed = reverse("admin:archive_article_changelist")
            return redirect(f"{listed}?{filters}" if filters else listed)
        query = {_FILTERS: filters} if filters else None
        return redirect(reverse("admin:archive_article_change", args=[key], query=query))

    def _after(self, request: HttpRequest, key: int | None) -> int | None:
        """The key after this one in the list; of a list that it is not in, the first one."""
        listed = copy(request)
        listed.GET, listed.method = QueryDict(request.GET.get(_FILTERS, "")), "GET"
        try:
            queue = self.get_changelist_instance(listed).queryset
        except IncorrectLookupParameters:
            return None
        keys = list(islice(queue.values_list("pk", flat=True).iterator(), MOST_LISTED))
        return next(iter(keys[keys.index(key) + 1 :] if key in keys else keys), None)
