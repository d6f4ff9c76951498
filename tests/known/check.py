"""Simulate a case, pool its replications, and hold every figure against the exact one."""

from __future__ import annotations

import math
import zlib
from pathlib import Path
from typing import NamedTuple

import numpy as np
import yaml

from sim.engine import simulate
from sim.kpi import measure, pool
from sim.scenario import Scenario
from sim.settings import Typed, load
from tests.known.case import Case

FARTHEST = 3.5
"""Standard errors that a simulated figure may lie from the exact one."""

SEED = 2026
"""With the case's name: cases draw different customers, so that their errors are independent."""


class Finding(NamedTuple):
    """One figure: exact, simulated, its interval, and how many standard errors lie between."""

    case: str
    figure: str
    exact: float
    simulated: float
    low: float
    high: float
    standard_error: float

    @property
    def z(self) -> float:
        """(simulated - exact) / standard error."""
        return (self.simulated - self.exact) / self.standard_error

    @property
    def relative_error(self) -> float:
        """Standard error / exact."""
        return self.standard_error / self.exact

    def faults(self, error_at_most: float) -> list[str]:
        """What is wrong with this figure, in words."""
        out = []
        if not abs(self.z) <= FARTHEST:
            out.append(f"{self}: {self.z:+.2f} standard errors from the exact value")
        if not self.relative_error <= error_at_most:
            out.append(f"{self}: the standard error is {self.relative_error:.2%}, too blunt to find a fault")
        return out


def from_file(scenario: Scenario, folder: Path) -> Scenario:
    """A scenario written to YAML and read as a user's desk, through the settings."""
    desk = folder / "desk.yaml"
    desk.write_text(yaml.safe_dump(scenario.to_mapping()))
    return load(Typed((), desk=desk)).request.scenario


def findings(case: Case, replications: int, folder: Path) -> list[Finding]:
    """Every known figure of a case, from a scenario file to the KPI, or to the log."""
    scenario = from_file(case.scenario, folder)
    exact = case.exact | {(figure.name, ""): figure.exact for figure in case.figures}
    rows: dict[str, list[float | str | int]] = {name: [] for name in ("replication", "kpi", "channel", "num", "den")}

    def add(*values: float | str) -> None:
        for name, value in zip(rows, values, strict=True):
            rows[name].append(value)

    for replication in range(replications):
        log = simulate(scenario, SEED + zlib.crc32(case.name.encode()), replication)
        if case.exact:
            kpis = measure(log, scenario, case.warm_up_s).kpis
            for row in range(len(kpis["kpi"])):
                if (str(kpis["kpi"][row]), str(kpis["channel"][row])) in case.exact and kpis["team"][row] == "":
                    add(replication, *(kpis[name][row] for name in ("kpi", "channel", "num", "den")))
        for figure in case.figures:
            add(replication, figure.name, "", *figure.read(log, case.warm_up_s, log.ends_at - case.cool_down_s))
    pooled = pool({name: np.array(values) for name, values in rows.items()})
    out = []
    for index in range(len(pooled["kpi"])):
        kpi, channel = str(pooled["kpi"][index]), str(pooled["channel"][index])
        numbers = (float(pooled[name][index]) for name in ("value", "low", "high", "standard_error"))
        out.append(Finding(case.name, f"{kpi} {channel}".strip(), exact[kpi, channel], *numbers))
    missing = set(exact) - {(str(k), str(c)) for k, c in zip(pooled["kpi"], pooled["channel"], strict=True)}
    assert not missing, f"{case.name}: no rows for {missing}"
    assert all(math.isfinite(finding.simulated) for finding in out)
    return out
