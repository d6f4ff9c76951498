"""The whole answer in one picture: a row for each option, a column for each KPI that decides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from sim.report import style
from sim.report.answer import MEETS, MISSES, UNSURE, headline, stands
from sim.report.charts.by_time import duration_axis
from sim.report.charts.chart import Chart
from sim.report.charts.comparison import MANY, ROW_IN, short_verdict
from sim.report.charts.panels import hidden_note, notes
from sim.report.charts.text_size import ticks_inside, within_panel
from sim.report.frame import Frame
from sim.report.measures import leading_channel
from sim.report.picture_columns import Column, columns_of
from sim.report.study_folder import StudyFolder
from sim.report.words import amount, is_money, is_share, per_cent, plural

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def tidy(study: StudyFolder) -> Frame | None:
    """option, label, column, kpi, channel, team, value, low, high, unit, target, verdict, stands."""
    import pandas as pd

    columns = columns_of(study)
    if not columns:
        return None
    lead = leading_channel(study)
    verdicts = {}
    table = study.comparison
    if len(table):
        same = table[(table["kpi"] == "service_level") & (table["channel"] == lead)]
        verdicts = dict(zip(same["variant"], same["verdict"], strict=True))
    rows = []
    for option in study.options:
        for column in columns:
            value = study.value(option.name, column.kpi, column.channel, column.team)
            target = option.scenario.policy.targets.get(column.channel) if column.kpi == "service_level" else None
            rows.append(
                (
                    option.name,
                    option.label,
                    column.title,
                    column.kpi,
                    column.channel,
                    column.team,
                    value.value,
                    value.low,
                    value.high,
                    value.unit,
                    target.share if target else np.nan,
                    verdicts.get(option.name, ""),
                    stands(study, option.name),
                )
            )
    names = [
        "option",
        "label",
        "column",
        "kpi",
        "channel",
        "team",
        "value",
        "low",
        "high",
        "unit",
        "target",
        "verdict",
        "stands",
    ]
    return pd.DataFrame(rows, columns=names)


def chart(study: StudyFolder) -> Chart | None:
    """Which option is the best?"""
    data = tidy(study)
    if data is None:
        return None
    title = headline(study)
    several = len(study.options) > 1
    runs = plural(study.replications, "replication")
    subtitle = f"{100 * study.confidence:.0f} % intervals from {runs}" + (
        " of the same customers in every option" if several else ""
    )
    figure = _draw(data, columns_of(study), title, subtitle, hidden_note(study), study.currency)
    says = "Each dot is the mean over all replications and the line its interval. " + (
        "Every option met the same customers, and the word on the right says how the option compares with the "
        "first one in the leading column."
        if several
        else "Where the line lies wholly on one side of the dashed target, the target is met or missed beyond doubt."
    )
    return Chart(
        "options", "Which option is the best?" if several else "How does the desk do?", title, says, figure, data
    )


def _draw(data: Frame, columns: list[Column], title: str, subtitle: str, note: str, currency: str) -> Figure:
    with style.theme():
        labels = list(dict.fromkeys(data["label"]))
        options = list(dict.fromkeys(data["option"]))
        several = len(options) > 1
        heads = [style.wrapped(column.title, 23, 4) for column in columns]
        figure, grid = style.canvas(
            title,
            subtitle,
            columns=len(columns),
            left=0.185,
            right=0.86 if several else 0.97,
            wspace=0.17,
            row_in=len(options) * ROW_IN,
            bottom=0.09,
            panel_titles=max(head.count("\n") for head in heads) + 1,
            note=notes(note),
            sharex=False,
        )
        axes = grid[0]
        size = 17.0 if not several else 8.0 if len(options) <= MANY else 7.5
        for panel, column, head in zip(axes, columns, heads, strict=True):
            part = data[data["column"] == column.title].set_index("option")
            panel.set_title(head, fontsize=8, linespacing=1.2)
            panel.set_ylim(*((len(options) - 0.3, -0.65) if several else (0.8, -0.8)))
            _scale(panel, part, currency)
            for place, name in enumerate(options):
                _dot(panel, place, part.loc[name], currency, size, grey=several and place == 0)
            panel.set_yticks(
                range(len(options)), [style.wrapped(label, 24, 2) for label in labels], color=style.INK, fontsize=8.5
            )
            panel.grid(False)
            panel.hlines(
                range(len(options)),
                0,
                1,
                transform=panel.get_yaxis_transform(),
                color=style.FAINT,
                linewidth=1,
                zorder=0,
            )
            panel.spines["left"].set_visible(False)
        lead = data[data["column"] == columns[0].title].set_index("option")
        if several:
            axes[-1].annotate(
                "Verdict",
                (1, 1),
                (12, 5),
                xycoords="axes fraction",
                textcoords="offset points",
                fontsize=8,
                fontweight="bold",
                va="bottom",
            )
            for place, name in enumerate(options):
                _verdict(axes[-1], place, str(lead.loc[name, "verdict"]), str(lead.loc[name, "stands"]))
    return figure


def _dot(panel: Axes, place: int, row: Any, currency: str, size: float, grey: bool) -> None:
    value, low, high, unit = (row[name] for name in ("value", "low", "high", "unit"))
    colour = style.GREY if grey else style.BLUE
    if not np.isfinite(value):
        panel.annotate(
            "n/a",
            (0.5, place),
            xycoords=("axes fraction", "data"),
            ha="center",
            va="center",
            color=style.GREY,
            fontsize=8,
        )
        return
    if np.isfinite(low) and high > low:
        panel.plot([low, high], [place, place], color=colour, linewidth=2.6, solid_capstyle="butt")
    panel.plot([value], [place], "o", color=colour, markersize=6.5)
    text = amount(float(value), str(unit), currency).removesuffix(" a week")
    within_panel(
        panel, text, value, place, (12.0 if size > 10 else 4.0) + 0.6 * size, size, "bold", row["target"], color=colour
    )


def _scale(panel: Axes, part: Frame, currency: str) -> None:
    """An axis with the unit: shares of service from the data's own range, everything else from zero."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    unit, kpi = str(part["unit"].iloc[0]), str(part["kpi"].iloc[0])
    ends = part[["value", "low", "high", "target"]].to_numpy(dtype=float)
    ends = ends[np.isfinite(ends)]
    low, high = (float(ends.min()), float(ends.max())) if len(ends) else (0.0, 1.0)
    from_zero = kpi != "service_level" and not is_money(unit, currency)
    low = min(0.0, low) if from_zero else low
    room = max(high - low, 0.02 if is_share(unit) else 0.05 * abs(high), 1e-9)
    beside = (0.45 if is_money(unit, currency) else 0.28) * room
    left = 0.0 if from_zero and low >= 0 else low - beside
    right = high + beside
    panel.set_xlim(left - (0.08 * room if from_zero else 0), right)
    target = part["target"].dropna()
    if len(target):
        ends_at = panel.get_xlim()
        to_the_right = (float(target.iloc[0]) - ends_at[0]) / (ends_at[1] - ends_at[0]) < 0.5
        panel.axvline(float(target.iloc[0]), color=style.INK, linewidth=1, linestyle=(0, (4, 3)), zorder=0.5)
        panel.annotate(
            f"target {per_cent(float(target.iloc[0]), 0)}",
            (float(target.iloc[0]), 0.0),
            (3 if to_the_right else -3, 3),
            xycoords=("data", "axes fraction"),
            textcoords="offset points",
            fontsize=7,
            color=style.INK,
            ha="left" if to_the_right else "right",
            va="bottom",
        )
    panel.xaxis.set_major_locator(MaxNLocator(3, prune=None))
    if unit == "s":
        duration_axis(panel, high + 0.28 * room, "x")
    elif is_share(unit):
        panel.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{100 * value:.3g} %"))
    elif is_money(unit, currency):
        panel.xaxis.set_major_formatter(
            FuncFormatter(lambda value, _: f"{value / 1000:,.4g}k" if high >= 10_000 else f"{value:,.0f}")
        )
        panel.set_xlabel(f"{currency} a week", fontsize=7.5)
    else:
        panel.set_xlabel(unit, fontsize=7.5)
    ticks_inside(panel)


def _verdict(panel: Axes, place: int, verdict: str, stands: str) -> None:
    word = short_verdict(verdict).replace("real ", "") if verdict else "the base" if place == 0 else ""
    colour = style.VERDICT_COLOURS.get(word, style.GREY)
    meets = {MEETS: "meets target", MISSES: "misses target", UNSURE: "may meet target"}.get(stands, "")
    for text, up, colour_of, weight in ((word, 5, colour, "bold"), (meets, -6, style.GREY, "normal")):
        panel.annotate(
            style.wrapped(text, 22, 1),
            (1, place),
            (12, up),
            xycoords=("axes fraction", "data"),
            textcoords="offset points",
            fontsize=7.5 if weight == "bold" else 7,
            fontweight=weight,
            color=colour_of,
            va="center",
            annotation_clip=False,
        )
