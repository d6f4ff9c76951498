"""The same identities on logs of the engine: pauses, shift ends, redials, busy lines, closing, backlog, draining."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest

from sim.engine import simulate
from sim.kpi import Measured, measure
from sim.scenario import Scenario

WORLD: dict[str, Any] = {
    "arrivals": {
        "phone": {"source": "profile", "per_week": 4200, "profile": {"07:00": 1, "12:00": 2, "21:00": 0}},
        "email": {"source": "profile", "per_week": 500, "profile": 1},
    },
    "effort": {
        "phone": {"talk": {"law": "exponential", "mean": "5min"}, "after_call": {"law": "exponential", "mean": "30s"}},
        "email": {"talk": {"law": "exponential", "mean": "8min"}},
    },
    "patience": {"phone": {"law": {"law": "exponential", "mean": "2min"}}},
    "redial": {"phone": {"share": 0.6}},
}


@cache
def desk(at_end: str, end_of_shift: str, closing: str) -> Scenario:
    pause = {"lunch": {"after": "4h", "lasts": "30min", "paid": False, "stagger": "30min"}}
    return Scenario.from_mapping(
        {
            "calendar": {"days": 3, "at_end": at_end},
            "world": WORLD,
            "policy": {
                "channels": {
                    "phone": {"kind": "live", "open": "08:00-20:00", "lines": 7, "closing": closing},
                    "email": {"kind": "async", "open": "08:00-18:00"},
                },
                "teams": {
                    "mixed": {"skills": {"phone": 1.0, "email": 1.0}},
                    "extra": {"skills": {"phone": 1.0}},
                },
                "shifts": {
                    "early": {"team": "mixed", "agents": 3, "hours": "08:00-16:30", "days": "daily", "pauses": pause},
                    "late": {"team": "mixed", "agents": 2, "hours": "11:30-20:00", "days": "daily", "pauses": pause},
                },
                "heads": {"extra": {"on_queue": {"12:00": 2, "16:00": 1, "20:00": 0}, "paid_share": 0.7}},
                "end_of_shift": {"rule": end_of_shift},
                "targets": {"phone": {"within": "20s"}, "email": {"within": "4h", "clock": "business"}},
            },
            "start": {"backlog": {"email": {"contacts": 30, "oldest": "20h"}}},
        }
    )


@cache
def measured(at_end: str, end_of_shift: str, closing: str) -> Measured:
    scenario = desk(at_end, end_of_shift, closing)
    return measure(simulate(scenario, 7, 0), scenario)


CASES = pytest.mark.parametrize(
    ("at_end", "end_of_shift", "closing"),
    [("stop", "finish", "serve_out"), ("drain", "hand_over", "disconnect"), ("stop", "stop_new", "disconnect")],
)


@CASES
def test_every_kind_of_end_occurs_and_nobody_is_lost(at_end: str, end_of_shift: str, closing: str) -> None:
    found = measured(at_end, end_of_shift, closing)
    for kpi in ("abandoned", "blocked", "closed", "redials", "backlog_start", "answered"):
        assert found.value(kpi) > 0, kpi
    parts = ("answered", "in_service", "still_waiting", "abandoned", "disconnected")
    assert found.value("offered") == sum(found.value(kpi) for kpi in parts)
    if at_end == "drain":
        assert found.value("in_service") == 0


@CASES
def test_agents_work_only_while_on_queue(at_end: str, end_of_shift: str, closing: str) -> None:
    series = measured(at_end, end_of_shift, closing).series
    busy = series["kpi"] == "agents_busy"
    there = series["kpi"] == "agents_on_queue"
    assert series["num"][busy].sum() > 0
    np.testing.assert_array_equal(series["interval"][busy], series["interval"][there])
    assert (series["num"][busy] <= series["num"][there] + 1e-6).all()


@CASES
def test_time_in_queue_adds_up_to_its_time_average(at_end: str, end_of_shift: str, closing: str) -> None:
    found = measured(at_end, end_of_shift, closing)
    # Little: no phone call waits over the start or the end of the horizon, which are closed hours.
    in_queue_s = found.value("queue_length", "phone") * 3 * 86_400
    assert in_queue_s > 0
    assert in_queue_s == pytest.approx(found.value("wait_all", "phone") * found.value("offered", "phone"), rel=1e-9)


@CASES
def test_the_money_is_that_of_the_roster(at_end: str, end_of_shift: str, closing: str) -> None:
    found = measured(at_end, end_of_shift, closing)
    overtime = found.value("overtime_hours")
    # Five agents of 8.5 h less half an hour unpaid, three days; heads 4 h of two and 4 h of one, 70 % of it on queue.
    planned = 3 * 5 * 8.0
    heads = 3 * 12 / 0.7
    late_back_s = found.value("paid_hours") - planned - heads - overtime
    # Who finishes a call when lunch should begin is paid for it.
    assert 0 <= late_back_s < 1.5
    assert found.value("staff_cost") == pytest.approx(25 * (found.value("paid_hours") + 0.25 * overtime))
