"""What every test may ask for."""

from types import SimpleNamespace

import pytest

from search.engines import forget_engines
from search.sync import sync
from tests.world import make_world


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
