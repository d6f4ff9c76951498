"""Who carries the work: hours of work a week of every agent, sorted within teams, and how exhausted they end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.report import style
from sim.report.charts.chart import Chart
from sim.report.charts.panels import hidden_note, notes, small_multiples
from sim.report.frame import Frame
from sim.report.people_days import by_agent, wears_out
from sim.report.study_folder import StudyFolder
from sim.report.words import number, sentence

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.colors import Colormap, Normalize
    from matplotlib.figure import Figure

QUARTER = 4
AT_LEAST = 4
"""Teams of so many agents have a busiest and a calmest quarter."""
GAP = 2
"""Empty places between two teams."""


def tidy(study: StudyFolder) -> Frame | None:
    """option, label, team, agent, rank, hours (of work a week at work, sorted in teams), exhaustion at the end."""
    import pandas as pd

    parts = []
    for option in study.options:
        hours = by_agent(study, option.name, "work_per_week").rename(columns={"value": "hours"})
        if hours.empty:
            continue
        end = by_agent(study, option.name, "exhaustion_at_end").rename(columns={"value": "exhaustion"})
        rows = hours.merge(end, on=["team", "agent"], how="left")
        if not wears_out(study, option.name):
            rows["exhaustion"] = np.nan
        teams = {name: place for place, name in enumerate(option.scenario.policy.teams)}
        rows["place"] = rows["team"].map(teams)
        rows = rows.sort_values(["place", "hours", "agent"], ascending=[True, False, True], kind="stable")
        rows["rank"] = rows.groupby("team", sort=False).cumcount() + 1
        parts.append(rows.assign(option=option.name, label=option.label))
    if not parts:
        return None
    table = pd.concat(parts, ignore_index=True)
    return table[["option", "label", "team", "agent", "rank", "hours", "exhaustion"]]


def chart(study: StudyFolder) -> Chart | None:
    """Who carries the work?"""
    data = tidy(study)
    if data is None:
        return None
    title = carries_title(data)
    subtitle = (
        f"Work in a week at work, each bar an agent’s place, by team; mean over {study.replications} replications. "
        "Colour: exhaustion in the last morning"
    )
    known = data["exhaustion"].notna()
    grey = "Grey: nobody wears out, or nobody at work in the last morning." if not known.all() else ""
    part_time = "Shifts differ in length: a short bar may be a short contract."
    says = (
        "Level bars share the work fairly; a steep slope means that routing or shifts load the same few people, who "
        "wear out first. Dark bars on the left of a slope are those to relieve."
    )
    figure = _draw(data, title, subtitle, notes(part_time, grey, hidden_note(study)))
    return Chart("who_carries", "Who carries the work?", title, says, figure, data)


def carries_title(data: Frame) -> str:
    """The team and option in which the busiest quarter works most beyond the calmest."""
    found = []
    for (_, team), rows in data.groupby(["option", "team"], sort=False):
        if len(rows) >= AT_LEAST:
            hours, part = rows["hours"].to_numpy(dtype=float), len(rows) // QUARTER
            found.append((hours[:part].mean(), hours[-part:].mean(), str(rows["label"].iloc[0]), str(team)))
    if not found:
        most, least = data["hours"].max(), data["hours"].min()
        return sentence(f"Agents work {number(least, 1)} to {number(most, 1)} h a week")
    most, least, label, team = max(found, key=lambda one: one[0] - one[1])
    of = f" in “{label}”" if data["option"].nunique() > 1 else ""
    return sentence(
        f"Among the {team}{of}, the quarter with the most work has {number(most, 1)} h of it a week, that with the "
        f"least {number(least, 1)} h"
    )


def _draw(data: Frame, title: str, subtitle: str, note: str) -> Figure:
    from matplotlib.cm import ScalarMappable
    from matplotlib.colors import LinearSegmentedColormap, Normalize

    labels = dict(zip(data["option"], data["label"], strict=True))
    colours = LinearSegmentedColormap.from_list("exhaustion", ["#f6d9a8", style.VERMILION, "#4a1500"])
    scale = Normalize(0.0, 1.0)
    if data["exhaustion"].notna().any():
        scale = Normalize(float(data["exhaustion"].min()), float(data["exhaustion"].max()) + 1e-9)
    most = float(data["hours"].max())
    with style.theme():
        figure, axes = small_multiples(
            list(labels.values()),
            title,
            subtitle,
            note,
            wspace=0.06,
            left=0.06,
            right=0.9,
            bottom=0.09,
            sharex=False,
        )
        columns = style.grid_shape(len(labels))[1]
        for panel, name in zip(axes, labels, strict=True):
            _bars(panel, data[data["option"] == name], colours, scale, most, columns)
        axes[0].set_ylabel("h a week")
        if data["exhaustion"].notna().any():
            lowest, highest = axes[-1].get_position().y0, axes[0].get_position().y1
            side = figure.add_axes((0.92, lowest, 0.014, highest - lowest))
            figure.colorbar(ScalarMappable(scale, colours), cax=side)
            side.set_title("exhaustion", fontsize=7.5, fontweight="normal", loc="center")
            side.grid(False)
    return figure


def _bars(panel: Axes, part: Frame, colours: Colormap, scale: Normalize, most: float, columns: int) -> None:
    """The agents of each team side by side, with the team's name below."""
    start, middles = 0, {}
    for team, rows in part.groupby("team", sort=False):
        places = start + np.arange(len(rows))
        shown = [style.LIGHT if np.isnan(value) else colours(scale(value)) for value in rows["exhaustion"]]
        panel.bar(places, rows["hours"], width=0.86, color=shown)
        middles[str(team)] = (float(places.mean()), len(rows))
        start += len(rows) + GAP
    room = 140 / columns / max(start, 1)  # characters for each place
    names = [(team, int(room * (size + GAP))) for team, (_, size) in middles.items()]
    if any(len(team) > width for team, width in names):  # every other name one line lower
        names = [(team if at % 2 == 0 else f"\n{team}", 2 * width) for at, (team, width) in enumerate(names)]
    shorts = [team if len(team) <= width else f"{team[: max(width - 1, 3)]}…" for team, width in names]
    panel.set_xticks([middle for middle, _ in middles.values()], shorts, color=style.INK, fontsize=7.5)
    panel.tick_params(axis="x", length=0, labelbottom=True)
    panel.set_xlim(-1, max(start - GAP, 1))
    panel.set_ylim(0, 1.06 * most)
