"""Whether the site is alive and ready, for whoever watches it; told before hosts, sessions, pages come in."""

import shutil
from collections.abc import Iterator

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse

from archive.middleware import GetResponse
from search.sync import AT_ONCE, COLLECTIONS

#: Less room than this, and the next large ingest or rebuild may fail.
LEAST_FREE_BYTES = 512 << 20


def health_pages(get_response: GetResponse) -> GetResponse:
    """Answer /healthz and /readyz under any host name and without TLS: who asks stands beside the site."""
    pages = {"/healthz": alive, "/readyz": ready}

    def answer(request: HttpRequest) -> HttpResponse:
        page = pages.get(request.path_info, get_response)
        return page(request)

    return answer


def alive(_: HttpRequest) -> HttpResponse:
    """This process answers; if it does not, start it again."""
    return _told({}, is_well=True)


def ready(_: HttpRequest) -> HttpResponse:
    """Whether what it stands on is well; if not, 503: a start again will not help, a look will."""
    states = {"database": _database(), "disk": _disk()}
    if states["database"] == "ok":
        states |= _indexes()
    return _told(states, is_well=set(states.values()) == {"ok"})


def _told(states: dict[str, str], is_well: bool) -> HttpResponse:
    status = "ok" if is_well else "attention"
    return JsonResponse(
        {"status": status, **states}, status=200 if is_well else 503, headers={"Cache-Control": "no-store"}
    )


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM search_state LIMIT 1")
    except DatabaseError:
        return "down"
    return "ok"


def _disk() -> str:
    free = shutil.disk_usage(settings.DATA_DIR).free
    return "ok" if free >= LEAST_FREE_BYTES else "full"


def _indexes() -> Iterator[tuple[str, str]]:
    """Of each collection "ok", what its engine complains of, or "behind" when more waits than saves bring."""
    for collection in COLLECTIONS:
        state = collection.engine.health().state
        if state == "ok" and collection.state.objects.waiting()[: AT_ONCE + 1].count() > AT_ONCE:
            state = "behind"
        yield f"index of {collection.name}", state
