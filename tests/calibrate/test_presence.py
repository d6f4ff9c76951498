from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.calibrate.presence import covered_by_interval, find_stretches, presence
from sim.units import DAY_S
from tests.calibrate.histories import history_of, shipped

NINE = 9 * 3600.0


def test_a_stretch_runs_from_the_first_to_the_last_call_and_a_long_pause_ends_it() -> None:
    start = np.array([0.0, 600.0, 3000.0, 100.0])
    end = start + 300.0
    found = find_stretches(np.array([1, 1, 1, 0]), start, end, 1800.0)
    assert found.to_dict("list") == {
        "agent": [0, 1, 1],
        "start": [100.0, 0.0, 3000.0],
        "end": [400.0, 900.0, 3300.0],
        "calls": [1, 2, 1],
        "busy_s": [300.0, 600.0, 300.0],
    }


def test_a_pause_of_exactly_the_limit_does_not_end_a_stretch() -> None:
    start, end = np.array([0.0, 2100.0]), np.array([300.0, 2400.0])
    assert len(find_stretches(np.zeros(2, dtype=np.int64), start, end, 1800.0)) == 1
    assert len(find_stretches(np.zeros(2, dtype=np.int64), start, end, 1799.0)) == 2


def test_calls_of_one_agent_that_overlap_are_busy_once() -> None:
    start, end = np.array([0.0, 100.0, 150.0]), np.array([1000.0, 200.0, 1200.0])
    found = find_stretches(np.zeros(3, dtype=np.int64), start, end, 1800.0)
    assert found[["end", "busy_s", "calls"]].to_numpy().tolist() == [[1200.0, 1200.0, 3]]


def test_heads_and_work_are_counted_by_half_hour() -> None:
    created = np.array([NINE, NINE + 900.0, NINE, NINE + 2700.0])
    agent = np.array([0, 0, 1, 1])
    found = presence(history_of(created, handle_s=600.0, agent=agent), max_gap_s=3600.0)
    assert found is not None
    # Agent 0 is there 9:00 to 9:25, agent 1 from 9:00 to 9:55.
    np.testing.assert_allclose(found.heads[0, 18:20], [25 / 30 + 1.0, 25 / 30])
    np.testing.assert_allclose(found.busy[0, 18:20], [1.0, 1 / 3])
    assert found.heads.sum() == pytest.approx(found.heads[0, 18:20].sum())
    assert found.agent_hours == pytest.approx(80 / 60)
    assert found.occupancy == pytest.approx(40 / 80)
    assert found.n_agents == 2


def test_more_patience_with_pauses_gives_more_presence() -> None:
    rng = np.random.default_rng(1)
    created = np.sort(rng.uniform(NINE, NINE + 28800.0, 60))
    found = presence(history_of(created, agent=rng.integers(0, 4, 60), handle_s=120.0))
    assert found is not None
    hours = list(found.agent_hours_by_gap.values())
    assert list(found.agent_hours_by_gap) == [900.0, 1800.0, 3600.0]
    assert hours[0] < hours[1] < hours[2]


def test_work_past_midnight_stands_on_the_next_day() -> None:
    found = presence(history_of(np.array([DAY_S - 300.0, DAY_S + NINE]), handle_s=600.0, n_days=2))
    assert found is not None
    assert (found.heads[0, 47], found.heads[1, 0]) == (pytest.approx(300 / 1800), pytest.approx(300 / 1800))


def test_services_without_a_name_are_counted_but_nobody_is_invented() -> None:
    found = presence(
        history_of(np.array([NINE, NINE + 60.0, NINE + 90.0, NINE + 120.0]), agent=np.array([0, -1, -1, -1]))
    )
    assert found is not None
    assert found.unnamed_share == 0.75
    assert found.stretches["calls"].tolist() == [1]


def test_weekday_means_are_of_days_of_that_weekday() -> None:
    created = np.array([NINE, 7 * DAY_S + NINE])
    history = history_of(created, handle_s=np.array([1800.0, 900.0]), n_days=14)
    found = presence(history)
    assert found is not None
    mean = found.by_weekday(history.weekdays())
    assert mean[0, 18] == pytest.approx(0.75)
    assert mean.sum() == pytest.approx(0.75)


@given(
    st.lists(
        st.tuples(st.integers(0, 3), st.integers(0, 2 * 86400 - 4000), st.integers(1, 3000)), min_size=1, max_size=40
    ),
    st.sampled_from([0.0, 600.0, 1800.0]),
)
def test_stretches_conserve_calls_and_time(calls: list[tuple[int, int, int]], gap: float) -> None:
    agent = np.array([call[0] for call in calls])
    start = np.array([call[1] for call in calls], dtype=float)
    end = start + np.array([call[2] for call in calls])
    found = find_stretches(agent, start, end, gap)
    assert found["calls"].sum() == len(calls)
    assert (found["busy_s"] <= found["end"] - found["start"] + 1e-9).all()
    assert found["busy_s"].sum() <= (end - start).sum() + 1e-9
    heads = covered_by_interval(found["start"].to_numpy(), found["end"].to_numpy(), 2, 1800.0)
    assert heads.sum() * 1800.0 == pytest.approx((found["end"] - found["start"]).sum())
    assert heads.max() <= len(np.unique(agent)) + 1e-9
    assert heads.min() >= -1e-9


def test_tickets_and_nameless_calls_show_no_presence() -> None:
    assert presence(history_of(np.array([NINE]), mapping=shipped("zendesk"))) is None
    assert presence(history_of(np.array([NINE]), agent=-1)) is None
