"""The figures of concessions and approvals on a desk that was played, recomputed from its log row by row."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from math import isnan
from typing import Any

import numpy as np
import pytest

from sim.engine import simulate
from sim.kpi import Measured, measure
from sim.log import INBOUND, Cause, Duty, End, Grant, Log, Request, RequestEnd, TouchEnd
from sim.scenario import Scenario
from sim.units import DAY_S, HOUR_S

DAYS, WARM_UP = 5, DAY_S
EMPOWERED = {"approval": "by_wait", "offers_less": True, "goodwill": 15.0, "audited": 0.1, "script": 0.3}


def exponential(mean: str) -> dict[str, str]:
    return {"law": "exponential", "mean": mean}


@cache
def desk(conceding: bool = True) -> Scenario:
    """Supervisors without skills by day, and one who answers emails too; agents ask on the phone and by chat."""
    volumes = {"phone": 1500, "chat": 700, "email": 500}
    on_day = {name: {"08:00": heads, "20:00": 0} for name, heads in (("agents", 8), ("seniors", 2))}
    policy: dict[str, Any] = {
        "channels": {
            "phone": {"kind": "live", "open": "08:00-20:00", "later": "email"},
            "chat": {"kind": "chat", "open": "08:00-20:00", "later": "email"},
            "email": {"kind": "async", "open": "08:00-20:00"},
        },
        "teams": {
            "agents": {"skills": {"phone": 1.0, "chat": 1.0, "email": 1.0}, "chats": 2},
            "seniors": {"skills": {"phone": 1.0, "email": 1.0}, "senior": True},
            "leads": {"approves": True},
            "working_leads": {"skills": {"email": 1.0}, "approves": True},
        },
        "heads": {
            **{name: {"on_queue": heads} for name, heads in on_day.items()},
            "leads": {"on_queue": {"09:00": 1, "18:00": 0}},
            "working_leads": {"on_queue": {"08:00": 1, "20:00": 0}},
        },
        "authority": EMPOWERED,
        "supervision": {"denied": 0.2},
    }
    return Scenario.from_mapping(
        {
            "calendar": {"days": DAYS, "at_end": "drain"},
            "world": {
                "arrivals": {
                    name: {"source": "profile", "per_week": volume, "profile": {"08:00": 1, "20:00": 0.05}}
                    for name, volume in volumes.items()
                },
                "effort": {name: {"talk": exponential("5min"), "after_call": exponential("1min")} for name in volumes},
                "patience": {"phone": {"law": exponential("4min")}, "chat": {"law": exponential("4min")}},
                "redial": {"phone": {"share": 0.6}, "chat": {"share": 0.5}},
                "topics": {"billing": {"concession": 0.7}, "technical": {}},
                "resolution": {"return_channels": {"phone": 0.4}},
                "concession": {"needed": 0.3, "patience": exponential("5min")} if conceding else None,
            },
            "policy": policy,
        }
    )


@cache
def log() -> Log:
    return simulate(desk(), 11, 0)


@cache
def measured() -> Measured:
    return measure(log(), desk(), WARM_UP)


def rows(name: str) -> list[dict[str, Any]]:
    """A table of the log as rows."""
    table = getattr(log(), name)
    columns = {key: column.tolist() for key, column in table.items()}
    return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]


def inside(instant: float) -> bool:
    """Whether an instant lies in the period."""
    return WARM_UP <= instant < DAYS * DAY_S


@cache
def needs() -> dict[int, dict[str, Any]]:
    """The issues of the period by number."""
    return {row["issue"]: row for row in rows("issues") if inside(row["arrived_at"]) and row["cause"] == Cause.FIRST}


@cache
def asked() -> list[dict[str, Any]]:
    return [row for row in rows("supervision") if row["request"] != Request.DUTY]


@cache
def where() -> dict[tuple[int, int], str]:
    """The channel of each contact."""
    at = log()
    return {(row["issue"], row["contact"]): at.channels[at.queue_channel[row["queue"]]] for row in rows("contacts")}


def of(channel: str, row: dict[str, Any]) -> bool:
    """Whether a request or a concession was on a channel ('': any)."""
    return not channel or where()[row["issue"], row["contact"]] == channel


CHANNELS = pytest.mark.parametrize("channel", ["phone", "chat", "email", ""])


def test_everything_occurs() -> None:
    assert {row["end"] for row in asked() if row["request"] == Request.ON_HOLD} >= {
        RequestEnd.GRANTED, RequestEnd.DENIED, RequestEnd.WITHDRAWN, RequestEnd.IN_VAIN,
    }  # fmt: skip
    assert {row["end"] for row in asked() if row["request"] == Request.LATER} >= {RequestEnd.GRANTED, RequestEnd.DENIED}
    assert {row["grant"] for row in rows("concessions")} == set(Grant)
    assert len({row["agent"] for row in asked()}) > 2
    assert measured().value("duties_done") > 0
    assert measured().value("duties_undone") > 0


@CHANNELS
def test_requests_and_their_times(channel: str) -> None:
    found = [row for row in asked() if inside(row["asked_at"]) and of(channel, row)]
    kinds = {
        "": found,
        "_on_hold": [row for row in found if row["request"] == Request.ON_HOLD],
        "_later": [row for row in found if row["request"] == Request.LATER],
    }
    for kind, some in kinds.items():
        assert measured().value(f"approvals{kind}", channel) == len(some)
        waits = [row["taken_at"] - row["asked_at"] for row in some if not isnan(row["taken_at"])]
        times = [row["ended_at"] - row["asked_at"] for row in some
                 if row["end"] in (RequestEnd.GRANTED, RequestEnd.DENIED)]  # fmt: skip
        for kpi, values in ((f"approval_wait{kind}", waits), (f"approval_time{kind}", times)):
            mean = sum(values) / len(values) if values else float("nan")
            assert measured().value(kpi, channel) == pytest.approx(mean, rel=1e-9, nan_ok=True)
            if not kind:
                assert sum(value <= measured().value(f"{kpi}_p90", channel) for value in values) >= 0.9 * len(values)
                assert sum(value < measured().value(f"{kpi}_p90", channel) for value in values) < 0.9 * len(values)
    over = [row for row in kinds["_on_hold"] if row["end"] != RequestEnd.OPEN]
    left = [row for row in over if row["end"] in (RequestEnd.WITHDRAWN, RequestEnd.IN_VAIN)]
    expected = len(left) / len(over) if over else float("nan")
    assert measured().value("approval_hang_ups", channel) == pytest.approx(expected, nan_ok=True)


@CHANNELS
def test_shares_of_needs_and_the_time_that_asking_adds(channel: str) -> None:
    here = {number for number, row in needs().items() if channel in ("", log().channels[row["channel"]])}
    with_request = here & {row["issue"] for row in asked()}
    came_out = with_request | here & {row["issue"] for row in rows("concessions") if row["needed"] > 0}
    got = here & {row["issue"] for row in rows("concessions") if row["granted"] > 0}
    value = measured().value
    assert value("approval_rate", channel) == pytest.approx(len(with_request) / len(here))
    assert value("approval_share", channel) == pytest.approx(len(with_request) / len(came_out))
    assert value("concession_needed", channel) == pytest.approx(len(came_out) / len(here))
    assert value("concession_rate", channel) == pytest.approx(len(got) / len(here))

    contacts, came_again = defaultdict(list), defaultdict(lambda: float("inf"))
    for row in rows("contacts"):
        contacts[row["issue"]].append(row)
        if Cause(row["cause"]) in INBOUND - {Cause.FIRST, Cause.BACKLOG}:
            came_again[row["issue"]] = min(came_again[row["issue"]], row["entered_at"])
    stuck = {
        row["issue"]
        for row in rows("touches")
        if row["end"] in (TouchEnd.PENDING_APPROVAL, TouchEnd.HUNG_UP) and row["started_at"] < came_again[row["issue"]]
    }
    assert value("fcr_lost_to_approvals", channel) == pytest.approx(len(stuck & here) / len(here))

    added = 0.0
    for row in asked():
        if row["issue"] not in here:
            continue
        goes_on = row["ended_at"]
        if row["request"] == Request.LATER:
            (finish,) = [one for one in contacts[row["issue"]] if one["cause"] == Cause.DECIDED]
            assert finish["entered_at"] >= row["ended_at"]
            goes_on = finish["answered_at"]
        added += (log().ends_at if isnan(goes_on) else goes_on) - row["asked_at"]
    assert value("approval_delay", channel) == pytest.approx(added / len(with_request), rel=1e-9)
    assert value("approval_delay_per_issue", channel) == pytest.approx(added / len(here), rel=1e-9)


@CHANNELS
def test_money(channel: str) -> None:
    given = [row for row in rows("concessions") if inside(row["at"]) and of(channel, row)]
    granted = sum(row["granted"] for row in given)
    leaked = sum(row["granted"] - row["needed"] for row in given if row["grant"] in (Grant.OWN, Grant.UNWARRANTED))
    value = measured().value
    assert value("concession_cost", channel) == pytest.approx(granted)
    assert value("leakage", channel) == pytest.approx(leaked)
    assert value("leakage_share", channel) == pytest.approx(leaked / granted)
    saved = sum(row["needed"] - row["granted"] for row in given if row["grant"] == Grant.DISCOUNT)
    assert value("discount_savings", channel) == pytest.approx(saved)
    goodwill = sum(row["granted"] for row in given if row["grant"] == Grant.GOODWILL)
    assert value("goodwill_cost", channel) == pytest.approx(goodwill)
    assert value("audit_cost", channel) == pytest.approx(0.1 * 5 * sum(row["grant"] == Grant.OWN for row in given))


def test_the_cost_of_the_desk_is_wages_and_what_was_given_and_audited() -> None:
    value = measured().value
    cost = value("staff_cost") + value("concession_cost") + value("audit_cost")
    assert value("cost_per_week") == pytest.approx(cost / ((DAYS - 1) / 7))
    solved = sum(row["end"] == End.RESOLVED and inside(row["ended_at"]) for row in rows("issues"))
    assert value("cost_per_resolution") == pytest.approx(cost / solved)


def test_hours_of_supervisors() -> None:
    at = log()
    team = {row["agent"]: at.teams[row["team"]] for row in rows("agents")}
    work: dict[str, list[tuple[int, float, float]]] = {"requests": [], "duties": [], "touches": []}
    for row in rows("supervision"):
        if row["agent"] >= 0:
            kind = "duties" if row["request"] == Request.DUTY else "requests"
            work[kind].append((row["agent"], row["taken_at"], row["released_at"]))
    work["touches"] = [(row["agent"], row["started_at"], row["ended_at"]) for row in rows("touches")]
    for name in ("agents", "seniors", "leads", "working_leads"):
        mine = {kind: [row for row in stretches if team[row[0]] == name] for kind, stretches in work.items()}
        if name in ("agents", "seniors"):
            assert not mine["requests"]
            assert not mine["duties"]
        if name == "leads":
            assert not mine["touches"]
        busy = union_h([row for stretches in mine.values() for row in stretches])
        assert measured().value("work_hours", team=name) == pytest.approx(busy)
        if name.endswith("leads"):
            there = on_queue_h(name, team)
            assert measured().value("supervisor_utilisation", team=name) == pytest.approx(busy / there)
            share = union_h(mine["requests"]) / busy
            assert measured().value("supervisor_request_share", team=name) == pytest.approx(share)
    agents = on_queue_h("agents", team) + on_queue_h("seniors", team)
    supervisors = on_queue_h("leads", team) + on_queue_h("working_leads", team)
    assert measured().value("span_of_control") == pytest.approx(agents / supervisors)
    duties = [row for row in rows("supervision") if row["request"] == Request.DUTY and inside(row["asked_at"])]
    done = sum(row["end"] == RequestEnd.DONE for row in duties)
    assert measured().value("duties_done") == pytest.approx(done / 6)
    assert measured().value("duties_undone") == pytest.approx((len(duties) - done) / 6)


def union_h(stretches: list[tuple[int, float, float]]) -> float:
    """Hours of the period in which an agent has at least one of the stretches, over all agents."""
    seconds, until = 0.0, {}
    for agent, since, end in sorted(stretches):
        begin = max(since, until.get(agent, WARM_UP), WARM_UP)
        seconds += max(min(end, DAYS * DAY_S) - begin, 0.0)
        until[agent] = max(end, until.get(agent, WARM_UP))
    return seconds / HOUR_S


def on_queue_h(name: str, team: dict[int, str]) -> float:
    there = (Duty.ON_QUEUE, Duty.OVERTIME, Duty.FINISHING)
    return union_h(
        [(row["agent"], row["since"], row["until"]) for row in rows("duty")
         if row["duty"] in there and team[row["agent"]] == name]
    )  # fmt: skip


def test_supervisors_are_never_busier_than_on_queue_and_no_channel_counts_their_requests() -> None:
    series = measured().series
    busy, there = ((series["kpi"] == kpi) for kpi in ("agents_busy", "agents_on_queue"))
    np.testing.assert_array_equal(series["team"][busy], series["team"][there])
    assert (series["num"][busy] <= series["num"][there] + 1e-6).all()
    ends = ("answered", "in_service", "still_waiting", "passed_on", "abandoned", "disconnected", "called_back",
            "unreached")  # fmt: skip
    assert measured().value("offered") == sum(measured().value(end) for end in ends)


def test_a_desk_on_which_nobody_needs_a_concession_says_nothing_of_them() -> None:
    plain = measure(simulate(desk(conceding=False), 11, 0), desk(conceding=False), WARM_UP)
    absent = {"approvals", "concession_cost", "autonomy", "supervisor_utilisation", "span_of_control"}
    assert not absent & set(plain.kpis["kpi"])
    assert plain.value("cost_per_week") == pytest.approx(plain.value("staff_cost") / ((DAYS - 1) / 7))
    assert plain.value("work_hours", team="leads") == 0.0
