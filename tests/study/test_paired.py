"""Paired intervals hold as often as they say, adjusted ones jointly, and identical variants differ by exactly 0."""

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.kpi.pool import pooled
from sim.study.compare import comparison
from sim.study.options import StudyOptions
from sim.study.paired import Difference, paired_difference, pseudo_values, ratio
from sim.study.panel import panel
from sim.study.precision import student
from sim.study.tables import Table, Words
from tests.study import desk

EXPERIMENTS = 2000
REPLICATIONS = 15
TRUE_SHARES = (0.70, 0.72, 0.75, 0.71, 0.70)


def customers(rng: np.random.Generator) -> tuple[NDArray[np.float64], list[NDArray[np.float64]]]:
    """Offered, and answered in time by option: the same busy days and the same customers in every option."""
    busy = rng.gamma(20.0, 1 / 20.0, REPLICATIONS)
    offered = rng.poisson(240.0 * busy)
    # A busy day answers fewer in time; E[offered x share] / E[offered] is TRUE_SHARES, as E[busy^2] = 1 + 1/20.
    in_time = []
    luck = [rng.random(n) for n in offered]
    for share in TRUE_SHARES:
        day = np.clip(share - 0.3 * (busy - 1 - 1 / 20.0), 0.0, 1.0)
        in_time.append(np.array([np.count_nonzero(u < p) for u, p in zip(luck, day, strict=True)], dtype=float))
    return offered.astype(float), in_time


@pytest.fixture(scope="module")
def experiments() -> list[list[Difference]]:
    rng = np.random.default_rng(7)
    out = []
    for _ in range(EXPERIMENTS):
        offered, (base, *others) = customers(rng)
        out.append([paired_difference(one, offered, base, offered, comparisons=4) for one in others])
    return out


def truth(option: int) -> float:
    return TRUE_SHARES[option + 1] - TRUE_SHARES[0]


def test_a_paired_interval_covers_the_true_difference_as_often_as_it_says(experiments: list[list[Difference]]) -> None:
    """0.95 +- 0.015 is three standard errors; an interval 10 % too narrow or too wide would fall outside."""
    for option in range(3):  # the fourth is the base itself, whose difference is always 0
        low = np.array([row[option].low for row in experiments])
        high = np.array([row[option].high for row in experiments])
        centre, half = (low + high) / 2, (high - low) / 2
        off = np.abs(centre - truth(option))
        assert abs(np.mean(off <= half) - 0.95) < 0.015
        assert np.mean(off <= 0.85 * half) < 0.935
        assert np.mean(off <= 1.2 * half) > 0.965


def test_adjusted_intervals_cover_all_true_differences_at_once(experiments: list[list[Difference]]) -> None:
    joint = [all(d.adjusted_low <= truth(i) <= d.adjusted_high for i, d in enumerate(row)) for row in experiments]
    alone = [all(d.low <= truth(i) <= d.high for i, d in enumerate(row)) for row in experiments]
    assert np.mean(joint) >= 0.95 - 0.015
    assert np.mean(alone) < 0.93  # unadjusted intervals do not hold at once, so the test has power


def test_pairing_narrows_the_interval_by_what_both_share(experiments: list[list[Difference]]) -> None:
    rng = np.random.default_rng(3)
    offered, (base, _, other, *_) = customers(rng)
    paired = paired_difference(other, offered, base, offered)
    one = np.zeros(len(offered), dtype=np.int64)
    apart = sum(pooled(one, num, offered, 1).standard_error[0] ** 2 for num in (other, base))
    assert paired.correlation > 0.8
    assert (paired.high - paired.low) / 2 < 0.6 * student(0.95, len(offered) - 1) * math.sqrt(apart)


def test_the_same_variant_twice_differs_by_exactly_zero() -> None:
    offered, (base, *_) = customers(np.random.default_rng(1))
    found = paired_difference(base, offered, base.copy(), offered.copy(), comparisons=3)
    assert found[2:8] == (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    assert found.correlation == 1.0


def test_of_counts_the_interval_is_the_students_of_the_paired_differences() -> None:
    ours, theirs, ones = np.array([5.0, 7.0, 4.0, 9.0]), np.array([4.0, 4.0, 4.0, 5.0]), np.ones(4)
    found = paired_difference(ours, ones, theirs, ones, confidence=0.9)
    steps = ours - theirs
    half = student(0.9, 3) * steps.std(ddof=1) / 2
    assert (found.difference, found.spread) == (steps.mean(), steps.std(ddof=1))
    assert found.low == pytest.approx(steps.mean() - half, abs=1e-12)
    assert np.array_equal(pseudo_values(ours, ones), ours)


def test_the_jackknife_of_one_variant_agrees_with_the_pooled_interval() -> None:
    """Against a base that never varies the paired interval is that of the variant alone, written elsewhere."""
    offered, (base, *_) = customers(np.random.default_rng(5))
    alone = pooled(np.zeros(len(offered), dtype=np.int64), base, offered, 1)
    nothing = paired_difference(base, offered, np.zeros(len(offered)), np.ones(len(offered)))
    assert nothing.difference == alone.value[0] == ratio(base, offered)
    assert nothing.low == pytest.approx(alone.low[0], rel=1e-12)


def test_fewer_than_two_pairs_have_a_difference_and_no_interval() -> None:
    found = paired_difference(np.array([3.0]), np.array([4.0]), np.array([1.0]), np.array([4.0]))
    assert found.difference == 0.5
    assert math.isnan(found.low)
    assert math.isnan(found.adjusted_high)
    both_empty = np.array([0.0])
    assert paired_difference(both_empty, both_empty, both_empty, both_empty).n == 0


def table(values: dict[str, list[float]], first: int = 0) -> Table:
    rows = [(name, first + i, value) for name, column in values.items() for i, value in enumerate(column)]
    n = len(rows)
    return {
        "variant": Words.of([row[0] for row in rows]),
        "replication": np.array([row[1] for row in rows]),
        "kpi": Words.same("wait_all", n),
        "channel": Words.same("phone", n),
        "team": Words.same("", n),
        "num": np.array([row[2] for row in rows]),
        "den": np.ones(n),
        "unit": Words.same("s", n),
    }


def test_variants_are_compared_over_the_replications_that_both_have_finished() -> None:
    kpis = table({"now": [10.0, 12.0, 14.0], "more": [5.0, 6.0]})
    rows = comparison(panel(kpis), ["now", "more"], StudyOptions(leading="wait_all"))
    assert np.asarray(rows["base"]).tolist() == [11.0]
    assert np.asarray(rows["difference"]).tolist() == [-5.5]


def test_the_panel_sorts_replications_whatever_their_order() -> None:
    kpis = table({"now": [1.0, 2.0, 3.0]})
    order = np.array([2, 0, 1])
    mixed: Table = {
        name: Words(column.codes[order], column.words) if isinstance(column, Words) else column[order]
        for name, column in kpis.items()
    }
    sample = next(iter(panel(mixed)["now"].values()))
    assert sample.num.tolist() == [1.0, 2.0, 3.0]


def test_a_study_of_two_variants_with_one_scenario_has_differences_of_exactly_zero(tmp_path: desk.Path) -> None:
    from sim.study import Compute, Variant, run_study

    twins = [Variant("now", desk.desk()), Variant("again", desk.desk())]
    study = run_study(twins, desk.options(tmp_path), Compute(backend="serial"), name="twins", work=desk.made_up)
    rows = study.comparison
    assert len(rows) == 6
    assert (rows[["difference", "low", "high", "adjusted_low", "adjusted_high"]] == 0.0).all(axis=None)
    assert (rows.correlation == 1.0).all()
    assert set(rows.verdict) == {"no difference that matters"}
