"""A KPI over the day against its target, one panel an option: service level and waits by interval."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.report import style
from sim.report.charts.chart import Chart
from sim.report.charts.panels import (
    apart,
    band_note,
    hidden_note,
    notes,
    slots_shown,
    small_multiples,
    usual_days,
    where,
)
from sim.report.frame import Frame
from sim.report.measures import Measure, is_live, service, waiting, within
from sim.report.study_folder import StudyFolder
from sim.report.words import duration, listing, per_cent, sentence
from sim.units import HOUR_S, format_time_of_day

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def tidy(study: StudyFolder, measure: Measure) -> Frame | None:
    """option, label, from_h, to_h, value, low, high by interval of the usual days; None if not held."""
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
                    "option": option.name,
                    "label": option.label,
                    "from_h": edges[:-1],
                    "to_h": edges[1:],
                    "value": value,
                    "low": np.maximum(low, 0),
                    "high": high,
                }
            )
        )
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
    called = "called" if study.scenario.policy.channels[channel].kind == "live" else "came"
    came = f"of everyone who {called}" if is_live(study, channel) else "of the tickets that came"
    subtitle = f"{channel.capitalize()}, {usual.words}: {measure.short}, {came} in the interval (service level)"
    figure, axes = _draw(data, title, subtitle, notes(band_note(study), hidden_note(study)), usual.start_h, usual.end_h)
    for panel in axes:
        panel.set_ylim(0, 1.02)
        style.per_cent_axis(panel)
        if target:
            panel.axhline(target.share, color=style.INK, linewidth=1, linestyle=(0, (4, 3)))
    if target:
        _target_label(axes[0], f"target {per_cent(target.share, 0)}", target.share, usual.start_h)
    says = (
        "The line is the share of the interval’s contacts that were answered in time, the dashed line the target; "
        + (
            "customers who gave up count as not in time. "
            if is_live(study, channel)
            else "tickets count where they came, not where they were answered. "
        )
        + "A day that reaches its target on average may still have hours that miss it."
    )
    return Chart(
        f"service_level_{channel}",
        f"{channel.capitalize()}: is the promise kept all day long?",
        title,
        says,
        figure,
        data,
    )


def service_title(data: Frame, target: float | None, channel: str) -> str:
    """The first option's worst interval and, with a target, when it is missed."""
    first = data[data["option"] == data["option"].iloc[0]]
    who = where(data, channel)
    if first["value"].notna().sum() == 0:
        return sentence(f"{who}: nobody came, so there is nothing to measure")
    worst = first.loc[first["value"].idxmin()]
    at = _clock(worst["from_h"])
    if target is None:
        return sentence(f"{who}: service is lowest at {at}, with {per_cent(worst['value'], 0)} in time")
    missed = first[first["value"] < target]
    if missed.empty:
        return sentence(f"{who}: the target of {per_cent(target, 0)} is met in every interval of the day")
    if len(missed) == first["value"].notna().sum():
        return sentence(
            f"{who}: the target of {per_cent(target, 0)} is missed all day, most at {at} with "
            f"{per_cent(worst['value'], 0)}"
        )
    hours = listing(spans(missed["from_h"].to_numpy(), missed["to_h"].to_numpy()))
    return sentence(
        f"{who}: the target of {per_cent(target, 0)} is missed {hours}, most at {at} with {per_cent(worst['value'], 0)}"
    )


def waits_chart(study: StudyFolder, channel: str) -> Chart | None:
    """How long do customers wait, and when?"""
    measure = waiting(study, channel)
    data = tidy(study, measure)
    if data is None:
        return None
    usual = usual_days(study, [channel])
    first = data[data["option"] == data["option"].iloc[0]]
    worst = first.loc[first["value"].idxmax()] if first["value"].notna().any() else None
    who = where(data, channel)
    if worst is None:
        title = sentence(f"{who}: nobody was answered")
    else:
        best = duration(float(first["value"].min()))
        title = sentence(
            f"{who}: the {measure.short} is longest at {_clock(worst['from_h'])} with "
            f"{duration(worst['value'])}, and never below {best}"
        )
    kind = (
        "of those who were answered (average speed of answer)" if is_live(study, channel) else "(first response time)"
    )
    subtitle = f"{channel.capitalize()}, {usual.words}: {measure.short} {kind}, by interval of arrival"
    figure, axes = _draw(data, title, subtitle, notes(band_note(study), hidden_note(study)), usual.start_h, usual.end_h)
    top = float(np.nanmax(data["high"].fillna(data["value"]))) * 1.08
    target = study.scenario.policy.targets.get(channel)
    for panel in axes:
        panel.set_ylim(0, max(top, 1.0))
        duration_axis(panel, top)
        if target and target.clock == "calendar" and target.within < top:
            panel.axhline(target.within, color=style.INK, linewidth=1, linestyle=(0, (4, 3)))
            if panel is axes[0]:
                _target_label(panel, f"target {within(study, channel)}", target.within, usual.start_h)
    says = (
        "The line is the mean over the contacts of each interval and all replications. A mean hides how unequal "
        "waits are; "
        "the distribution of waits shows that."
    )
    return Chart(
        f"waits_{channel}", f"{channel.capitalize()}: how long do customers wait, and when?", title, says, figure, data
    )


_STEPS_S = (
    1,
    2,
    5,
    10,
    15,
    20,
    30,
    60,
    120,
    300,
    600,
    900,
    1800,
    3600,
    7200,
    10800,
    21600,
    43200,
    86400,
    172800,
    432000,
    864000,
    1728000,
)


def duration_axis(axes: Axes, top_s: float, axis: str = "y") -> None:
    """Seconds on an axis, ticks at round seconds, minutes, hours or days from 0."""
    from matplotlib.ticker import FuncFormatter

    step = next((step for step in _STEPS_S if top_s / step <= 5), _STEPS_S[-1])
    if top_s < 2:
        step = 0.5  # type: ignore[assignment]
    unit_s, unit = next(
        (size, name) for size, name in ((86400, "days"), (3600, "h"), (60, "min"), (0.5, "s")) if step % size == 0
    )
    unit_s = max(unit_s, 1)
    along = axes.yaxis if axis == "y" else axes.xaxis
    along.set_ticks(np.arange(0, top_s * 1.0001, step))
    along.set_major_formatter(FuncFormatter(lambda value, _: f"{value / unit_s:g} {unit}" if value else "0"))


def spans(starts_h: np.ndarray, ends_h: np.ndarray) -> list[str]:
    """``from 09:00 to 11:30`` for every run of touching intervals; at most three, then "and at other times"."""
    runs: list[list[float]] = []
    for start, end in zip(starts_h, ends_h, strict=True):
        if runs and abs(runs[-1][1] - start) < 1e-9:
            runs[-1][1] = end
        else:
            runs.append([start, end])
    longest = sorted(sorted(runs, key=lambda run: run[0] - run[1])[:2])
    words = [
        f"{'from ' if not number else ''}{_clock(start)} to {_clock(end)}"
        for number, (start, end) in enumerate(longest)
    ]
    return words if len(runs) <= 2 else [*words, "at other times"]


def _clock(hours: float) -> str:
    return format_time_of_day(hours * HOUR_S)


def _target_label(axes: Axes, text: str, y: float, start_h: float) -> None:
    axes.annotate(
        text,
        (start_h, y),
        (4, -3),
        textcoords="offset points",
        va="top",
        fontsize=7.5,
        color=style.INK,
        bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.75, "pad": 0.8},
    )


def _draw(data: Frame, title: str, subtitle: str, note: str, start_h: float, end_h: float) -> tuple[Figure, list[Axes]]:
    parts, same = apart(data, ["value", "low", "high"])
    grey = f"Grey: “{parts[0][0]}”." if len(parts) > 1 else ""
    with style.theme():
        figure, axes = small_multiples([label for label, _ in parts], title, subtitle, notes(grey, same, note))
        columns = style.grid_shape(len(parts))[1]
        for number, (panel, (_, part)) in enumerate(zip(axes, parts, strict=True)):
            middle = (part["from_h"] + part["to_h"]) / 2
            if number:
                base = parts[0][1]
                panel.plot((base["from_h"] + base["to_h"]) / 2, base["value"], color=style.LIGHT, linewidth=1.6)
            colour = style.GREY if len(parts) > 1 and not number else style.BLUE
            panel.fill_between(middle, part["low"], part["high"], color=colour, alpha=0.22, linewidth=0)
            panel.plot(middle, part["value"], color=colour, marker="o", markersize=2.2)
            style.hours_axis(panel, start_h, end_h, columns)
    return figure, axes
