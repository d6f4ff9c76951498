"""Remarks on settings of people: what is not seen within the horizon, and what reaches nobody, in sentences."""

from __future__ import annotations

from collections.abc import Mapping
from math import exp

from sim.policy.assist import Assist, novices_leave
from sim.policy.development import Development
from sim.policy.environment import Environment
from sim.policy.hiring import Hiring
from sim.policy.knowledge import Knowledge
from sim.scenario.remarks.persons import persons_of, reaches_nobody
from sim.scenario.scenario import Scenario
from sim.units import DAY_S
from sim.world.departures import YEAR_DAYS, Departures, pay_factor
from sim.world.learning import Learning, novice_factor, ramp_time

WEEK_DAYS = 7.0
FAR = 3.0
"""Time constants after which a ramp is nearly over (95 %)."""


def people(scenario: Scenario) -> list[str]:
    """Every remark on people."""
    world, policy = scenario.world, scenario.policy
    seen: list[str] = []
    if scenario.has_people:
        seen = on_people(
            scenario.calendar.days,
            persons_of(scenario),
            world.learning,
            world.departures,
            policy.development,
            policy.hiring,
            policy.environment.pay,
            policy.assist,
            policy.knowledge,
        )
    return [*reaches_nobody(scenario), *only_planned_for(policy.environment), *seen]


def on_people(
    days: int,
    heads: Mapping[str, int],
    learning: Learning | None,
    departures: Departures | None,
    development: Development,
    hiring: Hiring,
    pay: float = 1.0,
    assist: Assist | None = None,
    knowledge: Knowledge | None = None,
) -> list[str]:
    """Ramps and vacancies longer than the horizon, classes larger than a team, rates beyond the cap, empty teams.

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
        usual = departures.quits * pay_factor(pay, departures.pay_elasticity)
        of_novices, teams = _of_novices(assist, [team for team, n in heads.items() if n > 0])
        newest = usual * (1.0 + departures.early) * of_novices
        if not hiring.refill:
            stay = exp(-min(usual, departures.cap) * days / YEAR_DAYS)
            out += [
                f"policy.hiring.refill = false: of the {n} of team {team} about {n * stay:.1f} are left after {days} "
                "days, and nobody follows them: the team may be empty before the end"
                for team, n in heads.items()
                if n > 0 and n * stay < 1.0
            ]
        if newest > departures.cap:
            out.append(
                f"world.departures.cap = {departures.cap:g}: the newest{teams} would leave at {newest:.3g} a year "
                "before any exhaustion (quits, early, pay, assist); the cap takes its place"
            )
    if learning is not None and learning.curve == "exponential":
        out += _long_ramp(days, learning, development.intensity, knowledge)
    return out


def only_planned_for(environment: Environment) -> list[str]:
    """The occupancy aimed at, where somebody set it: no simulation reads it."""
    target = environment.occupancy_target
    if target == Environment().occupancy_target:
        return []
    return [
        f"policy.environment.occupancy_target = {target:g}: only `supportsim show` reads it, for the hours on queue "
        "that people who come and go need; it changes nothing in a simulation"
    ]


def _long_ramp(days: int, learning: Learning, intensity: float, knowledge: Knowledge | None) -> list[str]:
    """A ramp longer than the horizon, with what training and the knowledge base make of it."""
    shorter, kappa = (knowledge.ramp, knowledge.kappa) if knowledge is not None else (0.0, 0.0)
    weeks = ramp_time(learning.ramp_weeks, learning.untrained_ramp, intensity, shorter, kappa)
    ramp = FAR * WEEK_DAYS * weeks
    if ramp <= days or novice_factor(learning.novice, learning.untrained_novice, intensity) <= 1.0:
        return []
    trained = ["policy.development.intensity"] if intensity < 1.0 and learning.untrained_ramp > 0.0 else []
    by = " and ".join([*trained, *(["policy.knowledge"] if shorter * kappa > 0.0 else [])])
    made = f" ({weeks:.3g} by {by})" if by else ""
    return [
        f"world.learning.ramp_weeks = {learning.ramp_weeks:g}{made}: a ramp takes about {ramp:.0f} days, and {days} "
        "are simulated: nobody who begins becomes proficient"
    ]


def _of_novices(assist: Assist | None, teams: list[str]) -> tuple[float, str]:
    """The largest factor of assist on the rate of leaving of the newest of some teams, and the teams that have it."""
    if assist is None:
        return 1.0, ""
    factor = novices_leave(0.0, assist.novice_below, assist.leaving)
    helped = [assist.helps(team) for team in teams]
    if all(helped) or factor == 1.0:
        return factor, ""
    if any(helped) and factor > 1.0:
        return factor, " in teams with assist"
    return 1.0, " in teams without assist" if any(helped) else ""
