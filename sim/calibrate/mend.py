"""Stamps that contradict one another: what the map's rules mend, what they drop, and what remains a fault.

The instants of a contact must come in the order of :data:`sim.calibrate.column_map.STAMPS`. Two systems with clocks of
their own break it by seconds; a telephone exchange breaks it in ways of its own. Each rule is named, counted, and does
nothing unless the map asks for it.
"""

from __future__ import annotations

import itertools

import numpy as np
from numpy.typing import NDArray

from sim.calibrate.column_map import STAMPS, ColumnMap
from sim.calibrate.faults import SHOWN, FaultBook
from sim.calibrate.read_table import RawTable, Text

Seconds = NDArray[np.float64]
Mask = NDArray[np.bool_]

_SERVICE = ("answered_at", "ended_at")


def mend(
    at: dict[str, Seconds], outcome: Text, sound: Mask, table: RawTable, mapping: ColumnMap, book: FaultBook
) -> tuple[Mask, dict[str, int], dict[str, int]]:
    """Mend the instants ``at`` of the ``sound`` rows in place; rows to keep, mended by rule, dropped by rule.

    The order is fixed: creation, service of the abandoned, answers without stamps, clocks, early answers, order.
    """
    rules = mapping.rules
    keep = sound.copy()
    mended: dict[str, int] = {}
    dropped: dict[str, int] = {}

    def settle(rule: str, chosen: str | None, rows: Mask, what: str, choices: str, values: list[str]) -> bool:
        """Report, drop or announce for mending the rows of one rule; True where they are to be mended."""
        if not rows.any():
            return False
        if chosen is None:
            fix = f"mend the file, or set rules.{rule}: {choices} in the column map"
            book.add_rows(rule, table.lines[rows], values, what, fix)
            keep[rows] = False  # told once, not again by a later rule
        elif chosen == "drop":
            dropped[rule] = dropped.get(rule, 0) + int(np.count_nonzero(rows))
            keep[rows] = False
        else:
            mended[f"{rule}: {chosen}"] = int(np.count_nonzero(rows))
        return chosen not in (None, "drop")

    never = keep & np.isnan(at["created_at"])
    settle("missing_creation", rules.missing_creation, never, "a contact needs the instant of its creation", "drop", [])

    following = _next_stamp(at)
    late = keep & (at["created_at"] > following + rules.clock_tolerance)
    if settle(
        "created_late",
        rules.created_late,
        late,
        "created after its own next stamp",
        "take_next_stamp or drop",
        _gaps(at["created_at"] - following, late),
    ):
        at["created_at"][late] = following[late]

    served = keep & (outcome == "abandoned") & ~np.isnan(at["answered_at"])
    if settle(
        "abandoned_with_service",
        rules.abandoned_with_service,
        served,
        "an abandoned contact has stamps of a service",
        "ignore_service or drop",
        [],
    ):
        for name in _SERVICE:
            at[name][served] = np.nan

    unstamped = keep & (outcome == "answered") & np.isnan(at["answered_at"])
    if settle(
        "answered_unstamped",
        rules.answered_unstamped,
        unstamped,
        "an answered contact without stamps of its service",
        "keep_without_handle_time or drop",
        [],
    ):
        at["answered_at"][unstamped] = _before_service(at)[unstamped]
        at["ended_at"][unstamped] = np.nan

    if rules.clock_tolerance > 0.0:
        moved = _align(at, keep, rules.clock_tolerance)
        mended["clock_tolerance"] = int(np.count_nonzero(moved))

    before = _before_service(at)
    early = keep & (at["answered_at"] < before)
    if settle(
        "answered_early",
        rules.answered_early,
        early,
        "the service starts before the contact left the queue",
        "trust_answer, trust_queue or drop (or a larger rules.clock_tolerance)",
        _gaps(before - at["answered_at"], early),
    ):
        _settle_early(at, early, str(rules.answered_early))

    for first, second in itertools.combinations(STAMPS, 2):
        backward = keep & (at[second] < at[first])
        if backward.any():
            what = f"{second} comes before {first}"
            gaps = _gaps(at[first] - at[second], backward)
            settle("negative_durations", rules.negative_durations, backward, what, "drop", gaps)
    return keep, mended, dropped


def _next_stamp(at: dict[str, Seconds]) -> Seconds:
    """The first stamp after creation that is filled; NaN where there is none."""
    following = np.full(len(at["created_at"]), np.nan)
    for name in STAMPS[1:]:
        following = np.where(np.isnan(following), at[name], following)
    return following


def _before_service(at: dict[str, Seconds]) -> Seconds:
    """The last known instant before an answer: queue exit, else queue entry, else offer, else creation."""
    last = at["created_at"].copy()
    for name in STAMPS[1:4]:
        last = np.where(np.isnan(at[name]), last, at[name])
    return last


def _align(at: dict[str, Seconds], keep: Mask, tolerance_s: float) -> Mask:
    """Move each stamp that is up to ``tolerance_s`` early on to the one it follows, and the rest of its clock with it.

    Durations that one clock measured (a wait, a service) stay as they were.
    """
    moved = np.zeros(len(keep), dtype=np.bool_)
    previous = at["created_at"]
    for place, name in enumerate(STAMPS[1:], start=1):
        behind = previous - at[name]
        rows = keep & (behind > 0.0) & (behind <= tolerance_s)
        for later in STAMPS[place:]:
            at[later][rows] += behind[rows]
        moved |= rows
        previous = np.where(np.isnan(at[name]), previous, at[name])
    return moved


def _settle_early(at: dict[str, Seconds], early: Mask, choice: str) -> None:
    """Trust the service's clock and end the queue there, or trust the queue and start the service at its end."""
    if choice == "trust_answer":
        for name in STAMPS[:4]:
            at[name][early] = np.minimum(at[name], at["answered_at"])[early]
    else:
        shift = (_before_service(at) - at["answered_at"])[early]
        for name in _SERVICE:
            at[name][early] += shift


def _gaps(gap_s: Seconds, rows: Mask) -> list[str]:
    return [f"{gap:g} s" for gap in gap_s[rows][:SHOWN]]
