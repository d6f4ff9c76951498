"""What was recorded against what was simulated, by interval of the day: how calibration shows itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from sim.report import style
from sim.report.charts.by_time import duration_axis
from sim.report.charts.chart import Chart
from sim.report.charts.panels import notes
from sim.report.frame import Frame
from sim.report.words import amount, is_share, per_cent, sentence

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def observed_against_simulated(
    starts_h: ArrayLike,
    observed: ArrayLike,
    simulated: ArrayLike,
    low: ArrayLike,
    high: ArrayLike,
    *,
    what: str,
    unit: str,
    name: str,
    totals: tuple[float, float] | None = None,
    confidence: float = 0.95,
    interval_h: float = 0.5,
    days: str = "",
    band_of: str = "single days",
    note: str = "",
) -> Chart:
    """A chart of one KPI by interval: dots are recorded, the line is simulated, the band its interval.

    ``starts_h``, ``observed``, ``simulated``, ``low``, ``high`` have shape (intervals,): hours after midnight, then the
    KPI in ``unit`` (NaN where there was nothing to measure). ``totals`` is (observed, simulated) over all intervals;
    without it the title counts the intervals inside the band. ``band_of`` says what the band is an interval for.
    """
    import pandas as pd

    columns = {"from_h": starts_h, "observed": observed, "simulated": simulated, "low": low, "high": high}
    data = pd.DataFrame({key: np.asarray(values, dtype=float) for key, values in columns.items()})
    title = observed_title(data, what, unit, totals)
    subtitle = (
        f"{what[:1].upper() + what[1:]}, by interval{', ' + days if days else ''}: recorded (dots) and simulated "
        f"(line, with {100 * confidence:.0f} % interval for {band_of})"
    )
    figure = _draw(data, title, subtitle, note, unit, interval_h)
    says = (
        "Dots inside the band are what the model would expect to see by chance; dots outside it are where the "
        "model is wrong or the days were special. "
        "The model was fitted on other days than these."
    )
    return Chart(name, f"{what[:1].upper() + what[1:]}: recorded against simulated", title, says, figure, data)


def observed_title(data: Frame, what: str, unit: str, totals: tuple[float, float] | None) -> str:
    """How far the two are apart over all, and how many intervals lie inside the band."""
    judged = data.dropna(subset=["observed", "low", "high"])
    inside = int(((judged["observed"] >= judged["low"]) & (judged["observed"] <= judged["high"])).sum())
    share = f"{inside} of {len(judged)} intervals lie inside the band"
    name = what[:1].upper() + what[1:]
    if totals is None or not np.all(np.isfinite(totals)):
        return sentence(f"{name}: {share}")
    seen, made = totals
    gap = per_cent(made / seen - 1) if seen else "n/a"
    gap = f"+{gap}" if seen and made > seen else gap
    return sentence(f"{name}: {amount(seen, unit)} recorded, {amount(made, unit)} simulated ({gap}); {share}")


def _draw(data: Frame, title: str, subtitle: str, note: str, unit: str, interval_h: float) -> Figure:
    with style.theme():
        figure, grid = style.canvas(title, subtitle, note=notes(note), left=0.08)
        panel = grid[0][0]
        middle = data["from_h"] + interval_h / 2
        panel.fill_between(middle, data["low"], data["high"], color=style.BLUE, alpha=0.2, linewidth=0)
        panel.plot(middle, data["simulated"], color=style.BLUE)
        panel.plot(
            middle,
            data["observed"],
            "o",
            color=style.VERMILION,
            markersize=5,
            markerfacecolor="white",
            markeredgewidth=1.6,
        )
        values = data[["observed", "simulated", "low", "high"]].to_numpy(dtype=float)
        values = values[np.isfinite(values)]
        top = float(values.max()) * 1.12 if len(values) and values.max() > 0 else 1.0
        if is_share(unit):
            top = min(top, 1.02)
            style.per_cent_axis(panel)
        panel.set_ylim(0, top)
        if unit == "s":
            duration_axis(panel, top)
        elif not is_share(unit):
            panel.set_ylabel(unit)
        start, end = float(data["from_h"].min()), float(data["from_h"].max()) + interval_h
        style.hours_axis(panel, start, end)
        _name(panel, middle.to_numpy(), data, top)
    return figure


def _name(panel: Axes, middle: np.ndarray, data: Frame, top: float) -> None:
    """Names the line and the dots at the top left and right, in their colours."""
    entries: Sequence[tuple[str, str, float]] = (
        ("○ recorded", style.VERMILION, 0.005),
        ("— simulated", style.BLUE, 0.1),
    )
    for text, colour, x in entries:
        panel.text(x, 1.01, text, color=colour, fontsize=8.5, fontweight="bold", transform=panel.transAxes, va="bottom")
