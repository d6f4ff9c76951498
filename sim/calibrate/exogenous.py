"""How much of the demand arose by itself, and how much was people coming back.

A customer who comes back within ``window_s`` after giving up or after an answer may be coming back because of it, or by
chance. Chance is measured on the same customers: how many of them come in a window as long, a whole number of weeks
later (same hours, same habits). ``q = (R − C) / (1 − C)`` is then the share that comes back because of the first
contact, R and C the shares seen in the two windows. Needs customers to be identified.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.calibrate.history import History
from sim.units import DAY_S, WEEK_S

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Returns:
    """After one outcome: contacts looked at, shares that came back and by chance, the excess and its standard error."""

    after: str
    n: int
    came_back: float
    by_chance: float
    because: float
    because_se: float


@dataclass(frozen=True, slots=True)
class Exogenous:
    """The share of contacts that arose by themselves, 1 − Σ n·q / N; ``identified_share`` have a customer."""

    window_s: float
    identified_share: float
    returns: tuple[Returns, ...]
    share: float
    share_se: float


def exogenous_share(history: History, window_s: float = DAY_S, at_least: int = 50) -> Exogenous | None:
    """Exogenous share of the contacts of identified customers; None where it cannot be told.

    It cannot where fewer than ``at_least`` contacts have a customer, or the history is too short for a window of
    comparison (``window_s`` plus a whole number of weeks that is no shorter).
    """
    contacts = history.contacts
    known = contacts[contacts["customer"] >= 0]
    lag_s = WEEK_S * math.ceil(window_s / WEEK_S)
    horizon_s = history.midnight_s(history.n_days)
    customer = known["customer"].to_numpy()
    created = known["created_at"].to_numpy()
    outcome = known["outcome"].to_numpy()
    early = created + lag_s + window_s <= horizon_s
    if len(known) < at_least or np.count_nonzero(early) < at_least:
        return None
    soon = _comes_within(customer, created, 0.0, window_s)
    later = _comes_within(customer, created, lag_s, window_s)
    returns, caused, variance = [], 0.0, 0.0
    for after in ("abandoned", "answered"):
        rows = early & (outcome == after)
        if np.count_nonzero(rows) < 2:
            continue
        found = _returns(after, customer[rows], soon[rows], later[rows])
        weight = np.count_nonzero(outcome == after) / len(known)
        caused += weight * found.because
        variance += (weight * found.because_se) ** 2
        returns.append(found)
    return Exogenous(window_s, len(known) / len(contacts), tuple(returns), 1.0 - caused, math.sqrt(variance))


def _comes_within(customer: NDArray[np.int64], created: Floats, after_s: float, window_s: float) -> NDArray[np.bool_]:
    """Whether the customer of each contact t also comes in (t + after, t + after + window]."""
    order = np.lexsort((created, customer))
    span = float(created.max() - created.min()) + after_s + window_s + 1.0
    key = (customer * span + (created - created.min()))[order]
    first = np.searchsorted(key, key + after_s, side="right")
    end = np.searchsorted(key, key + after_s + window_s, side="right")
    # A key never reaches the next customer's block: the blocks are wider than any window.
    found = np.empty(len(key), dtype=np.bool_)
    found[order] = end > first
    return found


def _returns(after: str, customer: NDArray[np.int64], soon: NDArray[np.bool_], later: NDArray[np.bool_]) -> Returns:
    """The excess of returns over chance, with a standard error that treats customers as the independent units.

    q solves Σ ((R − C) − q (1 − C)) = 0; its variance is Σ over customers of (their sum of that term)² / (Σ (1 − C))².
    """
    came, chance = soon.astype(np.float64), later.astype(np.float64)
    free = float((1.0 - chance).sum())
    because = float((came - chance).sum()) / free if free > 0.0 else 0.0
    term = (came - chance) - because * (1.0 - chance)
    _, number = np.unique(customer, return_inverse=True)
    error = math.sqrt(float(np.sum(np.bincount(number, weights=term) ** 2))) / free if free > 0.0 else math.nan
    return Returns(after, len(came), float(came.mean()), float(chance.mean()), because, error)
