"""What every test may ask for."""

import os
import shutil
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, expect, sync_playwright

from search.engines import forget_engines
from search.exports import gate
from search.sync import sync
from tests.world import make_world

# How long a machine takes is no fault of an example. Fixtures are shared by all examples of a test.
_LENIENT = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
settings.register_profile("shared machine", deadline=None, suppress_health_check=_LENIENT)
settings.load_profile("shared machine")
expect.set_options(timeout=20_000)

CHROMIUM_FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The one browser of all tests: that which CHROMIUM names, else the system's."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)


@pytest.fixture(autouse=True)
def room_for_files(monkeypatch):
    """A server closes what it has answered. Tests do not, and ask for more files than a worker makes."""
    monkeypatch.setattr(gate, "_made_for", [])
    for limit in ("AT_ONCE", "EACH"):
        monkeypatch.setattr(gate, limit, 1000)


@pytest.fixture
def index(db):
    """An index of its own; call it to bring it to the truth, as a commit would."""
    forget_engines()
    yield sync
    forget_engines()


@pytest.fixture
def world(index) -> SimpleNamespace:
    """Six sample reports that everyone knows (tests/world.py), searchable."""
    cast = make_world()
    index()
    return cast
