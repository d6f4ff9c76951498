"""The pictures of a sweep, made from its folder alone: ``figures/sweep_<kpi>`` with the table of each."""

from __future__ import annotations

from pathlib import Path

from sim.report.charts.sweep import charts
from sim.report.figures import write_chart
from sim.report.frame import Frame
from sim.report.options import ReportOptions
from sim.report.study_folder import StudyFolder


def read_sweep(folder: Path) -> Frame:
    """sweep.csv: a column for each setting, then kpi, channel, team, value, low, high, unit."""
    import pandas as pd

    missing = dict.fromkeys(("value", "low", "high"), "")
    return pd.read_csv(Path(folder) / "sweep.csv", keep_default_na=False, na_values=missing)


def render_sweep(folder: Path, options: ReportOptions) -> tuple[Path, ...]:
    """Writes the pictures and returns the paths of the first format; none for a grid of more than three settings."""
    study = StudyFolder(Path(folder))
    swept = read_sweep(study.path)
    if not options.formats:
        return ()
    out = []
    for chart in charts(study, swept):
        write_chart(chart, study.path / "figures", options.formats)
        out.append(study.path / "figures" / f"{chart.name}.{options.formats[0]}")
    return tuple(out)
