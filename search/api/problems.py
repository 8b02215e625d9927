"""Errors as application/problem+json (RFC 9457), in English and in Persian."""

import logging
from http import HTTPStatus

from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI, Schema
from ninja.errors import HttpError, ValidationError
from pydantic import Field

from search.engines.base import IndexUnavailable, SearchBusy

CONTENT_TYPE = "application/problem+json"
#: The statuses that every operation may answer with.
STATUSES = frozenset((400, 404, 422, 429, 503))
RETRY_AFTER = 5

logger = logging.getLogger(__name__)

_SAID = {
    400: ("The request cannot be read.", "درخواست خواندنی نیست."),
    401: ("A token is needed: Authorization: Bearer …", "نشانهٔ دسترسی لازم است."),
    403: ("This token may not do that.", "این نشانهٔ دسترسی اجازهٔ این کار را ندارد."),
    404: ("There is no such thing in the archive.", "چنین چیزی در بایگانی نیست."),
    422: ("Some values cannot be understood; see errors.", "برخی مقدارها فهمیده نشد؛ errors را ببینید."),
    429: ("Too many requests; come back later.", "درخواست‌ها زیاد است؛ کمی دیگر بیایید."),
    500: ("Something went wrong here.", "این‌جا خطایی رخ داد."),
    503: ("The index cannot answer now; come back later.", "نمایه اکنون پاسخ نمی‌دهد؛ کمی دیگر بیایید."),
}


class Mistake(Schema):
    """One value that cannot be understood."""

    where: str = Field(description="The parameter or field.", examples=["limit"])
    what: str = Field(description="Why.", examples=["Input should be less than or equal to 100"])


class Problem(Schema):
    """What went wrong."""

    type: str = "about:blank"
    title: str = Field(examples=["Not Found"])
    status: int = Field(examples=[404])
    detail: str = Field(examples=["There is no such thing in the archive."])
    detail_fa: str = Field(examples=["چنین چیزی در بایگانی نیست."])
    errors: list[Mistake] = []


def problem(status: int, errors: list[dict[str, str]] = (), retry_after: int = 0) -> HttpResponse:
    """The answer that says what went wrong."""
    detail, persian = _SAID.get(status, _SAID[400])
    told = Problem(
        title=HTTPStatus(status).phrase, status=status, detail=detail, detail_fa=persian, errors=list(errors)
    )
    headers = {"Retry-After": str(retry_after)} if retry_after else {}
    return JsonResponse(
        told.model_dump(),
        status=status,
        headers=headers,
        content_type=CONTENT_TYPE,
        json_dumps_params={"ensure_ascii": False},
    )


@csrf_exempt  # an address that does not exist does nothing
def not_found(request: HttpRequest, rest: str = "") -> HttpResponse:
    """The view of every address below the API's that is none of its own."""
    return problem(404)


def connect(api: NinjaAPI) -> None:
    """Let every error of an operation become a problem."""
    api.add_exception_handler(HttpError, lambda request, error: problem(error.status_code))
    api.add_exception_handler(Http404, lambda request, error: problem(404))
    api.add_exception_handler(ValidationError, _mistakes)
    # A body that is too large, say.
    api.add_exception_handler(SuspiciousOperation, lambda request, error: problem(400))
    for unavailable in (IndexUnavailable, SearchBusy):
        api.add_exception_handler(unavailable, lambda request, error: problem(503, retry_after=RETRY_AFTER))
    api.add_exception_handler(Exception, _unexpected)


def _mistakes(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return problem(422, [{"where": _where(each["loc"]), "what": each["msg"]} for each in error.errors])


def _where(location: tuple[str | int, ...]) -> str:
    """The parameter itself, without the parts that only this code knows."""
    return ".".join(map(str, location[2:] or location[-1:]))


def _unexpected(request: HttpRequest, error: Exception) -> HttpResponse:
    logger.exception("An operation of the API failed", exc_info=error)
    return problem(500)
