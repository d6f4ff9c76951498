import math

import pytest

from sim.theory import exhaustion_cycle, exhaustion_fixed_point

WEEK = ([0.5] * 5 + [0.0] * 2, 0.02, [0.03] * 5 + [0.05] * 2)


def test_working_days_alone_come_to_the_fixed_point_with_its_time_constant():
    fixed, days = exhaustion_fixed_point(0.5, 0.02, 0.03)
    assert (fixed, days) == (pytest.approx(0.25), pytest.approx(25.0))
    cycle = exhaustion_cycle([0.5], 0.02, [0.03])
    assert cycle.at_start.tolist() == pytest.approx([fixed], rel=1e-13)
    assert cycle.time_constant_days == pytest.approx(-1 / math.log(1 - 0.04), rel=1e-13)
    assert cycle.time_constant_days == pytest.approx(days - 0.5, abs=0.01)


def test_a_week_with_two_days_off_is_where_daily_steps_lead():
    cycle = exhaustion_cycle(*WEEK)
    exhaustion, weeks = 0.0, []
    for _ in range(300):
        days = []
        for demand, recovery in zip(WEEK[0], WEEK[2], strict=True):
            days.append(exhaustion)
            exhaustion += 0.02 * demand * (1 - exhaustion) - recovery * exhaustion
        weeks.append(days)
    assert cycle.at_start.tolist() == pytest.approx(weeks[-1], rel=1e-10)
    assert cycle.mean == pytest.approx(sum(weeks[-1]) / 7, rel=1e-10)
    # A deviation falls by `memory` a week, and to 1/e in the time constant.
    away = [abs(week[0] - weeks[-1][0]) for week in weeks[:4]]
    assert away[3] / away[2] == pytest.approx(cycle.memory, rel=1e-7)
    assert cycle.memory == pytest.approx(0.96**5 * 0.95**2, rel=1e-12)
    assert cycle.memory ** (cycle.time_constant_days / 7) == pytest.approx(1 / math.e, rel=1e-12)


def test_days_off_keep_exhaustion_below_the_fixed_point_of_work():
    cycle = exhaustion_cycle(*WEEK)
    fixed, _ = exhaustion_fixed_point(0.5, 0.02, 0.03)
    assert cycle.at_start.max() == cycle.at_start[5] < fixed
    assert cycle.at_start.min() == cycle.at_start[0] > 0


def test_no_sensitivity_means_no_exhaustion():
    assert exhaustion_cycle(WEEK[0], 0.0, WEEK[2]).at_start.tolist() == [0.0] * 7
    assert exhaustion_fixed_point(0.5, 0.0, 0.03)[0] == 0.0


def test_a_step_that_forgets_everything_has_no_memory():
    cycle = exhaustion_cycle([0.5], 1.0, [0.5])
    assert (cycle.memory, cycle.time_constant_days) == (0.0, 0.0)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: exhaustion_cycle([2.0], 1.0, [0.0]),
            r"sensitivity \* demands\[0\] \+ recoveries\[0\] must lie between",
        ),
        (
            lambda: exhaustion_cycle([1.0], 0.02, [0.1, 0.1]),
            "must have the same number of days, at least one, got 1 and 2",
        ),
        (lambda: exhaustion_cycle([0.0], 0.02, [0.0]), "something in the cycle must pull back to a limit"),
        (
            lambda: exhaustion_fixed_point(0.0, 0.02, 0.0),
            r"sensitivity \* demand \+ recovery must be a finite number ab",
        ),
    ],
)
def test_a_wrong_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
