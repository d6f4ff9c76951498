"""A study keeps what became of people by day and by agent, over all replications; empty where nobody is a person."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.kpi import pool
from sim.scenario import Scenario
from sim.study import Compute, StudyOptions, Variant, run_study
from tests.study.desk import desk


def crew(agents: int) -> Scenario:
    """The small desk for a fortnight, its helpers in a shift, who wear out and leave."""
    changes = {
        "calendar.days": 14,
        "policy.heads": {},
        "policy.shifts": {"day": {"team": "helpers", "agents": agents, "hours": "08:00-20:00", "days": "daily"}},
        "world.exhaustion": {"at_start": 0.4},
        "world.departures": {"quits": 3.0},
    }
    return desk().with_values(changes)


def test_days_and_agents_are_read_back_and_pooled(tmp_path: Path) -> None:
    variants = [Variant("four", crew(4), "Four"), Variant("six", crew(6), "Six"), Variant("heads", desk(), "Heads")]
    options = StudyOptions(replications=2, folder=str(tmp_path), seed=3)
    study = run_study(variants, options, Compute(backend="serial"), name="people")
    days, agents = study.days, study.agents
    assert set(days.variant) == set(agents.variant) == {"four", "six"}
    assert set(days.day) == set(range(14))
    worn = days[(days.variant == "six") & (days.kpi == "exhaustion") & (days.team == "helpers")]
    assert worn.num.sum() / worn.den.sum() == pytest.approx(study.value("six", "exhaustion", team="helpers")[0])
    assert agents[agents.kpi == "work_per_week"].groupby(["variant", "replication"]).size().tolist() == [4, 4, 6, 6]
    by_day = pool(days[days.variant == "four"])
    assert set(by_day["n"][by_day["kpi"] == "at_work"]) == {2}
    assert study.value("four", "headcount")[0] == 4.0
    with pytest.raises(KeyError):
        study.value("heads", "headcount")
