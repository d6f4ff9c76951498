"""The same on a desk with everything: phone with callbacks, chats, email, resolution, chases, sorting, urgency."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest

from sim.engine import simulate
from sim.kpi import Measured, measure
from sim.kpi.busy import union
from sim.kpi.period import floats, ints
from sim.log import INBOUND, Cause, Log, Outcome, Status
from sim.scenario import Scenario
from sim.units import DAY_S

DAYS = 9


def exponential(mean: str) -> dict[str, str]:
    return {"law": "exponential", "mean": mean}


@cache
def desk() -> Scenario:
    volumes = {"phone": 1500, "chat": 900, "email": 900}
    everything = {"phone": 1.0, "chat": 1.0, "email": 1.0}
    world: dict[str, Any] = {
        "arrivals": {
            name: {"source": "profile", "per_week": volume, "profile": {"07:00": 1, "21:00": 0.1}}
            for name, volume in volumes.items()
        },
        "effort": {
            "phone": {"talk": exponential("5min"), "after_call": exponential("1min")},
            "chat": {"talk": exponential("10min"), "after_call": exponential("30s")},
            "email": {"talk": exponential("6min")},
        },
        "patience": {
            "phone": {"law": exponential("4min")},
            "chat": {"law": exponential("3min"), "silent": 0.5},
        },
        "redial": {"phone": {"share": 0.5, "switch": {"chat": 0.2}}, "chat": {"share": 0.4}},
        "topics": {"billing": {"share": 2, "urgent": 0.1}, "technical": {}},
        "chase": {"channels": {"phone": 0.3}},
        "resolution": {"return_channels": {"phone": 0.3}},
    }
    policy = {
        "channels": {
            "phone": {
                "kind": "live",
                "open": "08:00-20:00",
                "later": "email",
                "when_closed": "take_message",
                "lines": 20,
                "sends_to": {"email": 0.03},
            },
            "chat": {"kind": "chat", "open": "08:00-20:00", "later": "email"},
            "email": {"kind": "async", "open": "08:00-20:00"},
        },
        "teams": {
            "phones": {"skills": {"phone/billing": 1.0, "email": 1.0}},
            "all": {"skills": everything, "chats": 3},
            "seniors": {"skills": everything, "senior": True},
        },
        "heads": {
            "phones": {"on_queue": {"08:00": 4, "20:00": 0}},
            "all": {"on_queue": {"08:00": 5, "20:00": 0}},
            "seniors": {"on_queue": {"08:00": 1, "20:00": 0}},
        },
        "sorting": {"correct": 0.8},
        "callback": {"phone": {"offer_above": "1min"}},
        "routing": {"forgotten_after": {"email": "4h"}, "urgent_first": True},
        "targets": {
            "phone": {"within": "20s"},
            "chat": {"within": "60s"},
            "email": {"within": "4h", "clock": "business", "urgent_within": "1h", "solved_within": "24h"},
        },
    }
    return Scenario.from_mapping({"calendar": {"days": DAYS}, "world": world, "policy": policy})


@cache
def a_log() -> Log:
    return simulate(desk(), 11, 0)


@cache
def measured() -> Measured:
    return measure(a_log(), desk())


def row(kpi: str, channel: str = "") -> tuple[float, float]:
    table = measured().kpis
    place = np.flatnonzero((table["kpi"] == kpi) & (table["channel"] == channel) & (table["team"] == ""))[0]
    return float(table["num"][place]), float(table["den"][place])


HAPPENED = """passed_on abandoned called_back messages closed redials chases recontacts reopens bounced transfers
    silent_share dead_time_share transfer_share bounced_share escalation_rate wrong_information abandoned_passed_on
    issues_resolved issues_gave_up issues_silent issues_open pending_customer_average on_hold_average
    pending_internal_average backlog reopen_share fcr_7d fcr_7d_gross fcr_7d_true solution_sla sla_attainment
    agent_clock touches_per_ticket chases_per_ticket requester_wait resolution_time chat_load concurrency"""


@pytest.mark.parametrize("kpi", HAPPENED.split())
def test_every_mechanism_leaves_its_mark(kpi: str) -> None:
    num, den = row(kpi)
    assert num > 0
    assert den > 0


def test_everybody_offered_has_one_end_and_every_need_too() -> None:
    parts = [
        "answered",
        "in_service",
        "still_waiting",
        "passed_on",
        "abandoned",
        "disconnected",
        "called_back",
        "unreached",
    ]
    assert measured().value("offered") == sum(measured().value(kpi) for kpi in parts)
    ends = ["resolved", "gave_up", "silent", "no_reply", "lost", "open"]
    assert measured().value("issues") == sum(measured().value(f"issues_{end}") for end in ends)
    assert measured().value("issues") == len(a_log().issues["issue"])


def test_every_contact_that_was_passed_on_goes_on() -> None:
    contacts = a_log().contacts
    passed = np.count_nonzero(contacts["outcome"] == Outcome.TRANSFERRED)
    assert passed == np.count_nonzero(contacts["cause"] == Cause.TRANSFER) == measured().value("transfers")


def test_the_backlog_is_the_tickets_that_stand_open() -> None:
    statuses = a_log().statuses
    final = {}
    for issue, ticket, status in zip(statuses["issue"], statuses["ticket"], statuses["status"], strict=True):
        final[int(issue), int(ticket)] = int(status)
    assert len(final) == len(a_log().tickets["issue"])
    still_open = [status for status in final.values() if status not in (Status.SOLVED, Status.CLOSED)]
    assert measured().value("backlog") == len(still_open)
    assert measured().value("backlog_pending_customer") == still_open.count(Status.PENDING_CUSTOMER)


def test_little_s_law_holds_for_everybody_on_the_line() -> None:
    contacts = a_log().contacts
    names = np.array(a_log().queue_channel)[ints(contacts["queue"])]
    waited = {}
    roots: dict[int, int] = {}
    for place in range(len(names)):
        issue, cause = int(contacts["issue"][place]), int(contacts["cause"][place])
        # A transfer follows its contact at once; chases and notices of the same issue may come between in the table.
        came = roots.get(issue, cause) if cause == Cause.TRANSFER else cause
        if contacts["outcome"][place] == Outcome.TRANSFERRED:
            roots[issue] = came
        outcome = contacts["outcome"][place]
        if came not in INBOUND or outcome in (Outcome.BLOCKED, Outcome.CLOSED, Outcome.MESSAGE):
            continue
        left = contacts["ended_at"][place]
        if outcome not in (Outcome.SILENT, Outcome.UNREACHED) and not np.isnan(contacts["answered_at"][place]):
            left = contacts["answered_at"][place]
        left = a_log().ends_at if np.isnan(left) else left
        waited[int(names[place])] = waited.get(int(names[place]), 0.0) + left - contacts["entered_at"][place]
    for channel, name in ((0, "phone"), (1, "chat")):
        assert measured().value("queue_length", name) * DAYS * DAY_S == pytest.approx(waited[channel], rel=1e-9)


def test_the_agents_time_charged_is_their_busy_time() -> None:
    touches = a_log().touches
    agent, since = ints(touches["agent"]), floats(touches["started_at"])
    until = np.where(np.isnan(floats(touches["ended_at"])), a_log().ends_at, floats(touches["ended_at"]))
    together = union(agent, since, until)
    assert len(together.agent) < len(agent)
    charged = np.bincount(agent, weights=floats(touches["agent_s"]))
    spent = np.bincount(together.agent, weights=together.until - together.since)
    np.testing.assert_allclose(charged, spent, atol=1e-3)
    assert row("occupancy")[0] == pytest.approx(spent.sum())
    assert row("concurrency")[0] > row("concurrency")[1]


def test_first_contact_resolution_falls_from_gross_to_true() -> None:
    for channel in ("phone", "chat", "email", ""):
        gross, net, true = (row(kpi, channel) for kpi in ("fcr_7d_gross", "fcr_7d", "fcr_7d_true"))
        assert gross[0] > net[0] > true[0]
        assert gross[1] == net[1] == true[1]
        assert row("fcr_30d", channel)[1] == 0


def test_agents_are_busy_only_while_on_queue() -> None:
    series = measured().series
    busy, there = series["kpi"] == "agents_busy", series["kpi"] == "agents_on_queue"
    assert (series["num"][busy] <= series["num"][there] + 1e-6).all()
    slots = row("chat_load")
    assert 0 < slots[0] < slots[1]
