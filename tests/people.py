"""People's days: without a desk, from rules with everything off; and on one, with chances put in by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.engine import lower, play
from sim.engine.lives import Day, Lives, begin, life_rules
from sim.engine.plan import LifeRules
from sim.log import Log, Stage
from sim.policy.development import Development
from sim.policy.environment import Environment
from sim.policy.hiring import Hiring
from sim.scenario import Scenario
from sim.workload.lives import LifeDraws


def rules(**changes: Any) -> LifeRules:
    """Numbers with the whole world of people off, no notice and no training, and some of them changed."""
    hiring = Hiring(notice=0.0)
    off = life_rules(0.0, None, None, None, Development(onboarding_weeks=0.0), hiring, Environment())
    return off._replace(**{"cap": 12.0, **changes})


def draws(n: int, days: int, seed: int = 1, **changes: Any) -> LifeDraws:
    """Uniforms of n places over some days; everybody begins at a tenure of 0 and is found at once."""
    rng = np.random.default_rng(seed)
    plain = LifeDraws(
        u_absent=rng.random((n, days)),
        u_eve=np.ones(n),
        u_quit=rng.random((n, days)),
        speed=np.ones((n, 16)),
        lag_days=np.zeros((n, 16)),
        tenure_days=np.zeros(n),
    )
    return plain._replace(**changes)


def started(numbers: LifeRules, chance: LifeDraws, team: NDArray[np.int64] | None = None, skills: int = 1) -> Lives:
    """Everybody of one team (or of several) at the first midnight."""
    n = len(chance.u_quit)
    of = np.zeros(n, dtype=np.int64) if team is None else team
    return begin(numbers, chance, of, np.ones(n, dtype=bool), np.zeros(n), np.zeros(n, dtype=bool), skills)


def day(n: int, skills: int = 1, **changes: Any) -> Day:
    """A day of work that asked nothing and taught nothing."""
    calm = Day(
        worked=np.ones(n, dtype=bool),
        occupancy=np.zeros(n),
        fatigue=np.zeros(n),
        angry=np.zeros(n),
        overtime_h=np.zeros(n),
        gained=np.zeros((n, skills)),
    )
    return calm._replace(**changes)


CALM: dict[str, float] = {
    "rush": 0.0,
    "slower_tired": 0.0,
    "slower_exhausted": 0.0,
    "solves_tired": 0.0,
    "solves_exhausted": 0.0,
    "wrong_tired": 0.0,
    "empathy_tired": 0.0,
    "empathy_exhausted": 0.0,
}
"""Strain of which nothing comes; a test changes what it is about."""
STAYS, GOES = 1.0, 0.0
"""Uniforms of somebody who does not want to leave, and of somebody who does."""


def lived(scenario: Scenario, **chances: Any) -> Log:
    """The first replication of seed 1 with some of people's chances put in by hand, broadcast over places and days."""
    plan, names = lower(scenario, 1, 0)
    for name, value in chances.items():
        shape = getattr(plan.chances, name).shape
        plan = plan._replace(
            chances=plan.chances._replace(**{name: np.array(np.broadcast_to(value, shape), dtype=float)})
        )
    return play(plan, names)


def lives(log: Log, column: str, agent: int = 0) -> list[Any]:
    """A column of the table of people, day by day."""
    values: list[Any] = log.people[column][log.people["agent"] == agent].tolist()
    return [Stage(value).name for value in values] if column == "stage" else values
