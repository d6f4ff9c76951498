"""Cost against service: which options give more for the money, and which nobody should choose."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.report import style
from sim.report.charts.chart import Chart
from sim.report.charts.comparison import MANY
from sim.report.charts.panels import hidden_note, notes
from sim.report.charts.placing import Name, place
from sim.report.frame import Frame
from sim.report.measures import cost_words, leading_channel, service
from sim.report.study_folder import StudyFolder
from sim.report.words import listing, per_cent, plural, sentence

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def tidy(study: StudyFolder) -> Frame | None:
    """option, label, cost, cost_low, cost_high (a week), service, service_low, service_high, best_for_its_cost."""
    import pandas as pd

    channel = leading_channel(study)
    rows = []
    for option in study.options:
        cost, level = study.value(option.name, "cost_per_week"), study.value(option.name, "service_level", channel)
        if cost.known and level.known:
            rows.append(
                (option.name, option.label, cost.value, cost.low, cost.high, level.value, level.low, level.high)
            )
    if len(rows) < 2:
        return None
    table = pd.DataFrame(
        rows, columns=["option", "label", "cost", "cost_low", "cost_high", "service", "service_low", "service_high"]
    )
    return table.assign(best_for_its_cost=undominated(table["cost"].to_numpy(), table["service"].to_numpy()))


def undominated(cost: np.ndarray, service: np.ndarray) -> np.ndarray:
    """Whether no other option has at least the service for at most the cost, and more of one; shape (n,)."""
    at_least = (service[None, :] >= service[:, None]) & (cost[None, :] <= cost[:, None])
    strictly = (service[None, :] > service[:, None]) | (cost[None, :] < cost[:, None])
    return np.asarray(~(at_least & strictly).any(axis=1))


def chart(study: StudyFolder) -> Chart | None:
    """What does better service cost?"""
    data = tidy(study)
    if data is None:
        return None
    channel = leading_channel(study)
    measure = service(study, channel)
    target = study.scenario.policy.targets.get(channel)
    title = frontier_title(data, study.currency)
    subtitle = (
        f"{channel.capitalize()}: {measure.title[:1].lower() + measure.title[1:]} against {cost_words(study)} in "
        f"{study.currency} a week, with {100 * study.confidence:.0f} % intervals"
    )
    figure = _draw(
        data,
        title,
        subtitle,
        hidden_note(study),
        target.share if target else None,
        f"{cost_words(study)}, {study.currency} a week",
        measure.short,
    )
    says = (
        "Up and to the left is better: more customers in time for less money. The line joins the options that no "
        "other one beats on both; "
        "an option below it costs as much as another that serves better."
    )
    return Chart("cost_against_service", "What does better service cost?", title, says, figure, data)


def frontier_title(data: Frame, currency: str) -> str:
    """What a further point of service costs between the cheapest and the best option, and which options are beaten."""
    best = data[data["best_for_its_cost"]].sort_values("cost")
    beaten = [f"“{label}”" for label in data[~data["best_for_its_cost"]]["label"]]
    if len(best) < 2:
        text = f"“{best['label'].iloc[0]}” serves best and costs least"
    else:
        cheap, dear = best.iloc[0], best.iloc[-1]
        points = 100 * (dear["service"] - cheap["service"])
        price = (dear["cost"] - cheap["cost"]) / points
        text = (
            f"From “{cheap['label']}” to “{dear['label']}” a further point of service costs about {currency} "
            f"{price:,.0f} a week"
        )
    if beaten:
        some = listing(beaten) if len(beaten) < 3 else plural(len(beaten), "option")
        text += f"; {some} {'is' if len(beaten) == 1 else 'are'} beaten on both"
    return sentence(text)


def _draw(data: Frame, title: str, subtitle: str, note: str, target: float | None, cost: str, short: str) -> Figure:
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    with style.theme():
        figure, grid = style.canvas(title, subtitle, bottom=0.11, left=0.085, note=notes(note))
        panel = grid[0][0]
        best = data[data["best_for_its_cost"]].sort_values("cost")
        panel.plot(best["cost"], best["service"], color=style.SKY, linewidth=1.6, zorder=1)
        thick, faint = (2.0, 1.0) if len(data) <= MANY else (1.2, 0.5)
        for row in data.itertuples():
            colour = style.BLUE if row.best_for_its_cost else style.GREY
            if np.isfinite(row.service_low):
                panel.plot(
                    [row.cost, row.cost],
                    [row.service_low, row.service_high],
                    color=colour,
                    linewidth=thick,
                    alpha=faint,
                )
            if np.isfinite(row.cost_low) and row.cost_high > row.cost_low:
                panel.plot(
                    [row.cost_low, row.cost_high],
                    [row.service, row.service],
                    color=colour,
                    linewidth=thick,
                    alpha=faint,
                )
            panel.plot([row.cost], [row.service], "o", color=colour, markersize=6.5, zorder=3)
        ends = data[["service", "service_low", "service_high"]].to_numpy(dtype=float)
        ends = np.append(ends[np.isfinite(ends)], [target] if target is not None else [])
        low, high = float(ends.min()), float(ends.max())
        room = max(high - low, 0.02)
        panel.set_ylim(max(low - 0.1 * room, 0) if low >= 0 else low, high + 0.12 * room)
        costs = data[["cost", "cost_low", "cost_high"]].to_numpy(dtype=float)
        left, right = float(np.nanmin(costs)), float(np.nanmax(costs))
        wide = max(right - left, 1.0)
        panel.set_xlim(left - 0.06 * wide, right + 0.06 * wide)
        if target is not None:
            panel.axhline(target, color=style.INK, linewidth=1, linestyle=(0, (4, 3)), zorder=0.5)
            panel.annotate(
                f"target {per_cent(target, 0)}",
                (1, target),
                (-4, 3),
                xycoords=("axes fraction", "data"),
                textcoords="offset points",
                ha="right",
                fontsize=7.5,
            )
        panel.xaxis.set_major_locator(MaxNLocator(6))
        panel.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
        panel.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{100 * value:.3g} %"))
        panel.set_xlabel(cost)
        panel.set_ylabel(short)
        place(panel, _names(data))
    return figure


def _names(data: Frame) -> list[Name]:
    """What each dot is called, those that nothing beats in black."""
    return [
        Name(row.cost, row.service, style.wrapped(row.label, 34, 1), style.INK if row.best_for_its_cost else style.GREY)
        for row in data.itertuples()
    ]
