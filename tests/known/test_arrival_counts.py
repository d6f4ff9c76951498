"""Counts of arrivals against the gamma-Poisson laws: variance and covariances, exact in theory."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.theory import channel_covariance, count_covariance, count_variance, day_variance
from sim.workload import draw
from tests.desks import desk

Floats = NDArray[np.float64]

KAPPA = {"phone": 20.0, "chat": 40.0}
SHARED = 0.5
NOISE = 30.0
PER_DAY = {"phone": 60.0, "chat": 90.0}
INTERVALS = 4
DAYS, REPLICATIONS = 500, 24


def daily_counts(replication: int) -> dict[str, Floats]:
    """Issues by day and quarter of the day, shape (days, 4)."""
    arrivals = {
        name: {
            "source": "profile",
            "per_week": PER_DAY[name] * 7,
            "profile": 1,
            "busyness": KAPPA[name],
            "interval_noise": NOISE if name == "chat" else None,
        }
        for name in PER_DAY
    }
    scenario = desk(arrivals, 1, 1, days=DAYS, world__busyness_shared=SHARED, calendar__interval="6h")
    workload = draw(scenario, 7, replication, {})
    out = {}
    for index, name in enumerate(PER_DAY):
        slots = (workload.arrived_at[workload.channel == index] // 21600).astype(int)
        out[name] = np.bincount(slots, minlength=DAYS * INTERVALS).reshape(DAYS, INTERVALS).astype(float)
    return out


def z_of(estimates: list[float], exact: float) -> float:
    """How many standard errors the mean estimate lies from the exact value; the error must be informative."""
    error = float(np.std(estimates, ddof=1)) / len(estimates) ** 0.5
    assert error < 0.1 * abs(exact)
    return (float(np.mean(estimates)) - exact) / error


@pytest.mark.slow
def test_variances_and_covariances_of_counts_are_those_of_the_shared_gamma() -> None:
    found: dict[str, list[float]] = {}
    phone, chat = PER_DAY["phone"] / INTERVALS, PER_DAY["chat"] / INTERVALS
    kappa_0 = SHARED * min(KAPPA.values())
    exact = {
        "mean of an interval": phone,
        "variance of an interval": count_variance(phone, KAPPA["phone"]),
        "variance of a noisy interval": count_variance(chat, KAPPA["chat"], NOISE),
        "covariance of two intervals": count_covariance(phone, phone, KAPPA["phone"]),
        "covariance of channels": channel_covariance(phone, chat, KAPPA["phone"], KAPPA["chat"], kappa_0),
        "variance of a day": day_variance([phone] * INTERVALS, KAPPA["phone"]),
        "variance of a noisy day": day_variance([chat] * INTERVALS, KAPPA["chat"], NOISE),
    }
    for replication in range(REPLICATIONS):
        counts = daily_counts(replication)
        calls, chats = counts["phone"], counts["chat"]
        within = np.cov(calls, rowvar=False)
        between = np.cov(np.hstack([calls, chats]), rowvar=False)[:INTERVALS, INTERVALS:]
        figures = {
            "mean of an interval": calls.mean(),
            "variance of an interval": np.diag(within).mean(),
            "variance of a noisy interval": chats.var(axis=0, ddof=1).mean(),
            "covariance of two intervals": within[np.triu_indices(INTERVALS, 1)].mean(),
            "covariance of channels": between.mean(),
            "variance of a day": calls.sum(axis=1).var(ddof=1),
            "variance of a noisy day": chats.sum(axis=1).var(ddof=1),
        }
        for name, value in figures.items():
            found.setdefault(name, []).append(float(value))
    assert {name: z for name in exact if abs(z := z_of(found[name], exact[name])) > 3.5} == {}


def test_without_busyness_counts_are_poisson_and_follow_the_profile() -> None:
    scenario = desk(
        {
            "phone": {
                "source": "profile",
                "per_week": 7 * 240,
                "profile": {"00:00": 0, "08:00": 1, "12:00": 2, "16:00": 1, "20:00": 0},
                "weekday": {"mon": 1.5, "tue": 1, "wed": 1, "thu": 1, "fri": 1, "sat": 0.5, "sun": 1},
                "busyness": None,
            }
        },
        1,
        1,
        days=700,
        calendar__interval="4h",
    )
    workload = draw(scenario, 3, 0, {})
    counts = np.bincount((workload.arrived_at // 14400).astype(int), minlength=700 * 6).reshape(100, 7, 6)
    expected = np.outer([1.5, 1, 1, 1, 1, 0.5, 1], [0, 0, 60, 120, 60, 0])
    error = np.sqrt(expected / 100)
    assert (counts.sum(axis=0)[expected == 0] == 0).all()
    assert (np.abs(counts.mean(axis=0) - expected)[expected > 0] < 4 * error[expected > 0]).all()
    fano = counts.var(axis=0, ddof=1)[expected > 0] / expected[expected > 0]
    assert abs(fano.mean() - 1) < 4 * np.sqrt(2 / 99 / fano.size)
