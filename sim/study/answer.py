"""The answer: the cheapest option that meets its targets, with its interval, as data and as one sentence.

An option meets a target for certain where the whole interval of its service level lies at or above the share that is
wanted, misses it where the whole interval lies below, and may meet it otherwise. With several targets the worst counts.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from sim.study.options import StudyOptions
from sim.study.panel import Key
from sim.study.say import duration, interval, per_cent, span
from sim.study.variant import Variant

Meets = Literal["yes", "perhaps", "no"]
ORDER: dict[Meets, int] = {"yes": 0, "perhaps": 1, "no": 2}

COST = Key("cost_per_week", "", "")


@dataclass(frozen=True, slots=True)
class Interval:
    """A value and its confidence interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Goal:
    """A channel's target and how it is met: ``share`` within ``within_s`` seconds is wanted."""

    channel: str
    live: bool
    share: float
    within_s: float
    reached: Interval
    meets: Meets


@dataclass(frozen=True, slots=True)
class Standing:
    """One option: what it costs a week and how it stands to its targets."""

    variant: str
    label: str
    cost: Interval
    goals: tuple[Goal, ...]
    meets: Meets
    choice: bool = True
    """whether it can be taken: people wear out in it, if they do in the first option"""


@dataclass(frozen=True, slots=True)
class Answer:
    """Every option in order, the name of the one to take (None where no channel has a target), and the sentence."""

    sentence: str
    best: str | None
    standings: tuple[Standing, ...]
    also: tuple[str, ...] = ()
    """further sentences, on what targets do not say"""

    def to_mapping(self) -> dict[str, Any]:
        """Plain values for answer.json; NaN becomes None."""
        plain = _plain(asdict(self))
        assert isinstance(plain, dict)
        return plain


Pooled = dict[str, dict[Key, Interval]]
"""{variant: {key: value with interval}}."""


def answer(found: Pooled, variants: Sequence[Variant], options: StudyOptions, currency: str) -> Answer:
    """The cheapest of the options that meet all their targets best (surely before perhaps before not at all)."""
    wears = variants[0].scenario.wears_people_out
    standings = tuple(
        _standing(found.get(one.name, {}), one, options, one.scenario.wears_people_out or not wears) for one in variants
    )
    with_goals = [standing for standing in standings if standing.goals and standing.choice]
    if not with_goals:
        return Answer("No channel has a target, so no option can be said to meet one.", None, standings)
    best = min(with_goals, key=_rank)
    return Answer(_sentence(best, with_goals, currency), best.variant, standings)


def _rank(standing: Standing) -> tuple[float, ...]:
    cost = standing.cost.value if math.isfinite(standing.cost.value) else math.inf
    if standing.meets != "no":
        return (ORDER[standing.meets], cost)
    shortfall = max(max(goal.share - goal.reached.value, 0.0) for goal in standing.goals)
    return (ORDER["no"], shortfall if math.isfinite(shortfall) else math.inf, cost)


def _standing(found: dict[Key, Interval], variant: Variant, options: StudyOptions, choice: bool) -> Standing:
    policy = variant.scenario.policy
    nothing = Interval(math.nan, math.nan, math.nan)
    channels = [name for name in policy.channels if name in policy.targets]
    channels.sort(key=lambda name: name != options.leading_channel)  # the leading one first, the others in order
    goals = []
    for channel in channels:
        target = policy.targets[channel]
        reached = found.get(Key("service_level", channel, ""), nothing)
        live = policy.channels[channel].waits_on_line
        goals.append(Goal(channel, live, target.share, target.within, reached, _meets(reached, target.share)))
    worst: Meets = max((goal.meets for goal in goals), key=ORDER.__getitem__, default="perhaps")
    return Standing(variant.name, variant.label, found.get(COST, nothing), tuple(goals), worst, choice)


def _meets(reached: Interval, share: float) -> Meets:
    if reached.low >= share:
        return "yes"
    return "no" if reached.high < share else "perhaps"


def _sentence(best: Standing, standings: Sequence[Standing], currency: str) -> str:
    target = "the target" if len(best.goals) == 1 else "every target"
    goals = "; ".join(_goal(goal) for goal in best.goals)
    cost = _money(best.cost, currency)
    what = f"{best.label}: {goals}; {cost}."
    if best.meets == "no":
        return f"No option meets {target}; closest comes {what}"
    if best.meets == "perhaps":
        return f"No option meets {target} for certain; the cheapest that may is {what} More replications would tell."
    cheaper = [other for other in standings if other.meets == "perhaps" and other.cost.value < best.cost.value]
    text = f"The cheapest option that meets {target} is {what}"
    if cheaper:
        least = min(cheaper, key=_rank)
        less = _money(least.cost, currency)
        text += f" {least.label} costs less ({less}) and may meet it: more replications would tell."
    return text


def _goal(goal: Goal) -> str:
    done = "answered" if goal.live else "replied to"
    return (
        f"{goal.channel} {per_cent(goal.reached.value)} {done} within {duration(goal.within_s)}"
        f"{interval(goal.reached.low, goal.reached.high, per_cent)}, target {per_cent(goal.share, 0)}"
    )


def _money(cost: Interval, currency: str) -> str:
    if not math.isfinite(cost.value):
        return "cost unknown"
    return f"{currency} {span(cost.value, cost.low, cost.high, unit=' a week')}"


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
