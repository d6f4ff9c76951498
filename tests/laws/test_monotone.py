"""More help never hurts: on the same customers, every one of them waits no longer with one more agent."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from sim.engine import simulate
from tests.desks import desk, exponential
from tests.strategies import NO_SHRINKING, laws

RATES = st.integers(20, 90)


def waits(agents: int, per_hour: int, talk: dict[str, Any], seed: int, patience: Any = None) -> NDArray[np.float64]:
    scenario = desk(
        {"phone": {"source": "profile", "per_week": per_hour * 84, "profile": {"08:00": 1, "20:00": 0}}},
        talk,
        agents,
        patience=patience,
        calendar__at_end="drain",
    )
    contacts = simulate(scenario, seed, 0).contacts
    return contacts["answered_at"] - contacts["entered_at"]  # type: ignore[no-any-return]


@settings(max_examples=40, phases=NO_SHRINKING)
@given(st.integers(1, 8), RATES, laws(), st.integers(0, 10**6))
def test_first_come_first_served_with_one_more_agent_nobody_waits_longer(
    agents: int, per_hour: int, talk: dict[str, Any], seed: int
) -> None:
    """Kiefer and Wolfowitz: without abandonment the waits of G/G/n are ordered path by path."""
    few, many = waits(agents, per_hour, talk, seed), waits(agents + 1, per_hour, talk, seed)
    assert len(few) == len(many)
    assert (many <= few).all()


@settings(max_examples=20, phases=NO_SHRINKING)
@given(st.integers(1, 4), laws(), st.integers(0, 10**6))
def test_where_customers_give_up_more_agents_answer_no_fewer_in_the_mean(
    agents: int, talk: dict[str, Any], seed: int
) -> None:
    """With abandonment no path-by-path order holds, but over a day of calls the answered ones do not fall."""

    def answered(heads: int) -> int:
        return int(sum(np.isfinite(waits(heads, 60, talk, seed + i, exponential(60.0))).sum() for i in range(8)))

    assert answered(agents + 2) >= answered(agents)
