"""What a process loads before its first reader comes, who would wait a second for it."""

from contextlib import suppress

from django.db import DatabaseError, connections

from search.engines.base import EngineError
from search.query import Query
from search.suggestions import suggest
from search.sync import COLLECTIONS


def warm_up() -> None:
    """Open indexes, lexicon, vocabulary, names. What is missing is told to whoever asks for it."""
    with suppress(EngineError, DatabaseError):
        for collection in COLLECTIONS:
            collection.engine.search(Query(words="صادرات"))
            collection.engine.usual_words()
        suggest("ص")
    connections.close_all()
