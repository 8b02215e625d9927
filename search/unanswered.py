"""What is said where no engine answers: on a page to readers, in a line to programs that want a file."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from search.engines.base import IndexUnavailable, SearchBusy

#: Whoever is told to come back is told when: after so many seconds.
RETRY_AFTER = 5

View = Callable[..., HttpResponseBase]


def page_where_unanswered(view: View) -> View:
    """A view that says on a page that there is no index, or that too many ask at once."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except IndexUnavailable:
            return render(request, "search/unavailable.html", status=503)
        except SearchBusy:
            response = render(request, "search/busy.html", status=503)
            response["Retry-After"] = str(RETRY_AFTER)
            return response

    return answered


def line_where_unanswered(view: View) -> View:
    """A view that says the same in a line."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except (IndexUnavailable, SearchBusy):
            return _later()

    return answered


def _later() -> HttpResponse:
    text = "جست‌وجو اکنون در دسترس نیست؛ کمی دیگر دوباره بخواهید.\n"
    headers = {"Retry-After": str(RETRY_AFTER)}
    return HttpResponse(text, status=503, content_type="text/plain; charset=utf-8", headers=headers)
