"""The app that reads the truth and makes it findable."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """The index and the pages that ask it."""

    name = "search"
    verbose_name = "جست‌وجو"

    def ready(self) -> None:
        from search import checks, desk, signals  # noqa: F401 (the desk listens once imported)

        checks.connect()
        signals.connect(self)
