"""A site that runs while tests look at it."""

import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager

from django.contrib.staticfiles.handlers import StaticFilesHandler
from pytest_django.live_server_helper import LiveServer


class OneAtATime(StaticFilesHandler):
    """Answers one request after the other.

    A browser asks for several things at once. Those who answer share the test's connection to SQLite, and two
    of them can wait for ever: one in a statement that calls back into Python, one that keeps Python locked.
    """

    answering = threading.Lock()

    def __call__(self, environ, start_response):
        """The whole answer, streamed ones too."""
        with self.answering, closing(super().__call__(environ, start_response)) as answer:
            return list(answer)


@contextmanager
def serving() -> Iterator[str]:
    """Serve the site of this test, at the address given."""
    server = LiveServer("127.0.0.1", start=False)
    server.thread.static_handler = OneAtATime
    server.start()
    try:
        yield server.url
    finally:
        server.stop()
