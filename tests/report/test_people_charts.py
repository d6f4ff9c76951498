"""What becomes of people, week by week, place by place and agent by agent, drawn from a small study of persons."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.report.charts import burnout_by_team, headcount, people_over_weeks, who_carries
from sim.report.gallery import charts
from sim.report.people_days import by_week
from sim.report.study_folder import StudyFolder
from sim.scenario import Scenario
from sim.study import Compute, StudyOptions, Variant, run_study
from tests.report.drawn import overlapping, plain, texts
from tests.study.desk import desk

HEADS = desk().with_values({"calendar.days": 17})
"""Two weeks and three days."""


def crew(agents: int, worn: bool = True) -> Scenario:
    """The helpers in a shift, who leave often and, if so, wear out."""
    changes = {
        "policy.heads": {},
        "policy.shifts": {"day": {"team": "helpers", "agents": agents, "hours": "08:00-20:00", "days": "daily"}},
        "world.departures": {"quits": 3.0},
        **({"world.exhaustion": {"at_start": 0.4}} if worn else {}),
    }
    return HEADS.with_values(changes)


def two_teams(agents: int) -> Scenario:
    """The helpers, and a crew of two for the same calls."""
    changes = {
        "policy.teams.crew": {"skills": {"phone": 1.0}},
        "policy.shifts.two": {"team": "crew", "agents": 2, "hours": "08:00-20:00", "days": "daily"},
        "calendar.days": 15,
    }
    return crew(agents).with_values(changes)


VARIANTS = (
    Variant("eight", crew(8), "Eight agents"),
    Variant("six", crew(6), "Six agents"),
    Variant("calm", crew(6, worn=False), "Six whom nothing wears out"),
    Variant("heads", HEADS, "Heads only"),
)


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> StudyFolder:
    """Eight and six persons, six who do not wear out, and heads; three times each."""
    options = StudyOptions(replications=3, folder=str(tmp_path_factory.mktemp("people")), seed=3)
    return StudyFolder(run_study(VARIANTS, options, Compute(backend="serial"), name="people").folder)


def test_weeks_are_those_of_the_daily_table_pooled_over_replications(study: StudyFolder) -> None:
    weeks = by_week(study, "six", "exhaustion")
    assert weeks is not None
    assert weeks.from_day.tolist() == [0, 7, 14]
    assert weeks.to_day.tolist() == [7, 14, 17]
    rows = study.days
    rows = rows[(rows["variant"] == "six") & (rows["kpi"] == "exhaustion") & (rows["team"] == "")]
    sums = rows.groupby(rows["day"] // 7)[["num", "den"]].sum()
    np.testing.assert_allclose(weeks.value, sums["num"] / sums["den"])
    assert (weeks.low <= weeks.value).all()
    assert (weeks.value <= weeks.high).all()


def test_exhaustion_is_drawn_only_where_people_wear_out_and_heads_have_no_line(study: StudyFolder) -> None:
    data = people_over_weeks.tidy(study)
    assert data is not None
    shown = {kpi: set(rows["option"]) for kpi, rows in data.groupby("kpi")}
    assert shown["exhaustion"] == {"eight", "six"}
    assert shown["at_work"] == {"eight", "six", "calm"}
    chart = people_over_weeks.chart(study)
    assert chart is not None
    assert chart.title.startswith("Exhaustion ")
    assert "in 3 weeks" in chart.title
    assert "Nobody wears out in “Six whom nothing wears out”." in texts(chart.figure)


def test_every_team_has_its_column_of_burnout_load_by_week(tmp_path: Path) -> None:
    variants = [
        Variant("six", two_teams(6), "Six agents"),
        Variant("four", two_teams(4), "Four agents"),
        Variant("calm", two_teams(4).with_values({"world.exhaustion": None}), "Four whom nothing wears out"),
    ]
    options = StudyOptions(replications=2, folder=str(tmp_path), seed=3)
    folder = StudyFolder(run_study(variants, options, Compute(backend="serial"), name="teams").folder)
    data = burnout_by_team.tidy(folder)
    assert data is not None
    assert list(dict.fromkeys(data["team"])) == ["helpers", "crew"]
    assert set(data["option"]) == {"six", "four"}
    assert set(data["kpi"]) == {"exhaustion", "exhausted_share", "busy_hours"}
    assert data["week"].max() == 3
    rows = folder.days
    rows = rows[(rows["variant"] == "four") & (rows["kpi"] == "busy_hours") & (rows["team"] == "crew")]
    first = rows[rows["day"] < 7]
    told = data[(data["option"] == "four") & (data["kpi"] == "busy_hours") & (data["team"] == "crew")]
    assert told["value"].iloc[0] == pytest.approx(first["num"].sum() / first["den"].sum())
    chart = burnout_by_team.chart(folder)
    assert chart is not None
    assert chart.title.startswith("The ")
    assert "over 85 % busy in" in plain(chart.title)
    assert overlapping(chart.figure) == []


def test_a_single_team_has_no_picture_of_teams(study: StudyFolder) -> None:
    assert burnout_by_team.chart(study) is None


def test_the_steps_lead_from_planned_places_to_productive_agents(study: StudyFolder) -> None:
    data = headcount.tidy(study)
    assert data is not None
    for name, rows in data.groupby("option"):
        ends = rows.set_index("step")
        lost = (ends["end"] - ends["start"]).drop(["Places", "Productive"]).sum()
        assert ends.loc["Places", "end"] + lost == pytest.approx(ends.loc["Productive", "end"])
        assert ends.loc["Places", "end"] == (8 if name == "eight" else 6)
    chart = headcount.chart(study)
    assert chart is not None
    assert plain(chart.title).startswith("In “Eight agents” 8 places are worth")


def test_agents_stand_side_by_side_most_work_first(study: StudyFolder) -> None:
    data = who_carries.tidy(study)
    assert data is not None
    six = data[data["option"] == "six"]
    assert six["rank"].tolist() == [1, 2, 3, 4, 5, 6]
    assert six["hours"].is_monotonic_decreasing
    rows = study.agents
    rows = rows[(rows["variant"] == "six") & (rows["kpi"] == "work_per_week") & (rows["agent"] == six["agent"].iloc[0])]
    assert six["hours"].iloc[0] == pytest.approx(rows["num"].sum() / rows["den"].sum())
    assert data.loc[data["option"] == "calm", "exhaustion"].isna().all()
    chart = who_carries.chart(study)
    assert chart is not None
    assert chart.title.startswith("Among the helpers in “")


def test_the_report_has_the_three_pictures_and_no_text_lies_on_another(study: StudyFolder) -> None:
    drawn = {chart.name: chart for chart in charts(study)}
    for name in ("people_over_weeks", "headcount", "who_carries"):
        assert overlapping(drawn[name].figure) == []


def test_without_persons_there_is_no_such_picture(tmp_path: Path) -> None:
    options = StudyOptions(replications=1, folder=str(tmp_path))
    short = HEADS.with_values({"calendar.days": 1})
    folder = StudyFolder(run_study([Variant("heads", short)], options, Compute(backend="serial"), name="h").folder)
    assert [module.chart(folder) for module in (people_over_weeks, burnout_by_team, headcount, who_carries)] == [
        None
    ] * 4
