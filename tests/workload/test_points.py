"""The issues that are drawn: from the start on, in order, as many as expected at any height of the demand."""

from __future__ import annotations

import numpy as np
import pytest

from sim.workload import draw
from tests.desks import desk, recorded, steady


def test_a_later_start_keeps_the_issues_from_then_on_and_no_others() -> None:
    whole = desk({"phone": steady(60.0)}, 60, 1, days=2)
    later = whole.with_values({"calendar.start_at": "11:00"})
    all_day, rest = (draw(scenario, 1, 0, {"talk": 3}) for scenario in (whole, later))
    from_eleven = all_day.arrived_at >= 11 * 3600
    assert np.array_equal(rest.arrived_at, all_day.arrived_at[from_eleven])
    assert np.array_equal(rest.uniforms["talk"], all_day.uniforms["talk"][from_eleven])


@pytest.mark.parametrize("names", [("a", "b"), ("b", "a")])
def test_of_issues_at_one_instant_the_channel_named_first_comes_first(names: tuple[str, str]) -> None:
    workload = draw(desk({name: recorded("09:00:00") for name in names}, 60, 1), 1, 0, {})
    assert workload.channel.tolist() == [0, 1]


@pytest.mark.parametrize("per_day", [20.0, 64.0, 100.0, 500.0])
def test_the_count_of_a_day_is_poisson_at_any_height(per_day: float) -> None:
    """Below the first layer, at its edge, and over several layers."""
    days = 2000
    workload = draw(desk({"phone": steady(per_day / 24)}, 60, 1, days=days), 1, 0, {})
    counts = np.bincount((workload.arrived_at // 86400).astype(int), minlength=days)
    assert counts.mean() == pytest.approx(per_day, abs=4 * (per_day / days) ** 0.5)
    assert counts.var() == pytest.approx(per_day, rel=4 * (2 / days) ** 0.5)
    of_day = workload.arrived_at % 86400 / 86400
    assert of_day.mean() == pytest.approx(0.5, abs=4 / (12 * len(of_day)) ** 0.5)


def test_every_issue_has_a_key_of_its_own() -> None:
    scenario = desk(
        {"phone": steady(60.0), "email": steady(30.0)},
        60,
        1,
        kinds={"email": "async"},
        days=28,
        start__backlog={"email": {"contacts": 50, "oldest": "2d"}},
        world__incidents={"per_week": 10.0},
    )
    keys = draw(scenario, 1, 0, {}).key
    assert len(np.unique(keys)) == len(keys)
