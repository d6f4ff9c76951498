import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.theory import misrouting_hops, solve_count_pmf, solve_counts

shares = st.floats(0.0, 1.0)


@given(st.floats(0.01, 1.0), shares)
def test_the_law_of_solve_events_has_its_mean_and_variance(p_resolved, p_return):
    counts = solve_counts(p_resolved, p_return)
    k = np.arange(3001)
    law = solve_count_pmf(k, p_resolved, p_return)
    assert float(law.sum()) == pytest.approx(1.0, rel=1e-9)
    assert float(law @ k) == pytest.approx(counts.mean, rel=1e-9)
    assert float(law @ k**2) - counts.mean**2 == pytest.approx(counts.variance, rel=1e-6, abs=1e-9)
    assert counts.p_resolved + counts.p_silent == pytest.approx(1.0, rel=1e-12)
    assert law[0] == 0.0


def test_issues_followed_to_their_end_agree_with_the_geometric_law():
    rng, n = np.random.default_rng(11), 40_000
    p, rho = 0.72, 0.85
    solves, resolved, open_ = np.zeros(n), np.zeros(n, dtype=bool), np.ones(n, dtype=bool)
    while open_.any():
        solves += open_
        right = rng.random(n) < p
        back = rng.random(n) < rho
        resolved |= open_ & right
        open_ &= ~right & back
    counts = solve_counts(p, rho)
    assert solves.mean() == pytest.approx(counts.mean, abs=4 * math.sqrt(counts.variance / n))
    assert resolved.mean() == pytest.approx(counts.p_resolved, abs=4 * math.sqrt(0.25 / n))


def test_without_return_there_is_one_solve_event_and_with_sure_return_all_are_resolved():
    assert (solve_counts(0.7, 0.0).mean, solve_counts(0.7, 0.0).p_resolved) == (1.0, 0.7)
    assert solve_counts(0.7, 1.0).p_resolved == pytest.approx(1.0)
    assert solve_counts(0.7, 1.0).mean == pytest.approx(1 / 0.7)


def test_extra_hops_of_a_ticket_are_those_of_the_model():
    hops = misrouting_hops(0.8, 0.92)
    assert (hops.mean, hops.p_any, hops.p_undetected) == (pytest.approx(0.2 / 0.92), pytest.approx(0.2), 0.0)


@pytest.mark.parametrize("detected", [0.0, 0.9, 1.0])
def test_tickets_passed_on_one_by_one_agree_with_the_hops(detected):
    rng, n = np.random.default_rng(12), 40_000
    hops, lost = np.zeros(n), np.zeros(n, dtype=bool)
    wrong = rng.random(n) >= 0.7
    while wrong.any():
        noticed = rng.random(n) < detected
        lost |= wrong & ~noticed
        wrong &= noticed
        hops += wrong
        wrong &= rng.random(n) >= 0.75
    exact = misrouting_hops(0.7, 0.75, detected)
    error = hops.std(ddof=1) / math.sqrt(n)
    assert abs(hops.mean() - exact.mean) <= 4 * error
    assert lost.mean() == pytest.approx(exact.p_undetected, abs=4 * math.sqrt(0.25 / n))
    assert (hops > 0).mean() == pytest.approx(exact.p_any, abs=4 * math.sqrt(0.25 / n))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: solve_counts(0.0, 1.0), "p_resolved = 0 with p_return = 1: no issue would ever end"),
        (lambda: solve_counts(1.1, 0.5), r"p_resolved must lie between 0 and 1, got 1\.1"),
        (lambda: solve_count_pmf([1.5], 0.7, 0.5), r"counts must be whole numbers, got \[1\.5\]"),
        (lambda: misrouting_hops(0.8, 0.0), "the ticket would never arrive"),
    ],
)
def test_a_wrong_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
