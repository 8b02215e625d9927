"""A field that an editor gives back is decided by the rules at once."""

from archive.ingest.load import Loaded, ingest
from archive.ingest.sources import received_before
from archive.models import Article


def describe_again(article: Article) -> Loaded | None:
    """Describe a saved article by today's rules, its decided fields left out; None without its original."""
    if article.original is None:
        return None
    heard: list[Loaded] = []
    received = bytes(article.original.content)
    item = received_before(article.item_key or "", article.original.origin, received)
    ingest([item], again=True, tell=heard.append)
    return heard[0]
