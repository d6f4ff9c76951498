"""Expected and drawn rates: forecasts, special days, campaigns, busyness and noise."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.scenario import Scenario
from sim.workload import expected_rates
from sim.workload.rates import busyness, drawn_rates
from tests.desks import desk, recorded, steady


def forecast(*rows: tuple[str, str, float], **more: Any) -> dict[str, Any]:
    named = [{"day": day, "time": time, "volume": volume} for day, time, volume in rows]
    return {"source": "forecast", "busyness": None, "rows": named, **more}


def rates(arrivals: dict[str, Any], days: int = 1, **more: Any) -> Any:
    scenario = desk({"phone": arrivals, "email": steady(10.0)}, 60, 1, kinds={"email": "async"}, days=days, **more)
    return expected_rates(scenario)


def test_a_dates_rows_replace_its_weekdays_and_the_scale_multiplies_both() -> None:
    table = forecast(("mon-fri", "09:00", 30), ("mon-fri", "09:30", 50), ("2026-01-06", "10:00", 80), scale=1.5)
    expected = rates(table, days=3)["phone"].reshape(3, 48)
    assert [(day, slot, expected[day, slot]) for day, slot in np.argwhere(expected)] == [
        (0, 18, 45.0),
        (0, 19, 75.0),
        (1, 20, 120.0),
        (2, 18, 45.0),
        (2, 19, 75.0),
    ]


def test_a_forecast_with_a_gap_has_nobody_in_the_gap() -> None:
    table = forecast(("mon", "09:00", 30), ("mon", "09:30", 50), ("mon", "15:00", 10))
    expected = rates(table)["phone"]
    assert expected.sum() == 90
    assert [slot / 2 for slot in np.flatnonzero(expected)] == [9.0, 9.5, 15.0]


def test_a_coarser_or_finer_forecast_is_spread_evenly_and_keeps_its_volume() -> None:
    hourly = forecast(("mon", "09:00", 40), ("mon", "10:00", 60))
    assert rates(hourly)["phone"][18:22].tolist() == [20, 20, 30, 30]
    quarters = forecast(("mon", "09:00", 10), ("mon", "09:15", 20), ("mon", "09:30", 30), ("mon", "09:45", 40))
    assert rates(quarters)["phone"][18:20].tolist() == [30, 70]


def test_no_volume_is_lost_past_midnight_and_a_lonely_row_is_as_long_as_the_others_of_the_table() -> None:
    late = forecast(("mon", "21:30", 100), ("mon", "22:30", 100), ("mon", "23:30", 100), ("tue", "09:00", 60))
    expected = rates(late, days=2)["phone"]
    assert expected[:48][43:].tolist() == [50, 50, 50, 50, 100]
    assert expected[48:].sum() == 60
    assert expected[48:][18:20].tolist() == [30, 30]


def test_weekday_weights_share_out_the_week_and_the_profile_shapes_the_day() -> None:
    profile = {
        "source": "profile",
        "per_week": 700,
        "busyness": None,
        "profile": {"mon-fri": {"08:00": 1, "12:00": 3, "16:00": 0}, "sat": {"10:00": 5, "12:00": 0}},
        "weekday": {"mon": 3, "tue": 2, "sat": 2},
    }
    expected = rates(profile, days=7)["phone"].reshape(7, 48)
    assert expected.sum(axis=1) == pytest.approx([300, 200, 0, 0, 0, 200, 0])
    assert expected[0, 16:32] == pytest.approx([300 / 32] * 8 + [900 / 32] * 8)


def special(*days: dict[str, Any]) -> dict[str, Any]:
    return {f"day {number}": day for number, day in enumerate(days)}


def test_special_days_multiply_on_their_channels_and_a_factor_of_0_leaves_nobody() -> None:
    days = special(
        {"date": "2026-01-06", "factor": 2.0},
        {"date": "2026-01-06", "factor": 0.5, "channels": ["email"]},
        {"date": "2026-01-07", "factor": 0.0},
        {"date": "2026-01-12", "factor": 9.0},
        {"date": "2026-01-04", "factor": 9.0},
    )
    found = rates(steady(10.0), days=3, world__special_days=days)
    assert found["phone"].reshape(3, 48).sum(axis=1) == pytest.approx([240, 480, 0])
    assert found["email"].reshape(3, 48).sum(axis=1) == pytest.approx([240, 240, 0])


def test_a_campaign_that_began_before_the_horizon_fades_into_it_and_one_that_begins_later_waits() -> None:
    def lift(starts: str) -> Any:
        campaigns = {"mail": {"starts": starts, "lift": 2.0, "decay": "1d", "channels": ["phone"]}}
        found = rates(steady(10.0), days=2, world__campaigns=campaigns)
        assert (found["email"] == 5.0).all()
        return found["phone"] / 5.0 - 1

    middles = (np.arange(96) + 0.5) / 48
    assert lift("2026-01-04T12:00:00") == pytest.approx(2 * np.exp(-(middles + 0.5)))
    assert lift("2026-01-05T12:00:00") == pytest.approx(np.where(middles > 0.5, 2 * np.exp(-(middles - 0.5)), 0.0))
    assert (lift("2026-01-09T12:00:00") == 0.0).all()


def test_recorded_arrivals_count_those_of_the_horizon_only_in_their_own_intervals() -> None:
    instants = ["2026-01-04T23:59:59", "2026-01-05T00:00:00", "2026-01-05T09:29:59", "2026-01-05T09:30:00"]
    table = {"source": "recorded", "at": [*instants, "2026-01-05T23:59:59", "2026-01-06T00:00:00"]}
    expected = rates(table)["phone"]
    assert np.flatnonzero(expected).tolist() == [0, 18, 19, 47]
    assert expected.sum() == 4


def noisy(**more: Any) -> Scenario:
    one = {**steady(10.0), "busyness": 20.0, **more}
    two = {**steady(10.0), "busyness": 50.0}
    return desk({"one": one, "two": two}, 60, 1, days=3000, calendar__interval="12h", world__busyness_shared=0.5)


def test_busyness_has_mean_1_its_own_variance_and_the_shared_part() -> None:
    factors = busyness(noisy(), 1, 0)
    one, two = factors["one"], factors["two"]
    n = len(one)
    assert [one.mean(), two.mean()] == pytest.approx([1, 1], abs=4 / (20 * n) ** 0.5)
    assert [one.var() * 20, two.var() * 50] == pytest.approx([1, 1], abs=5 * (2.4 / n) ** 0.5)
    assert np.corrcoef(one, two)[0, 1] == pytest.approx(10 / (20 * 50) ** 0.5, abs=0.08)


def test_interval_noise_has_mean_1_and_moves_no_other_channel() -> None:
    calm, loud = drawn_rates(noisy(), 1, 0), drawn_rates(noisy(interval_noise=40.0), 1, 0)
    noise = loud["one"] / calm["one"]
    n = noise.size
    assert noise.mean() == pytest.approx(1, abs=4 / (40 * n) ** 0.5)
    assert noise.var() * 40 == pytest.approx(1, abs=5 * (2.4 / n) ** 0.5)
    assert np.array_equal(loud["two"], calm["two"])
    assert abs(np.corrcoef(noise[:, 0], noise[:, 1])[0, 1]) < 4 / n**0.5 * 2


def test_recorded_arrivals_are_as_they_were_on_special_days_too() -> None:
    days = special({"date": "2026-01-05", "factor": 0.0})
    assert rates(recorded("09:00:00"), world__special_days=days)["phone"].sum() == 1
