"""Customers who wait for an answer and ask where it is."""

from __future__ import annotations

from sim.clock import OpenHours
from sim.declare import Duration, Settings, setting
from sim.laws import Deterministic, Law


class Chase(Settings):
    """From the last promise no chase before it lapses; after that at a constant hazard, until the wait is over.

    Without a promise the customer's own expectation takes its place. A notice kept, or a new timeframe given by the
    agent who answers a chase, starts it anew.
    """

    per_hour: float = setting(
        1 / 12, unit="per hour", gt=0, le=60, meaning="hazard of a chase once the promise has lapsed", source="assumed"
    )
    waking: OpenHours | None = setting(
        OpenHours.model_validate("08:00-22:00"), meaning="hours in which customers chase; null: round the clock"
    )
    expects: Duration = setting(
        14400.0,
        unit="s",
        ge=0,
        meaning="what a customer expects of an answer who was promised nothing",
        source="assumed; an answer to email within 1 h meets 88 % of consumers, a typical firm takes 12 h (Toister)",
    )
    expects_on: dict[str, Duration] = setting(
        default_factory=dict, unit="s", meaning="what they expect on named channels instead"
    )
    expects_pending: Duration = setting(
        86400.0, unit="s", ge=0, meaning="what a customer expects who was told that somebody else has to act first"
    )
    channels: dict[str, float] = setting(
        default_factory=dict, meaning="share of chases that come on other channels; the rest come on the ticket's own"
    )
    work: Law = setting(Deterministic(value=150.0), unit="s", meaning="work of answering a chase")
