"""The agents' knowledge base: what they can look up while they work, and what that does to their work."""

from __future__ import annotations

from math import exp, log1p

from sim.declare import Settings, setting

MONTH_DAYS = 30.0


class Knowledge(Settings):
    """Work takes 1 - ``saves`` kappa of its time.

    Log-odds of a resolution + ``solved`` kappa, of wrong information - ``wrong`` kappa. Where people learn
    (``world.learning``) it also shortens learning, and kappa is what it is at the start: it grows by what agents write
    down and goes out of date.
    """

    kappa: float = setting(
        0.8, ge=0, le=1, meaning="coverage and quality of what agents can look up: 0 nothing, 1 everything, and right"
    )
    saves: float = setting(
        0.15,
        ge=0,
        lt=1,
        meaning="part of the handle time that a perfect one saves",
        source="assumed; vendors claim 20 to 40 %",
    )
    solved: float = setting(0.25, ge=0, le=10, unit="logit", meaning="what a perfect one adds to resolution")
    wrong: float = setting(0.5, ge=0, le=10, unit="logit", meaning="what a perfect one takes off wrong information")
    ramp: float = setting(0.3, ge=0, lt=1, meaning="share by which a perfect one shortens learning")
    documented: float = setting(0.8, ge=0, le=1, meaning="share of new resolutions that agents write down")
    per_entry: float = setting(
        0.00001, ge=0, le=1, meaning="what one documented resolution of something new adds to kappa", source="assumed"
    )
    ageing: float = setting(
        0.02, unit="per month", ge=0, lt=1, meaning="share of it that goes out of date", source="assumed"
    )
    cost_per_week: float = setting(0.0, unit="currency per week", ge=0, meaning="what keeping it costs")


def knowledge_time(kappa: float, saves: float) -> float:
    """Factor on the handle time of agents with a knowledge base: 1 - saves kappa."""
    return 1.0 - saves * kappa


def knowledge_logit(kappa: float, effect: float) -> float:
    """What a knowledge base moves on the log-odds scale: effect x kappa."""
    return effect * kappa


def coverage_after(kappa: float, resolved: float, documented: float, per_entry: float, ageing: float) -> float:
    """Kappa a day later: what is left of it, and what is new among ``resolved`` matters and written down.

    kappa (1 - ageing)^(1/30) + per_entry x documented x resolved x (1 - kappa), at most 1.
    """
    more = per_entry * documented * resolved * (1.0 - kappa)
    after = kappa * exp(log1p(-ageing) / MONTH_DAYS) + more
    return after if after < 1.0 else 1.0
