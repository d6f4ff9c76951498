import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad

from sim.theory import erlang_a_queue, erlang_c_queue, lagged_rates, stationary_by_interval

RATES = np.array([0.0, 0.03, 0.06, 0.02])
AGENTS = [0, 6, 9, 5]


def test_each_interval_is_erlang_a_of_its_own_numbers():
    day = stationary_by_interval(RATES, [200.0, 200.0, 150.0, 200.0], AGENTS, 90.0, threshold_s=30.0)
    for i in (1, 2, 3):
        queue = erlang_a_queue(AGENTS[i], float(RATES[i]), 150.0 if i == 2 else 200.0, 90.0, 30.0)
        assert day.service_level[i] == queue.service_level
        assert day.p_abandon[i] == queue.p_abandon
        assert day.mean_wait_s[i] == queue.mean_wait_s
        assert day.occupancy[i] == queue.occupancy
    assert day.load.tolist() == [0.0, 6.0, 9.0, 4.0]
    assert day.load_ratio.tolist() == [0.0, 1.0, 1.0, 0.8]


def test_totals_are_weighted_by_volume_and_occupancy_by_agent_time():
    length_s = np.array([900.0, 900.0, 1800.0, 900.0])
    day = stationary_by_interval(RATES, 200.0, AGENTS, 90.0, interval_s=length_s)
    volume = RATES * length_s
    assert day.volume.tolist() == volume.tolist()
    assert day.total_volume == pytest.approx(27.0 + 108.0 + 18.0)
    assert day.total_service_level == pytest.approx(float(volume @ day.service_level) / float(volume.sum()))
    # The closed interval has an infinite wait for nobody: it does not count.
    assert day.total_mean_wait_s == pytest.approx(float(volume[1:] @ day.mean_wait_s[1:]) / float(volume.sum()))
    staffed = np.array(AGENTS[1:]) * length_s[1:]
    assert day.total_occupancy == pytest.approx(float(day.occupancy[1:] @ staffed) / float(staffed.sum()))


def test_without_patience_each_interval_is_erlang_c_and_overload_shows():
    day = stationary_by_interval([0.02, 0.05], 200.0, [5, 9])
    assert day.service_level[0] == erlang_c_queue(5, 0.02, 200.0).service_level
    assert (day.service_level[1], day.mean_wait_s[1], day.occupancy[1]) == (0.0, math.inf, 1.0)
    assert day.total_mean_wait_s == math.inf
    assert day.total_service_level == pytest.approx(day.service_level[0] * 2 / 7)


def test_arrivals_to_a_closed_desk_are_all_lost():
    day = stationary_by_interval([0.05, 0.02], 200.0, [0, 9], 60.0)
    assert (day.p_abandon[0], day.service_level[0], day.mean_wait_s[0]) == (1.0, 0.0, 60.0)
    assert day.load_ratio[0] == math.inf
    assert day.total_p_abandon > 5 / 7


def test_a_day_without_arrivals_has_no_weighted_figures():
    day = stationary_by_interval([0.0, 0.0], 200.0, 3, 60.0)
    assert math.isnan(day.total_service_level)
    assert day.total_volume == 0.0
    assert day.total_occupancy == 0.0


def test_the_result_turns_into_a_table_of_one_row_an_interval():
    day = stationary_by_interval(RATES, 200.0, AGENTS, 90.0)
    columns = day.columns()
    assert list(columns)[:5] == ["arrivals_per_s", "volume", "load", "n_agents", "load_ratio"]
    assert {column.shape for column in columns.values()} == {(4,)}
    assert day.totals()["service_level"] == day.total_service_level
    assert set(day.totals()) == {"volume", "p_wait", "service_level", "p_abandon", "mean_wait_s", "occupancy"}


def test_fractions_of_agents_are_rounded_to_whole_ones():
    assert stationary_by_interval([0.02], 200.0, [5.4]).n_agents.tolist() == [5.0]


# ------------------------------------------------------------------------------------------------------------ lag-SIPP


def test_a_lag_of_whole_intervals_moves_the_rates():
    assert lagged_rates([1.0, 2.0, 3.0], 900.0, 900.0).tolist() == [0.0, 1.0, 2.0]
    assert lagged_rates([1.0, 2.0, 3.0], 900.0, 1800.0, before_per_s=7.0).tolist() == [7.0, 7.0, 1.0]
    assert lagged_rates([1.0, 2.0, 3.0], 900.0, 0.0).tolist() == [1.0, 2.0, 3.0]
    assert lagged_rates([1.0, 2.0, 3.0], 900.0, 0.0, use="max").tolist() == [1.0, 2.0, 3.0]
    assert lagged_rates([1.0, 2.0], 900.0, 1e7, before_per_s=5.0).tolist() == [5.0, 5.0]


@given(st.lists(st.floats(0.0, 5.0), min_size=1, max_size=6), st.floats(0.0, 4000.0))
def test_the_lagged_mean_is_the_integral_of_the_rate_a_lag_earlier(rates, lag_s):
    def rate(t):
        i = math.floor(t / 900.0)
        return rates[i] if 0 <= i < len(rates) else 0.5

    lagged = lagged_rates(rates, 900.0, lag_s, before_per_s=0.5)
    for j, value in enumerate(lagged.tolist()):
        low = j * 900.0 - lag_s
        cut = min(max(math.ceil(low / 900.0) * 900.0, low), low + 900.0)
        area = sum(quad(rate, a, b, epsabs=1e-9)[0] for a, b in ((low, cut), (cut, low + 900.0)) if b - a > 1e-6)
        assert value == pytest.approx(area / 900.0, rel=1e-5, abs=1e-6)


def test_the_cautious_lag_takes_the_larger_of_the_two_rates_in_reach():
    assert lagged_rates([1.0, 3.0, 2.0], 900.0, 300.0, use="max").tolist() == [1.0, 3.0, 3.0]
    assert lagged_rates([1.0, 3.0, 2.0], 900.0, 300.0).tolist() == pytest.approx([2 / 3, 7 / 3, 7 / 3])


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: lagged_rates([1.0], 900.0, 10.0, use="median"), "use must be 'mean' or 'max', got 'median'"),
        (lambda: lagged_rates([1.0], 0.0, 10.0), "interval_s must be a finite number above 0, got 0.0"),
        (lambda: stationary_by_interval([0.1, 0.2], 200.0, [1, 2, 3]), "n_agents must be one number or a vector of 2"),
        (lambda: stationary_by_interval([0.1, math.nan], 200.0, 3), "arrivals_per_s must be finite and at least 0"),
        (lambda: stationary_by_interval([0.1], 200.0, 3, [math.nan]), "mean_patience_s must be at least 0 and not NaN"),
    ],
)
def test_a_wrong_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
