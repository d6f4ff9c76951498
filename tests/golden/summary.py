"""One small study in a few lines: if these numbers change, the CHANGELOG says why."""

from __future__ import annotations

from pathlib import Path

from sim.engine import simulate
from sim.kpi import measure, pool
from sim.kpi.rows import Table
from sim.settings import Typed, load

GOLDEN = Path(__file__).with_name("summary.csv")
KPIS = ("offered", "service_level", "abandonment", "wait", "handle_time", "occupancy", "paid_hours", "staff_cost")


def summary() -> str:
    """KPIs of three replications of the shipped phone and email desk, six digits each, as CSV."""
    scenario = load(Typed(["scenario=phone_email"])).request.scenario
    rows: dict[str, list[object]] = {name: [] for name in ("replication", "kpi", "channel", "team", "num", "den")}
    for replication in range(3):
        table: Table = measure(simulate(scenario, 1, replication), scenario).kpis
        for index, kpi in enumerate(table["kpi"]):
            if kpi in KPIS:
                rows["replication"].append(replication)
                for name in ("kpi", "channel", "team", "num", "den"):
                    rows[name].append(table[name][index])
    pooled = pool(rows)
    lines = ["kpi,channel,team,value"]
    lines += [
        f"{kpi},{channel},{team},{value:.6g}"
        for kpi, channel, team, value in zip(
            pooled["kpi"], pooled["channel"], pooled["team"], pooled["value"], strict=True
        )
    ]
    return "\n".join(lines) + "\n"
