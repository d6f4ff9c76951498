"""Development: how people are trained before they start and afterwards."""

from __future__ import annotations

from sim.declare import Settings, setting

WEEK_H = 40.0
"""of work, of which hours a week are a share"""


class Development(Settings):
    """Onboarding and continuing training, with their prices beside the hours of those trained."""

    onboarding_weeks: float = setting(
        4.0, unit="weeks", ge=0, le=104, meaning="training off queue before the first day on queue", source="2 to 8"
    )
    intensity: float = setting(
        1.0, ge=0, le=1, meaning="how good training is, from 0 (none that helps) to 1 (a good programme)"
    )
    trainer_per_week: float = setting(
        1500.0, unit="currency per week", ge=0, meaning="price of a trainer for one class"
    )
    material: float = setting(200.0, unit="currency", ge=0, meaning="price of equipment and material for one new hire")
    hours: float = setting(
        2.0, unit="h", ge=0, le=40, meaning="continuing training of each agent a week, paid and off queue"
    )
    hours_enough: float = setting(
        4.0, unit="h", gt=0, le=40, meaning="hours a week at which training is a full resource against exhaustion"
    )
    hour_price: float = setting(
        0.0, unit="currency per hour", ge=0, meaning="price of an hour of continuing training beside the agent's wage"
    )


def training_index(hours: float, enough: float) -> float:
    """Training as a resource from 0 to 1: hours a week / those that are enough, at most 1."""
    return hours / enough if hours < enough else 1.0
