"""The API as a whole: its description, its errors, how often one may ask, and what need not be sent again."""

from hashlib import blake2b
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.renderers import JSONRenderer
from ninja.throttling import AnonRateThrottle

from archive.visitors import address_of
from search.api import authorities, corrections, problems, words


class VisitorThrottle(AnonRateThrottle):
    """So many requests of one address, counted by each worker."""

    def get_ident(self, request: HttpRequest) -> str | None:
        """The address, as limits of logging in know it too."""
        return address_of(request)


class PersianRenderer(JSONRenderer):
    """JSON that can be read: Persian letters as they are."""

    json_dumps_params = {"ensure_ascii": False}


class ArchiveAPI(NinjaAPI):
    """An API whose answers carry an ETag and whose errors are problems."""

    _described: OpenAPISchema | None = None

    def create_response(self, request: HttpRequest, data: Any, **options: Any) -> HttpResponse:
        """The answer, or 304 where the client has it already."""
        response = super().create_response(request, data, **options)
        if response.status_code != 200 or request.method not in ("GET", "HEAD"):
            return response
        digest = blake2b(response.content, digest_size=12).hexdigest()
        response["ETag"] = f'"{digest}"'
        patch_cache_control(response, no_cache=True)
        return get_conditional_response(request, etag=response["ETag"], response=response)

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """The description, in which errors have their own content type; made once, it takes a while."""
        if self._described is None:
            schema = super().get_openapi_schema(**options)
            for operations in schema["paths"].values():
                for operation in operations.values():
                    _describe_errors(operation["responses"])
            self._described = schema
        return self._described


def _describe_errors(responses: dict[int, dict[str, Any]]) -> None:
    for status, response in responses.items():
        if int(status) >= 400 and "application/json" in response.get("content", {}):
            response["content"] = {problems.CONTENT_TYPE: response["content"]["application/json"]}


api = ArchiveAPI(
    title="راسته",
    version="1",
    description=(
        "The archive of Iran's regional trade news for programs. The parameters are those of the pages; "
        "unknown ones are ignored, values that cannot be read are told in `warnings`. Years and months are "
        "Jalali (1404, 1404-08); `after` and `before` take either calendar. Texts belong to their publishers."
    ),
    urls_namespace="api",
    renderer=PersianRenderer(),
    throttle=[VisitorThrottle(settings.API_RATE)] if settings.API_RATE else [],
)
problems.connect(api)
api.add_router("", corrections.router)  # the listings, and what may be changed in them
api.add_router("", authorities.router)
api.add_router("", words.router)
