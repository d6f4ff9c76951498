from __future__ import annotations

import numpy as np
import pytest

from sim.calibrate.profile import counts_by_interval, opening_hours, weekly_profile
from sim.clock import WeekCurve
from sim.units import DAY_S
from tests.calibrate.histories import history_of, poisson_instants

WEEKDAY_LEVEL = np.array([120.0, 105.0, 100.0, 95.0, 90.0, 0.0, 0.0])


def desk(weeks: int = 12, seed: int = 1):
    """Open 08:00 to 18:00 on working days, arrivals even over the day."""
    rng = np.random.default_rng(seed)
    return history_of(poisson_instants(rng, np.tile(WEEKDAY_LEVEL, weeks), 8 * 3600, 18 * 3600), n_days=7 * weeks)


def test_the_profile_is_the_mean_by_weekday_and_interval_within_its_standard_error() -> None:
    profile = weekly_profile(desk())
    expected = WEEKDAY_LEVEL / 20.0
    open_cells = profile.mean[:5, 16:36]
    errors = np.sqrt(expected[:5, None] / 12.0)
    z = (open_cells - expected[:5, None]) / errors
    # 100 means of 12 Poisson counts: were one level wrong by a fifth, its 20 cells would shift their mean z by 4.
    assert np.abs(z).max() < 4.5
    assert np.all(np.abs(z.mean(axis=1)) < 3.0 / np.sqrt(20.0))
    assert profile.mean[:, :16].sum() == profile.mean[5:].sum() == 0.0
    assert np.nanmean(profile.standard_error[:5, 16:36]) == pytest.approx(errors.mean(), rel=0.1)


def test_the_week_adds_up_to_all_contacts() -> None:
    history = desk(weeks=3)
    profile = weekly_profile(history)
    assert profile.per_week == pytest.approx(len(history.contacts) / 3.0)
    assert profile.by_weekday.sum() == pytest.approx(profile.per_week)
    assert profile.counts.sum() == len(history.contacts)


def test_opening_hours_are_found_to_the_half_hour() -> None:
    assert weekly_profile(desk()).hours.model_dump() == {"mon-fri": "08:00-18:00", "sat-sun": "closed"}


def test_a_straggler_after_closing_and_a_quiet_lunch_do_not_change_the_hours() -> None:
    rng = np.random.default_rng(5)
    working = np.tile([40.0] * 5 + [0.0] * 2, 8)
    morning = poisson_instants(rng, working, 8 * 3600, 12 * 3600)
    evening = poisson_instants(rng, working, 12.5 * 3600, 17 * 3600)
    late = 2 * DAY_S + 19 * 3600.0 + np.arange(30.0)  # one evening's thirty: many, but on one day of eight
    history = history_of(np.concatenate([morning, evening, late]), n_days=56)
    hours, is_open = opening_hours(history)
    assert hours.model_dump() == {"mon-fri": "08:00-17:00", "sat-sun": "closed"}
    assert is_open.sum() == 5 * 18
    assert weekly_profile(history).outside_hours == 30


def test_hours_are_when_contacts_are_answered_not_when_they_arrive() -> None:
    arrivals = np.arange(14) * DAY_S + 3 * 3600.0
    hours, _ = opening_hours(history_of(arrivals, wait_s=6 * 3600.0, n_days=14))
    assert hours.model_dump() == "09:00-09:30"


def test_special_days_may_be_left_out_of_the_mean() -> None:
    created = np.concatenate(
        [np.full(10, 36000.0), np.full(90, 7 * DAY_S + 36000.0), np.full(10, 14 * DAY_S + 36000.0)]
    )
    history = history_of(created, n_days=21)
    assert weekly_profile(history).by_weekday[0] == pytest.approx(110 / 3)
    assert weekly_profile(history, without_days=[7]).by_weekday[0] == 10.0
    assert weekly_profile(history, without_days=[7]).days[0] == 2


def test_who_left_in_the_menu_is_not_counted() -> None:
    history = history_of(np.array([36000.0, 36001.0]), outcome=np.array(["answered", "left_before_queue"]))
    assert weekly_profile(history).counts.sum() == 1


def test_a_channel_may_be_taken_alone() -> None:
    history = history_of(np.array([36000.0, 36001.0]))
    assert weekly_profile(history, channel="phone").counts.sum() == 2
    assert weekly_profile(history, channel="chat").counts.sum() == 0


def test_the_curve_written_for_a_scenario_gives_the_same_counts() -> None:
    profile = weekly_profile(desk(weeks=4))
    curve = profile.curve()
    np.testing.assert_allclose(curve.sampled(1800.0), profile.mean, atol=0.005)
    assert WeekCurve.model_validate(curve.model_dump()) == curve


def test_counts_stand_on_the_local_clock_and_an_interval_must_divide_the_day() -> None:
    contacts = history_of(np.array([0.0, 1799.0, 1800.0, DAY_S - 1.0, DAY_S])).contacts
    counts = counts_by_interval(contacts, 2)
    assert (counts[0, 0], counts[0, 1], counts[0, 47], counts[1, 0]) == (2, 1, 1, 1)
    with pytest.raises(ValueError, match="7000 s does not divide the day"):
        counts_by_interval(contacts, 2, 7000.0)
