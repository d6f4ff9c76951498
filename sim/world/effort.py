"""How long work takes: phases of a contact, how far issues differ, and how the handle time moves over the week."""

from __future__ import annotations

from sim.clock import WeekCurve
from sim.declare import Settings, setting
from sim.laws import Deterministic, Law, Lognormal

FLAT = WeekCurve(tuple(((0.0, 1.0),) for _ in range(7)))
"""The curve that is 1 all week."""


class Effort(Settings):
    """The work of one contact on a channel: talk, hold, after-call work.

    A phase lasts its law's draw x the issue's difficulty x the topic's effort x ``by_time`` / the agent's
    proficiency; multipliers are read when the agent takes the contact, and stay. On an asynchronous channel ``talk``
    is the active work on the reply.
    """

    talk: Law = setting(Lognormal(mean=330.0, cv=0.8), unit="s", meaning="talking, or active work on a reply")
    hold: Law = setting(Deterministic(value=0.0), unit="s", meaning="customer on hold while the agent looks things up")
    after_call: Law = setting(Deterministic(value=0.0), unit="s", meaning="after-call work (wrap-up)")
    difficulty_cv: float = setting(
        0.0, ge=0, le=10, meaning="issues differ: lognormal factor of mean 1 shared by all contacts of an issue"
    )
    by_time: WeekCurve = setting(FLAT, meaning="multiplier of the handle time over the week")
    slowdown: float = setting(
        0.35,
        ge=0,
        le=1,
        meaning="chat: with k chats at once each goes at 1 / (1 + slowdown (k - 1)) of its speed alone; 0: "
        "multitasking is free, 1: it gains nothing",
        source="assumed; 0.1 to 0.8 is plausible",
    )
    no_context: float = setting(
        1.15, ge=1, le=10, meaning="factor on the work of an agent who does not know what was said before"
    )

    @property
    def mean_s(self) -> float:
        """Mean handle time of an average issue, talk + hold + after-call work, in seconds."""
        return self.talk.mean_s + self.hold.mean_s + self.after_call.mean_s


def phase_time(base_s: float, by_time: float, proficiency: float) -> float:
    """Seconds that a phase lasts: its base draw times the multiplier of the hour, over the agent's proficiency."""
    return base_s * by_time / proficiency


def pace(k: int, slowdown: float) -> float:
    """Speed of each of ``k`` chats that one agent has at once: 1 / (1 + slowdown (k - 1))."""
    return 1.0 / (1.0 + slowdown * (k - 1))
