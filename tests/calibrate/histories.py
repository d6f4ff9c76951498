"""Histories made for tests: from arrays with known parameters, or from the lines of a file."""

from __future__ import annotations

import gzip
import os
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

from sim.calibrate.column_map import STAMPS, ColumnMap, load_column_map
from sim.calibrate.history import History
from sim.units import DAY_S

ROOT = Path(__file__).resolve().parents[2]
MAPS = ROOT / "configs" / "history"
MONDAY = date(2024, 1, 1)
PLAIN = "created_at,channel,answered_at,ended_at,agent"


def shipped(name: str) -> ColumnMap:
    return load_column_map(MAPS / f"{name}.yaml")


def plain_map(**changes: object) -> ColumnMap:
    return shipped("plain").with_values(changes)


def rules(**chosen: str) -> ColumnMap:
    return plain_map(**{f"rules.{name}": value for name, value in chosen.items()})


def write(folder: Path, *lines: str, name: str = "calls.csv", header: str = PLAIN) -> Path:
    text = "\n".join([header, *lines]) + "\n"
    path = folder / name
    path.write_bytes(gzip.compress(text.encode()) if name.endswith(".gz") else text.encode())
    return path


def history_of(
    created_s: NDArray[np.float64],
    *,
    wait_s: NDArray[np.float64] | float = 0.0,
    handle_s: NDArray[np.float64] | float = 60.0,
    outcome: NDArray[np.str_] | str = "answered",
    agent: NDArray[np.int64] | int = 0,
    customer: NDArray[np.int64] | int = -1,
    topic: NDArray[np.str_] | str = "",
    n_days: int | None = None,
    first_date: date = MONDAY,
    mapping: ColumnMap | None = None,
) -> History:
    """Contacts created at seconds since the first midnight; without a zone, so that every day has 24 hours."""
    size = len(created_s)
    frame = pd.DataFrame({name: np.full(size, np.nan) for name in STAMPS})
    frame.insert(0, "line", np.arange(size) + 2)
    frame["outcome"] = outcome
    frame["wait_s"] = wait_s
    served = frame["outcome"] == "answered"
    frame["handle_s"] = np.where(served, handle_s, np.nan)
    frame["created_at"] = frame["queue_entered_at"] = created_s
    frame["queue_left_at"] = created_s + frame["wait_s"]
    frame["answered_at"] = np.where(served, frame["queue_left_at"], np.nan)
    frame["ended_at"] = frame["answered_at"] + frame["handle_s"]
    frame["channel"], frame["topic"], frame["priority"] = "phone", topic, ""
    frame["agent"], frame["customer"] = agent, customer
    frame["day"] = (created_s // DAY_S).astype(np.int64)
    frame["second_of_day"] = created_s % DAY_S
    frame = frame.sort_values("created_at", kind="stable").reset_index(drop=True)
    days = int(frame["day"].max()) + 1 if n_days is None else n_days
    return History(frame, first_date, days, None, mapping or shipped("plain"), size)


def poisson_instants(
    rng: np.random.Generator, per_day: NDArray[np.float64], start_s: float, end_s: float
) -> NDArray[np.float64]:
    """Poisson arrivals with so many expected each day, spread evenly between two times of day."""
    days = np.repeat(np.arange(len(per_day)), rng.poisson(per_day))
    return np.sort(days * DAY_S + rng.uniform(start_s, end_s, len(days)))


def bank_file() -> Path:
    """The bank's calls, or skip: the data are not ours to pass on."""
    folder = Path(os.environ.get("SUPPORTSIM_DATA", ROOT.parent / "shared" / "data"))
    path = folder / "bank_calls_1999-02-01_to_21.tsv"
    if not path.is_file():
        pytest.skip(f"no {path.name}: set SUPPORTSIM_DATA to the folder that holds it")
    return path
