"""The frontier of authority, drawn from study folders made by hand and from one that was really simulated."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.report import ReportOptions, render, render_sweep
from sim.report.charts import authority_frontier, sweep
from sim.report.gallery import charts
from sim.report.study_folder import StudyFolder
from sim.report.sweep_pictures import read_sweep
from sim.scenario import Scenario
from sim.study import Compute, StudyOptions, Variant, run_study
from sim.study.sweep import sweep as play_grid
from tests.report.drawn import overlapping, texts
from tests.study.test_authority_frontier import ASKING, with_values

LIMITS = {0.0: {"agent": 0.0, "senior": 0.0}, 150.0: {"agent": 150.0}, 500.0: {"agent": 500.0, "senior": 500.0}}
LIMITS[math.inf] = {"agent": None, "senior": None, "supervisor": None}  # type: ignore[dict-item]


def scenario(limit: float = 50.0, more: int = 0) -> Scenario:
    """Two supervisors and some more, and a limit."""
    changes = {f"policy__authority__{role}": value for role, value in LIMITS.get(limit, {}).items()}
    return with_values(policy__heads__bosses__plus=more, **changes)


def made(folder: Path, options: dict[str, tuple[Scenario, float, float]]) -> StudyFolder:
    """A folder of options with (scenario, cost a week, delay per need), all known within 1 and 2; 200 needs each."""
    rows = [
        (name, kpi, value, value - half, value + half, unit)
        for name, (_, cost, delay) in options.items()
        for kpi, value, half, unit in (
            ("cost_per_week", cost, 1.0, "EUR per week"),
            ("approval_delay_per_issue", delay, 2.0, "s"),
        )
    ]
    table = pd.DataFrame(rows, columns=["variant", "kpi", "value", "low", "high", "unit"])
    table.assign(channel="", team="").to_csv(folder / "summary.csv", index=False)
    counts = {"approvals_withdrawn": 3.0, "approvals_in_vain": 1.0}
    shares = {"denied_share": (2.0, 20.0), "fcr_lost_to_approvals": (10.0, 200.0), "approval_rate": (20.0, 200.0)}
    kpis = [
        (name, replication, kpi, num + (replication if kpi == "approval_rate" else 0), den)
        for name in options
        for replication in range(2)
        for kpi, (num, den) in {**shares, **{kpi: (value, 1.0) for kpi, value in counts.items()}}.items()
    ]
    table = pd.DataFrame(kpis, columns=["variant", "replication", "kpi", "num", "den"])
    table.assign(channel="", team="", value=table["num"] / table["den"]).to_parquet(folder / "kpis.parquet")
    scenarios = {name: one.to_mapping() for name, (one, _, _) in options.items()}
    (folder / "scenarios.json").write_text(json.dumps(scenarios))
    about = [{"name": name, "title": name.capitalize()} for name in options]
    (folder / "manifest.json").write_text(json.dumps({"base": next(iter(options)), "variants": about}))
    return StudyFolder(folder)


FOUR = {
    "today": (scenario(), 1000.0, 80.0),
    "high": (scenario(150.0), 1200.0, 20.0),
    "more": (scenario(more=2), 1300.0, 70.0),
    "nothing": (scenario(0.0), 900.0, 180.0),
    "any": (scenario(math.inf), 2000.0, 0.5),
}


def test_the_numbers_are_those_of_the_study_and_what_customers_feel_is_per_need(tmp_path: Path) -> None:
    data = authority_frontier.tidy(made(tmp_path, FOUR))
    assert data is not None
    assert data["option"].tolist() == list(FOUR)
    assert data["limit"].tolist() == [50.0, 150.0, 50.0, 0.0, math.inf]
    assert data["supervisors"].tolist() == [2, 2, 4, 2, 2]
    assert data["on_frontier"].tolist() == [True, True, False, True, True]
    assert data["sensible"].tolist() == [False, True, False, False, False]
    today = data.iloc[0]
    assert (today["cost_low"], today["delay_high"]) == (999.0, 82.0)
    assert [today[name] for name in authority_frontier.FELT] == pytest.approx([0.1025, 0.02, 0.01, 0.05])
    # 20 and 21 of 200: 0.1025 +- 12.7 x 0.0025.
    assert today["asked_high"] - today["asked"] == pytest.approx(12.706 * 0.0025, rel=1e-3)
    assert today["hung_up_low"] == today["hung_up_high"] == pytest.approx(0.02)


def test_the_title_and_the_note_name_the_sensible_range(tmp_path: Path) -> None:
    chart = authority_frontier.chart(made(tmp_path, FOUR))
    assert chart is not None
    plain = chart.title.replace("\N{NO-BREAK SPACE}", " ")
    assert plain == "Sensible: “High”, 2 min 40 s per need saved for EUR 300 a week."
    shown = texts(chart.figure)
    assert all(
        text in shown for text in ("2 supervisors", "4 supervisors", "sensible", "none", "Hung up while holding")
    )
    assert overlapping(chart.figure) == []


def test_a_range_is_named_by_its_ends(tmp_path: Path) -> None:
    options = {"nothing": (scenario(0.0), 0.0, 100.0), "today": (scenario(), 10.0, 30.0)}
    options |= {"high": (scenario(150.0), 20.0, 20.0), "any": (scenario(math.inf), 90.0, 0.0)}
    chart = authority_frontier.chart(made(tmp_path, options))
    assert chart is not None
    assert "“Today” to “High”" in chart.title


def test_it_is_said_if_nothing_is_sensible_and_if_nothing_costs_more(tmp_path: Path) -> None:
    even = {
        "nothing": (scenario(0.0), 0.0, 100.0),
        "today": (scenario(), 50.0, 50.0),
        "any": (scenario(math.inf), 100.0, 0.0),
    }
    chart = authority_frontier.chart(made(tmp_path, even))
    assert chart is not None
    assert chart.title.startswith("No option saves two thirds of the time lost to approvals for two thirds")
    assert "Nothing here qualifies" in texts(chart.figure)
    free = {name: (one, 100.0 + place, 5.0) for place, (name, (one, _, _)) in enumerate(even.items())}
    chart = authority_frontier.chart(made(tmp_path, free))
    assert chart is not None
    assert chart.title == "“Nothing” costs least and loses as little time to approvals as any."


def nobody(**changes: object) -> dict[str, tuple[Scenario, float, float]]:
    return {name: (one.with_values(changes), cost, delay) for name, (one, cost, delay) in FOUR.items()}


@pytest.mark.parametrize(
    "options",
    [
        {"today": FOUR["today"]},
        {name: FOUR[name] for name in ("today", "high")},
        {f"more_{more}": (scenario(more=more), 1000.0 + more, 80.0 - more) for more in range(3)},
        nobody(**{"policy.heads.bosses.plus": -2}),
        nobody(**{"world.concession": None}),
        {name: (one, cost, math.nan) for name, (one, cost, _) in FOUR.items()},
    ],
    ids=["one option", "two options", "one limit", "no supervisors", "no concession", "nothing measured"],
)
def test_there_is_no_such_picture_without_options_to_compare(
    options: dict[str, tuple[Scenario, float, float]], tmp_path: Path
) -> None:
    assert authority_frontier.chart(made(tmp_path, options)) is None


@pytest.fixture(scope="module")
def simulated(tmp_path_factory: pytest.TempPathFactory) -> StudyFolder:
    """Three limits, three times."""
    options = StudyOptions(replications=3, folder=str(tmp_path_factory.mktemp("study")))
    limits = {"today": 50.0, "nothing": 0.0, "high": 150.0}
    variants = [Variant(name, scenario(limit).with_values({"calendar.days": 10})) for name, limit in limits.items()]
    folder = run_study(variants, options, Compute(backend="serial"), name="limits", resolved=ASKING.to_mapping()).folder
    return StudyFolder(folder)


def test_a_real_study_has_the_picture_and_the_sentences_in_its_page(simulated: StudyFolder) -> None:
    assert "authority_frontier" in {chart.name for chart in charts(simulated)}
    data = authority_frontier.tidy(simulated)
    assert data is not None
    assert data.set_index("option").loc["nothing", "delay"] > data.set_index("option").loc["high", "delay"]
    kpis = simulated.kpis[(simulated.kpis["variant"] == "today") & (simulated.kpis["channel"] == "")]
    hung_up = kpis[kpis["kpi"].isin(["approvals_withdrawn", "approvals_in_vain"])]["num"].sum()
    issues = kpis[kpis["kpi"] == "issues"]["num"].sum()
    np.testing.assert_allclose(data["hung_up"].iloc[0], hung_up / issues)
    page = render(simulated.path).read_text(encoding="utf-8")
    assert "of resolution time per need against" in page
    assert "How much may an agent give away?" in page


def test_a_sweep_of_limits_and_supervisors_has_a_heat_map_of_the_time_lost(tmp_path: Path) -> None:
    axes: dict[str, list[object]] = {"policy.authority.agent": [0.0, 50.0], "policy.heads.bosses.plus": [-1, 0, 2]}
    base = with_values(calendar__days=3, policy__authority__senior=50.0)
    options = StudyOptions(replications=2, folder=str(tmp_path))
    folder = play_grid(base, axes, options, Compute(backend="serial"), name="grid").folder
    names = [path.name for path in render_sweep(folder, ReportOptions(formats=("png",)))]
    assert "sweep_approval_delay_per_issue.png" in names
    made = {chart.name: chart for chart in sweep.charts(StudyFolder(folder), read_sweep(folder))}
    delay = made["sweep_approval_delay_per_issue"]
    assert delay.title.startswith("Resolution time lost to approvals, per need: from ")
    assert len(delay.data) == 6
    assert overlapping(delay.figure) == []
