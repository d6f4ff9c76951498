from __future__ import annotations

import math

import numpy as np
import pytest

from sim.calibrate.kaplan_meier import kaplan_meier
from sim.calibrate.patience_fit import fit_patience, hazard_by_wait, patience_fit
from sim.laws import Exponential, Hyperexponential, Law, Weibull
from tests.calibrate.histories import history_of, shipped


def waits(law: Law, offered_mean_s: float, size: int, seed: int, balk: float = 0.0) -> tuple[np.ndarray, np.ndarray]:
    """What is seen of patience when an agent comes after an exponential time; who balks leaves at once."""
    rng = np.random.default_rng(seed)
    patience = np.where(rng.random(size) < balk, 0.5, law.quantile(rng.random(size)))
    offered = 1.0 + rng.exponential(offered_mean_s, size)
    return np.minimum(patience, offered), patience < offered


def test_kaplan_meier_is_the_product_of_the_shares_that_stayed() -> None:
    wait = np.array([5.0, 10.0, 10.0, 20.0, 30.0])
    gave_up = np.array([True, True, False, False, True])
    points, survival = kaplan_meier(wait, gave_up)
    assert points.tolist() == [5.0, 10.0, 20.0, 30.0]
    np.testing.assert_allclose(survival, [0.8, 0.8 * 0.75, 0.6, 0.0])


def test_exponential_patience_is_recovered_with_its_hazard() -> None:
    wait, gave_up = waits(Exponential(mean=300.0), 90.0, 12000, 1)
    found = fit_patience(wait, gave_up)
    fit = next(fit for fit in found.fits if fit.name == "exponential")
    assert fit.mean_se_s == pytest.approx(300.0 / math.sqrt(gave_up.sum()), rel=0.1)
    assert abs(fit.law.mean_s - 300.0) < 3.5 * fit.mean_se_s
    assert fit.law.mean_s == pytest.approx(wait.sum() / gave_up.sum(), rel=1e-4)
    for step in found.hazard[:8]:
        assert abs(step.per_s - 1.0 / 300.0) < 4.0 * step.se_per_s
    assert found.n_abandoned == gave_up.sum()


@pytest.mark.parametrize(
    ("law", "name"),
    [
        (Weibull(mean=300.0, shape=0.7), "weibull"),
        (Hyperexponential(share=0.3, first=30.0, second=600.0), "hyperexponential"),
    ],
)
def test_the_family_and_its_mean_are_recovered(law: Law, name: str) -> None:
    found = fit_patience(*waits(law, 150.0, 12000, 2))
    assert found.best.name == name
    assert abs(found.best.law.mean_s - law.mean_s) < 3.5 * found.best.mean_se_s < 0.4 * law.mean_s
    assert found.best.ks_distance < 0.02
    exponential = next(fit for fit in found.fits if fit.name == "exponential")
    assert exponential.aic > found.best.aic + 50.0
    assert exponential.ks_distance > 0.03


def test_kaplan_meier_finds_the_survival_whatever_the_law() -> None:
    law = Weibull(mean=300.0, shape=0.7)
    found = fit_patience(*waits(law, 150.0, 12000, 3))
    for at in (10.0, 60.0, 200.0):
        known = found.survival[np.searchsorted(found.survival_at_s, at, side="right") - 1]
        assert known == pytest.approx(law.survival(np.array([at]))[0], abs=0.02)
    median = 300.0 / math.gamma(1 + 1 / 0.7) * math.log(2.0) ** (1 / 0.7)
    assert found.median_s == pytest.approx(median, rel=0.1)
    assert found.unseen_share == pytest.approx(law.survival(np.array([found.seen_to_s]))[0], abs=0.04)
    assert found.restricted_mean_s < 300.0


def test_who_leaves_at_once_is_told_apart_from_those_who_wait() -> None:
    found = fit_patience(*waits(Exponential(mean=300.0), 90.0, 12000, 4, balk=0.08), balk_within_s=1.0)
    assert abs(found.left_at_once - 0.08 - 0.92 / 300.0) < 4.0 * found.left_at_once_se
    assert found.balk == pytest.approx(0.08, abs=4.0 * found.left_at_once_se)
    exponential = next(fit for fit in found.fits if fit.name == "exponential")
    assert abs(exponential.law.mean_s - 300.0) < 3.5 * exponential.mean_se_s


def test_without_balking_none_is_found_beyond_the_law() -> None:
    found = fit_patience(*waits(Exponential(mean=300.0), 90.0, 12000, 5), balk_within_s=1.0)
    assert found.left_at_once > 0.0
    assert found.balk < 4.0 * found.left_at_once_se


def test_half_of_the_customers_may_wait_longer_than_was_ever_seen() -> None:
    found = fit_patience(*waits(Exponential(mean=3000.0), 20.0, 3000, 6))
    assert math.isnan(found.median_s)
    assert found.unseen_share > 0.9


def test_the_hazard_counts_time_and_abandonments_in_each_step() -> None:
    bins = hazard_by_wait(np.array([5.0, 15.0, 15.0]), np.array([True, True, False]), (0.0, 10.0, 20.0, 30.0))
    assert [(step.abandoned, step.waiting_s) for step in bins] == [(1, 25.0), (1, 10.0)]
    assert bins[1].per_s == 0.1
    assert bins[1].se_per_s == 0.1


def test_who_was_answered_without_waiting_tells_nothing_about_patience() -> None:
    wait, gave_up = waits(Exponential(mean=300.0), 90.0, 2000, 7)
    wait = np.concatenate([wait, np.zeros(500)])
    outcome = np.where(np.concatenate([gave_up, np.zeros(500, dtype=bool)]), "abandoned", "answered")
    found = patience_fit(history_of(np.arange(2500.0), wait_s=wait, outcome=outcome))
    assert found is not None
    assert found.n_waited == 2000


def test_tickets_and_desks_where_nobody_gives_up_show_no_patience() -> None:
    assert patience_fit(history_of(np.arange(100.0), wait_s=30.0)) is None
    gone = history_of(np.arange(100.0), wait_s=30.0, outcome="abandoned", mapping=shipped("zendesk"))
    assert patience_fit(gone) is None
