"""Databases of their own for processes that tests start."""

import contextlib
import os
import subprocess
from collections.abc import Iterator

#: The server that tests run on; empty where each has a file (SQLite).
SERVER = os.environ.get("TEST_DATABASE_URL", "")


@contextlib.contextmanager
def empty_database(name: str) -> Iterator[str]:
    """The DATABASE_URL of a database that holds nothing, for a while; "" on SQLite, for DATA_DIR has one."""
    if not SERVER:
        yield ""
        return
    command = ["psql", SERVER, "--quiet", "--command"]
    subprocess.run([*command, f'CREATE DATABASE "{name}"'], check=True)
    try:
        yield f"{SERVER.rpartition('/')[0]}/{name}"
    finally:
        subprocess.run([*command, f'DROP DATABASE "{name}" WITH (FORCE)'], check=True)
