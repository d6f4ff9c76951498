"""Text of YAML files: values on a line, curves by weekday, long comments broken, files whole or not at all."""

from __future__ import annotations

import math
import os
import tempfile
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from sim.clock import WeekCurve
from sim.units import WEEKDAYS, format_time_of_day


def flow(value: Any) -> str:
    """A value on one line of YAML."""
    import yaml

    text: str = yaml.safe_dump(value, default_flow_style=True, width=math.inf, sort_keys=False, allow_unicode=True)
    return text.removesuffix("\n").removesuffix("\n...").strip()


def curve(week: WeekCurve, indent: str) -> Iterator[str]:
    """The weekdays of a curve, a line each."""
    for day, steps in zip(WEEKDAYS, week.root, strict=True):
        levels = {format_time_of_day(start): level for start, level in steps}
        yield f"{indent}{day}: {flow(levels['00:00'] if list(levels) == ['00:00'] else levels)}"


def stepped(levels: Any, interval_s: float) -> WeekCurve:
    """The curve of levels by weekday and interval, shape (7, m)."""
    week = []
    for row in np.asarray(levels, dtype=np.float64):
        changes = np.flatnonzero(np.diff(row, prepend=-1.0))
        week.append(tuple((float(slot * interval_s), float(row[slot])) for slot in changes))
    return WeekCurve(tuple(week))


def folded(lines: list[str]) -> str:
    """The lines of a file, with long comments broken."""
    out = []
    for line in lines:
        body = line.lstrip(" ")
        if body.startswith("#"):
            text = body[1:].lstrip(" ")
            lead = line[: len(line) - len(text)]
            out += textwrap.wrap(text, 118, initial_indent=lead, subsequent_indent=lead, break_on_hyphens=False)
        else:
            out.append(line)
    return "\n".join(out) + "\n"


def write_whole(path: Path, text: str) -> None:
    """Write a file through a temporary neighbour, so that nobody ever finds half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise
