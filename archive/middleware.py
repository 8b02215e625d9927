"""What every answer carries beside its content: where it may be shown, and who may keep it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import has_vary_header, patch_cache_control

GetResponse = Callable[[HttpRequest], HttpResponse]

#: What a page may ask of the reader's device: to copy. Features that are off by default are left out.
PERMISSIONS = ", ".join(
    f"{feature}=()"
    for feature in (
        *("accelerometer", "autoplay", "camera", "display-capture", "fullscreen", "geolocation", "gyroscope"),
        *("magnetometer", "microphone", "midi", "payment", "usb", "browsing-topics"),
    )
)


def careful_headers(get_response: GetResponse) -> GetResponse:
    """Add the headers that Django does not know; the others are settings."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        # What depends on who is logged in is nothing for caches that many share.
        if has_vary_header(response, "Cookie") and "Cache-Control" not in response:
            patch_cache_control(response, private=True)
        return response

    return answer
