"""How customers take an offered callback."""

from __future__ import annotations

from sim.declare import Settings, setting


class CallbackHabits(Settings):
    """Whether they accept it, and whether they pick up."""

    accepted: float = setting(0.5, ge=0, le=1, meaning="share of offered callbacks that are accepted; 0.3 to 0.7")
    reached: float = setting(0.85, ge=0, le=1, meaning="probability that a call back reaches the customer")
