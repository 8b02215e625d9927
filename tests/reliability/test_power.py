"""When the power fails, what was acknowledged is there, and never half of anything."""

from itertools import count

import pytest

from tests.reliability.power import watched
from tests.reliability.small_index import BEFORE, assert_goes_on, commit, copy, held, made, merge, rebuild


def assert_outlives_power_cuts(tmp_path, work, states) -> int:
    """Cut the power at every sync and rename of the work, and after it; returns how often."""
    path, cuts = made(tmp_path / "index"), count()
    after = work(copy(path, tmp_path / "after"))
    acceptable = [*states, after]

    def cut(disk) -> None:
        for names_too in (False, True):
            left = disk.left(tmp_path / f"cut{next(cuts)}", names_too)
            found = held(left)
            assert found in acceptable, f"cut {next(cuts)}: {found}"
            assert_goes_on(left)

    with watched(path, cut) as cut_now:
        work(path)
        acceptable[:] = [after]  # it is acknowledged: nothing less will do
        cut_now()
    return next(cuts)


@pytest.mark.slow
@pytest.mark.parametrize("work", [commit, rebuild])
def test_a_power_cut_never_costs_an_acknowledged_commit(tmp_path, work):
    assert assert_outlives_power_cuts(tmp_path, work, [BEFORE]) > 10


@pytest.mark.soak
def test_power_cuts_in_a_row_of_commits_leave_one_of_them(tmp_path):
    states = [{**BEFORE, 1: revision} for revision in range(1, 12)]
    print(f"{assert_outlives_power_cuts(tmp_path, merge, states)} power cuts, none lost a commit")
