"""What customers need: topics with their share of the demand, their effort and their patience."""

from __future__ import annotations

from sim.declare import Settings, setting


class Topic(Settings):
    """One kind of need."""

    share: float = setting(1.0, ge=0, le=1e6, meaning="relative share of the issues of every channel")
    share_on: dict[str, float] = setting(default_factory=dict, meaning="relative share on named channels instead")
    effort: float = setting(1.0, gt=0, le=100, meaning="handle time relative to the channel's")
    patience: float = setting(1.0, gt=0, le=100, meaning="patience relative to the channel's")
    solved: float | None = setting(
        None, gt=0, lt=1, meaning="probability that a touch resolves it, instead of world.resolution.solved"
    )
    pending_customer: float | None = setting(
        None, ge=0, le=1, meaning="probability of a question to the customer, instead of world.resolution's"
    )
    pending_third_party: float | None = setting(
        None, ge=0, le=1, meaning="probability of a wait for a third party, instead of world.resolution's"
    )
    concession: float | None = setting(
        None, ge=0, le=1, meaning="share of its issues that need a concession, instead of world.concession.needed"
    )
    urgent: float = setting(0.0, ge=0, le=1, meaning="share of its issues that are urgent")
