"""The pictures of a sweep, made from its folder alone: ``figures/sweep_<kpi>`` with the table of each."""

from __future__ import annotations

from pathlib import Path

from sim.report.charts.sweep import charts
from sim.report.figures import write_chart
from sim.report.options import ReportOptions
from sim.report.study_folder import StudyFolder


def render_sweep(folder: Path, options: ReportOptions) -> tuple[Path, ...]:
    """Writes the pictures and returns the paths of the first format; none for a grid of more than three settings."""
    import pandas as pd

    study = StudyFolder(Path(folder))
    swept = pd.read_csv(study.path / "sweep.csv", keep_default_na=False, na_values={"value": "", "low": "", "high": ""})
    if not options.formats:
        return ()
    out = []
    for chart in charts(study, swept):
        write_chart(chart, study.path / "figures", options.formats)
        out.append(study.path / "figures" / f"{chart.name}.{options.formats[0]}")
    return tuple(out)
