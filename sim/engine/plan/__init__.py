"""The plan: a scenario and its workload lowered to arrays and numbers, all that an engine reads.

No settings objects, callables, strings or dicts: a plan goes to a .npz file and back and plays to the same log.
Durations are base draws in seconds (before the multipliers of hour and agent); uniforms stay where a rule decides
with them. :mod:`sim.engine.lower` makes plans.
"""

from sim.engine.plan.arrays import Floats, Ints
from sim.engine.plan.authority import APPROVALS, Authority
from sim.engine.plan.desk import Agents, Angers, Bots, Channels, Queues, SelfHelp
from sim.engine.plan.issues import REPEATED, Draws, Issues
from sim.engine.plan.people import AssistRules, FatigueRules, LifeRules, People, SkillRules, StrainRules
from sim.engine.plan.plan import Names, Plan, from_bytes, to_bytes
from sim.engine.plan.rules import END_RULES, Matters, Rules, Topics

__all__ = [
    "APPROVALS",
    "END_RULES",
    "REPEATED",
    "Agents",
    "Angers",
    "AssistRules",
    "Authority",
    "Bots",
    "Channels",
    "Draws",
    "FatigueRules",
    "Floats",
    "Ints",
    "Issues",
    "LifeRules",
    "Matters",
    "Names",
    "People",
    "Plan",
    "Queues",
    "Rules",
    "SelfHelp",
    "SkillRules",
    "StrainRules",
    "Topics",
    "from_bytes",
    "to_bytes",
]
