from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import integrate, stats

from sim.calibrate.law_fit import _hyperexponential_em, fit_law, ks_distance, log_density
from sim.laws import Exponential, Gamma, Hyperexponential, Law, Lognormal, Uniform, Weibull

LAWS: dict[str, Law] = {
    "exponential": Exponential(mean=200.0),
    "weibull": Weibull(mean=200.0, shape=0.8),
    "gamma": Gamma(mean=200.0, cv=0.7),
    "lognormal": Lognormal(mean=200.0, cv=1.2),
    "hyperexponential": Hyperexponential(share=0.3, first=40.0, second=500.0),
}
FAMILIES = list(LAWS)


def sample(law: Law, size: int, seed: int) -> np.ndarray:
    return law.quantile(np.random.default_rng(seed).random(size))


@pytest.mark.parametrize("name", FAMILIES)
def test_the_density_is_the_slope_of_the_distribution(name: str) -> None:
    law = LAWS[name]
    for x in (5.0, 80.0, 400.0):
        slope = -(law.survival(np.array([x + 1e-3])) - law.survival(np.array([x - 1e-3])))[0] / 2e-3
        assert math.exp(log_density(law, np.array([x]))[0]) == pytest.approx(slope, rel=1e-5)
    total, _ = integrate.quad(lambda x: math.exp(log_density(law, np.array([x]))[0]), 1e-9, 50.0)
    assert total == pytest.approx(1.0 - law.survival(np.array([50.0]))[0], rel=1e-5)


@pytest.mark.parametrize("name", FAMILIES)
def test_the_mean_is_recovered_within_its_standard_error(name: str) -> None:
    law = LAWS[name]
    fit = fit_law(name, sample(law, 8000, 1))
    assert 0.0 < fit.mean_se_s < 0.04 * law.mean_s  # a mean 15 % off would be seen
    assert abs(fit.law.mean_s - law.mean_s) < 3.5 * fit.mean_se_s
    assert fit.law.cv == pytest.approx(law.cv, rel=0.08)
    assert fit.ks_distance < 1.36 / math.sqrt(8000)


@pytest.mark.parametrize("name", FAMILIES)
def test_the_mean_is_recovered_though_most_values_are_censored(name: str) -> None:
    law = LAWS[name]
    patience, offered = sample(law, 12000, 2), sample(Exponential(mean=120.0), 12000, 3)
    observed = patience < offered
    assert 0.25 < observed.mean() < 0.55
    fit = fit_law(name, np.minimum(patience, offered), observed)
    assert fit.n_events == observed.sum()
    assert 0.0 < fit.mean_se_s < 0.12 * law.mean_s
    assert abs(fit.law.mean_s - law.mean_s) < 3.5 * fit.mean_se_s
    naive = np.minimum(patience, offered)[observed].mean()  # what ignoring censoring would say
    assert abs(naive - law.mean_s) > 10.0 * fit.mean_se_s


@pytest.mark.parametrize("name", ["exponential", "weibull", "gamma", "lognormal"])
def test_the_whole_law_is_recovered_though_short_values_were_left_out(name: str) -> None:
    law = LAWS[name]
    values = sample(law, 12000, 4)
    kept = values[values >= 40.0]
    fit = fit_law(name, kept, truncated_at_s=40.0)
    assert abs(fit.law.mean_s - law.mean_s) < 3.5 * fit.mean_se_s
    assert abs(fit_law(name, kept).law.mean_s - law.mean_s) > 3.5 * fit.mean_se_s
    assert fit.ks_distance < 1.36 / math.sqrt(len(kept))


def test_the_standard_error_is_the_spread_of_many_fits() -> None:
    fits = [fit_law("weibull", sample(LAWS["weibull"], 400, seed)) for seed in range(150)]
    spread = np.std([fit.law.mean_s for fit in fits], ddof=1)
    assert np.mean([fit.mean_se_s for fit in fits]) == pytest.approx(spread, rel=0.2)
    error = spread / math.sqrt(150)
    assert abs(np.mean([fit.law.mean_s for fit in fits]) - 200.0) < 3.5 * error + 0.5


def test_the_exponential_fit_is_exposure_over_events() -> None:
    values, observed = np.array([10.0, 20.0, 30.0, 40.0]), np.array([True, False, True, False])
    fit = fit_law("exponential", values, observed)
    assert fit.law.mean_s == pytest.approx(50.0, rel=1e-4)
    assert fit.mean_se_s == pytest.approx(50.0 / math.sqrt(2.0), rel=1e-3)
    assert fit.log_likelihood == pytest.approx(-2.0 * math.log(50.0) - 2.0)
    assert fit.aic == pytest.approx(2.0 - 2.0 * fit.log_likelihood)


def test_the_lognormal_fit_is_the_normal_fit_of_logarithms() -> None:
    values = sample(LAWS["lognormal"], 500, 6)
    logs = np.log(values)
    fit = fit_law("lognormal", values)
    assert fit.law.mean_s == pytest.approx(math.exp(logs.mean() + logs.var() / 2.0), rel=1e-4)
    assert math.log1p(fit.law.cv**2) == pytest.approx(logs.var(), rel=1e-3)
    assert fit.log_likelihood == pytest.approx(
        stats.lognorm.logpdf(values, logs.std(), 0.0, math.exp(logs.mean())).sum()
    )


@pytest.mark.parametrize("name", ["gamma", "weibull"])
def test_other_fits_agree_with_scipy(name: str) -> None:
    values = sample(LAWS[name], 600, 7)
    family = stats.gamma if name == "gamma" else stats.weibull_min
    reference = family(*family.fit(values, floc=0.0))
    fit = fit_law(name, values)
    assert fit.log_likelihood == pytest.approx(reference.logpdf(values).sum(), abs=1e-3)
    assert fit.law.mean_s == pytest.approx(reference.mean(), rel=1e-3)
    assert fit.ks_distance == pytest.approx(stats.kstest(values, reference.cdf).statistic, abs=1e-3)


@pytest.mark.parametrize("true", ["lognormal", "gamma", "weibull"])
def test_the_true_family_has_the_least_aic(true: str) -> None:
    values = sample(LAWS[true], 5000, 8)
    aic = {name: fit_law(name, values).aic for name in ("lognormal", "gamma", "weibull", "exponential")}
    assert min(aic, key=aic.__getitem__) == true


def test_expectation_maximisation_alone_comes_close_to_the_best() -> None:
    law = LAWS["hyperexponential"]
    patience, offered = sample(law, 6000, 9), sample(Exponential(mean=200.0), 6000, 10)
    values, observed = np.minimum(patience, offered), patience < offered

    def log_likelihood(p: np.ndarray) -> float:
        share = 1.0 / (1.0 + math.exp(-p[0]))
        found = Hyperexponential(share=share, first=math.exp(p[1]), second=math.exp(p[2]))
        return float(log_density(found, values[observed]).sum() + np.log(found.survival(values[~observed])).sum())

    start = np.array([0.0, math.log(100.0), math.log(200.0)])
    best = fit_law("hyperexponential", values, observed).log_likelihood
    rounds = [log_likelihood(_hyperexponential_em(values, observed, start, n)) for n in (1, 5, 30, 300)]
    assert rounds == sorted(rounds)  # it never goes down
    assert log_likelihood(start) < best - 50.0
    assert best - 1.0 < rounds[-1] <= best + 1e-6


def test_the_distance_counts_both_sides_of_every_step() -> None:
    law = Exponential(mean=1.0)
    median = math.log(2.0)
    assert ks_distance(law, np.array([median]), np.array([1.0])) == pytest.approx(0.5)
    assert ks_distance(law, np.array([0.0, 10.0]), np.array([0.9, 1.0])) == pytest.approx(0.9)


def test_what_cannot_be_fitted_is_refused() -> None:
    with pytest.raises(ValueError, match="two observed durations"):
        fit_law("exponential", np.array([1.0, 2.0]), np.array([True, False]))
    with pytest.raises(ValueError, match="must be positive"):
        fit_law("exponential", np.array([0.0, 2.0]))
    with pytest.raises(ValueError, match="none below the truncation"):
        fit_law("exponential", np.array([1.0, 2.0]), truncated_at_s=1.5)
    with pytest.raises(ValueError, match="all observed durations are equal"):
        fit_law("exponential", np.array([2.0, 2.0]))
    with pytest.raises(TypeError, match="Uniform is not fitted here"):
        log_density(Uniform(low=0.0, high=1.0), np.array([0.5]))
