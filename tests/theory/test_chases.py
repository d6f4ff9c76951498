import math

import numpy as np
import pytest
from scipy.stats import lognorm

from sim.laws import Deterministic, Exponential, Lognormal
from sim.theory import chases_of_wait, chases_with_restart, chases_without_restart

HOUR = 3600.0
PROMISE, H = 24 * HOUR, 1 / (12 * HOUR)


def _played(waits, promise, h, kept, seed):
    """Chases of each wait, by living through promises, notices and chases one after another."""
    rng = np.random.default_rng(seed)
    chases = np.zeros(len(waits), dtype=int)
    for i, wait in enumerate(waits):
        at = promise
        while at < wait:  # the promise runs out while the customer still waits
            if rng.random() >= kept:
                at += rng.exponential(1 / h)
                if at >= wait:
                    break
                chases[i] += 1
            at += promise
    return chases


def _agrees(samples, expected):
    error = float(np.std(samples, ddof=1)) / math.sqrt(len(samples))
    return abs(float(np.mean(samples)) - expected) <= 4 * error


# ------------------------------------------------------------------------------------------------------ without restart


def test_an_exponential_wait_without_restart_has_its_closed_form():
    eta = 1 / (20 * HOUR)
    got = chases_without_restart(lambda t: math.exp(-eta * t), PROMISE, H)
    assert got.mean == pytest.approx(H * math.exp(-eta * PROMISE) / eta, rel=1e-9)
    assert got.p_any == pytest.approx(math.exp(-eta * PROMISE) * H / (H + eta), rel=1e-9)


def test_a_wait_of_known_length_has_poisson_chases_after_the_promise():
    got = chases_without_restart(lambda t: 1.0 if t < 60 * HOUR else 0.0, PROMISE, H, cuts_s=(60 * HOUR,))
    assert (got.mean, got.p_any) == (pytest.approx(3.0, rel=1e-9), pytest.approx(1 - math.exp(-3.0), rel=1e-9))
    short = chases_without_restart(lambda t: 1.0 if t < 20 * HOUR else 0.0, PROMISE, H, cuts_s=(20 * HOUR,))
    assert (short.mean, short.p_any) == (0.0, 0.0)


def test_a_lognormal_wait_has_the_mean_of_the_excess_over_the_promise():
    sigma = math.sqrt(math.log(2.0))
    law = lognorm(sigma, scale=48 * HOUR * math.exp(-sigma * sigma / 2))
    # E(P - T)^+ as the price of an option: m Phi(d) - T Phi(d - sigma).
    d = (math.log(48 * HOUR / PROMISE) + sigma * sigma / 2) / sigma
    phi = [0.5 * math.erfc(-x / math.sqrt(2)) for x in (d, d - sigma)]
    got = chases_without_restart(lambda t: float(law.sf(t)), PROMISE, H)
    assert got.mean == pytest.approx(H * (48 * HOUR * phi[0] - PROMISE * phi[1]), rel=1e-9)


@pytest.mark.parametrize(
    "law", [Exponential(mean=20 * HOUR), Lognormal(mean=48 * HOUR, cv=1.0), Deterministic(value=30 * HOUR)]
)
def test_laws_of_the_simulation_are_taken_as_they_are_and_agree_with_playing(law):
    cuts = (law.value,) if isinstance(law, Deterministic) else ()
    got = chases_without_restart(lambda t: float(law.survival(np.float64(t))), PROMISE, H, cuts)
    rng = np.random.default_rng(5)
    chases = rng.poisson(H * np.maximum(law.quantile(rng.random(40_000)) - PROMISE, 0.0))
    assert _agrees(chases, got.mean)
    assert _agrees(chases > 0, got.p_any)


@pytest.mark.parametrize("scale", [1e-6, 1.0, 1e6])
def test_the_unit_of_time_does_not_matter(scale):
    got = chases_without_restart(lambda t: math.exp(-t / (20 * scale)), 24 * scale, 1 / (12 * scale))
    assert got.mean == pytest.approx(20 / 12 * math.exp(-1.2), rel=1e-9)


def test_a_customer_who_never_chases_does_not():
    assert chases_without_restart(lambda t: math.exp(-t), 0.0, 0.0).mean == 0.0
    assert chases_with_restart(10.0, 1.0, 0.0, 0.5).mean == 0.0


# --------------------------------------------------------------------------------------------------------- with restart


@pytest.mark.parametrize(("promise", "kept"), [(4 * HOUR, 0.0), (4 * HOUR, 0.4), (24 * HOUR, 0.9), (0.0, 0.3)])
def test_the_closed_form_with_restart_agrees_with_playing(promise, kept):
    mean_wait = 20 * HOUR
    got = chases_with_restart(mean_wait, promise, H, kept)
    waits = np.random.default_rng(1).exponential(mean_wait, 40_000)
    if promise == 0:  # notices of no length change nothing: the lapse is at once
        chases = np.random.default_rng(2).poisson(H * waits)
    else:
        chases = _played(waits, promise, H, kept, 2)
    assert _agrees(chases, got.mean)
    assert _agrees(chases > 0, got.p_any)
    assert _agrees(chases >= 2, got.p_any**2)


@pytest.mark.parametrize("kept", [0.0, 0.4, 0.9, 1.0])
def test_the_renewal_sums_averaged_over_exponential_waits_are_the_closed_form(kept):
    mean_wait, promise = 20 * HOUR, 10 * HOUR
    # Gauss-Legendre within each promise: the functions bend where another promise ends.
    nodes, weights = np.polynomial.legendre.leggauss(40)
    starts = promise * np.arange(80)[:, None]
    waits = (starts + promise / 2 * (1 + nodes)).ravel()
    weight = np.tile(promise / 2 * weights, 80) * np.exp(-waits / mean_wait) / mean_wait
    mean, p_any = chases_of_wait(waits, promise, H, kept)
    exact = chases_with_restart(mean_wait, promise, H, kept)
    assert float(mean @ weight) == pytest.approx(exact.mean, rel=1e-9, abs=1e-12)
    assert float(p_any @ weight) == pytest.approx(exact.p_any, rel=1e-9, abs=1e-12)


def test_the_renewal_sums_solve_the_renewal_equation():
    # M(w) = kappa M(w - T) + (1 - kappa) int_0^(w-T) h e^(-h u) (1 + M(w - T - u)) du, M = 0 up to T.
    promise, h, kept, step = 240, 1 / 300, 0.4, 1.0
    length = 2000
    m = np.zeros(length + 1)
    lapse = np.exp(-h * step * np.arange(length + 1))
    for w in range(promise + 1, length + 1):
        left = w - promise
        g = h * lapse[: left + 1] * (1 + m[left::-1][: left + 1])
        m[w] = kept * m[left] + (1 - kept) * step * (g.sum() - (g[0] + g[-1]) / 2)
    waits = np.array([100.0, 300.0, 700.0, 1999.0])
    mean, _ = chases_of_wait(waits, float(promise), h, kept)
    assert mean.tolist() == pytest.approx(m[waits.astype(int)].tolist(), rel=2e-5, abs=1e-9)


def test_waits_of_any_law_agree_with_playing():
    waits = Lognormal(mean=48 * HOUR, cv=1.0).quantile(np.random.default_rng(3).random(20_000))
    mean, p_any = chases_of_wait(waits, PROMISE, H, 0.4)
    chases = _played(waits, PROMISE, H, 0.4, 4)
    # The waits are shared, so only the chases given the waits are by chance.
    assert _agrees(chases - mean, 0.0)
    assert _agrees((chases > 0) - p_any, 0.0)


def test_a_first_promise_without_notices_is_chased_as_without_restart():
    mean, p_any = chases_of_wait([30 * HOUR, 47 * HOUR], PROMISE, H, 0.0)
    assert p_any.tolist() == pytest.approx([1 - math.exp(-0.5), 1 - math.exp(-23 / 12)])
    assert mean.tolist() == pytest.approx(p_any.tolist())  # the chase starts a promise that outlasts the wait
    alone = chases_without_restart(lambda t: math.exp(-t / HOUR), 3 * HOUR, H)
    assert chases_with_restart(HOUR, 3 * HOUR, H, 0.0).p_any == pytest.approx(alone.p_any, rel=1e-9)
    assert chases_with_restart(HOUR, 3 * HOUR, H, 0.0).mean < alone.mean


def test_notices_and_longer_promises_spare_chases():
    by_notice = [chases_with_restart(20 * HOUR, 4 * HOUR, H, kept).mean for kept in (0.0, 0.4, 0.9, 1.0)]
    by_promise = [chases_with_restart(20 * HOUR, hours * HOUR, H, 0.4).mean for hours in (0, 1, 4, 24)]
    assert by_notice == sorted(by_notice, reverse=True)
    assert by_promise == sorted(by_promise, reverse=True)
    assert by_notice[-1] == 0.0


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: chases_with_restart(10.0, 0.0, 1.0, 1.0), "promise_s must be above 0 when every notice is kept"),
        (lambda: chases_with_restart(10.0, 1.0, 1.0, 1.2), r"p_notice_kept must lie between 0 and 1, got 1\.2"),
        (lambda: chases_of_wait([10.0], 0.0, 1.0, 0.2), "promise_s must be a finite number above 0, got 0"),
        (lambda: chases_of_wait([1e6], 1.0, 1.0, 0.2), "wait_s must be at most 1000 promises of 1.0 s, got 1000000.0"),
        (lambda: chases_without_restart(lambda t: 0.5, 1.0, 1.0), "the wait must have a finite mean"),
    ],
)
def test_a_wrong_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
