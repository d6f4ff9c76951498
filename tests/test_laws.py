"""Each law alone: mean, cv, quantile and survival agree with one another and with scipy."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from sim.laws import Empirical, Exponential, Gamma, Hyperexponential, Law, Lognormal, Uniform, Weibull
from tests.strategies import laws

ADAPTER: TypeAdapter[Any] = TypeAdapter(Law)
GRID = (np.arange(200_000) + 0.5) / 200_000


def law_of(mapping: dict[str, Any]) -> Any:
    import json

    return ADAPTER.validate_json(json.dumps(mapping))


@given(laws())
def test_quantiles_have_the_mean_and_the_cv_that_the_law_states(mapping: dict[str, Any]) -> None:
    law = law_of(mapping)
    values = law.quantile(GRID)
    assert values.mean() == pytest.approx(law.mean_s, rel=5e-3)
    if law.cv < 1.2:  # heavier tails lie beyond the grid
        assert values.std() / values.mean() == pytest.approx(law.cv, rel=3e-2, abs=1e-12)


@given(laws(), st.floats(1e-9, 1 - 1e-9))
def test_survival_inverts_the_quantile(mapping: dict[str, Any], u: float) -> None:
    law = law_of(mapping)
    if mapping["law"] != "deterministic":
        assert float(law.survival(law.quantile(np.array([u])))[0]) == pytest.approx(1 - u, rel=1e-6, abs=1e-9)


@given(laws())
def test_a_law_goes_to_yaml_and_back(mapping: dict[str, Any]) -> None:
    law = law_of(mapping)
    assert law_of(law.to_mapping()) == law


def test_quantiles_agree_with_scipy() -> None:
    from scipy import stats

    u = np.array([0.001, 0.2, 0.5, 0.9, 0.999])
    pairs = [
        (Exponential(mean=3.0), stats.expon(scale=3)),
        (Gamma(mean=3.0, cv=0.5), stats.gamma(4, scale=0.75)),
        (Lognormal(mean=3.0, cv=1.2), stats.lognorm(np.log1p(1.44) ** 0.5, scale=3 / 2.44**0.5)),
        (Weibull(mean=3.0, shape=0.7), stats.weibull_min(0.7, scale=Weibull(mean=3.0, shape=0.7).scale_s)),
        (Uniform(low=1.0, high=4.0), stats.uniform(1, 3)),
    ]
    for law, reference in pairs:
        np.testing.assert_allclose(law.quantile(u.copy()), reference.ppf(u), rtol=1e-9)
        assert law.mean_s == pytest.approx(reference.mean())
        assert law.cv == pytest.approx(reference.std() / reference.mean())


def test_the_mixture_is_inverted_to_the_last_digits_even_in_the_tail() -> None:
    law = Hyperexponential(share=0.9, first=1.0, second=1000.0)
    u = np.array([1e-12, 0.3, 0.9, 1 - 1e-12])
    np.testing.assert_allclose(law.survival(law.quantile(u)), 1 - u, rtol=1e-9)


def test_an_empirical_law_draws_recorded_values_alone() -> None:
    law = Empirical(values=(5.0, 1.0, 2.0))
    assert law.quantile(np.array([0.1, 0.5, 0.99])).tolist() == [1.0, 2.0, 5.0]
    assert law.mean_s == pytest.approx(8 / 3)
    assert law_of({"law": "empirical", "values": [{"seconds": 3}, {"seconds": 4}]}).values == (3.0, 4.0)


@pytest.mark.parametrize(
    ("mapping", "message"),
    [
        ({"law": "exponential", "mean": 20}, "carries its unit"),
        ({"law": "exponential", "mean": "-20s"}, "a duration is never negative"),
        ({"law": "exponential", "mean": "0s"}, "greater than 0"),
        ({"law": "uniform", "low": "5s", "high": "5s"}, "low is less than high"),
        ({"law": "empirical", "values": [-1, 2]}, "at least 0"),
        ({"law": "lognormal", "mean": "20s", "cv": float("nan")}, "finite"),
        ({"law": "erlang", "mean": "20s"}, "does not match any of the expected tags"),
    ],
)
def test_a_wrong_law_is_refused(mapping: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        law_of(mapping)
