"""Two small studies in a few lines: if these numbers change, the CHANGELOG says why."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sim.engine import simulate
from sim.kpi import measure, pool
from sim.kpi.rows import Table
from sim.settings import Typed, load

GOLDEN = Path(__file__).with_name("summary.csv")
KPIS = ("offered", "service_level", "abandonment", "wait", "handle_time", "occupancy", "paid_hours", "staff_cost")
JOURNEY = (
    *("chases", "recontacts", "reopens", "transfers", "failure_demand", "fcr_7d", "touches_per_ticket"),
    *("first_response_time", "requester_wait", "resolution_time", "backlog", "concurrency"),
)


@dataclass(frozen=True)
class Piece:
    """A desk, how often it is played, and which KPIs are looked at."""

    words: tuple[str, ...]
    replications: int
    kpis: tuple[str, ...]


PIECES = {
    "phone_email": Piece(("scenario=phone_email",), 3, KPIS),
    "support_desk": Piece(("scenario=support_desk", "calendar.days=9"), 1, KPIS + JOURNEY),
}


def summary() -> str:
    """The KPIs of each piece, six digits each, as CSV."""
    lines = ["scenario,kpi,channel,team,value"]
    for name, piece in PIECES.items():
        scenario = load(Typed(piece.words)).request.scenario
        rows: dict[str, list[object]] = {
            column: [] for column in ("replication", "kpi", "channel", "team", "num", "den")
        }
        for replication in range(piece.replications):
            table: Table = measure(simulate(scenario, 1, replication), scenario).kpis
            for index, kpi in enumerate(table["kpi"]):
                if kpi in piece.kpis:
                    rows["replication"].append(replication)
                    for column in ("kpi", "channel", "team", "num", "den"):
                        rows[column].append(table[column][index])
        pooled = pool(rows)
        lines += [
            f"{name},{kpi},{channel},{team},{value:.6g}"
            for kpi, channel, team, value in zip(
                pooled["kpi"], pooled["channel"], pooled["team"], pooled["value"], strict=True
            )
        ]
    return "\n".join(lines) + "\n"
