"""The burnout load of every team, week by week: a column a team, a line an option."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from sim.report import style
from sim.report.charts.chart import Chart
from sim.report.charts.panels import band_note, hidden_note, notes
from sim.report.charts.week_lines import (
    legend,
    legend_lines,
    looks,
    value_scale,
    week_lines,
    weeks_axis,
    weeks_table,
)
from sim.report.frame import Frame
from sim.report.people_days import wears_out
from sim.report.study_folder import StudyFolder
from sim.report.words import number, per_cent, sentence

if TYPE_CHECKING:
    from matplotlib.figure import Figure

ROWS = {
    "exhaustion": "Exhaustion,\n0 to 1",
    "exhausted_share": "Exhausted\n(above 0.5)",
    "busy_hours": "Hours over\n85 % busy",
}
"""What is shown of each team; the share of the exhausted only where it is a hundredth at least in some week."""

MOST_TEAMS = 4


def tidy(study: StudyFolder) -> Frame | None:
    """option, label, kpi, team, week, from_day, to_day, value, low, high, in the order of teams; of persons only."""
    import pandas as pd

    found = [
        weeks_table(study, option, kpi, team)
        for team in study.scenario.policy.teams
        for option in study.options
        if wears_out(study, option.name)
        for kpi in ROWS
    ]
    parts = [part for part in found if part is not None]
    return pd.concat(parts, ignore_index=True) if parts else None


def chart(study: StudyFolder) -> Chart | None:
    """Which team wears out?"""
    data = tidy(study)
    if data is None or data["team"].nunique() < 2:
        return None
    start = study.scenario.calendar.start
    teams = list(dict.fromkeys(data["team"]))
    shown = data[data["team"].isin(teams[:MOST_TEAMS])]
    if not (shown["kpi"].eq("exhausted_share") & (shown["value"] >= 0.01)).any():
        shown = shown[shown["kpi"] != "exhausted_share"]
    subtitle = f"By week, from {start.day} {start:%B %Y} on, by team; mean over {study.replications} replications"
    more = f"Shows the first {MOST_TEAMS} of {len(teams)} teams." if len(teams) > MOST_TEAMS else ""
    band = notes(band_note(study), "Wider ones than the panel are left out." if study.replications > 1 else "")
    says = (
        "Work goes where the skills are, and so does strain: a team whose hours are above 85 % week after week wears "
        "out first, however calm the others are."
    )
    title = burnout_title(data)
    figure = _draw(shown, teams[:MOST_TEAMS], title, subtitle, notes(band, more, hidden_note(study)), start)
    return Chart("burnout_by_team", "Which team wears out?", title, says, figure, data)


def burnout_title(data: Frame) -> str:
    """The team and option with the highest exhaustion in the last week, and its hours above 85 % then."""
    last = data[data["week"] == data["week"].max()]
    exhausted = last[last["kpi"] == "exhaustion"]
    worst = exhausted.loc[exhausted["value"].idxmax()]
    value, team, option = float(worst["value"]), str(worst["team"]), str(worst["option"])
    busy = last[(last["kpi"] == "busy_hours") & (last["team"] == team) & (last["option"] == option)]["value"]
    where = f" in “{worst['label']}”" if data["option"].nunique() > 1 else ""
    text = f"The {team}{where} end most exhausted, with {number(value, 2 if value >= 0.1 else 3)}"
    if len(busy):
        text += f": over 85 % busy in {per_cent(float(busy.iloc[0]), 0)} of their hours by then"
    return sentence(text)


def _draw(data: Frame, teams: Sequence[str], title: str, subtitle: str, note: str, start: dt.date) -> Figure:
    labels = dict(zip(data["option"], data["label"], strict=True))
    _, lines = legend_lines(labels)
    kpis = [kpi for kpi in ROWS if (data["kpi"] == kpi).any()]
    with style.theme():
        figure, grid = style.canvas(
            title, subtitle, rows=len(kpis), columns=len(teams), left=0.08, wspace=0.08, hspace=0.2, sharey="row",
            note=note, panel_titles=1 + lines,
        )  # fmt: skip
        for row, kpi in zip(grid, kpis, strict=True):
            of_kpi = data[data["kpi"] == kpi]
            value_scale(row[0], of_kpi["value"], share=kpi != "exhaustion")
            row[0].set_ylabel(ROWS[kpi], fontsize=8)
            for panel, team in zip(row, teams, strict=True):
                if kpi == kpis[0]:
                    panel.set_title(team)
                week_lines(panel, of_kpi[of_kpi["team"] == team], looks(labels))
                weeks_axis(panel, data, start, most=4)
        figure.align_ylabels([row[0] for row in grid])
        if lines:
            legend(figure, grid[0][0], labels)
    return figure
