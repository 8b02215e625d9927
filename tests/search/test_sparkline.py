"""Small curves over the years."""

from search.sparkline import HEIGHT, MARGIN, WIDTH, sparkline


def test_time_runs_from_right_to_left():
    assert (
        sparkline([0, 0, 4]).line
        == f"{WIDTH - MARGIN},{HEIGHT - MARGIN} 60.0,{HEIGHT - MARGIN} {MARGIN},{MARGIN}"
    )


def test_the_last_year_has_the_dot():
    curve = sparkline([4, 0])
    assert (curve.x, curve.y) == (MARGIN, HEIGHT - MARGIN)


def test_years_without_reports_are_a_flat_line():
    assert {point.split(",")[1] for point in sparkline([0, 0, 0]).line.split()} == {str(HEIGHT - MARGIN)}
