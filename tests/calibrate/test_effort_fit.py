from __future__ import annotations

import math

import numpy as np
import pytest

from sim.calibrate.effort_fit import effort_fit, grouped, ranked_fits
from sim.laws import Lognormal
from sim.units import DAY_S
from tests.calibrate.histories import history_of, plain_map, shipped

LAW = Lognormal(mean=180.0, cv=1.25)


def draws(size: int, seed: int) -> np.ndarray:
    return LAW.quantile(np.random.default_rng(seed).random(size))


def spread_over_days(size: int) -> np.ndarray:
    return np.linspace(8 * 3600.0, 18 * 3600.0, size) + DAY_S * (np.arange(size) % 20)


def test_lognormal_services_are_found_with_mean_spread_and_ranked_first() -> None:
    found = effort_fit(history_of(spread_over_days(6000), handle_s=draws(6000, 1)))
    assert found is not None
    assert found.best.name == "lognormal"
    assert [fit.aic for fit in found.fits] == sorted(fit.aic for fit in found.fits)
    assert abs(found.mean_s - 180.0) < 3.5 * found.mean_se_s < 0.06 * 180.0
    assert abs(found.best.law.mean_s - 180.0) < 3.5 * found.best.mean_se_s
    assert found.best.law.cv == pytest.approx(1.25, rel=0.08)
    assert (found.excluded, found.excluded_share) == (0, 0.0)
    assert found.median_s == pytest.approx(180.0 / math.sqrt(1.0 + 1.25**2), rel=0.06)


def test_an_artefact_left_out_by_rule_does_not_bend_the_law_and_its_share_is_told() -> None:
    rng = np.random.default_rng(2)
    handle = np.concatenate([draws(6000, 3), rng.uniform(1.0, 6.0, 450)])
    mapping = plain_map(effort={"exclude_below": "10s", "because": "rests"})
    found = effort_fit(history_of(spread_over_days(6450), handle_s=handle, mapping=mapping))
    assert found is not None
    genuine = int(np.count_nonzero(handle[:6000] < 10.0))
    assert found.excluded == 450 + genuine
    assert abs(found.best.law.mean_s - 180.0) < 3.5 * found.best.mean_se_s
    assert found.best.ks_distance < 1.36 / math.sqrt(found.n)
    plain = effort_fit(history_of(spread_over_days(6450), handle_s=handle))
    assert plain is not None
    assert plain.best.ks_distance > 0.04
    assert found.all_mean_s == pytest.approx(handle.mean())


def test_the_law_knows_that_nothing_so_short_could_be_seen() -> None:
    mapping = plain_map(effort={"exclude_below": "60s", "because": "a test"})
    found = effort_fit(history_of(spread_over_days(6000), handle_s=draws(6000, 8), mapping=mapping))
    assert found is not None
    assert found.excluded_share > 0.2
    assert abs(found.best.law.mean_s - 180.0) < 3.5 * found.best.mean_se_s < 40.0
    assert found.mean_s > 215.0


def test_topics_that_differ_are_evident_and_topics_that_do_not_are_not() -> None:
    values = draws(4000, 4)
    names = np.array(["billing", "password"])[np.arange(4000) % 2]
    same = grouped(values, names, "topic")
    assert same is not None
    assert not same.evident
    apart = grouped(np.where(names == "billing", 1.4 * values, values), names, "topic")
    assert apart is not None
    assert apart.evident
    assert apart.p_value < 1e-6
    by_name = {group.name: group for group in apart.groups}
    assert by_name["billing"].n == 2000
    assert abs(by_name["billing"].mean_s - 252.0) < 3.5 * by_name["billing"].mean_se_s
    assert by_name["password"].cv == pytest.approx(1.25, rel=0.12)


def test_false_alarms_of_evidence_are_rare() -> None:
    names = np.array(["a", "b", "c"])[np.arange(900) % 3]
    alarms = sum(
        found.evident for seed in range(200) if (found := grouped(draws(900, seed), names, "topic")) is not None
    )
    assert alarms <= 3  # 0.2 expected


def test_small_groups_are_left_out() -> None:
    names = np.array(["often"] * 100 + ["rare"] * 5)
    assert grouped(draws(105, 5), names, "topic") is None


def test_hours_of_the_day_are_told_apart() -> None:
    created = np.repeat([9 * 3600.0, 15 * 3600.0], 800) + DAY_S * np.tile(np.arange(20), 80)
    handle = np.where(created % DAY_S < 12 * 3600.0, 1.3, 1.0) * draws(1600, 6)
    found = effort_fit(history_of(created, handle_s=handle))
    assert found is not None
    assert found.by_hour is not None
    assert [group.name for group in found.by_hour.groups] == ["09:00", "15:00"]
    assert found.by_hour.evident
    assert found.by_topic is None


def test_tickets_and_channels_without_services_give_nothing() -> None:
    tickets = history_of(spread_over_days(50), handle_s=np.nan, mapping=shipped("zendesk"))
    assert effort_fit(tickets) is None
    assert effort_fit(history_of(spread_over_days(50)), channel="chat") is None


def test_services_that_all_took_the_same_time_are_deterministic() -> None:
    found = effort_fit(history_of(spread_over_days(50), handle_s=90.0))
    assert found is not None
    assert (found.best.name, found.best.law.mean_s, found.cv) == ("deterministic", 90.0, 0.0)
    assert found.by_hour is None or not found.by_hour.evident


def test_families_may_be_chosen() -> None:
    assert [fit.name for fit in ranked_fits(draws(100, 7), ("gamma",))] == ["gamma"]
