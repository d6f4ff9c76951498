import math

import numpy as np
import pytest

from sim.theory import (
    any_service,
    deterministic_service,
    exponential_service,
    lognormal_service,
    pending_mean,
    pending_mean_over_time,
    pending_pmf,
)

HOUR = 3600.0


def test_the_stock_is_poisson_with_littles_mean():
    m = pending_mean(100 / HOUR, 0.2, 20 * HOUR)
    k = np.arange(900)
    law = pending_pmf(k, m)
    assert m == pytest.approx(400.0)
    assert float(law.sum()) == pytest.approx(1.0, rel=1e-9)
    assert float(law @ k) == pytest.approx(m, rel=1e-9)
    assert float(law @ (k - m) ** 2) == pytest.approx(m, rel=1e-9)
    assert pending_pmf([0, 1, 2], 1.5).tolist() == pytest.approx([math.exp(-1.5) * w for w in (1, 1.5, 1.125)])
    assert pending_pmf([0, 1], 0.0).tolist() == [1.0, 0.0]


@pytest.mark.parametrize(
    "law", [exponential_service(300.0), deterministic_service(300.0), lognormal_service(300.0, 1.0)]
)
def test_every_law_of_the_same_mean_fills_up_to_the_same_stock(law):
    at = pending_mean_over_time([1e5], [0.0, 2e5], [0.05], 0.2, law)
    assert at[0] == pytest.approx(pending_mean(0.05, 0.2, 300.0), rel=1e-6)


def test_from_an_empty_start_the_stock_fills_by_the_law_of_the_pending_time():
    at = [0.0, 100.0, 300.0, 900.0]
    got = pending_mean_over_time(at, [0.0, 2000.0], [0.05], 0.2, exponential_service(300.0))
    assert got.tolist() == pytest.approx([0.01 * 300 * (1 - math.exp(-t / 300)) for t in at])
    slow = pending_mean_over_time(at, [0.0, 2000.0], [0.05], 0.2, any_service(lambda t: math.exp(-t / 300)))
    assert slow.tolist() == pytest.approx(got.tolist(), rel=1e-8)


def test_tickets_counted_one_by_one_agree_at_an_early_and_a_late_instant():
    rng = np.random.default_rng(21)
    lam, p, sigma = 0.05, 0.2, math.sqrt(math.log(2.0))
    curve = lognormal_service(300.0, 1.0)
    early, late = [], []
    for _ in range(3000):
        starts = rng.uniform(0.0, 4000.0, rng.poisson(lam * p * 4000.0))
        ends = starts + rng.lognormal(math.log(300.0) - sigma * sigma / 2, sigma, starts.size)
        for at, stock in ((200.0, early), (3900.0, late)):
            stock.append(int(((starts <= at) & (ends > at)).sum()))
    means = pending_mean_over_time([200.0, 3900.0], [0.0, 4000.0], [lam], p, curve)
    for stock, m in zip((early, late), means.tolist(), strict=True):
        assert np.mean(stock) == pytest.approx(m, abs=4 * math.sqrt(m / 3000))
        seen = np.bincount(stock, minlength=40)[:6] / 3000
        assert seen.tolist() == pytest.approx(pending_pmf(np.arange(6), m).tolist(), abs=4 * math.sqrt(0.25 / 3000))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: pending_mean(0.1, 1.2, 10.0), r"p_pending must lie between 0 and 1, got 1\.2"),
        (lambda: pending_mean(0.1, 0.2, 0.0), "mean_pending_s must be a finite number above 0, got 0.0"),
        (lambda: pending_pmf([0.5], 1.0), r"counts must be whole numbers, got \[0\.5\]"),
    ],
)
def test_a_wrong_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
