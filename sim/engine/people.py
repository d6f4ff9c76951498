"""An agent's days, and the changing number of heads of teams whose agents are not persons."""

from __future__ import annotations

from collections.abc import Generator, Iterator

from simpy import Environment, Event

from sim.engine.attendance import OFF
from sim.engine.desk import Desk
from sim.engine.order import Kind, priority
from sim.engine.plan import Plan
from sim.units import DAY_S

Story = Generator[Event, None, None]


def days(env: Environment, desk: Desk, agent: int, stretches: list[tuple[int, int, int, float, float]]) -> Story:
    """An agent comes, works, has breaks and meetings, and goes: stretches of (duty, paid, begins, since, until)."""
    ends_at, persons = desk.plan.rules.ends_at, desk.persons
    order = priority(Kind.SHIFT, len(desk.plan.agents.quality) + agent)
    """after the changes of heads of that instant, which go by team"""
    for number, (duty, paid, begins, since, until) in enumerate(stretches):
        yield desk.after(since - env.now, order)
        if persons is not None:
            if begins:
                persons.comes(agent)
            duty, paid = persons.today(agent, duty, paid)
        stays = desk.plan.rules.drain and until >= ends_at
        desk.attendance.change(agent, duty, paid, float("inf") if stays else until)
        goes_on = number + 1 < len(stretches) and stretches[number + 1][3] == until
        if not goes_on and not stays:
            yield desk.after(until - env.now, order)
            desk.attendance.change(agent, OFF, 0, ends_at)


def nights(env: Environment, desk: Desk) -> Story:
    """Midnight after midnight: what the day did to those who work, and what tomorrow brings."""
    rules = desk.plan.rules
    first = int(rules.starts_at // DAY_S)
    for day in range(first, round(rules.ends_at / DAY_S) - 1):
        yield desk.after((day + 1) * DAY_S - env.now, priority(Kind.MIDNIGHT, day))
        if desk.persons is not None:
            desk.persons.midnight(day)


def heads(env: Environment, desk: Desk, team: int, changes: list[tuple[float, int]]) -> Story:
    """A team's number on queue changes at (instant, heads)."""
    for number, (at, count) in enumerate(changes):
        yield desk.after(at - env.now, priority(Kind.SHIFT, team))
        until = changes[number + 1][0] if number + 1 < len(changes) else float("inf")
        desk.attendance.set_heads(team, count, until)


def everybody(env: Environment, desk: Desk) -> Iterator[Story]:
    """The stories of all agents and teams of a plan."""
    if desk.persons is not None:
        yield nights(env, desk)
    for agent, stretches in _by_agent(desk.plan).items():
        yield days(env, desk, agent, stretches)
    agents = desk.plan.agents
    for team in sorted(set(agents.heads_team.tolist())):
        mine = agents.heads_team == team
        yield heads(
            env, desk, team, list(zip(agents.heads_at[mine].tolist(), agents.heads[mine].tolist(), strict=True))
        )


def _by_agent(plan: Plan) -> dict[int, list[tuple[int, int, int, float, float]]]:
    agents = plan.agents
    rows = zip(
        agents.duty_agent.tolist(),
        agents.duty.tolist(),
        agents.duty_paid.tolist(),
        agents.duty_begins.tolist(),
        agents.duty_since.tolist(),
        agents.duty_until.tolist(),
        strict=True,
    )
    out: dict[int, list[tuple[int, int, int, float, float]]] = {}
    for agent, *stretch in rows:
        out.setdefault(agent, []).append(tuple(stretch))
    return out
