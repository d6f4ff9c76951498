"""The policy: what a manager can choose. Settings, and rules as functions of numbers."""

from sim.policy.channels import Channel
from sim.policy.routing import NextAgent, NextContact, Routing, Weights
from sim.policy.staffing import EndOfShift, Heads, Pause, Roster, RosterRow, Shift
from sim.policy.targets import Target
from sim.policy.teams import Team

__all__ = [
    "Channel",
    "EndOfShift",
    "Heads",
    "NextAgent",
    "NextContact",
    "Pause",
    "Roster",
    "RosterRow",
    "Routing",
    "Shift",
    "Target",
    "Team",
    "Weights",
]
