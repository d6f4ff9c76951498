"""What tools (assist, knowledge base) and a script do to a team's work: read here by the engine and every estimate.

Each is a plain function of tenure in ``sim/policy``; here it is applied to a team and its mean tenure. Without tools
every factor is exactly 1 and every shift exactly 0.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.policy.assist import Assist, asks_factor, assist_quality, assist_speed
from sim.policy.authority import script_effort
from sim.policy.knowledge import knowledge_logit, knowledge_time

if TYPE_CHECKING:
    from sim.scenario.scenario import Policy, Scenario


def assist_of(policy: Policy, team: str) -> Assist | None:
    """The assist that a team has, or None."""
    assist = policy.assist
    return assist if assist is not None and assist.helps(team) else None


def work_speed(policy: Policy, team: str, tools: bool = True) -> float:
    """Factor on a team's proficiency: (1 + g(tenure)) with assist, / (1 - saves kappa) with a knowledge base.

    A script takes its share off the time, too. Without ``tools`` it is the script's alone: where people learn, tools
    are read by the tenure of each.
    """
    assist, knowledge = assist_of(policy, team), policy.knowledge
    speed = 1.0 / script_effort(policy.authority.script)
    if not tools:
        return speed
    if assist is not None:
        speed *= assist_speed(policy.teams[team].tenure, assist.gain, assist.fades, assist.floor)
    return speed / knowledge_time(knowledge.kappa, knowledge.saves) if knowledge is not None else speed


def after_call_factor(policy: Policy, team: str) -> float:
    """Factor on a team's after-call work, beside that on all its work."""
    assist = assist_of(policy, team)
    return assist.summaries.after_call if assist is not None and assist.summaries is not None else 1.0


def carries_context(policy: Policy, team: str) -> bool:
    """Whether summaries tell who takes over from a team what was said."""
    assist = assist_of(policy, team)
    return assist is not None and assist.summaries is not None and assist.summaries.carried


def resolution_logit(policy: Policy, team: str) -> float:
    """What a team's tools add to the log-odds of a resolution."""
    assist, knowledge = assist_of(policy, team), policy.knowledge
    shift = 0.0
    if assist is not None:
        tenure = policy.teams[team].tenure
        shift += assist_quality(tenure, assist.novice_below, assist.novice_quality, assist.top_from, assist.top_quality)
    return shift + (knowledge_logit(knowledge.kappa, knowledge.solved) if knowledge is not None else 0.0)


def wrong_logit(policy: Policy) -> float:
    """What the agents' knowledge base takes off the log-odds of wrong information."""
    knowledge = policy.knowledge
    return knowledge_logit(knowledge.kappa, knowledge.wrong) if knowledge is not None else 0.0


def asks_supervisor(policy: Policy, team: str) -> float:
    """Factor on how often a supervisor is asked for by a team."""
    assist = assist_of(policy, team)
    return asks_factor(assist is not None, assist.asks_supervisor if assist is not None else 1.0)


def mean_handle_s(scenario: Scenario, channel: str, team: str) -> float:
    """Mean handle time of a channel at proficiency 1, with a team's own share of after-call work, in seconds."""
    effort = scenario.world.effort[channel]
    return effort.talk.mean_s + effort.hold.mean_s + effort.after_call.mean_s * after_call_factor(scenario.policy, team)
