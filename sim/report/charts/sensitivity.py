"""A sensitivity screen as three pictures: what survives, which coefficients matter, and how much of it is whose."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.report import style
from sim.report.charts.chart import Chart
from sim.report.charts.placing import Name, place
from sim.report.screen_folder import HOLDS, ScreenFolder, plain_name, short
from sim.report.words import is_share, listing, sentence
from sim.study.sensitivity.write import CHANCE

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

NAMED = 6
"""Points that are named in a panel, at most."""

NAMED_FROM = 1 / 3
"""Least effect with a name, as a part of the panel's largest; what was chosen for Sobol has one all the same."""

BINS = 30


def charts(screen: ScreenFolder) -> Iterator[Chart]:
    """What survives, Morris, and Sobol where anything was more than noise."""
    yield survival_chart(screen)
    yield morris_chart(screen)
    if screen.sobol is not None:
        yield sobol_chart(screen)


# -- which conclusions survive ----------------------------------------------------------------------------------------


def survival_chart(screen: ScreenFolder) -> Chart:
    """How does the difference come out in all the worlds that were played?"""
    import pandas as pd

    base, other = screen.labels
    parts = []
    for outcome in screen.outcomes:
        for moved in ("all", "few"):
            worlds = screen.worlds(moved)
            gap = worlds[f"{outcome['key']} other"] - worlds[f"{outcome['key']} base"]
            parts.append(pd.DataFrame({"outcome": outcome["key"], "moved": moved, "difference": gap}))
    data = pd.concat(parts, ignore_index=True)
    kept = [_name(one) for one in screen.outcomes if screen.verdict(one["key"]) == "survives"]
    title = sentence(
        f"“{other}” against “{base}”: "
        + (
            f"{len(kept)} of {len(screen.outcomes)} conclusions survive, whatever the coefficients"
            if kept
            else "no conclusion survives all assumptions"
        )
    )
    subtitle = (
        "The difference of the two options in every world that was played; the same customers and people for both"
    )
    with style.theme():
        figure, panels = _panels(screen, title, subtitle, hspace=0.62, panel_titles=2, bottom=0.13)
        for panel, outcome in zip(panels, screen.outcomes, strict=True):
            _survival(panel, screen, outcome, data[data["outcome"] == outcome["key"]])
        handles, labels = panels[0].get_legend_handles_labels()
        figure.legend(
            handles, labels, loc="lower right", ncols=3, frameon=False, fontsize=8, bbox_to_anchor=(0.98, 0.0)
        )
    says = (
        "Each world has its own coefficients and its own chance. Left of the grey line the second option has less, "
        "right of it more; a conclusion survives if its worlds stand clearly on the side of the world as assumed."
    )
    return Chart("sensitivity_worlds", "Which conclusions survive?", title, says, figure, data)


def _survival(panel: Axes, screen: ScreenFolder, outcome: dict[str, Any], data: Any) -> None:
    from matplotlib.ticker import MaxNLocator

    values = [data[data["moved"] == moved]["difference"].dropna().to_numpy() for moved in ("all", "few")]
    few = screen.one(outcome["key"], "few")
    every = np.concatenate([*values, [0.0, few.difference]])
    edges = np.linspace(every.min(), every.max(), BINS + 1)
    kinds = (("all coefficients move", style.SKY), ("those that matter move", style.BLUE))
    for (label, colour), part in zip(kinds, values, strict=True):
        share = np.full(len(part), 1.0 / max(len(part), 1))
        panel.hist(part, edges.tolist(), weights=share, color=colour, alpha=0.65, label=label)
    panel.axvline(0.0, color=style.GREY, linewidth=1.2)
    panel.axvline(few.difference, color=style.VERMILION, linewidth=1.6, label="as assumed")
    panel.set_title(f"{style.wrapped(_name(outcome), 52, 1)}\n{HOLDS[screen.verdict(outcome['key'])]}", fontsize=8.5)
    panel.yaxis.set_major_formatter(_formatter(lambda value: f"{100 * value:.0f} %"))
    panel.xaxis.set_major_locator(MaxNLocator(5))
    panel.xaxis.set_major_formatter(_formatter(_tick(outcome)))
    panel.margins(x=0.04)


# -- Morris -----------------------------------------------------------------------------------------------------------


def morris_chart(screen: ScreenFolder) -> Chart:
    """Which coefficients matter at all?"""
    data = screen.morris
    chosen = data[data["place"] > 0].sort_values("place").drop_duplicates("path")["path"].tolist()
    count = data["path"].nunique()
    title = sentence(
        f"Of {count} assumed coefficients {len(chosen)} decide most of the difference: {listing(map(short, chosen))}"
        if chosen
        else f"None of {count} assumed coefficients changes the difference by more than chance"
    )
    subtitle = (
        "Mean size of the effects on the difference (μ*, per range of the coefficient) and their standard deviation (σ)"
    )
    with style.theme():
        figure, panels = _panels(screen, title, subtitle, hspace=0.5, panel_titles=1, bottom=0.12, left=0.085)
        for panel, outcome in zip(panels, screen.outcomes, strict=True):
            _effects(panel, outcome, data[data["outcome"] == outcome["key"]], set(chosen))
        figure.legend(
            handles=_dots(), loc="lower right", ncols=3, frameon=False, fontsize=8, bbox_to_anchor=(0.98, 0.0),
            handletextpad=0.2,
        )  # fmt: skip
    says = (
        "To the right stand coefficients that matter; high ones act differently from place to place (they bend, or "
        "work together with others), those far below the dashed line alike everywhere. Named are those that went on to "
        "Sobol and those with large effects; the table holds all."
    )
    return Chart("sensitivity_morris", "Which coefficients matter at all?", title, says, figure, data)


def _dots() -> list[Artist]:
    from matplotlib.lines import Line2D

    looks = (
        ("went on to Sobol", style.VERMILION, style.VERMILION),
        ("more than chance", style.BLUE, style.BLUE),
        ("no more than chance would show", "white", style.LIGHT),
    )
    return [
        Line2D([], [], marker="o", linestyle="", markersize=5, label=label, markerfacecolor=face, markeredgecolor=edge)
        for label, face, edge in looks
    ]


def _effects(panel: Axes, outcome: dict[str, Any], data: Any, chosen: set[str]) -> None:
    from matplotlib.ticker import MaxNLocator

    above, x, y = data["above"].to_numpy() > 0, data["mu_star"].to_numpy(), data["sigma"].to_numpy()
    colours = np.array([style.VERMILION if path in chosen else style.BLUE for path in data["path"]])
    panel.scatter(x[~above], y[~above], s=18, facecolor="white", edgecolor=style.LIGHT, linewidth=1.0)
    panel.scatter(x[above], y[above], s=22, color=colours[above])
    end = float(max(x.max(), 1e-12)) * 1.1
    top = float(max(np.nanmax(y), 1e-12)) * 1.22
    straight = float(min(x.max(), top))
    panel.plot([0.0, straight], [0.0, straight], color=style.LIGHT, linestyle="--", linewidth=1.0, zorder=0)
    panel.set_xlim(-0.03 * end, end)
    panel.set_ylim(-0.05 * top, top)
    panel.set_title(style.wrapped(_name(outcome), 52, 1), fontsize=8.5)
    panel.set_xlabel("μ*", labelpad=0)
    panel.set_ylabel("σ", labelpad=1)
    for axis in (panel.xaxis, panel.yaxis):
        axis.set_major_locator(MaxNLocator(4))
        axis.set_major_formatter(_formatter(_tick(outcome, signed=False)))
    place(panel, [Name(x[i], y[i], short(data["path"].iloc[i]), style.INK) for i in _named(data, chosen)], size=7)


def _named(data: Any, chosen: set[str]) -> list[int]:
    """Rows that are named: above the noise, and chosen for Sobol or with a large part of the largest effect."""
    x = data["mu_star"].to_numpy()
    matters = data["path"].isin(chosen).to_numpy() | (x > NAMED_FROM * x.max())
    return [int(row) for row in np.argsort(-x, kind="stable") if data["above"].iloc[row] > 0 and matters[row]][:NAMED]


# -- Sobol ------------------------------------------------------------------------------------------------------------


def sobol_chart(screen: ScreenFolder) -> Chart:
    """How much of the difference's variance is whose?"""
    data = screen.sobol
    assert data is not None
    lead = data[data["path"] != CHANCE].sort_values("total", ascending=False).drop_duplicates("outcome")
    wins = lead["path"].value_counts()
    told = [f"{short(path)} ({count} of {len(lead)})" for path, count in wins.items()]
    title = sentence(f"What moves most outcomes most: {listing(told)}")
    subtitle = (
        f"Share of the difference's variance over {2 * int(screen.about['extent']['samples'])} worlds (Sobol indices), "
        f"with {100 * float(screen.about['confidence']):.0f} % bootstrap intervals"
    )
    paths = list(dict.fromkeys(data["path"]))
    with style.theme():
        figure, panels = _panels(
            screen, title, subtitle, hspace=0.42, panel_titles=1, left=0.2, bottom=0.12, sharex=True, sharey=True
        )
        for panel, outcome in zip(panels, screen.outcomes, strict=True):
            _bars(panel, data[data["outcome"] == outcome["key"]].set_index("path"), paths)
            panel.set_title(style.wrapped(_name(outcome), 46, 1), fontsize=8.5)
        panels[0].set_yticks(range(len(paths)), [short(path) for path in paths])
        panels[0].set_ylim(len(paths) - 0.4, -0.6)
        panels[0].set_xlim(0.0, _end(data))
        handles, labels = panels[0].get_legend_handles_labels()
        figure.legend(
            handles, labels, loc="lower right", ncols=3, frameon=False, fontsize=8, bbox_to_anchor=(0.98, 0.0)
        )
    says = (
        "Dark: what goes with the coefficient alone (first order). Light: with all that it does together with others "
        "(total order). Chance is what differs between replications of one and the same world."
    )
    return Chart("sensitivity_sobol", "How much of the difference is whose?", title, says, figure, data)


def _end(data: Any) -> float:
    """The right end of the axis of shares: intervals of a few samples may reach far beyond 1."""
    highest = float(np.nanmax(data[["total", "total_high", "first_high", "first"]].to_numpy()))
    return min(max(1.0, 1.05 * highest), 1.6)


def _bars(panel: Axes, rows: Any, paths: list[str]) -> None:
    kinds = (("total", "total order", style.SKY, -0.18), ("first", "first order", style.BLUE, 0.18))
    for kind, label, colour, shift in kinds:
        for rank, path in enumerate(paths):
            if path == CHANCE:
                continue
            value, low, high = (float(rows.loc[path, name]) for name in (kind, f"{kind}_low", f"{kind}_high"))
            at = rank + shift
            panel.barh(at, max(value, 0.0), 0.34, color=colour, label=label if rank == 0 else None)
            panel.plot([max(low, 0.0), max(high, 0.0)], [at, at], color=style.INK, linewidth=1.0)
    if CHANCE in paths:
        value = float(rows.loc[CHANCE, "first"])
        panel.barh(paths.index(CHANCE), value, 0.4, color=style.LIGHT, label="chance")
    panel.grid(True, axis="x")
    panel.grid(False, axis="y")
    style.per_cent_axis(panel, "x")


# -- shared -----------------------------------------------------------------------------------------------------------


def _panels(
    screen: ScreenFolder, title: str, subtitle: str, *, sharex: bool = False, sharey: bool = False, **layout: Any
) -> tuple[Figure, list[Axes]]:
    """One panel for each outcome."""
    count = len(screen.outcomes)
    rows, columns = style.grid_shape(count)
    figure, grid = style.canvas(
        title, subtitle, rows=rows, columns=columns, sharex=sharex, sharey=sharey, wspace=0.2, **layout
    )
    panels = [one for row in grid for one in row]
    for panel in panels[count:]:
        panel.set_visible(False)
    return figure, panels[:count]


def _name(outcome: dict[str, Any]) -> str:
    """The outcome's name without its term in brackets."""
    name = plain_name(outcome)
    before, _, after = name.partition(" (")
    _, _, rest = after.partition(")")
    text = before + rest
    return text[:1].upper() + text[1:]


def _formatter(write: Callable[[float], str]) -> Any:
    from matplotlib.ticker import FuncFormatter

    return FuncFormatter(lambda value, _: write(value))


def _tick(outcome: dict[str, Any], signed: bool = True) -> Callable[[float], str]:
    """How a difference stands on an axis."""
    unit = str(outcome["unit"])

    def write(value: float) -> str:
        if not value:
            return "0"
        sign = "+" if signed and value > 0 else ""
        if is_share(unit):
            return f"{sign}{100 * value:.3g} pt".replace("-", "−")
        return f"{sign}{value:.3g}".replace("-", "−")

    return write
