"""Pooling over replications: exact formulas, and the coverage of the intervals."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.kpi.pool import pool, pooled, student


def one_group(num: object, den: object, **options: object) -> tuple[float, float, float, float, int]:
    above, below = np.asarray(num, dtype=float), np.asarray(den, dtype=float)
    found = pooled(np.zeros(len(above), dtype=np.int64), above, below, 1, **options)  # type: ignore[arg-type]
    return tuple(column[0] for column in found)  # type: ignore[return-value]


def test_student_quantiles_are_those_of_the_tables() -> None:
    np.testing.assert_allclose(student(0.95, [1, 4, 29]), [12.7062047, 2.7764451, 2.0452296], rtol=1e-7)
    assert np.isnan(student(0.95, 0))


def test_a_count_gets_the_t_interval_of_its_mean_by_both_methods() -> None:
    values = [3.0, 5.0, 4.0, 8.0]
    error = np.std(values, ddof=1) / 2
    for method in ("jackknife", "delta"):
        value, low, high, se, n = one_group(values, np.ones(4), method=method)
        assert (value, n) == (5.0, 4)
        assert se == pytest.approx(error, rel=1e-12)
        assert (low, high) == pytest.approx((5 - 3.1824463 * error, 5 + 3.1824463 * error), rel=1e-7)


def test_the_delta_standard_error_is_that_of_the_hand_calculation() -> None:
    # R = 9 / 18; residuals 1 - 1.5, 3 - 3.5, 5 - 4: sum of squares 1.5; se^2 = 3/2 * 1.5 / 18^2.
    value, _, _, se, _ = one_group([1, 3, 5], [3, 7, 8], method="delta")
    assert value == 0.5
    assert se == pytest.approx(np.sqrt(1.5 * 1.5) / 18)


def test_the_jackknife_standard_error_is_that_of_the_hand_calculation() -> None:
    without = np.array([8 / 15, 6 / 11, 4 / 10])
    _, _, _, se, _ = one_group([1, 3, 5], [3, 7, 8])
    assert se == pytest.approx(np.sqrt(2 / 3 * np.sum((without - without.mean()) ** 2)), rel=1e-12)


@given(st.integers(0, 1000), st.integers(3, 40))
def test_the_jackknife_comes_to_the_delta_formula_when_denominators_are_alike(seed: int, m: int) -> None:
    rng = np.random.default_rng(seed)
    den = np.full(m, 50.0)
    num = rng.binomial(50, 0.7, m).astype(float)
    by_jackknife, by_delta = one_group(num, den)[3], one_group(num, den, method="delta")[3]
    assert by_jackknife == pytest.approx(by_delta, rel=1e-9, abs=1e-12)


def test_the_jackknife_comes_close_to_the_delta_formula_in_many_replications() -> None:
    rng = np.random.default_rng(11)
    den = rng.poisson(300, 400).astype(float)
    num = rng.binomial(den.astype(int), rng.beta(8, 2, 400)).astype(float)
    assert one_group(num, den)[3] == pytest.approx(one_group(num, den, method="delta")[3], rel=0.01)


def test_an_interval_covers_the_truth_as_often_as_it_says() -> None:
    # Service level of days whose volume and level move together: a mean of ratios would be off by over 1 %.
    rng = np.random.default_rng(20260105)
    experiments, m = 8000, 20
    busy = rng.gamma(50, 1 / 50, (experiments, m))
    den = rng.poisson(200 * busy).astype(float)
    num = rng.binomial(den.astype(int), np.clip(1.4 - 0.6 * busy, 0, 1)).astype(float)
    many = rng.gamma(50, 1 / 50, 1_000_000)
    truth = float(np.mean(many * np.clip(1.4 - 0.6 * many, 0, 1)) / np.mean(many))
    group = np.repeat(np.arange(experiments), m)
    for method in ("jackknife", "delta"):
        found = pooled(group, num.ravel(), den.ravel(), experiments, 0.95, method)  # type: ignore[arg-type]
        coverage = np.mean((found.low <= truth) & (truth <= found.high))
        # 8,000 experiments: a standard error of 0.24 points; a normal instead of a t quantile would cover under 93.5 %.
        assert 0.94 <= coverage <= 0.96, (method, coverage)
    assert abs(np.mean(num / den) - truth) > 0.01 * truth


def test_replications_with_nothing_to_measure_are_left_out() -> None:
    assert one_group([1, 0, 3], [2, 0, 4])[4] == 2
    nothing = one_group([0, 0], [0, 0])
    assert np.isnan(nothing[:4]).all()
    assert nothing[4] == 0


def test_a_cost_without_contacts_stays_in_the_sum() -> None:
    value, _, _, _, n = one_group([100, 100, 100], [5, 0, 5])
    assert (value, n) == (30.0, 3)


def test_one_replication_has_a_value_and_no_interval() -> None:
    value, low, high, se, n = one_group([3], [4])
    assert (value, n) == (0.75, 1)
    assert np.isnan([low, high, se]).all()


def test_a_quantile_that_one_replication_did_not_reach_is_unknown() -> None:
    assert np.isnan(one_group([1.0, np.nan, 2.0], [1, 1, 1])[0])


def table() -> pd.DataFrame:
    rows = [
        ("a", replication, kpi, "phone", "", num, den, unit)
        for kpi, unit, numbers in (
            ("offered", "contacts", [(10, 1), (14, 1), (12, 1)]),
            ("service_level", "share", [(9, 10), (14, 14), (12, 12)]),
        )
        for replication, (num, den) in enumerate(numbers)
    ]
    names = ["variant", "replication", "kpi", "channel", "team", "num", "den", "unit"]
    return pd.DataFrame(rows, columns=names)


def test_a_table_is_pooled_by_row_and_keeps_its_order() -> None:
    found = pool(table())
    assert found["kpi"].tolist() == ["offered", "service_level"]
    assert found["variant"].tolist() == ["a", "a"]
    assert found["unit"].tolist() == ["contacts", "share"]
    assert found["value"].tolist() == [12.0, 35 / 36]
    assert found["n"].tolist() == [3, 3]


def test_the_interval_of_a_share_ends_at_1() -> None:
    found = pool(table())
    assert found["high"][1] == 1.0
    assert found["value"][1] + student(0.95, 2) * found["standard_error"][1] > 1.0
    assert found["low"][1] == pytest.approx(35 / 36 - student(0.95, 2) * found["standard_error"][1])


def test_pooling_does_not_depend_on_the_order_in_which_replications_came() -> None:
    frame = table()
    expected = pool(frame)
    shuffled = pool(frame.sample(frac=1.0, random_state=3).to_dict("list"))
    rows = [shuffled["kpi"].tolist().index(kpi) for kpi in expected["kpi"]]
    for column in ("value", "low", "high", "standard_error", "n"):
        np.testing.assert_array_equal(shuffled[column][rows], expected[column])


def test_series_are_pooled_by_interval() -> None:
    frame = pd.DataFrame(
        {
            "replication": [0, 0, 1, 1],
            "kpi": "offered",
            "channel": "phone",
            "team": "",
            "interval": [18, 19, 18, 19],
            "num": [4.0, 6.0, 2.0, 8.0],
            "den": 1.0,
        }
    )
    found = pool(frame)
    assert (found["interval"].tolist(), found["value"].tolist()) == ([18, 19], [3.0, 7.0])
    assert found["high"][0] == pytest.approx(3 + 12.7062047 * 1.0)


def test_an_empty_table_pools_to_an_empty_table() -> None:
    found = pool(table().iloc[:0])
    assert {len(column) for column in found.values()} == {0}
