"""The files of a study folder: its settings, its manifest and its tables, each read once, when it is asked for."""

from __future__ import annotations

import json
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from sim.errors import StudyError
from sim.report.frame import Frame
from sim.report.read_table import empty, read_csv, read_parquet, read_text


class StudyTables:
    """What is written in the folder, as it stands there; ``StudyError`` says which file is missing."""

    def __init__(self, path: Path) -> None:
        self.path = Path(path)
        if not self.path.is_dir():
            raise StudyError(f"{path}: there is no such study folder")

    # -- settings -----------------------------------------------------------------------------------------------------

    @cached_property
    def config(self) -> dict[str, Any]:
        """The resolved settings."""
        return dict(yaml.safe_load(self._text("config.yaml")) or {})

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """Versions, seed, hashes, machine."""
        return dict(json.loads(self._text("manifest.json")))

    @cached_property
    def answer(self) -> dict[str, Any]:
        """The option to take, and how each stands to its targets."""
        return dict(json.loads(self._text("answer.json")))

    # -- tables -------------------------------------------------------------------------------------------------------

    @cached_property
    def summary(self) -> Frame:
        """variant, kpi, channel, team, value, low, high, unit."""
        return self._csv("summary.csv", required=True)

    @cached_property
    def comparison(self) -> Frame:
        """variant, against, kpi, channel, team, value, base, difference, low, high, adjusted ends, verdict, unit."""
        return self._csv(
            "comparison.csv", columns=("variant", "against", "kpi", "channel", "team", "difference", "verdict")
        )

    @cached_property
    def theory(self) -> Frame:
        """variant, channel, kpi, simulated, low, high, formula, reasons."""
        return self._csv("theory.csv", columns=("variant", "channel", "kpi", "simulated", "formula", "reasons"))

    @cached_property
    def kpis(self) -> Frame:
        """variant, replication, kpi, channel, team, value, num, den, n, unit."""
        return self._parquet("kpis.parquet", ("variant", "replication", "kpi", "channel", "team"))

    @cached_property
    def series(self) -> Frame:
        """variant, replication, kpi, channel, team, interval, num, den."""
        return self._parquet(
            "series.parquet", ("variant", "replication", "kpi", "channel", "team", "interval", "num", "den")
        )

    @cached_property
    def histograms(self) -> Frame:
        """variant, replication, kpi, channel, low, high, count."""
        return self._parquet("histograms.parquet", ("variant", "replication", "kpi", "channel", "low", "high", "count"))

    @cached_property
    def flow(self) -> Frame:
        """variant, replication, channel, from, to, tickets, seconds."""
        return self._parquet("flow.parquet", ("variant", "replication", "channel", "from", "to", "tickets", "seconds"))

    @cached_property
    def backlog_ages(self) -> Frame:
        """variant, replication, day, channel, age, tickets."""
        return self._parquet("backlog_ages.parquet", ("variant", "replication", "day", "channel", "age", "tickets"))

    @cached_property
    def causes(self) -> Frame:
        """variant, replication, channel, cause, contacts."""
        return self._parquet("causes.parquet", ("variant", "replication", "channel", "cause", "contacts"))

    @cached_property
    def plan(self) -> Frame:
        """variant, channel, team, what, interval, value."""
        return self._parquet("plan.parquet", ("variant", "channel", "team", "what", "interval", "value"))

    @cached_property
    def days(self) -> Frame:
        """variant, replication, kpi, team, day, num, den; empty where nobody is a person."""
        return self._parquet("days.parquet", ("variant", "replication", "kpi", "team", "day", "num", "den"))

    @cached_property
    def agents(self) -> Frame:
        """variant, replication, kpi, team, agent, num, den; empty where nobody is a person."""
        return self._parquet("agents.parquet", ("variant", "replication", "kpi", "team", "agent", "num", "den"))

    # -- files --------------------------------------------------------------------------------------------------------

    def _text(self, name: str) -> str:
        return read_text(self.path / name)

    def _csv(self, name: str, columns: tuple[str, ...] = (), required: bool = False) -> Frame:
        path = self.path / name
        return read_csv(path) if required or path.exists() else empty(columns)

    def _parquet(self, name: str, columns: tuple[str, ...]) -> Frame:
        path = self.path / name
        return read_parquet(path) if path.exists() else empty(columns)
