"""Lowering, people: who learns, tires, wears out and leaves, in numbers; nothing of it where all of that is off."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.engine.lives import life_rules, resource_of, skill_rules
from sim.engine.plan import AssistRules, FatigueRules, LifeRules, People, SkillRules, StrainRules
from sim.engine.tiredness import fatigue_rules
from sim.policy.assist import Assist
from sim.policy.knowledge import Knowledge
from sim.scenario import Scenario
from sim.scenario.autonomy import autonomy_of
from sim.scenario.tools import assist_of
from sim.units import MONTH_DAYS
from sim.workload import RosterPlan
from sim.workload.lives import LifeDraws, life_draws
from sim.workload.places import places
from sim.world.exhaustion import support_with
from sim.world.learning import Learning


class Lowered(NamedTuple):
    """Every part of a plan that is about people."""

    people: People
    lives: LifeRules
    skills: SkillRules
    fatigue: FatigueRules
    strain: StrainRules
    assist: AssistRules
    chances: LifeDraws


def lower_people(scenario: Scenario, roster: RosterPlan, seed: int, replication: int) -> Lowered:
    """What the engine knows of people."""
    world, policy = scenario.world, scenario.policy
    names, teams = list(policy.teams), list(policy.teams.values())
    autonomy = np.array([autonomy_of(scenario, team) for team in teams])
    resource = np.array(
        [resource_of(each, world.exhaustion, policy.development, policy.environment) for each in autonomy.tolist()]
    )
    knowledge = policy.knowledge or Knowledge(kappa=0.0)
    coaching = world.exhaustion.coaching if world.exhaustion else 0.0
    support = support_with(policy.environment.support, policy.environment.coaching, coaching)
    assisted = np.array([assist_of(policy, name) is not None for name in names], dtype=bool)
    at_work = scenario.has_people
    kappa = policy.knowledge.kappa if policy.knowledge else 0.0
    return Lowered(
        people=People(
            at_work=at_work,
            learn=world.learning is not None,
            person=np.array([place.person for place in places(scenario)], dtype=bool) if at_work else np.empty(0, bool),
            resource=resource[roster.team],
            autonomy=autonomy[roster.team],
            support=support,
            assisted=assisted[roster.team],
            async_pace=world.people.async_pace,
            week_h=world.learning.week_h if world.learning else 1.0,
            kappa=kappa,
            solved_logit=knowledge.solved,
            wrong_logit=knowledge.wrong,
            documented=knowledge.documented,
            per_entry=knowledge.per_entry,
            ageing=knowledge.ageing if policy.knowledge else 0.0,
        ),
        lives=life_rules(
            world.people.absence,
            world.exhaustion,
            world.departures,
            world.learning,
            policy.development,
            policy.hiring,
            policy.environment,
            policy.assist,
        ),
        skills=skill_rules(
            world.learning,
            policy.knowledge if world.learning else None,
            world.departures,
            policy.development,
            kappa,
        ),
        fatigue=fatigue_rules(world.fatigue),
        strain=_strain(scenario),
        assist=_assist(policy.assist or Assist(gain=0.0, floor=0.0, novice_quality=0.0, top_quality=0.0)),
        chances=_chances(scenario, seed, replication),
    )


def _strain(scenario: Scenario) -> StrainRules:
    strain = scenario.world.strain
    if strain is None:
        return StrainRules(*[0.0] * len(StrainRules._fields))
    return StrainRules(
        strain.rush,
        strain.slower_tired,
        strain.slower_exhausted,
        strain.solves_tired,
        strain.solves_exhausted,
        strain.wrong_tired,
        strain.empathy_tired,
        strain.empathy_exhausted,
    )


def _assist(assist: Assist) -> AssistRules:
    return AssistRules(
        assist.gain,
        assist.fades,
        assist.floor,
        assist.novice_below,
        assist.novice_quality,
        assist.top_from,
        assist.top_quality,
    )


def _chances(scenario: Scenario, seed: int, replication: int) -> LifeDraws:
    if not scenario.has_people:
        return LifeDraws(*(np.empty((0, 0)) for _ in LifeDraws._fields))
    learning, teams, seats = scenario.world.learning, scenario.policy.teams, places(scenario)
    draws = life_draws(
        scenario,
        seed,
        replication,
        agent_cv=learning.agent_cv if learning else 0.0,
        lag=scenario.policy.hiring.lag,
        at_start=(learning or Learning()).at_start,
    )
    usual = np.array([teams[seat.team].tenure * MONTH_DAYS for seat in seats])
    return draws._replace(tenure_days=np.where([seat.person for seat in seats], draws.tenure_days, usual))
