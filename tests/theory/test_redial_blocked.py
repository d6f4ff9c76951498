import math

import pytest

from sim.theory import finite_trunk_queue, redial_queue, stationary_law


@pytest.mark.parametrize("patience_s", [60.0, math.inf])
def test_without_redial_a_limited_room_is_the_finite_trunk_group(patience_s):
    redial = redial_queue(3, 0.05, 90.0, patience_s, 0.0, 300.0, n_places=5)
    queue = finite_trunk_queue(3, 5, 0.05, 90.0, patience_s)
    for name in ("p_blocked", "p_wait", "p_abandon", "mean_wait_s", "mean_queue", "occupancy"):
        assert getattr(redial, name) == pytest.approx(getattr(queue, name), rel=1e-9, abs=1e-14), name
    assert (redial.mean_orbit, redial.edge_mass) == (0.0, 0.0)


def test_a_room_that_is_never_full_changes_nothing():
    wide = redial_queue(4, 0.04, 80.0, 50.0, 0.5, 300.0, n_places=60)
    open_ = redial_queue(4, 0.04, 80.0, 50.0, 0.5, 300.0)
    assert wide.p_blocked == pytest.approx(0.0, abs=1e-12)
    assert wide.mean_orbit == pytest.approx(open_.mean_orbit, rel=1e-7)
    assert wide.p_wait == pytest.approx(open_.p_wait, rel=1e-7)


def test_one_line_and_sure_return_come_to_the_classic_retrial_queue():
    # M/M/1/1 with retrials: E orbit = rho (lambda + rho gamma) / ((1 - rho) gamma), Falin and Templeton 1997.
    lam, handle_s, delay_s = 0.005, 100.0, 200.0
    rho, gamma = lam * handle_s, 1 / delay_s
    redial = redial_queue(1, lam, handle_s, math.inf, 0.0, delay_s, n_places=1, p_redial_blocked=1 - 1e-9)
    assert redial.occupancy == pytest.approx(rho, rel=1e-6)
    assert redial.mean_orbit == pytest.approx(rho * (lam + rho * gamma) / ((1 - rho) * gamma), rel=1e-6)
    assert redial.p_lost == pytest.approx(0.0, abs=1e-6)


@pytest.mark.parametrize("p_blocked_back", [None, 0.0, 0.8])
def test_flows_balance_with_a_busy_tone(p_blocked_back):
    lam, r, delay_s = 0.06, 0.4, 200.0
    redial = redial_queue(3, lam, 90.0, 60.0, r, delay_s, n_places=4, p_redial_blocked=p_blocked_back)
    back = r if p_blocked_back is None else p_blocked_back
    turned_away = redial.attempts_per_s * redial.p_blocked
    gave_up = redial.mean_queue / 60.0
    assert redial.attempts_per_s == pytest.approx(lam + r * gave_up + back * turned_away, rel=1e-7)
    assert redial.mean_orbit == pytest.approx((r * gave_up + back * turned_away) * delay_s, rel=1e-7)
    assert 3 * redial.occupancy / 90.0 == pytest.approx(lam * (1 - redial.p_lost), rel=1e-7)
    assert redial.p_abandon == pytest.approx(gave_up / (redial.attempts_per_s - turned_away), rel=1e-9)


def test_blocking_with_redial_equals_a_chain_written_for_it():
    n, places, lam, mu, theta, r, back, gamma = 2, 3, 0.05, 1 / 90, 1 / 60, 0.5, 0.7, 1 / 300

    def moves(state):
        i, j = state
        for rate, orbit in ((lam, j), (j * gamma, j - 1)):  # a first call, and one from the orbit
            if i < places:
                yield (i + 1, orbit), rate
            elif orbit < 119:
                yield (i, orbit), rate * (1 - back)
                yield (i, orbit + 1), rate * back
        if i:
            yield (i - 1, j), min(i, n) * mu
        if i > n:
            yield (i - 1, min(j + 1, 119)), (i - n) * theta * r
            yield (i - 1, j), (i - n) * theta * (1 - r)

    law = stationary_law((0, 0), lambda s: [(t, rate) for t, rate in moves(s) if t != s])
    redial = redial_queue(n, lam, 90.0, 60.0, r, 300.0, n_places=places, p_redial_blocked=back)
    assert redial.mean_orbit == pytest.approx(sum(p * j for (_, j), p in law.items()), rel=1e-7)
    blocked = sum(p * (lam + j * gamma) for (i, j), p in law.items() if i == places)
    assert redial.p_blocked == pytest.approx(blocked / redial.attempts_per_s, rel=1e-7)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"n_places": 2}, "n_places must be a whole number of at least 3, got 2"),
        ({"n_places": 5, "p_redial_blocked": 1.0}, r"p_redial_blocked must be at least 0 and below 1, got 1\.0"),
        ({"mean_patience_s": math.inf}, "mean_patience_s must be a finite number above 0, got inf"),
    ],
)
def test_a_wrong_input_is_named(change, message):
    desk = {
        "n_agents": 3,
        "arrivals_per_s": 0.05,
        "mean_handle_s": 90.0,
        "mean_patience_s": 60.0,
        "p_redial": 0.4,
        "mean_redial_delay_s": 300.0,
    }
    with pytest.raises(ValueError, match=message):
        redial_queue(**{**desk, **change})
