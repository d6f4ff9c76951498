"""What customers need beyond an answer: a refund, a credit, an exception, of some amount of money."""

from __future__ import annotations

from math import erf, exp, log, sqrt

from sim.declare import Settings, setting
from sim.laws import Exponential, Law
from sim.units import MINUTE_S


class Concession(Settings):
    """Who needs a concession, of how much, and how customers take the way to it.

    An amount is lognormal: ln A is normal with mean ln(``median``) and standard deviation ``sigma``.
    """

    needed: float = setting(
        0.15, ge=0, le=1, meaning="share of issues that need one; a topic may have its own", source="assumed"
    )
    median: float = setting(30.0, unit="currency", gt=0, meaning="median amount", source="assumed")
    sigma: float = setting(
        1.0, ge=0, le=4, meaning="standard deviation of the logarithm of the amount; 0: always the median"
    )
    patience: Law | None = setting(
        Exponential(mean=15 * MINUTE_S),
        unit="s",
        meaning="how long a customer holds while a supervisor is asked; null: to the end",
        source="assumed; with a mean of 4 minutes more than half would hang up on an idle supervisor",
    )
    refused: float = setting(
        1.2,
        ge=0,
        le=10,
        unit="logit",
        meaning="loss of log-odds of a resolution where it was needed and refused",
        source="assumed; about half of those refused then stay unresolved",
    )
    settles: float = setting(
        0.3, ge=0, le=1, meaning="share who take what the agent may give instead, where it is offered", source="assumed"
    )
    over_grant: float = setting(
        0.06,
        ge=0,
        le=1,
        meaning="an agent with authority gives this share too much, at a limit of 50",
        source="assumed",
    )
    over_grant_growth: float = setting(
        0.04, ge=0, le=1, meaning="and this much more for each factor e of the limit, up to 1000", source="assumed"
    )
    unwarranted: float = setting(
        0.01,
        ge=0,
        le=1,
        meaning="share of issues that need none and get one all the same, if it is within the agent's limit",
        source="assumed",
    )


def share_within(limit: float, median: float, sigma: float) -> float:
    """P(A <= limit) of a lognormal amount: Phi(ln(limit / median) / sigma)."""
    if limit / median <= 0.0:
        return 0.0
    if sigma == 0.0:
        return 1.0 if median <= limit else 0.0
    return 0.5 * (1.0 + erf(log(limit / median) / (sigma * sqrt(2.0))))


def over_granting(limit: float, base: float, growth: float, audited: float, halves_at: float) -> float:
    """Share that an agent gives too much: (base + growth ln(L / 50)) 2^(-audited / halves_at), 50 <= L <= 1000.

    Nobody over-grants who may grant nothing.
    """
    if limit <= 0.0:
        return 0.0
    bounded = 50.0 if limit < 50.0 else (1000.0 if limit > 1000.0 else limit)
    return (base + growth * log(bounded / 50.0)) * exp(-log(2.0) * audited / halves_at)
