"""On which channels, or which teams, the KPIs of each scope are measured: plain data, made once for a log."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sim.kpi.kpi import Scope
from sim.kpi.tickets import keeps_tickets
from sim.scenario import Scenario

Scopes = dict[Scope, list[int]]
"""Indices of channels or of teams; none where the desk has no such thing. Scopes of the whole desk are left out."""


def scopes(scenario: Scenario, channels: Sequence[str], teams: Sequence[str]) -> Scopes:
    """The scopes of a scenario's KPIs, by the order of channels and teams in the log."""
    world, policy = scenario.world, scenario.policy
    kinds = [policy.channels[name].kind for name in channels]
    fronted = [name in policy.chatbot for name in channels]
    looked_up, sentiment = policy.self_service.is_there, policy.sentiment
    needed, angry = world.concession is not None, world.anger is not None

    def all_channels(there: bool) -> list[int]:
        return list(range(len(channels))) if there else []

    def all_teams(there: bool) -> list[int]:
        return list(range(len(teams))) if there else []

    return {
        "contacts": all_channels(there=True),
        "live": _which(kind != "async" for kind in kinds),
        "chat": _which(kind == "chat" for kind in kinds),
        "async": _which(kind == "async" for kind in kinds),
        "tickets": all_channels(keeps_tickets(scenario)),
        "bot": _which(fronted),
        "self_service": all_channels(looked_up),
        "deflection": _which(looked_up or has_bot for has_bot in fronted),
        "concession": all_channels(needed),
        "anger": all_channels(angry),
        "flags": _which(sentiment is not None and sentiment.reads(name) for name in channels),
        "people": all_teams(there=True),
        "authority": all_teams(needed),
        "supervisor": _which(needed and policy.teams[name].approves for name in teams),
        "team_anger": all_teams(angry),
        "lives": _which(scenario.has_people and name not in policy.heads for name in teams),
    }


def _which(belongs: Iterable[bool]) -> list[int]:
    return [index for index, does in enumerate(belongs) if does]
