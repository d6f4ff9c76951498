"""Sentiment detection: customers who seem angry when they come are flagged, and go first or to senior agents."""

from __future__ import annotations

from typing import Literal

from sim.declare import Settings, setting


class Sentiment(Settings):
    """Reads the words of each customer who gets in, before an agent takes them; the wait ahead it cannot know.

    A flag stays with the matter: with ``priority`` it is urgent from then on, as a ticket that was forgotten is.
    """

    sensitivity: float = setting(0.8, ge=0, le=1, meaning="share of angry customers whom it flags")
    specificity: float = setting(0.9, ge=0, le=1, meaning="share of the others whom it does not")
    then: Literal["priority", "senior"] = setting(
        "priority",
        meaning="what becomes of who is flagged: urgent, so that they go first (priority), or to senior agents, where "
        "there are any for the matter (senior)",
    )
    channels: tuple[str, ...] | None = setting(None, meaning="channels on which it reads; null: all")
    price_per_contact: float = setting(0.0, unit="currency", ge=0, meaning="price of reading a contact")

    def reads(self, channel: str) -> bool:
        """Whether it reads what comes on a channel."""
        return self.channels is None or channel in self.channels


def is_flagged(u: float, angry: bool, sensitivity: float, specificity: float) -> bool:
    """Whether a contact is flagged: u < sensitivity if the customer is angry, u < 1 - specificity if not."""
    return u < (sensitivity if angry else 1.0 - specificity)
