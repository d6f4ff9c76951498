"""The warm-up that MSER-5 finds."""

from pathlib import Path

import numpy as np
import pytest

from sim.errors import SettingsError
from sim.study import mser5, suggest_warm_up
from sim.study.store import Store
from sim.study.tables import Words
from tests.study import desk


def test_mser_finds_where_a_queue_that_starts_empty_has_filled() -> None:
    rng = np.random.default_rng(1)
    t = np.arange(1000)
    series = 10.0 * (1 - np.exp(-t / 40.0)) + rng.normal(0.0, 1.0, (20, 1000))
    found = mser5(series)
    assert 80 <= found.observations <= 250
    assert found.observations == 5 * found.batches
    assert not found.run_longer


def test_mser_leaves_a_steady_series_nearly_whole_and_ignores_its_level() -> None:
    noise = np.random.default_rng(4).normal(0.0, 1.0, 1000)
    assert mser5(noise).observations < 250
    assert mser5(noise + 1e9) == mser5(noise)
    assert mser5(np.ones(50)) == (0, 0, False)


def test_mser_is_the_minimum_of_its_formula() -> None:
    series = np.random.default_rng(9).exponential(1.0, 203) + np.linspace(3, 0, 203)
    batches = series[:200].reshape(40, 5).mean(axis=1)
    error = [((batches[d:] - batches[d:].mean()) ** 2).sum() / (40 - d) ** 2 for d in range(21)]
    assert mser5(series).batches == int(np.argmin(error))


def test_mser_says_when_a_series_is_too_short() -> None:
    assert mser5(np.linspace(0.0, 1.0, 100)).run_longer
    with pytest.raises(ValueError, match="at least 10 observations, got 9"):
        mser5(np.ones(9))


def a_study_of_days(tmp_path: Path, days: int) -> desk.Study:
    """Two replications of a backlog that fills up over six days; four intervals a day, the first of them closed."""
    study = desk.run(tmp_path, 2)
    scenario = desk.desk().with_values({"calendar.days": days, "calendar.interval": "6h"})
    store = Store(study.folder)
    store.write_json("scenarios.json", {"now": scenario.to_mapping()})
    interval = np.arange(4 * days)
    day = interval // 4
    level = 100.0 * np.minimum(day / 6.0, 1.0) + 3.0 * (day % 2)
    rows = 2 * len(interval)
    series = {
        "variant": Words.same("now", rows),
        "replication": np.repeat([0, 1], len(interval)),
        "kpi": Words.same("backlog_average", rows),
        "channel": Words.same("mail", rows),
        "team": Words.same("", rows),
        "interval": np.tile(interval, 2),
        "num": np.tile(np.where(interval % 4 > 0, level, 0.0), 2),
        "den": np.tile(np.where(interval % 4 > 0, 1.0, 0.0), 2),
    }
    store.write_parquet("series.parquet", series)
    return desk.Study.open(study.folder)


def test_the_warm_up_of_a_study_is_found_in_days_or_in_intervals(tmp_path: Path) -> None:
    study = a_study_of_days(tmp_path, 40)
    assert suggest_warm_up(study, "backlog_average", "mail") == (6 * 86400.0, False)
    by_interval = suggest_warm_up(study, "backlog_average", "mail", by="interval")
    assert 5 * 86400.0 <= by_interval.warm_up_s <= 8 * 86400.0


def test_a_study_that_is_too_short_for_a_warm_up_says_so(tmp_path: Path) -> None:
    study = a_study_of_days(tmp_path, 1)
    with pytest.raises(SettingsError, match="needs more than 1 days with backlog_average mail"):
        suggest_warm_up(study, "backlog_average", "mail")
