"""Where pages are."""

from functools import lru_cache

from django.urls import get_script_prefix, reverse


def path_to(page: str, *of: str | int) -> str:
    """The path of a page, worked out once: a page of results writes a hundred of them.

    >>> path_to("article", 7)
    '/a/7/'
    """
    return _path(get_script_prefix(), page, *of)


@lru_cache(maxsize=1 << 14)
def _path(_prefix: str, page: str, *of: str | int) -> str:
    return reverse(page, args=of)
