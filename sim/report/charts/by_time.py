"""A KPI over the day against its target, one panel an option: service level and waits by interval."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.report import style
from sim.report.charts.chart import Chart
from sim.report.charts.panels import band_note, hidden_note, notes, slots_shown, small_multiples, usual_days
from sim.report.measures import Measure, is_live, service, waiting, within
from sim.report.study_folder import StudyFolder
from sim.report.words import duration, listing, per_cent, sentence
from sim.units import HOUR_S, MINUTE_S, format_time_of_day

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from pandas import DataFrame


def tidy(study: StudyFolder, measure: Measure) -> DataFrame | None:
    """option, label, from_h, to_h, value, low, high by interval of the usual days; None if the study does not hold it."""
    import pandas as pd

    usual = usual_days(study, [measure.channel])
    shown, edges = slots_shown(study, usual)
    parts = []
    for option in study.options:
        estimate = study.by_time_of_day(option.name, measure.kpi, measure.channel, usual.days)
        if estimate is None:
            continue
        value, low, high = (part[shown] for part in estimate)
        parts.append(
            pd.DataFrame(
                {
                    "option": option.name, "label": option.label, "from_h": edges[:-1], "to_h": edges[1:],
                    "value": value, "low": np.maximum(low, 0), "high": high,
                }
            )
        )  # fmt: skip
    table = pd.concat(parts, ignore_index=True) if parts else None
    return table if table is not None and table["value"].notna().any() else None


def service_level_chart(study: StudyFolder, channel: str) -> Chart | None:
    """Is the promise kept all day long?"""
    measure = service(study, channel)
    data = tidy(study, measure)
    if data is None:
        return None
    data["high"] = np.minimum(data["high"], 1)
    target = study.scenario.policy.targets.get(channel)
    usual = usual_days(study, [channel])
    title = service_title(data, target.share if target else None, channel)
    came = "of everyone who called" if is_live(study, channel) else "of the tickets that came"
    subtitle = f"{channel.capitalize()}, {usual.words}: {measure.short}, {came} in the interval (service level)"
    figure, axes = _draw(data, title, subtitle, notes(_base_note(data), band_note(study), hidden_note(study)), usual.start_h, usual.end_h)
    for panel in axes:
        panel.set_ylim(0, 1.02)
        style.per_cent_axis(panel)
        if target:
            panel.axhline(target.share, color=style.INK, linewidth=1, linestyle=(0, (4, 3)))
            _target_label(panel, f"target {per_cent(target.share, 0)}", target.share, usual.start_h)
    says = (
        "The line is the share of the interval's contacts that were answered in time, the dashed line the target; customers who gave up count as not in time. "
        "A day that reaches its target on average may still have hours that miss it."
    )
    return Chart(f"service_level_{channel}", f"{channel.capitalize()}: is the promise kept all day long?", title, says, figure, data)


def service_title(data: DataFrame, target: float | None, channel: str) -> str:
    """The first option's worst interval and, with a target, when it is missed."""
    first = data[data["option"] == data["option"].iloc[0]]
    label, several = first["label"].iloc[0], data["option"].nunique() > 1
    where = f"{channel.capitalize()}, “{label}”" if several else channel.capitalize()
    if first["value"].notna().sum() == 0:
        return sentence(f"{where}: nobody came, so there is nothing to measure")
    worst = first.loc[first["value"].idxmin()]
    at = _clock(worst["from_h"])
    if target is None:
        return sentence(f"{where}: service is lowest at {at}, with {per_cent(worst['value'], 0)} in time")
    missed = first[first["value"] < target]
    if missed.empty:
        return sentence(f"{where}: the target of {per_cent(target, 0)} is met in every interval of the day")
    if len(missed) == first["value"].notna().sum():
        return sentence(
            f"{where}: the target of {per_cent(target, 0)} is missed all day, most at {at} with {per_cent(worst['value'], 0)}"
        )
    hours = listing(spans(missed["from_h"].to_numpy(), missed["to_h"].to_numpy()))
    return sentence(f"{where}: the target of {per_cent(target, 0)} is missed {hours}, most at {at} with {per_cent(worst['value'], 0)}")


def waits_chart(study: StudyFolder, channel: str) -> Chart | None:
    """How long do customers wait, and when?"""
    measure = waiting(study, channel)
    data = tidy(study, measure)
    if data is None:
        return None
    usual = usual_days(study, [channel])
    first = data[data["option"] == data["option"].iloc[0]]
    worst = first.loc[first["value"].idxmax()] if first["value"].notna().any() else None
    where = f"{channel.capitalize()}, “{first['label'].iloc[0]}”" if data["option"].nunique() > 1 else channel.capitalize()
    if worst is None:
        title = sentence(f"{where}: nobody was answered")
    else:
        best = duration(float(first["value"].min()))
        title = sentence(f"{where}: the {measure.short} is longest at {_clock(worst['from_h'])}, {duration(worst['value'])}, and never below {best}")
    kind = "of those who were answered (average speed of answer)" if is_live(study, channel) else "(first response time)"
    subtitle = f"{channel.capitalize()}, {usual.words}: {measure.short} {kind}, by interval of arrival"
    figure, axes = _draw(data, title, subtitle, notes(_base_note(data), band_note(study), hidden_note(study)), usual.start_h, usual.end_h)
    top = float(np.nanmax(data["high"].fillna(data["value"]))) * 1.08
    target = study.scenario.policy.targets.get(channel)
    for panel in axes:
        panel.set_ylim(0, max(top, 1.0))
        duration_axis(panel, top)
        if target and target.clock == "calendar" and target.within < top:
            panel.axhline(target.within, color=style.INK, linewidth=1, linestyle=(0, (4, 3)))
            _target_label(panel, within(study, channel), target.within, usual.start_h)
    says = (
        "The line is the mean over the contacts of each interval and all replications. A mean hides how unequal waits are; "
        "the distribution of waits shows that."
    )
    return Chart(f"waits_{channel}", f"{channel.capitalize()}: how long do customers wait, and when?", title, says, figure, data)


def duration_axis(axes: Axes, top_s: float, axis: str = "y") -> None:
    """Seconds on an axis as seconds, minutes, hours or days, whichever reads best."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    unit_s, unit = next(
        ((size, name) for size, name, least in ((86400, "days", 4 * 86400), (HOUR_S, "h", 2 * HOUR_S), (MINUTE_S, "min", 180)) if top_s >= least),
        (1.0, "s"),
    )
    along = axes.yaxis if axis == "y" else axes.xaxis
    ticks = [float(tick) * unit_s for tick in MaxNLocator(5).tick_values(0, top_s / unit_s) if 0 <= tick <= top_s / unit_s * 1.001]
    along.set_ticks(ticks)
    along.set_major_formatter(FuncFormatter(lambda value, _: f"{value / unit_s:g} {unit}"))


def spans(starts_h: np.ndarray, ends_h: np.ndarray) -> list[str]:
    """``from 09:00 to 11:30`` for every run of touching intervals; at most three, then "and at other times"."""
    runs: list[list[float]] = []
    for start, end in zip(starts_h, ends_h, strict=True):
        if runs and abs(runs[-1][1] - start) < 1e-9:
            runs[-1][1] = end
        else:
            runs.append([start, end])
    longest = sorted(sorted(runs, key=lambda run: run[0] - run[1])[:2])
    words = [f"from {_clock(start)} to {_clock(end)}" for start, end in longest]
    return words if len(runs) <= 2 else [*words, "at other times"]


def _clock(hours: float) -> str:
    return format_time_of_day(hours * HOUR_S)


def _base_note(data: DataFrame) -> str:
    options = data["label"].unique()
    return f"Grey: “{options[0]}”." if len(options) > 1 else ""


def _target_label(axes: Axes, text: str, y: float, start_h: float) -> None:
    axes.annotate(
        text, (start_h, y), (4, -3), textcoords="offset points", va="top", fontsize=7.5, color=style.INK,
        bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.75, "pad": 0.8},
    )  # fmt: skip


def _draw(
    data: DataFrame, title: str, subtitle: str, note: str, start_h: float, end_h: float
) -> tuple[object, list[Axes]]:
    with style.theme():
        options = list(dict.fromkeys(data["option"]))
        parts = [data[data["option"] == name] for name in options]
        figure, axes = small_multiples([part["label"].iloc[0] for part in parts], title, subtitle, note)
        columns = style.grid_shape(len(options))[1]
        for number, (panel, part) in enumerate(zip(axes, parts, strict=True)):
            middle = (part["from_h"] + part["to_h"]) / 2
            if number:
                panel.plot(middle, parts[0]["value"].to_numpy(), color=style.LIGHT, linewidth=1.6)
            colour = style.GREY if len(options) > 1 and not number else style.BLUE
            panel.fill_between(middle, part["low"], part["high"], color=colour, alpha=0.22, linewidth=0)
            panel.plot(middle, part["value"], color=colour, marker="o", markersize=2.2)
            style.hours_axis(panel, start_h, end_h, columns)
    return figure, axes
