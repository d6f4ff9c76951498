"""The report: charts and one page, made from a study folder and nothing else."""

from sim.report.charts.observed import observed_against_simulated
from sim.report.options import ReportOptions
from sim.report.page import answer, render
from sim.report.sweep_pictures import render_sweep

__all__ = ["ReportOptions", "answer", "observed_against_simulated", "render", "render_sweep"]
