"""Channels: live or asynchronous, when they are open, how many lines there are, and what happens at closing."""

from __future__ import annotations

from typing import Literal

from sim.clock import OpenHours
from sim.declare import Settings, setting

ALWAYS = OpenHours.model_validate("always")


class Channel(Settings):
    """One way in.

    ``live``: the customer waits on the line and may give up (phone). ``async``: the ticket waits for a reply (email);
    it can be sent at any time, and its opening hours are the hours that count for a business-hours target.
    """

    kind: Literal["live", "async"] = setting(meaning="live: the customer waits on the line; async: the ticket waits")
    open: OpenHours = setting(ALWAYS, meaning="opening hours; outside them a live channel takes nothing")
    closing: Literal["serve_out", "disconnect"] = setting(
        "serve_out",
        meaning="who is queueing at closing: is still served by those on duty (serve_out), or is cut off (disconnect)",
    )
    lines: int | None = setting(
        None, ge=1, le=1_000_000, meaning="trunk lines (waiting + talking); a caller beyond them hears a busy tone"
    )
