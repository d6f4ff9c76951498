import math

import numpy as np
import pytest
from scipy.integrate import quad

from sim.theory import mean_speed, mean_tenure_days, mean_time_factor, seat_renewal


def test_the_time_factor_of_those_at_work_is_whitts():
    # nu = 0.3 a year, L = 30 days, m0 = 1.5.
    nu, ramp = 0.3 / 365, 30.0
    assert mean_time_factor(nu, 1.5, ramp) == pytest.approx(1 + 0.5 / (1 + 365 / 0.3 / 30), rel=1e-14)
    integral = quad(lambda t: nu * math.exp(-nu * t) * (1 + 0.5 * math.exp(-t / ramp)), 0, math.inf)[0]
    assert mean_time_factor(nu, 1.5, ramp) == pytest.approx(integral, rel=1e-8)
    assert mean_time_factor(0.0, 1.5, ramp) == 1.0


def test_quits_once_a_day_count_tenure_in_whole_days():
    nu, ramp, day = 0.02, 15.0, 1.0
    stays = math.exp(-nu * day)
    tenures = np.arange(20_000) * day
    weights = (1 - stays) * stays ** np.arange(20_000)
    expected = float(weights @ (1 + 0.5 * np.exp(-tenures / ramp)))
    assert mean_time_factor(nu, 1.5, ramp, day) == pytest.approx(expected, rel=1e-12)
    assert mean_time_factor(nu, 1.5, ramp, 1e-6) == pytest.approx(mean_time_factor(nu, 1.5, ramp), rel=1e-7)


def test_seats_filled_at_once_show_the_tenure_and_the_speed_of_theory():
    rng = np.random.default_rng(5)
    nu, ramp, m0, seats = 0.01, 60.0, 1.6, 20_000
    # The tenure in each seat at day 2000, from whole histories of stays.
    leaves = np.cumsum(rng.exponential(1 / nu, (seats, 80)), axis=1)
    assert (leaves[:, -1] > 2000).all()
    since = np.where(leaves <= 2000, leaves, 0.0).max(axis=1)
    factor = 1 + (m0 - 1) * np.exp(-(2000 - since) / ramp)
    for seen, expected in ((factor, mean_time_factor(nu, m0, ramp)), (1 / factor, mean_speed(nu, m0, ramp))):
        assert abs(seen.mean() - expected) < 4 * seen.std() / math.sqrt(seats)


def test_the_mean_speed_equals_its_integral_and_obeys_jensen():
    for nu, m0, ramp in ((0.001, 1.5, 30.0), (0.05, 1.8, 40.0), (0.01, 0.7, 25.0)):

        def done(t, nu=nu, m0=m0, ramp=ramp):
            return nu * math.exp(-nu * t) / (1 + (m0 - 1) * math.exp(-t / ramp))

        integral = quad(done, 0, 1e5, limit=400, points=[10.0, 100.0, 1000.0])[0]
        assert mean_speed(nu, m0, ramp) == pytest.approx(integral, rel=1e-7)
        assert mean_speed(nu, m0, ramp) >= 1 / mean_time_factor(nu, m0, ramp)
    assert mean_speed(0.0, 1.5, 30.0) == 1.0


def test_early_quits_shorten_the_mean_tenure_as_their_survival_function_says():
    nu, excess, fading = 0.3 / 365, 1.0, 90.0
    survival = quad(
        lambda t: math.exp(-nu * (t + excess * fading * -math.expm1(-t / fading))),
        0,
        60_000,
        limit=400,
        points=[90, 900],
    )[0]
    assert mean_tenure_days(nu, excess, fading) == pytest.approx(survival, rel=1e-9)
    assert mean_tenure_days(nu) == pytest.approx(365 / 0.3, rel=1e-14)
    assert mean_tenure_days(nu, excess, 1e9) == pytest.approx(365 / 0.6, rel=1e-5)


def test_a_factor_on_the_hazard_of_novices_is_that_of_the_survival_function_in_two_pieces():
    nu, excess, fading, novice, factor = 0.9 / 365, 1.0, 90.0, 180.0, 0.75

    def passed(t):
        return nu * (t + excess * fading * -math.expm1(-t / fading))

    def stays(t):
        return math.exp(-passed(t) + (1 - factor) * passed(min(t, novice)))

    survival = quad(stays, 0, 60_000, limit=400, points=[90, novice, 900])[0]
    assert mean_tenure_days(nu, excess, fading, novice, factor) == pytest.approx(survival, rel=1e-9)
    assert mean_tenure_days(nu, excess, fading, novice, 1.0) == mean_tenure_days(nu, excess, fading)
    assert mean_tenure_days(nu, 0.0, fading, 1e5, 0.5) == pytest.approx(2 / nu, rel=1e-9)
    assert mean_tenure_days(nu, 0.0, fading, 100.0, 0.0) == pytest.approx(100 + 1 / nu, rel=1e-9)


def test_a_seat_is_productive_for_its_share_of_the_cycle_whatever_the_laws():
    rng = np.random.default_rng(6)
    cycles = 200_000
    stay, lag = rng.exponential(400.0, cycles), rng.gamma(3.0, 15.0, cycles)
    seat = seat_renewal(400.0, 45.0, 28.0)
    assert seat.productive + seat.vacant + seat.training == pytest.approx(1.0)
    assert seat.productive == pytest.approx(400 / 473)
    total = stay + lag + 28.0
    ratio = stay.sum() / total.sum()
    error = (stay - ratio * total).std() / math.sqrt(cycles) / total.mean()
    assert error < 0.001
    assert abs(ratio - seat.productive) < 4 * error
    assert 1 / seat.leavers_per_day == pytest.approx(total.mean(), rel=0.01)


def test_instant_replacement_leaves_no_seat_empty():
    seat = seat_renewal(mean_tenure_days(0.001), 0.0, 0.0)
    assert (seat.productive, seat.vacant, seat.training) == (1.0, 0.0, 0.0)
    assert seat.leavers_per_day == pytest.approx(0.001)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: seat_renewal(100.0, -1.0, 0.0), r"mean_lag_days must be a finite number of at least 0, got -1\.0"),
        (lambda: mean_tenure_days(0.0), r"quits_per_day must be a finite number above 0, got 0\.0"),
        (lambda: mean_time_factor(0.1, 1.5, 0.0), r"ramp_days must be a finite number above 0, got 0\.0"),
    ],
)
def test_a_wrong_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
