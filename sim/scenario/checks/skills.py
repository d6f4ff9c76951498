"""Skills: every queue has somebody who can serve it, and speaks its language or has an interpreter."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sim.errors import Fault
from sim.policy import Team
from sim.scenario.queues import Queue, language_shares, queues, speaks, topic_shares

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario


def skills(scenario: Scenario) -> Iterator[Fault]:
    """Languages that nobody speaks, and queues that nobody can serve."""
    teams = [team for team in scenario.policy.teams.values() if team.skills]  # supervisors alone serve nobody
    languages = language_shares(scenario)
    if not languages:
        yield Fault("world.languages", "every language has share 0", "", "give one a share above 0")
    spoken = {
        language: not teams or any(_understands(scenario, team, language) for team in teams) for language in languages
    }
    for language, is_spoken in spoken.items():
        if not is_spoken:
            yield Fault(
                f"world.languages.{language}",
                "no team speaks it, and there is no interpreter",
                "",
                "add it to policy.teams.<name>.languages, or policy.interpreter: true",
            )
    unskilled: set[str] = set()
    plain = (queue for queue in queues(scenario) if not queue.urgent and not queue.escalated)  # others need no more
    for queue in plain:
        able = [team for team in teams if queue.look_up(team.skills, 0.0) > 0]
        understood = any(_understands(scenario, team, queue.language) for team in able)
        if not able and queue.subject not in unskilled:
            unskilled.add(queue.subject)
            yield _nobody(scenario, queue)
        elif able and not understood and spoken[queue.language]:
            yield Fault(
                f"policy.channels.{queue.channel}",
                f"no team that speaks {queue.language} has the skill {queue.channel} or {queue.subject}",
                "",
                "add it to the skills of one that does, or policy.interpreter: true",
            )


def _understands(scenario: Scenario, team: Team, language: str) -> bool:
    """Whether a team can serve a language; one whose languages have a fault of their own is taken to speak all."""
    faulty = team.languages is not None and not (
        team.languages and set(team.languages) <= set(scenario.world.languages)
    )
    return faulty or scenario.policy.interpreter or speaks(team.languages, language)


def _nobody(scenario: Scenario, queue: Queue) -> Fault:
    comes = "" if queue.topic in topic_shares(scenario, queue.channel) else "; customers of other channels bring it"
    return Fault(
        f"policy.channels.{queue.channel}",
        f"no team has the skill {queue.channel} or {queue.subject}",
        "",
        f"add it to a team's skills{comes}",
    )
