"""Every address has its share of a worker: whoever asks for much at once waits behind themselves alone."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore, Lock
from time import sleep, thread_time

from django.http import HttpRequest, HttpResponse

from archive.middleware import GetResponse
from archive.visitors import address_of

#: Answers that a worker makes for one address at the same time. Python uses one core: more are no quicker,
#: and take it from the others.
AT_ONCE = 1
#: Seconds for which the next ones wait: whoever is refused at once can ask again at once. An editor's step
#: takes two, and colleagues may share the address.
PATIENCE = 5
#: No more than these of one address, being made and waiting, where threads are scarce: where CROWDED of them
#: (of the 16 that deploy/gunicorn.py gives a worker) are taken.
MOST = 8
CROWDED = 12
RETRY_AFTER = 5
#: Whoever rests does so this many times as long as was worked: others have two thirds of the thread's time.
REST = 2
#: Seconds: what is ready must not wait long.
LONGEST_REST = 0.5


class Share:
    """What one address has of this worker while it asks for anything."""

    def __init__(self) -> None:
        self.turns = BoundedSemaphore(AT_ONCE)
        #: Its requests, those that wait included.
        self.asked = 0


_lock = Lock()
_shares: dict[str | None, Share] = {}


def in_turn(get_response: GetResponse) -> GetResponse:
    """Answer each address one thing after the other; 429 where it waits too long."""

    def answer(request: HttpRequest) -> HttpResponse:
        with _share_of(address_of(request)) as share:
            if not share.turns.acquire(timeout=PATIENCE if _may_wait(share) else 0):
                return _later()
            begun = thread_time()
            try:
                return get_response(request)
            finally:
                # What was saved is told at once: an editor's step takes seconds.
                if share.asked > AT_ONCE and len(_shares) > 1 and request.method in ("GET", "HEAD"):
                    rest(begun)
                share.turns.release()

    return answer


def rest(begun: float) -> None:
    """Leave Python to others, after what this thread has worked since `begun` (its own time, in seconds)."""
    sleep(min(REST * (thread_time() - begun), LONGEST_REST))


def is_anything_asked() -> bool:
    """Whether answers are being made in this worker; files, once begun, are not among them."""
    return bool(_shares)


def _may_wait(share: Share) -> bool:
    with _lock:
        return share.asked <= MOST or sum(each.asked for each in _shares.values()) <= CROWDED


@contextmanager
def _share_of(address: str | None) -> Iterator[Share]:
    with _lock:
        share = _shares.setdefault(address, Share())
        share.asked += 1
    try:
        yield share
    finally:
        with _lock:
            share.asked -= 1
            if not share.asked:
                del _shares[address]


def _later() -> HttpResponse:
    text = "درخواست‌ها زیاد است؛ کمی دیگر بیایید.\n"
    # Programs read the one, browsers do the other.
    headers = {"Retry-After": str(RETRY_AFTER), "Refresh": str(RETRY_AFTER)}
    return HttpResponse(text, status=429, content_type="text/plain; charset=utf-8", headers=headers)
