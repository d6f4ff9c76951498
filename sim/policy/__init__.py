"""The policy: what a manager can choose. Settings, and rules as functions of numbers."""

from sim.policy.blending import Blending
from sim.policy.callback import Callback
from sim.policy.channels import Channel
from sim.policy.chatbot import Chatbot
from sim.policy.follow_up import FollowUp
from sim.policy.routing import NextAgent, NextContact, Routing, Weights
from sim.policy.sentiment import Sentiment
from sim.policy.sorting import Sorting
from sim.policy.staffing import EndOfShift, Heads, Pause, Roster, RosterRow, Shift
from sim.policy.targets import Target
from sim.policy.teams import Team

__all__ = [
    "Blending",
    "Callback",
    "Channel",
    "Chatbot",
    "EndOfShift",
    "FollowUp",
    "Heads",
    "NextAgent",
    "NextContact",
    "Pause",
    "Roster",
    "RosterRow",
    "Routing",
    "Sentiment",
    "Shift",
    "Sorting",
    "Target",
    "Team",
    "Weights",
]
