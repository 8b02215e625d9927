"""The site as it is served, settings read from a real environment: prints what it answers as JSON."""

import io
import json

import django
from django.conf import settings

django.setup()
# Hashed names of static files need `collectstatic`, which has nothing to do with headers.
settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}

from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402

PAGES = ("/about/", "/login/", "/admin/login/", "/not-there/", "/robots.txt", "/api/v1/docs")


def answer(path: str, *, secure: bool = True, host: str = "archive.example") -> dict[str, object]:
    """What a browser sees."""
    response = Client(headers={"host": host}).get(path, secure=secure)
    return {
        "status": response.status_code,
        "headers": dict(response.headers),
        "cookies": response.cookies.output(header="").splitlines(),
        "page": response.content.decode(),
    }


said = io.StringIO()
call_command("check", deploy=True, stdout=said, stderr=said)
told = {path: answer(path) for path in PAGES}
told["plain"] = answer("/about/", secure=False)
told["stranger"] = answer("/about/", host="evil.example")
print(json.dumps({"check": said.getvalue(), **told}))
