"""What a process loads before its first reader comes, who would wait a second for it."""

import logging

from django.db import connections

from search.query import Query
from search.suggestions import suggest
from search.sync import COLLECTIONS

logger = logging.getLogger(__name__)


def warm_up() -> None:
    """Open indexes, lexicon, vocabulary, names. What is missing is told to whoever asks for it."""
    try:
        for collection in COLLECTIONS:
            collection.engine.search(Query(words="صادرات"))
            collection.engine.usual_words()
        suggest("ص")
    except Exception:  # a favour must never keep the site from starting
        logger.warning("Not all could be loaded before the first reader comes.", exc_info=True)
    finally:
        connections.close_all()
