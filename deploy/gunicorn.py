"""How gunicorn serves the site: `gunicorn archive.wsgi --config deploy/gunicorn.py`."""

import gc
import os
import sys

#: nginx asks here; a container sets BIND to an address.
bind = os.environ.get("BIND", "unix:/run/rasteh/web.sock")
#: A worker holds one index open and up to SEARCH_CACHE_MB of it: two for each core are enough.
workers = int(os.environ.get("WORKERS", "2"))
worker_class = "gthread"
#: Most of them wait: behind others of their address (archive/turns.py) or for readers of files.
threads = 16
#: The longest question that the site reads in full (512 letters in percent signs) and all its facets.
limit_request_line = 8190
#: A worker that says nothing for so long is started again: the last wall, no answer takes a second.
timeout = 30
graceful_timeout = 20
keepalive = 5
#: Memory that fragments is given back now and then, not by all workers at once.
max_requests = 200_000
max_requests_jitter = 20_000
#: Its heartbeat must not wait for a disk.
worker_tmp_dir = "/dev/shm"  # noqa: S108 (gunicorn makes an unnamed file there)
#: Who connects is the proxy; who asks, the site reads itself from PROXIES on (archive/visitors.py).
forwarded_allow_ips = ""
#: The site's own log names pages, not who asked for them; gunicorn's would, and of requests that it cannot
#: read it warns with all that was asked.
accesslog = None
loglevel = "error"
#: systemd and containers stop and reload it; a socket for that in somebody's home is one more door.
control_socket_disable = True


def post_worker_init(_: object) -> None:
    """Load before the first reader comes what stays; the garbage collector need never look at it again.

    A look at 190,000 objects kept every thread waiting for 0.3 s.
    """
    from search.warming import warm_up

    warm_up()
    gc.collect()
    gc.freeze()
    # A page makes some 40,000 objects, nearly all of which end with it: 700 at a time is for scripts.
    gc.set_threshold(10_000, 10, 10)
    # A page lets Python go at every row it reads, and gets it back from a file that is being made only after
    # this long: 5 ms by default, and a page reads a hundred rows.
    sys.setswitchinterval(0.0005)
