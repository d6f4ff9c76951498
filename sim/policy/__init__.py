"""The policy: what a manager can choose. Settings, and rules as functions of numbers."""

from sim.policy.assist import Assist, Summaries
from sim.policy.authority import Authority
from sim.policy.blending import Blending
from sim.policy.callback import Callback
from sim.policy.channels import Channel
from sim.policy.chatbot import Chatbot
from sim.policy.development import Development
from sim.policy.environment import Environment
from sim.policy.follow_up import FollowUp
from sim.policy.hiring import Hiring
from sim.policy.knowledge import Knowledge
from sim.policy.routing import NextAgent, NextContact, Routing, Weights
from sim.policy.self_service import KnowledgeBase, SelfService, StatusPage
from sim.policy.sentiment import Sentiment
from sim.policy.sorting import Classifier, Sorting
from sim.policy.staffing import EndOfShift, Heads, Pause, Roster, RosterRow, Shift
from sim.policy.supervision import Supervision
from sim.policy.targets import Target
from sim.policy.teams import Team

__all__ = [
    "Assist",
    "Authority",
    "Blending",
    "Callback",
    "Channel",
    "Chatbot",
    "Classifier",
    "Development",
    "EndOfShift",
    "Environment",
    "FollowUp",
    "Heads",
    "Hiring",
    "Knowledge",
    "KnowledgeBase",
    "NextAgent",
    "NextContact",
    "Pause",
    "Roster",
    "RosterRow",
    "Routing",
    "SelfService",
    "Sentiment",
    "Shift",
    "Sorting",
    "StatusPage",
    "Summaries",
    "Supervision",
    "Target",
    "Team",
    "Weights",
]
