"""The report: charts and one page, made from a study folder and nothing else."""

from sim.report.charts.observed import observed_against_simulated
from sim.report.options import ReportOptions
from sim.report.page import answer, render

__all__ = ["ReportOptions", "answer", "observed_against_simulated", "render"]
