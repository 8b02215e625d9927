"""Pages that are the same for everybody are kept, ready to be sent, until anything in the archive changes."""

from collections.abc import Callable
from hashlib import sha256
from typing import TypeVar

from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.middleware.gzip import re_accepts_gzip
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils import timezone

from archive.middleware import GetResponse
from archive.partial import watched
from archive.snapshots import snapshot

#: Bytes. A page of results is 25 kB on the way; what is much longer is asked for seldom, or unpacked.
LONGEST_KEPT = 64_000

View = TypeVar("View", bound=Callable[..., HttpResponse])


def same_for_all(view: View) -> View:
    """Mark a view whose answer depends on nothing but the address, the archive and the day.

    Who is logged in may be shown something else: whoever brings a cookie is always answered anew.
    """
    view.is_same_for_all = True
    return view


def kept_pages(get_response: GetResponse) -> GetResponse:
    """Answer with the page that was sent before, if nothing was committed since; nothing stale is ever sent.

    Stands where answers are compressed already, and outside of whatever knows users.
    """
    cache = caches["pages"]

    def answer(request: HttpRequest) -> HttpResponse:
        match = _keepable(request)
        state = snapshot() if match else None
        if state is None:
            return get_response(request)
        key, state = _key(request), (state, timezone.localdate())
        kept_in, page = cache.get(key, (None, None))
        if kept_in == state:
            request.resolver_match = match  # the log and the metrics tell of it
            return page
        with watched() as lacks:
            page = get_response(request)
            # What was committed while the page was made may stand in one part of it and not in another.
            if _may_keep(page) and not lacks() and state[0] == snapshot():
                cache.set(key, (state, page))
        return page

    return answer


def _keepable(request: HttpRequest) -> ResolverMatch | None:
    """The view that a stranger asks for, if its answers may be kept."""
    if request.method != "GET" or request.headers.get("Cookie") or "Authorization" in request.headers:
        return None
    try:
        match = resolve(request.path_info)
    except Resolver404:
        return None
    return match if getattr(match.func, "is_same_for_all", False) else None


def _key(request: HttpRequest) -> str:
    """All of a request that an answer shows. Raises DisallowedHost."""
    is_packed = bool(re_accepts_gzip.search(request.META.get("HTTP_ACCEPT_ENCODING", "")))
    asked = (request.scheme, request.get_host(), request.path, request.META.get("QUERY_STRING"), is_packed)
    return sha256(repr(asked).encode()).hexdigest()


def _may_keep(page: HttpResponse) -> bool:
    return (
        page.status_code == 200
        and not page.streaming
        and not page.cookies
        and len(page.content) <= LONGEST_KEPT
    )
