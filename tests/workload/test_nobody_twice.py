"""Whatever a roster says, nobody is in two places: the stretches of a person follow one another."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from sim.engine import simulate
from sim.scenario import Scenario
from sim.workload import roster
from tests.desks import desk, recorded
from tests.strategies import NO_SHRINKING


@st.composite
def rosters(draw: st.DrawFn) -> dict[str, Any]:
    """Rows of two persons with pauses anywhere; work does not overlap work, which a scenario refuses."""
    rows = [{"agent": "Cid", "date": "2026-01-05", "hours": "08:00-16:00"}]
    work: set[tuple[str, int]] = set()
    for _ in range(draw(st.integers(1, 10))):
        agent = draw(st.sampled_from(["Ann", "Bob"]))
        activity = draw(st.sampled_from(["work", "work", "break", "training", "absent"]))
        day, start, lasts = draw(st.integers(4, 7)), draw(st.integers(0, 23)), draw(st.integers(1, 23))
        if activity == "work":
            hours = {(agent, day * 24 + start + hour) for hour in range(lasts)}
            if work & hours:
                continue
            work |= hours
        ends = (start + lasts) % 24
        rows.append(
            {
                "agent": agent,
                "date": f"2026-01-0{day}",
                "hours": f"{start:02d}:00-{ends:02d}:00",
                "activity": activity,
            }
        )
    return {"team": {"rows": rows}}


def staffed(table: dict[str, Any], rule: str) -> Scenario:
    return desk(
        {"phone": recorded(*[f"{hour:02d}:30:00" for hour in range(24)])},
        3600,
        {"team": None},
        days=3,
        policy__roster=table,
        policy__end_of_shift={"rule": rule, "stop_before": "1h"},
        world__people={"lateness": 0.5, "absence": 0.2},
    )


@settings(max_examples=60, phases=NO_SHRINKING)
@given(rosters(), st.sampled_from(["finish", "stop_new", "hand_over"]))
def test_the_stretches_of_a_person_follow_one_another_and_time_goes_forward(table: dict[str, Any], rule: str) -> None:
    scenario = staffed(table, rule)
    plan = roster(scenario, 1, 0)
    assert (plan.until > plan.since).all()
    same = plan.agent[1:] == plan.agent[:-1]
    assert (plan.since[1:] >= plan.until[:-1])[same].all()
    log = simulate(scenario, 1, 0)
    assert (log.duty["until"] > log.duty["since"]).all()
    waits: Any = log.contacts["answered_at"]
    assert not (waits - log.contacts["entered_at"] < 0).any()
