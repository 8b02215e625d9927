"""Where pages are."""

from functools import lru_cache

from django.urls import reverse


@lru_cache(maxsize=1 << 14)
def path_to(page: str, *of: str | int) -> str:
    """The path of a page, worked out once: a page of results writes a hundred of them.

    >>> path_to("article", 7)
    '/a/7/'
    """
    return reverse(page, args=of)
