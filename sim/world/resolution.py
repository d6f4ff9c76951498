"""Whether a touch solves the matter, and what follows if it does not."""

from __future__ import annotations

from math import exp

from sim.declare import Settings, setting
from sim.laws import Exponential, Law
from sim.units import HOUR_S

SIGNS = "sign supported (Goes et al. 2018; SQM), size assumed"


class Resolution(Settings):
    """The draws at the end of each touch, in this order: wrong information, pending, resolved.

    log-odds(resolved) = log-odds(``solved``) + the effects below; a topic may have its own ``solved``.
    """

    solved: float = setting(
        0.78, gt=0, lt=1, meaning="probability that a touch resolves an average issue", source="model 4b: 1.27 in logit"
    )
    quality: float = setting(1.0, ge=0, le=10, unit="logit", meaning="effect of an agent's quality above 1")
    crowding: float = setting(
        0.35, ge=0, le=10, unit="logit", meaning="loss for each chat more at once (time average)", source=SIGNS
    )
    misrouted: float = setting(0.9, ge=0, le=10, unit="logit", meaning="loss of a matter at the wrong desk")
    no_context: float = setting(0.5, ge=0, le=10, unit="logit", meaning="loss if what was said before is not known")
    difficulty: float = setting(0.25, ge=0, le=10, unit="logit", meaning="loss for difficulty above 1")
    wrong: float = setting(0.05, ge=0, lt=1, meaning="probability of wrong information at quality 1")
    wrong_quality: float = setting(1.6, ge=0, le=10, unit="logit", meaning="what quality above 1 takes off it")
    pending_customer: float = setting(
        0.20, ge=0, le=1, meaning="probability that a touch ends with a question to the customer"
    )
    pending_third_party: float = setting(
        0.10, ge=0, le=1, meaning="probability that a touch ends with a wait for a third party"
    )
    recognised: float = setting(
        0.6, ge=0, le=1, meaning="share of failures that the agent notices; the others are taken for solved"
    )
    to_senior: float = setting(0.4, ge=0, le=1, meaning="of those: passed to a senior agent, where there is one")
    to_internal: float = setting(0.2, ge=0, le=1, meaning="of those: left to somebody else in the company")
    noticed: Law = setting(
        Exponential(mean=36 * HOUR_S), unit="s", meaning="until a customer finds that it is not solved after all"
    )
    returns: float = setting(
        0.85,
        ge=0,
        le=1,
        meaning="share of those who then come back; the others say nothing",
        source="assumed; 0.4 to 0.9",
    )
    return_channels: dict[str, float] = setting(
        default_factory=dict, meaning="share who come back on other channels; the rest come on the ticket's own"
    )


def shifted(probability: float, by: float) -> float:
    """A probability moved on the log-odds scale: p e^by / (1 - p + p e^by)."""
    odds = probability * exp(by)
    return odds / (1.0 - probability + odds)


def resolution_effect(
    quality: float,
    crowd: float,
    misrouted: bool,
    no_context: bool,
    difficulty: float,
    interpreted_logit: float,
    w_quality: float,
    w_crowding: float,
    w_misrouted: float,
    w_no_context: float,
    w_difficulty: float,
) -> float:
    """What moves the log-odds of a resolution: the sum of the effects of model 4b that are at work.

    ``crowd`` is the time-average number of chats at once, 1 for all other work.
    """
    effect = w_quality * (quality - 1.0) - w_crowding * (crowd - 1.0) - w_difficulty * (difficulty - 1.0)
    if misrouted:
        effect -= w_misrouted
    if no_context:
        effect -= w_no_context
    return effect + interpreted_logit
