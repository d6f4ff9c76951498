"""Channels: live or asynchronous, when they are open, how many lines there are, and what happens at closing."""

from __future__ import annotations

from typing import Literal

from sim.clock import OpenHours
from sim.declare import Settings, setting

ALWAYS = OpenHours.model_validate("always")


class Channel(Settings):
    """One way in.

    ``live``: the customer waits on the line and may give up (phone). ``chat``: the same, in writing, so that an agent
    may have several at once. ``async``: the ticket waits for a reply (email); it can be sent at any time, and its
    opening hours are the hours that count for a business-hours target.
    """

    kind: Literal["live", "chat", "async"] = setting(
        meaning="live: the customer waits on the line; chat: the same, and an agent may have several; async: the "
        "ticket waits"
    )
    open: OpenHours = setting(ALWAYS, meaning="opening hours; outside them a live channel or a chat takes nothing")
    closing: Literal["serve_out", "disconnect"] = setting(
        "serve_out",
        meaning="who is queueing at closing: is still served by those on duty (serve_out), or is cut off (disconnect)",
    )
    lines: int | None = setting(
        None, ge=1, le=1_000_000, meaning="trunk lines (waiting + talking); a caller beyond them hears a busy tone"
    )
    announce: bool = setting(False, meaning="whether those who have to wait are told how long")
    when_closed: Literal["turn_away", "take_message"] = setting(
        "turn_away", meaning="outside opening hours: nothing, or a message that becomes a ticket"
    )
    later: str | None = setting(
        None,
        meaning="async channel that takes its messages and the later work on its tickets; null: they queue here, "
        "among the customers on the line",
    )
    sends_to: dict[str, float] = setting(
        default_factory=dict,
        meaning="share of those answered here who are told to contact another channel instead (bounced), by channel",
    )

    @property
    def waits_on_line(self) -> bool:
        """Whether the customer waits on the line: live and chat."""
        return self.kind != "async"
