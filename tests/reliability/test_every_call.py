"""At whichever change to the disk a writer dies or the disk fails, the index is the old or the new one."""

from itertools import count

import pytest

from tests.reliability.faults import End, Fault, end_of
from tests.reliability.small_index import BEFORE, assert_goes_on, commit, copy, held, made, merge, rebuild


def assert_old_or_new(tmp_path, work, fault) -> int:
    """Let the work suffer at its first change, its second … ; returns how many it makes."""
    before = made(tmp_path / "before")
    after = work(copy(before, tmp_path / "after"))
    for n in count(1):
        path = copy(before, tmp_path / str(n))
        end = end_of(lambda path=path: work(path), fault, n)
        found = held(path)
        assert found == after if end in (End.DONE, End.COPED) else found in (BEFORE, after), (
            f"change {n}: {found}"
        )
        assert_goes_on(path)
        if end is End.DONE:
            return n - 1


@pytest.mark.slow
@pytest.mark.parametrize("work, fault", [(commit, Fault.DEATH), (rebuild, Fault.NO_SPACE)])
def test_a_writer_that_is_stopped_anywhere_leaves_the_old_or_the_new(tmp_path, work, fault):
    assert assert_old_or_new(tmp_path, work, fault) > 10


@pytest.mark.soak
@pytest.mark.parametrize("fault", Fault, ids=lambda fault: fault.name)
def test_a_row_of_commits_that_is_stopped_anywhere_ends_with_one_of_them(tmp_path, fault):
    before = made(tmp_path / "before")
    states = [{**BEFORE, 1: revision} for revision in range(1, 12)]
    for n in count(1):
        path = copy(before, tmp_path / str(n))
        end = end_of(lambda path=path: merge(path), fault, n)
        assert held(path) in states, f"change {n}"
        assert_goes_on(path)
        if end is End.DONE:
            print(f"{fault.name}: {n - 1} changes, each failed once")
            return


@pytest.mark.soak
@pytest.mark.parametrize("fault", Fault, ids=lambda fault: fault.name)
@pytest.mark.parametrize("work", [commit, rebuild])
def test_whatever_fails_leaves_the_old_or_the_new(tmp_path, work, fault):
    changes = assert_old_or_new(tmp_path, work, fault)
    print(f"{work.__name__}, {fault.name}: {changes} changes, each failed once")
