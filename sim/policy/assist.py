"""Assist for agents (a copilot): what it does to speed and quality by tenure, and the summaries that it writes."""

from __future__ import annotations

from math import exp

from sim.declare import Settings, setting

FIELD = "14 to 15 % on average of 5,172 agents, about 30 % for novices and none for the best (Brynjolfsson, Li and "
FIELD += "Raymond 2025)"


class Summaries(Settings):
    """The tool writes the note after a contact, and whoever takes it over reads what was said."""

    after_call: float = setting(
        0.6, gt=0, le=1, meaning="factor on after-call work", source="assumed; 0.4 to 0.9 is plausible"
    )
    carried: bool = setting(
        True, meaning="whether who takes over, passed on or at the end of a shift, knows what was said"
    )


class Assist(Settings):
    """Help for agents at work. Its effects read a team's mean tenure (``policy.teams.<name>.tenure``).

    Speed 1 + max(gain e^(-tenure / fades), floor); log-odds of a resolution + ``novice_quality`` below
    ``novice_below``, + ``top_quality`` from ``top_from`` on. Where people learn, each agent's own tenure is read, and
    so it is where people leave: their rate x ``leaving`` below ``novice_below``.
    """

    teams: tuple[str, ...] | None = setting(None, meaning="the teams that have it; null: all")
    gain: float = setting(0.30, ge=0, le=2, meaning="gain of speed of a beginner", source=FIELD)
    fades: float = setting(
        4.0, gt=0, le=1000, unit="months", meaning="tenure over which the gain falls to 1/e of it", source="assumed"
    )
    floor: float = setting(0.01, ge=0, le=2, meaning="gain of speed that stays", source="assumed; 0 to 0.02")
    novice_below: float = setting(6.0, ge=0, le=1000, unit="months", meaning="tenure of a novice")
    novice_quality: float = setting(
        0.15, ge=-5, le=5, unit="logit", meaning="gain of novices", source="sign found in the field, size assumed"
    )
    top_from: float = setting(
        36.0, ge=0, le=1000, unit="months", meaning="tenure of those to whom it has nothing to say"
    )
    top_quality: float = setting(
        -0.05, ge=-5, le=5, unit="logit", meaning="gain of those", source="sign found in the field, size assumed"
    )
    asks_supervisor: float = setting(
        0.8,
        ge=0,
        le=1,
        meaning="factor on how often a supervisor is asked for",
        source="fewer customers asked for a manager (Brynjolfsson, Li and Raymond 2025), size assumed",
    )
    leaving: float = setting(
        0.75,
        ge=0,
        le=2,
        meaning="factor on the rate of leaving of novices, each by their own tenure",
        source="fewer of the new left (Brynjolfsson, Li and Raymond 2025), size assumed",
    )
    summaries: Summaries | None = setting(None, meaning="summaries of what was said; null: none")
    price_per_agent_month: float = setting(30.0, unit="currency", ge=0, meaning="price of a month for each agent")
    price_per_contact: float = setting(0.0, unit="currency", ge=0, meaning="price of each contact of such an agent")

    def helps(self, team: str) -> bool:
        """Whether a team has it."""
        return self.teams is None or team in self.teams

    @property
    def does_nothing(self) -> bool:
        """Whether none of its effects on work is left."""
        silent = self.summaries is None or (self.summaries.after_call == 1 and not self.summaries.carried)
        gains = (self.gain, self.floor, self.novice_quality, self.top_quality)
        return silent and self.asks_supervisor == 1 and not any(gains)


def assist_speed(tenure: float, gain: float, fades: float, floor: float) -> float:
    """Factor on the speed of an agent with assist: 1 + max(gain e^(-tenure / fades), floor), tenure in months."""
    return 1.0 + max(gain * exp(-tenure / fades), floor)


def assist_quality(
    tenure: float, novice_below: float, novice_quality: float, top_from: float, top_quality: float
) -> float:
    """What assist adds to the log-odds of a resolution: for novices, for those long there, and 0 between them."""
    if tenure < novice_below:
        return novice_quality
    return top_quality if tenure >= top_from else 0.0


def novices_leave(tenure: float, novice_below: float, leaving: float) -> float:
    """Factor on the rate of leaving of somebody with assist: ``leaving`` for novices, 1 for others; months."""
    return leaving if tenure < novice_below else 1.0


def asks_factor(assisted: bool, asks_supervisor: float) -> float:
    """Factor on how often an agent's customers or the agent ask for a supervisor."""
    return asks_supervisor if assisted else 1.0
