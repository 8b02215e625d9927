"""A start-up check: the static files that pages ask for have been collected."""

from collections.abc import Iterator

from django.apps import apps
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage
from django.core.checks import CheckMessage, Error, Tags, register


def connect() -> None:
    """Register the check; with `--deploy` alone, because whoever collects has not collected yet."""
    register(check_static_files, Tags.staticfiles, deploy=True)


def check_static_files(**_: object) -> list[CheckMessage]:
    """A page that names a file which is not in the manifest is an error 500."""
    if not isinstance(staticfiles_storage, ManifestFilesMixin):
        return []  # files are served as they lie
    if missing := sum(path not in staticfiles_storage.hashed_files for path in _files()):
        return [
            Error(
                f"{missing} static files have not been collected: pages cannot be shown.",
                hint="Run: manage.py collectstatic --noinput",
                id="archive.E001",
            )
        ]
    return []


def _files() -> Iterator[str]:
    """What `collectstatic` would collect."""
    ignored = apps.get_app_config("staticfiles").ignore_patterns
    return (path for finder in get_finders() for path, _ in finder.list(ignored))
