"""Following up: what a waiting customer is told and promised, and how a ticket is closed."""

from __future__ import annotations

from sim.declare import Duration, Settings, setting
from sim.laws import Deterministic, Law
from sim.units import DAY_S, HOUR_S


class FollowUp(Settings):
    """Telling, promising, keeping the promise, asking before closing; each can be left out."""

    tell: float = setting(0.95, ge=0, le=1, meaning="share of pending tickets whose customer is told about it")
    timeframe: float = setting(0.9, ge=0, le=1, meaning="share of those told, and of chases answered, with a promise")
    acknowledge: bool = setting(False, meaning="whether a message is acknowledged at once with a promise")
    promise: Duration = setting(DAY_S, unit="s", gt=0, meaning="how long the promise is")
    promise_on: dict[str, Duration] = setting(
        default_factory=dict, unit="s", meaning="how long on named channels instead"
    )
    kept: float = setting(
        0.9, ge=0, le=1, meaning="share of promises at whose end the customer hears from the desk again if not done"
    )
    notice: Law = setting(Deterministic(value=75.0), unit="s", meaning="work of such a notice", source="60 to 90 s")
    confirm: bool = setting(False, meaning="ask whether it is solved before closing")
    confirm_work: Law = setting(Deterministic(value=60.0), unit="s", meaning="work of reading the answer")
    confirm_detects: float = setting(0.8, ge=0, le=1, meaning="share of what is not solved that comes out then")
    remind_after: Duration = setting(48 * HOUR_S, unit="s", gt=0, meaning="customer has not answered: a reminder")
    give_up_after: Duration = setting(4 * DAY_S, unit="s", gt=0, meaning="still no answer: taken for solved")
    close_after: Duration = setting(
        4 * DAY_S,
        unit="s",
        ge=0,
        meaning="solved tickets are closed after this; before it a customer who returns reopens the ticket",
        source="common help-desk practice (Zendesk: about 4 days)",
    )
    link: float = setting(
        0.8,
        ge=0,
        le=1,
        meaning="share of customers who come back and are recognised: their ticket is found, and reopened if it is "
        "not closed; the others have to begin again, with a ticket of their own",
        source="assumed: 0.8 with a customer record at hand, 0.3 without",
    )
