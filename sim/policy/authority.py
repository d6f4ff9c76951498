"""Authority: what agents may give away on their own, and what happens to what they may not."""

from __future__ import annotations

from math import inf
from typing import Literal

from sim.declare import Duration, Settings, setting
from sim.policy.teams import Team

HALVES_AT = 0.05
"""Audits of this share of grants halve what is given too much (assumed)."""
SCRIPT_EFFORT, SCRIPT_LOGIT, SCRIPT_AUTONOMY = 0.03, 0.4, 0.5
"""What a full script takes off handle time, the log-odds of a resolution and the autonomy index (assumed)."""


class Authority(Settings):
    """Limits by role, and the way to those who may grant more.

    An agent up to the limit grants at once. Above it a supervisor is asked (``policy.supervision``): while the customer
    holds the line and the agent waits with them, or afterwards, with the ticket pending internally until then. A
    customer who is not on the line, and one who comes while no supervisor is on duty, always has the second.
    """

    agent: float | None = setting(50.0, unit="currency", ge=0, meaning="limit of an agent; null for none")
    senior: float | None = setting(150.0, unit="currency", ge=0, meaning="limit of a senior agent; null for none")
    supervisor: float | None = setting(
        1000.0, unit="currency", ge=0, meaning="limit of a supervisor, who grants no more than this; null for none"
    )
    approval: Literal["hold", "later", "by_wait"] = setting(
        "by_wait",
        meaning="hold: while the customer holds; later: afterwards; by_wait: hold if it is expected to be short",
    )
    hold_below: Duration = setting(
        480.0, unit="s", ge=0, meaning="by_wait: hold while expected wait + approval stay below this"
    )
    finishing: float = setting(
        0.4, ge=0, le=10, meaning="work of the touch that finishes a ticket after an approval, of a usual touch"
    )
    offers_less: bool = setting(
        False, meaning="whether an agent first offers a discount up to the limit instead of asking for more"
    )
    goodwill: float = setting(
        0.0, unit="currency", ge=0, meaning="what those get who had to come again, within the limit, once an issue"
    )
    script: float = setting(0.0, ge=0, le=1, meaning="how far agents are held to a script; 1: word by word")
    audited: float = setting(0.0, ge=0, le=1, meaning="share of the agents' own grants that is audited")
    audit_cost: float = setting(5.0, unit="currency", ge=0, meaning="price of an audit")

    def limit_of(self, team: Team) -> float:
        """What a team may grant on its own; infinity for no limit."""
        limit = self.supervisor if team.approves else self.senior if team.senior else self.agent
        return inf if limit is None else limit


def script_effort(script: float) -> float:
    """Factor on handle time under a script: 1 - 0.03 script."""
    return 1.0 - SCRIPT_EFFORT * script


def script_logit(script: float) -> float:
    """What a script adds to the log-odds of a resolution: -0.4 script."""
    return -SCRIPT_LOGIT * script


def autonomy(within: float, script: float) -> float:
    """The autonomy index that exhaustion reads: P(A <= L) (1 - 0.5 script), between 0 and 1."""
    return within * (1.0 - SCRIPT_AUTONOMY * script)


def holds(wait_s: float, approval_s: float, below_s: float) -> bool:
    """by_wait: whether the customer holds, since the decision is expected soon enough."""
    return wait_s + approval_s < below_s
