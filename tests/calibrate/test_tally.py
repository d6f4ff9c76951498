from __future__ import annotations

import numpy as np
import pytest

from sim.calibrate.tally import Tally, open_at, queue_entries, tally_history, tally_log
from sim.clock import OpenHours
from sim.units import DAY_S
from tests.calibrate.histories import history_of
from tests.calibrate.simulated_desk import recorded

ALWAYS = OpenHours.model_validate("always")
TEN = 10 * 3600.0


def test_a_history_and_the_log_behind_it_are_counted_alike() -> None:
    known = recorded(days=7)
    hours = OpenHours.model_validate({"mon-fri": "08:00-18:00"})
    seen = tally_history(known.history, "phone", hours, 1800.0, 20.0)
    simulated = tally_log(known.log, "phone", 7, 1800.0, 20.0)
    assert seen.offered.sum() > 2000
    for name in Tally.__slots__:
        np.testing.assert_allclose(getattr(seen, name), getattr(simulated, name), atol=1e-6)


def test_contacts_count_where_they_entered_with_what_became_of_them() -> None:
    created = np.array([TEN, TEN + 1799.0, TEN + 1800.0, DAY_S + TEN])
    history = history_of(
        created,
        wait_s=np.array([20.0, 21.0, 5.0, 40.0]),
        outcome=np.array(["answered", "answered", "abandoned", "answered"]),
    )
    tally = tally_history(history, "phone", ALWAYS, 1800.0, 20.0)
    assert tally.offered[0, 20:22].tolist() == [2.0, 1.0]
    assert tally.in_time[0, 20:22].tolist() == [1.0, 0.0]
    assert tally.abandoned[0, 20:22].tolist() == [0.0, 1.0]
    measures = tally.over(None).measures()
    assert measures["offered"] == 4.0
    assert measures["abandonment"] == 0.25
    assert measures["wait_all"] == pytest.approx(86 / 4)
    assert measures["wait"] == pytest.approx(81 / 3)
    assert measures["service_level"] == 0.25
    assert tally.over(1).offered.tolist() == [3.0, 1.0]
    assert (tally + tally).over(None).offered == 8.0


def test_nobody_offered_gives_no_share() -> None:
    empty = tally_history(history_of(np.array([TEN])), "chat", ALWAYS, 1800.0, 20.0)
    assert empty.offered.sum() == 0.0
    assert np.isnan(empty.over(None).measures()["abandonment"])


def test_contacts_outside_opening_hours_and_in_the_menu_are_left_out() -> None:
    history = history_of(
        np.array([TEN, TEN + 1.0, 20 * 3600.0]),
        outcome=np.array(["answered", "left_before_queue", "answered"]),
    )
    hours = OpenHours.model_validate("08:00-18:00")
    assert tally_history(history, "phone", hours, 1800.0, 20.0).offered.sum() == 1.0
    assert queue_entries(history, "phone").tolist() == [TEN, 20 * 3600.0]


def test_hours_over_midnight_belong_to_the_day_they_start_on() -> None:
    history = history_of(np.array([TEN]), n_days=3)  # begins on a Monday
    hours = OpenHours.model_validate({"mon": "20:00-02:00", "wed": "08:00-09:00"})
    instants = np.array([19.9, 20.0, 25.9, 26.0, 44.0, 56.0, 57.0]) * 3600.0
    assert open_at(hours, history, instants).tolist() == [False, True, True, False, False, True, False]
