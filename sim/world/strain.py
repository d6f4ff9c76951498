"""What tired and exhausted people do differently: work takes longer, solves less, is wrong more often, and less kind.

Throughput first rises under load, then overwork slows people and quality drops (KC and Terwiesch 2009); sizes assumed.
"""

from __future__ import annotations

from math import exp

from sim.declare import Settings, setting


class Strain(Settings):
    """Effects of fatigue F and exhaustion E, both from 0 to 1, and of a long queue."""

    rush: float = setting(0.05, ge=0, le=1, meaning="log of handle time that a queue of one for each agent takes off")
    slower_tired: float = setting(0.10, ge=0, le=10, meaning="log of handle time that full fatigue adds")
    slower_exhausted: float = setting(0.10, ge=0, le=10, meaning="log of handle time that full exhaustion adds")
    solves_tired: float = setting(0.6, ge=0, le=10, unit="logit", meaning="what full fatigue takes off a resolution")
    solves_exhausted: float = setting(
        0.8, ge=0, le=10, unit="logit", meaning="what full exhaustion takes off a resolution"
    )
    wrong_tired: float = setting(0.5, ge=0, le=10, unit="logit", meaning="what full fatigue adds to wrong information")
    empathy_tired: float = setting(0.3, ge=0, le=10, unit="logit", meaning="what full fatigue takes off satisfaction")
    empathy_exhausted: float = setting(
        0.4, ge=0, le=10, unit="logit", meaning="what full exhaustion takes off satisfaction"
    )


def strain_factor(
    queue_per_agent: float,
    fatigue: float,
    exhaustion: float,
    w_queue: float,
    w_fatigue: float,
    w_exhaustion: float,
) -> float:
    """Factor on handle time: exp(-w_queue min(1, Q / n) + w_fatigue F + w_exhaustion E)."""
    queue = queue_per_agent if queue_per_agent < 1.0 else 1.0
    return exp(w_fatigue * fatigue + w_exhaustion * exhaustion - w_queue * queue)


def strain_logit(fatigue: float, exhaustion: float, w_fatigue: float, w_exhaustion: float) -> float:
    """What strain takes off log-odds (of a resolution, of satisfaction): -(w_fatigue F + w_exhaustion E)."""
    return 0.0 - (w_fatigue * fatigue + w_exhaustion * exhaustion)  # 0 and not -0 where nobody is tired
