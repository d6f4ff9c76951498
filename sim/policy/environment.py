"""The environment: what a desk gives its people beside training, and how hard it plans to work them."""

from __future__ import annotations

from sim.declare import Duration, Settings, setting
from sim.units import HOUR_S


class Environment(Settings):
    """Resources against exhaustion, pay, breaks, coaching and the occupancy that is planned for, with their prices."""

    support: float = setting(0.7, ge=0, le=1, meaning="support by team leads and colleagues, from 0 to 1")
    support_price: float = setting(
        0.0, unit="currency per agent and week", ge=0, meaning="price of what is done for it, coaching apart"
    )
    control: float = setting(0.5, ge=0, le=1, meaning="control over one's own schedule, from 0 to 1")
    recognition: float = setting(0.5, ge=0, le=1, meaning="recognition of good work, from 0 to 1")
    recognition_price: float = setting(
        0.0, unit="currency per agent and week", ge=0, meaning="price of what is done for it"
    )
    unclear: float = setting(0.0, ge=0, le=1, meaning="how unclear the work is: conflicting or missing instructions")
    pay: float = setting(1.0, gt=0, le=10, meaning="pay over what the market pays; multiplies the wages of all teams")
    break_every: Duration | None = setting(
        None, unit="s", gt=0, meaning="a break at least after this much work without one; null: only those of the shift"
    )
    break_lasts: Duration = setting(900.0, unit="s", gt=0, le=4 * HOUR_S, meaning="how long such a break is, paid")
    occupancy_target: float = setting(
        0.80,
        gt=0,
        le=1,
        meaning="share of the time on queue that should be work: what `show` plans for; no simulated number reads it",
        source="0.80 to 0.85 is usual",
    )
    coaching: float = setting(
        0.0, unit="h", ge=0, le=40, meaning="hours a week that a team lead coaches each agent, both of them off queue"
    )
    lead_wage_per_h: float = setting(35.0, unit="currency per hour", ge=0, meaning="loaded cost of a team lead's hour")


def agents_at(load: float, target: float) -> float:
    """Agents on queue at whom a load in erlangs makes the occupancy that is aimed at: load / target."""
    return load / target
