"""Remarks on settings of people under which a part of their story is not seen within the horizon, in sentences."""

from __future__ import annotations

from collections.abc import Mapping

from sim.policy.development import Development
from sim.policy.hiring import Hiring
from sim.units import DAY_S
from sim.world.departures import Departures
from sim.world.learning import Learning

WEEK_DAYS = 7.0
FAR = 3.0
"""Time constants after which a ramp is nearly over (95 %)."""


def on_people(
    days: int,
    heads: Mapping[str, int],
    learning: Learning | None,
    departures: Departures | None,
    development: Development,
    hiring: Hiring,
) -> list[str]:
    """Ramps and vacancies longer than the horizon, classes larger than their team, rates that the cap cuts.

    ``heads`` counts the persons of each team.
    """
    out = []
    vacancy = (hiring.notice + hiring.lag.mean_s) / DAY_S
    onboarding = WEEK_DAYS * development.onboarding_weeks
    if departures is not None and departures.quits > 0:
        if hiring.refill and vacancy + onboarding > days:
            out.append(
                "policy.hiring: from a notice to the successor's first day on queue it takes "
                f"{vacancy + onboarding:.0f} days on average (notice, lag, onboarding_weeks), and {days} are simulated"
                ": leavers are seen and hardly any of those who follow them"
            )
        if hiring.refill:
            out += [
                f"policy.hiring.class_size = {hiring.class_size}: team {team} has {n}; most of its classes will start "
                f"because the first has waited {hiring.class_waits / DAY_S:.0f} days (class_waits)"
                for team, n in heads.items()
                if 0 < n < hiring.class_size
            ]
        newest = departures.quits * (1.0 + departures.early)
        if newest > departures.cap:
            out.append(
                f"world.departures.cap = {departures.cap:g}: the newest would leave at {newest:.3g} a year before any "
                "exhaustion (quits, early); the cap takes its place"
            )
    if learning is not None and learning.novice > 1.0 and learning.curve == "exponential":
        ramp = FAR * WEEK_DAYS * learning.ramp_weeks
        if ramp > days:
            out.append(
                f"world.learning.ramp_weeks = {learning.ramp_weeks:g}: a ramp takes about {ramp:.0f} days, and {days} "
                "are simulated: nobody who begins becomes proficient"
            )
    return out
