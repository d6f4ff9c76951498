"""Write the pages of docs/ that are declarations in another form: ``python docs/write_pages.py`` (``make docs``).

``kpis.md`` comes from :data:`sim.kpi.KPIS`, ``log.md`` from :data:`sim.log.tables.TABLES`. ``parameters.md`` is written
by ``python -m sim.settings.reference``. A test compares the pages with what this would write.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import IntEnum
from pathlib import Path

from sim.kpi import KPIS, declare
from sim.log import (
    Cause,
    End,
    Grant,
    Outcome,
    Request,
    RequestEnd,
    Result,
    SessionEnd,
    SessionKind,
    Stage,
    Status,
    TouchEnd,
)
from sim.log.tables import TABLES
from sim.policy.duty import Duty

HERE = Path(__file__).resolve().parent

KPI_HEAD = """# KPIs

Every KPI with its formula, as it is computed from a log. This page is generated (`make docs`) from the declarations in
`sim/kpi/declared`, which also give the words and units of tables and charts.

Every ratio is pooled: the sum of its numerators over the sum of its denominators, never a mean of daily ratios. An
interval is the Student interval over replications (`sim/kpi/pool.py`). "by" says which rows there are: by channel (all,
only live, or only asynchronous ones) and over all of them, by team and over all of them, or for the desk as a whole.
"""

LOG_HEAD = """# The log

What a simulation writes down: tables of columns, from which every KPI is computed, yours too. This page is
generated (`make docs`) from the declarations in `sim/log/tables.py`. Instants are seconds since midnight of the first
date.

`sim.engine.simulate` returns the log as NumPy columns. `study.keep_log=true` keeps the log of every replication as
Parquet files in `<study folder>/logs/<variant>/<replication>/`; it changes no result.
"""

BY = {
    "contacts": "channel",
    "live": "live or chat channel",
    "chat": "chat channel",
    "async": "asynchronous channel",
    "tickets": "channel of the ticket",
    "bot": "channel with a bot",
    "concession": "channel, where customers need concessions",
    "self_service": "channel, with self-service",
    "deflection": "channel with a bot, or any with self-service",
    "tools": "desk, where there is such a thing",
    "anger": "channel, where customers may be angry",
    "flags": "channel on which customers are flagged",
    "people": "team",
    "team_anger": "team, where customers may be angry",
    "lives": "team of persons, where they learn, tire, wear out or leave",
    "authority": "team, where customers need concessions",
    "supervisor": "team that approves, where customers need concessions",
    "desk": "desk",
    "supervision": "desk with a team that approves, where customers need concessions",
}
"""The rows of a KPI by its scope, in words."""

CODES: tuple[type[IntEnum], ...] = (
    Cause,
    Outcome,
    TouchEnd,
    Result,
    Status,
    End,
    SessionKind,
    SessionEnd,
    Grant,
    Request,
    RequestEnd,
    Stage,
    Duty,
)
"""Columns of these hold numbers that stand for words."""


def kpis() -> str:
    """The page of all KPIs."""
    rows = [
        (f"`{kpi.id}`", kpi.name, kpi.unit, kpi.formula, kpi.better or "neither", kpi.kind, BY[kpi.scope])
        for kpi in KPIS.values()
    ]
    head = ("id", "what it is", "unit", "formula", "better", "kind", "by")
    return "\n".join((KPI_HEAD, _words(), "", *table(head, rows))) + "\n"


def _words() -> str:
    """What the words of the formulas mean, as the declarations say it."""
    (paragraph,) = [part for part in (declare.__doc__ or "").split("\n\n") if part.startswith("Words used")]
    return paragraph.strip()


def log() -> str:
    """The page of all tables of the log and of the codes in them."""
    lines = [LOG_HEAD]
    for declared in TABLES:
        lines += [f"## `{declared.name}`", "", f"One row is {declared.row}; sorted by {', '.join(declared.key)}.", ""]
        rows = [(f"`{column.name}`", column.dtype, column.unit, column.meaning) for column in declared.columns]
        lines += [*table(("column", "type", "unit", "meaning"), rows), ""]
    lines += ["## Codes", ""]
    for code in CODES:
        lines.append(f"`{code.__name__}`: {', '.join(f'{member.value} {member.name}' for member in code)}.")
        lines.append("")
    return "\n".join(lines[:-1]) + "\n"


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """The lines of a Markdown table."""
    head = tuple(head)
    yield _line(head)
    yield _line("---" for _ in head)
    for row in rows:
        yield _line(cell.replace("|", "\\|") for cell in row)


def _line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"


PAGES = {"kpis.md": kpis, "log.md": log}
"""The pages by file name."""

if __name__ == "__main__":
    for name, page in PAGES.items():
        (HERE / name).write_text(page(), encoding="utf-8")
        print(f"docs/{name} written")
