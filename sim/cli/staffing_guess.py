"""How many agents a new desk may need: a first guess by Erlang's formula, before anything is simulated."""

from __future__ import annotations

PEAK = 1.25
"""Rate of the busiest part of the day over the mean (the profile of a new desk)."""


def agents_for(arrivals_per_s: float, handle_s: float, share: float, within_s: float) -> int:
    """The least n with Erlang C's P(wait <= within) >= share at the busiest part of the day."""
    from sim.theory import erlang_c_tail
    from sim.theory.required_agents import smallest_count

    rate = arrivals_per_s * PEAK
    return max(
        1, smallest_count(lambda n: erlang_c_tail(n, rate, handle_s, within_s) <= 1 - share, int(rate * handle_s))
    )
