"""Who stays away for a day and who leaves for good, by exhaustion, tenure and pay.

Demands work through exhaustion on absence, resources and pay on leaving (Bakker et al. 2003; Batt 2002). Benchmarks of
leaving are 30 to 45 % a year. The daily probability of absence itself is ``world.people.absence``.
"""

from __future__ import annotations

from math import exp, log
from typing import Self

from pydantic import model_validator

from sim.declare import Settings, setting

YEAR_DAYS = 365.0


class Departures(Settings):
    """Absence and quits. Base rates hold at an exhaustion of ``reference`` and, for quits, after long tenure."""

    absence: float = setting(2.0, ge=0, le=20, unit="logit", meaning="effect of full exhaustion on absence")
    reference: float = setting(0.25, ge=0, le=1, meaning="exhaustion at which the base rates hold")
    quits: float = setting(
        0.30,
        unit="per year",
        ge=0,
        le=12,
        meaning="rate of leaving of those with long tenure and usual pay",
        source="30 to 45 % a year; 31.2 % in 2024 (Metrigy)",
    )
    quits_exhausted: float = setting(2.2, ge=0, le=20, meaning="effect of full exhaustion on the log of that rate")
    early: float = setting(1.0, ge=0, le=20, meaning="share by which the newest leave more often")
    early_days: float = setting(90.0, unit="days", gt=0, le=3650, meaning="tenure over which that fades")
    pay_elasticity: float = setting(
        2.0, ge=0, le=10, meaning="per cent fewer leave for one per cent more pay", source="assumed; 1 to 3 in studies"
    )
    cap: float = setting(
        3.0, unit="per year", gt=0, le=12, meaning="highest rate of leaving, whatever adds to it: the loop stays finite"
    )
    notice_quality: float = setting(0.9, ge=0, le=2, meaning="factor on the quality of those who have given notice")

    @model_validator(mode="after")
    def _base_below_cap(self) -> Self:
        if self.quits > self.cap:
            raise ValueError(
                f"the rate of leaving (quits: {self.quits:g} a year) lies above its cap (cap: {self.cap:g} a year)"
            )
        return self


def absence_probability(base: float, exhaustion: float, weight: float, reference: float) -> float:
    """Daily probability of absence: log-odds(base) + weight (E - reference); exactly ``base`` at weight 0."""
    if weight == 0.0:
        return base
    odds = base * exp(weight * (exhaustion - reference))
    return odds / (1.0 - base + odds)


def pay_factor(pay: float, elasticity: float) -> float:
    """Factor on the rate of leaving at a pay over the market's: pay^-elasticity."""
    return exp(-elasticity * log(pay))


def quit_rate(
    base: float,
    exhaustion: float,
    tenure_days: float,
    weight: float,
    reference: float,
    early: float,
    early_days: float,
    factor: float,
    cap: float,
) -> float:
    """Rate of leaving a year: base e^(weight (E - reference)) (1 + early e^(-tenure / early_days)) factor, capped."""
    rate = base * exp(weight * (exhaustion - reference)) * (1.0 + early * exp(-tenure_days / early_days)) * factor
    return rate if rate < cap else cap


def quit_probability(rate: float) -> float:
    """Probability of leaving within a day at a rate a year: 1 - e^(-rate / 365)."""
    return 1.0 - exp(-rate / YEAR_DAYS)
