"""The state of people that outlasts a day: one row for each place, whoever sits there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.engine.plan import LifeRules
from sim.log import Stage
from sim.workload.lives import LifeDraws

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]

WEEK_DAYS = 7.0


@dataclass(slots=True)
class Lives:
    """n places with k skills; days count from 0 at the first date's midnight."""

    team: Ints
    """(n,)"""
    person: Bools
    """(n,) false for teams staffed by heads, whose places never change"""
    resource: Floats
    """(n,) resources against exhaustion, from 0 to 1"""
    assisted: Bools
    """(n,) has assist"""
    stage: NDArray[np.int8]
    """(n,) a Stage"""
    until: Floats
    """(n,) the day at which a stage ends; of READY the day at which it began; infinity for never"""
    incarnation: Ints
    """(n,) how many have left the place"""
    exhaustion: Floats
    """(n,) from 0 to 1"""
    tenure_days: Floats
    """(n,) calendar days since the first on queue"""
    weeks: Floats
    """(n, k) working weeks on each skill"""
    kept: Floats
    """(n,) share of what was learnt that has not faded"""
    speed: Floats
    """(n,) the person's own factor on handle time"""
    absent: Bools
    """(n,) stays away today, though at work"""
    capped: int = 0
    """person-days on which the rate of leaving was at its cap"""

    @property
    def at_work(self) -> Bools:
        """Who is trained and has not left: on notice or not, absent today or not."""
        return self.stage <= Stage.NOTICE

    def there(self, team: int) -> int:
        """How many of a team are trained and have not left: 0 for a team that is empty."""
        return int(np.count_nonzero(self.at_work & (self.team == team)))


def begin(
    rules: LifeRules,
    draws: LifeDraws,
    team: Ints,
    person: Bools,
    resource: Floats,
    assisted: Bools,
    n_skills: int,
) -> Lives:
    """Everybody is there at midnight of the first date, with the tenure drawn for them spent on all their skills.

    Heads are nobody: what their team is, proficient and never worn out.
    """
    n = len(team)
    return Lives(
        team=team,
        person=person,
        resource=resource,
        assisted=assisted,
        stage=np.zeros(n, dtype=np.int8),
        until=np.full(n, np.inf),
        incarnation=np.zeros(n, dtype=np.int64),
        exhaustion=np.where(person, rules.exhaustion_at_start, 0.0),
        tenure_days=draws.tenure_days.copy(),
        weeks=np.repeat(draws.tenure_days[:, None] / WEEK_DAYS, n_skills, axis=1),
        kept=np.ones(n),
        speed=draws.speed[:, 0].copy(),
        absent=np.zeros(n, dtype=bool),
    )
