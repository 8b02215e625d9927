"""Pages of an answer, one leading to the next by an opaque cursor."""

from base64 import urlsafe_b64decode, urlsafe_b64encode

from django.http import Http404, HttpRequest

from search.query import DEEPEST_HIT

MOST = 100
_PREFIX = b"page:"


def page_of(cursor: str) -> int:
    """The page that a cursor leads to, the first for "". Raises Http404 for what is no cursor of ours."""
    if not cursor:
        return 1
    try:
        told = urlsafe_b64decode(cursor.encode("ascii", "strict") + b"==")
        page = int(told.removeprefix(_PREFIX)) if told.startswith(_PREFIX) else 0
    except ValueError as error:
        raise Http404 from error
    if not 1 <= page <= DEEPEST_HIT:
        raise Http404
    return page


def next_url(request: HttpRequest, page: int, limit: int, total: int) -> str | None:
    """The address of the page after, None on the last. Nothing lies deeper than DEEPEST_HIT."""
    if page * limit >= min(total, DEEPEST_HIT):
        return None
    params = request.GET.copy()
    params["cursor"] = urlsafe_b64encode(_PREFIX + str(page + 1).encode()).decode().rstrip("=")
    return request.build_absolute_uri(f"{request.path}?{params.urlencode()}")
