"""Prices that the desk does not set."""

from __future__ import annotations

from sim.declare import Settings, setting


class Prices(Settings):
    """The currency of every amount of money."""

    currency: str = setting("EUR", meaning="currency of all amounts, as text", max_length=8)
