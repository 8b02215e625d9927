"""Pages of an answer, one leading to the next by an opaque cursor, while the archive grows."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence

from django.http import Http404, HttpRequest

MOST = 100


def start(cursor: str, keys: Sequence[object]) -> int:
    """Where the page begins to which a cursor leads: behind the record that was shown last.

    That record is looked for where it stood, then anywhere, since others may have come before it; if it has
    gone, the page begins where it stood. Raises Http404 for what is no cursor of ours.
    """
    if not cursor:
        return 0
    end, shown = _read(cursor)
    if end <= len(keys) and str(keys[end - 1]) == shown:
        return end
    return next((at for at, key in enumerate(keys, start=1) if str(key) == shown), min(end - 1, len(keys)))


def next_url(request: HttpRequest, end: int, shown: object, total: int) -> str | None:
    """The address of the page that follows the `end`-th record, whose key is `shown`; None after the last."""
    if end >= total:
        return None
    params = request.GET.copy()
    params["cursor"] = urlsafe_b64encode(f"{end}:{shown}".encode()).decode().rstrip("=")
    return request.build_absolute_uri(f"{request.path}?{params.urlencode()}")


def _read(cursor: str) -> tuple[int, str]:
    try:
        end, separator, shown = urlsafe_b64decode(cursor.encode("ascii") + b"==").decode().partition(":")
        place = int(end) if separator and end.isascii() and end.isdigit() and len(end) < 16 else 0
    except ValueError as error:
        raise Http404 from error
    if place < 1:
        raise Http404
    return place, shown
