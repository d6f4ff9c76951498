"""What must hold of any log of journeys: orders of KPIs, clocks against the wall, agents' time, plain loops."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.kpi import KPIS, Measured, measure, pool
from sim.kpi.busy import union
from sim.kpi.period import Period, floats, ints
from sim.kpi.solutions import solutions
from sim.kpi.tickets import tickets
from sim.log import INBOUND, Cause, Log, Result, TouchEnd
from sim.units import DAY_S
from tests.kpi.logs import ABSENT, CHAT, desk
from tests.kpi.random_logs import random_log

LOGS = st.builds(random_log, st.integers(0, 10_000), st.integers(0, 60), st.integers(0, 5), st.booleans())
WARM_UPS = st.sampled_from([0.0, 3600.0, 40_000.0])
SCENARIO = desk()


@settings(max_examples=60)
@given(LOGS, WARM_UPS)
def test_first_contact_resolution_falls_with_the_window_and_from_gross_to_true(a_log: Log, warm_up_s: float) -> None:
    longer = desk(**{"calendar.days": 10})
    eight_more = a_log.__class__(**{**vars(a_log), "ends_at": a_log.ends_at + 8 * DAY_S})
    measured = measure(eight_more, longer, warm_up_s)
    for channel in ("phone", "email", "chat", ""):
        gross, net, true, one_day = (
            row(measured, kpi, channel) for kpi in ("fcr_7d_gross", "fcr_7d", "fcr_7d_true", "fcr_1d")
        )
        assert gross[0] >= net[0] >= true[0]
        assert gross[1] == net[1] == true[1] == one_day[1]
        assert one_day[0] >= net[0]
        assert row(measured, "fcr_30d", channel) == (0.0, 0.0)


@settings(max_examples=40)
@given(LOGS)
def test_first_contact_resolution_is_what_a_plain_loop_finds(a_log: Log) -> None:
    counts = {"fcr_1d": 0, "true": 0, "of": 0}
    contacts, touches, issues = (list_of(getattr(a_log, name)) for name in ("contacts", "touches", "issues"))
    for need in issues:
        if need["cause"] == Cause.BACKLOG or not 0 <= need["arrived_at"] <= DAY_S:
            continue
        counts["of"] += 1
        solved = need["solved_at"]
        own = [row for row in touches if row["issue"] == need["issue"] and row["started_at"] <= solved]
        if not any(row["end"] == TouchEnd.DONE for row in own):
            continue
        later = [
            row["entered_at"]
            for row in contacts
            if row["issue"] == need["issue"] and row["cause"] in INBOUND - {Cause.FIRST, Cause.BACKLOG}
        ]
        if all(instant > solved + DAY_S for instant in later):
            counts["fcr_1d"] += 1
    assert row(measure(a_log, SCENARIO), "fcr_1d") == (counts["fcr_1d"], counts["of"])


@settings(max_examples=60)
@given(LOGS, WARM_UPS)
def test_failure_demand_lies_between_its_parts_and_all_contacts(a_log: Log, warm_up_s: float) -> None:
    measured = measure(a_log, SCENARIO, warm_up_s)
    wasted, attempts = row(measured, "failure_demand")
    assert wasted == sum(measured.value(kpi) for kpi in ("chases", "redials", "recontacts", "reopens"))
    assert row(measured, "redial_share")[0] <= wasted <= attempts
    assert wasted + measured.value("first_attempts") + measured.value("bounced") == attempts


@settings(max_examples=40)
@given(LOGS)
def test_no_clock_of_a_ticket_runs_faster_than_the_wall_clock(a_log: Log) -> None:
    period = Period.of(a_log, SCENARIO, 0.0)
    found, stretches = tickets(a_log, period)
    for channel in range(3):
        here = found.channel == channel
        clocks = solutions(found, stretches, a_log, SCENARIO, period, channel)
        wall = period.log_end - found.opened_at[here]
        assert (clocks.business_s <= clocks.calendar_s + 1e-6).all()
        assert (clocks.calendar_s <= wall + 1e-6).all()
        known = ~np.isnan(found.solved_at[here])
        assert (clocks.calendar_s[known] <= (found.solved_at - found.opened_at)[here][known] + 1e-6).all()
        late = ~np.isnan(clocks.due_at) & ~clocks.in_time
        assert (clocks.due_at[late] <= period.log_end).all()


@settings(max_examples=60)
@given(LOGS)
def test_the_agents_time_charged_is_the_time_with_at_least_one_contact(a_log: Log) -> None:
    agent, since, until = ints(a_log.touches["agent"]), floats(a_log.touches["started_at"]), a_log.touches["ended_at"]
    together = union(agent, since, floats(until))
    charged = np.bincount(agent, weights=floats(a_log.touches["agent_s"]), minlength=5)
    spent = np.bincount(together.agent, weights=together.until - together.since, minlength=5)
    np.testing.assert_allclose(charged, spent, atol=1e-4)
    assert (np.diff(together.agent) >= 0).all()
    apart = np.diff(together.agent) > 0
    assert (apart | (together.since[1:] > together.until[:-1])).all()


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 60), st.integers(0, 25)), max_size=25))
def test_the_union_of_stretches_is_what_a_plain_loop_finds(rows: list[tuple[int, int, int]]) -> None:
    agent, since, length = (np.array([row[place] for row in rows], dtype=float) for place in range(3))
    together = union(agent.astype(np.int64), since, since + length)
    for number in range(4):
        seconds = {second for who, start, long in rows if who == number for second in range(start, start + long)}
        mine = together.agent == number
        assert (together.until - together.since)[mine].sum() == len(seconds)


@settings(max_examples=40)
@given(LOGS, WARM_UPS)
def test_there_are_never_fewer_chats_than_agents_with_one(a_log: Log, warm_up_s: float) -> None:
    measured = measure(a_log, SCENARIO, warm_up_s)
    concurrency, occupied, on_line = (row(measured, kpi) for kpi in ("concurrency", "occupancy", "sync_occupancy"))
    assert concurrency[1] <= concurrency[0] + 1e-6
    assert concurrency[0] <= 2 * concurrency[1] + 1e-6
    assert concurrency[1] <= on_line[0] + 1e-6
    assert on_line[0] <= occupied[0] + 1e-6
    finished = a_log.touches["queue"] == CHAT
    if warm_up_s == 0.0 and a_log.ends_at <= 2 * DAY_S:
        lasted = (floats(a_log.touches["ended_at"]) - floats(a_log.touches["started_at"]))[finished].sum()
        assert concurrency[0] == pytest.approx(lasted)


@settings(max_examples=20)
@given(st.integers(0, 10_000))
def test_every_kpi_pools_to_the_ratio_of_its_sums(seed: int) -> None:
    parts = [measure(random_log(seed + place, 30, 3), SCENARIO).kpis for place in range(3)]
    table = {key: np.concatenate([part[key] for part in parts]) for key in parts[0]}
    table["replication"] = np.repeat(np.arange(3), [len(part["num"]) for part in parts])
    pooled = pool(table)
    assert set(pooled["kpi"]) == {kpi.id for kpi in KPIS.values() if kpi.scope not in ABSENT}
    for place, name in enumerate(zip(pooled["kpi"], pooled["channel"], pooled["team"], strict=True)):
        rows = np.all([table[key] == part for key, part in zip(("kpi", "channel", "team"), name, strict=True)], axis=0)
        there = rows & ((table["den"] > 0) | (table["num"] != 0))
        below = table["den"][there].sum()
        expected = table["num"][there].sum() / below if below > 0 else np.nan
        np.testing.assert_allclose(pooled["value"][place], expected, rtol=1e-12)


def test_touches_that_say_nothing_leave_true_resolution_to_the_desk() -> None:
    a_log = random_log(5, 60, 4)
    silent = {**a_log.touches, "result": np.zeros_like(a_log.touches["result"])}
    plain = a_log.__class__(**{**vars(a_log), "touches": silent, "ends_at": a_log.ends_at + 8 * DAY_S})
    measured = measure(plain, desk(**{"calendar.days": 10}))
    assert Result.NONE == 0
    assert row(measured, "fcr_7d_true") == row(measured, "fcr_7d")


def row(measured: Measured, kpi: str, channel: str = "") -> tuple[float, float]:
    table = measured.kpis
    place = np.flatnonzero((table["kpi"] == kpi) & (table["channel"] == channel) & (table["team"] == ""))[0]
    return float(table["num"][place]), float(table["den"][place])


def list_of(columns: object) -> list[dict[str, float]]:
    table = dict(columns)  # type: ignore[call-overload]
    return [dict(zip(table, values, strict=True)) for values in zip(*(c.tolist() for c in table.values()), strict=True)]
