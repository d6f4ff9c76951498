"""The agents' knowledge base: what they can look up while they work, and what that does to their work."""

from __future__ import annotations

from sim.declare import Settings, setting


class Knowledge(Settings):
    """Work takes 1 - ``saves`` kappa of its time.

    Log-odds of a resolution + ``solved`` kappa, of wrong information - ``wrong`` kappa.
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
    cost_per_week: float = setting(0.0, unit="currency per week", ge=0, meaning="what keeping it costs")


def knowledge_time(kappa: float, saves: float) -> float:
    """Factor on the handle time of agents with a knowledge base: 1 - saves kappa."""
    return 1.0 - saves * kappa


def knowledge_logit(kappa: float, effect: float) -> float:
    """What a knowledge base moves on the log-odds scale: effect x kappa."""
    return effect * kappa
