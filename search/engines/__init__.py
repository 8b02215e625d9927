"""Search engines behind one seam (base.py); `get_engine` is the one of this process."""

from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from search.engines.base import SearchEngine


def get_engine(collection: str = "articles") -> SearchEngine:
    """The engine of a collection ("articles", "quotations"), as settings.SEARCH_URL names it.

    "whoosh:" keeps its index in a folder of settings.INDEX_DIR, "memory:" keeps nothing (for tests),
    "opensearch://host1,host2/index" has it in a cluster.
    """
    return _engine(settings.SEARCH_URL, Path(settings.INDEX_DIR), collection)


@cache
def _engine(url: str, folder: Path, collection: str) -> SearchEngine:
    if url == "memory:":
        from search.engines.memory import MemoryEngine

        return MemoryEngine()
    if url == "whoosh:":
        from search.engines.whoosh.engine import WhooshEngine

        return WhooshEngine(folder / collection, cache_bytes=settings.SEARCH_CACHE_BYTES)
    if url.startswith("opensearch"):
        from search.engines.opensearch.engine import OpenSearchEngine

        return OpenSearchEngine(url, collection)
    raise ImproperlyConfigured(f"SEARCH_URL must be whoosh:, memory: or opensearch://…, not {url}")


def forget_engines() -> None:
    """Let the next `get_engine` make a new one; what an engine keeps on disk stays."""
    _engine.cache_clear()
