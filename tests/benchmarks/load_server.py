"""The site as it runs for real, on ports of its own: gunicorn as in deploy/, nginx before it if wanted."""

import contextlib
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

TICKS = os.sysconf("SC_CLK_TCK")
ROOT = Path(__file__).resolve().parents[2]


class Server:
    """gunicorn, and what its workers use."""

    def __init__(self) -> None:
        self.port = free_port()
        mine = {"BIND": f"127.0.0.1:{self.port}", "ALLOWED_HOSTS": "127.0.0.1", "PROXIES": "1"}
        environment = {**os.environ, **mine, "MALLOC_ARENA_MAX": "2"}  # as in deploy/rasteh.service
        command = [sys.executable, "-m", "gunicorn", "archive.wsgi", "--config", "deploy/gunicorn.py"]
        self.process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
        wait_for(self.port, self.process)

    @property
    def workers(self) -> list[str]:
        """The ids of the workers."""
        pid = self.process.pid
        return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()

    def cpu(self) -> float:
        """Seconds of CPU that they have used."""
        fields = [Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in self.workers]
        return sum(int(each[11]) + int(each[12]) for each in fields) / TICKS

    def memory(self) -> float:
        """MB of their own: what they see of files belongs to the system, which takes it back."""
        lines = [
            line for pid in self.workers for line in Path(f"/proc/{pid}/status").read_text().splitlines()
        ]
        return sum(int(line.split()[1]) for line in lines if line.startswith("RssAnon")) / 1024


@contextlib.contextmanager
def serving(with_nginx: bool) -> Iterator[tuple[Server, int]]:
    """A server, for a while, and the port that readers know."""
    server = Server()
    try:
        with nginx(server.port) if with_nginx else contextlib.nullcontext(server.port) as port:
            yield server, port
    finally:
        server.process.terminate()
        server.process.wait()


@contextlib.contextmanager
def nginx(site: int) -> Iterator[int]:
    """nginx before the site, and the port where it listens."""
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        conf = Path(folder, "nginx.conf")
        conf.write_text(nginx_conf(folder, site, port))
        process = subprocess.Popen(["nginx", "-p", folder, "-c", str(conf), "-e", f"{folder}/error.log"])
        try:
            wait_for(port, process)
            yield port
        finally:
            process.terminate()
            process.wait()


def nginx_conf(folder: str, site: int, port: int) -> str:
    """deploy/nginx.conf without TLS, for a site and a listening port here; who asks is who wrk says it is."""
    conf = (ROOT / "deploy/nginx.conf").read_text()
    limits, *servers = re.split(r"^(?=server \{)", conf, flags=re.MULTILINE)
    (public,) = [server for server in servers if "listen 443" in server]
    public = re.sub(r"^ *(listen|ssl_\w+) .*\n", "", public, flags=re.MULTILINE)
    public = public.replace("server {", f"server {{\n    listen 127.0.0.1:{port};", 1)
    conf = (limits + public).replace("unix:/run/rasteh/web.sock", f"127.0.0.1:{site}")
    conf = conf.replace("/var/log/nginx/", f"{folder}/")
    user = "user root;" if os.geteuid() == 0 else ""  # else it could not write into the folder
    paths = "".join(f"{each}_temp_path {folder}/{each};\n" for each in ("client_body", "proxy"))
    believed = "set_real_ip_from 127.0.0.1;\nreal_ip_header X-Forwarded-For;\n"
    return f"{user} daemon off; pid {folder}/pid; events {{}}\nhttp {{\n{paths}{believed}{conf}}}\n"


def free_port() -> int:
    """A port where nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def wait_for(port: int, process: subprocess.Popen) -> None:
    """Wait until the site answers there. Raises ChildProcessError when who should answer has ended."""
    while process.poll() is None:
        with contextlib.suppress(URLError, ConnectionError):
            urlopen(f"http://127.0.0.1:{port}/robots.txt").close()  # noqa: S310 (our own)
            return
        time.sleep(0.2)
    raise ChildProcessError(f"{process.args} ended with {process.returncode}")
