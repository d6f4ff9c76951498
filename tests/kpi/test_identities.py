"""What must hold of any log: nothing is lost, series add up to totals, nobody works more than they are there."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.kpi import KPIS, Measured, measure
from sim.kpi.period import Period
from sim.log import Log, Outcome
from tests.kpi.logs import ABSENT, contact, desk, log
from tests.kpi.random_logs import random_log

LOGS = st.builds(random_log, st.integers(0, 10_000), st.integers(0, 60), st.integers(0, 5), st.booleans())
WARM_UPS = st.sampled_from([0.0, 3600.0, 40_000.0, 86_400.0])
SCENARIO = desk()

NOT_PARTS = {"utilisation", "chat_load", "transfer_share", "bounced_share", "reopen_share"}
"""Shares whose numerator is no part of the denominator: random agents work unpaid, take a third chat, or in the period
on a contact that came before it."""


@settings(max_examples=60)
@given(LOGS, WARM_UPS)
def test_everybody_offered_has_one_end(a_log: Log, warm_up_s: float) -> None:
    measured = measure(a_log, SCENARIO, warm_up_s)
    for channel in ("phone", "email", "chat", ""):
        ends = ("answered", "in_service", "still_waiting", "passed_on")
        parts = sum(measured.value(kpi, channel) for kpi in ends)
        if channel != "email":
            on_the_line = ("abandoned", "disconnected", "called_back", "unreached")
            parts += sum(measured.value(kpi, channel) for kpi in on_the_line)
        assert measured.value("offered", channel) == parts


@settings(max_examples=60)
@given(LOGS, WARM_UPS)
def test_every_attempt_has_one_cause(a_log: Log, warm_up_s: float) -> None:
    measured = measure(a_log, SCENARIO, warm_up_s)
    causes = ("first_attempts", "redials", "chases", "recontacts", "reopens", "bounced")
    attempts = sum(measured.value(kpi) for kpi in causes)
    turned_away = sum(measured.value(kpi) for kpi in ("blocked", "closed", "messages"))
    assert attempts == measured.value("offered") + turned_away
    assert total(measured, "failure_demand")[1] == attempts
    assert total(measured, "contacts_per_issue") == (attempts, measured.value("first_attempts"))


@settings(max_examples=60)
@given(LOGS, WARM_UPS)
def test_every_need_ends_in_one_way(a_log: Log, warm_up_s: float) -> None:
    measured = measure(a_log, SCENARIO, warm_up_s)
    ends = sum(measured.value(f"issues_{end}") for end in ("resolved", "gave_up", "silent", "no_reply", "lost", "open"))
    assert ends == measured.value("issues") == measured.value("first_attempts")


@settings(max_examples=60)
@given(LOGS, WARM_UPS)
def test_series_add_up_to_the_totals(a_log: Log, warm_up_s: float) -> None:
    measured = measure(a_log, SCENARIO, warm_up_s)
    counts = ("offered", "answered", "abandoned", "disconnected", "blocked", "closed", "first_attempts", "redials")
    for kpi in (*counts, "chases", "recontacts", "reopens", "transfers"):
        assert sum_of(measured, kpi)[0] == measured.value(kpi)
    for kpi in ("service_level", "sla_attainment", "abandonment", "wait", "wait_all", "occupancy", "sync_occupancy"):
        assert sum_of(measured, kpi) == pytest.approx(total(measured, kpi), rel=1e-12)
    for kpi in ("queue_length", "backlog_average"):
        assert sum_of(measured, kpi)[0] == pytest.approx(total(measured, kpi)[0], rel=1e-12)


@settings(max_examples=60)
@given(LOGS, WARM_UPS)
def test_open_tickets_add_up_by_status(a_log: Log, warm_up_s: float) -> None:
    measured = measure(a_log, SCENARIO, warm_up_s)
    groups = ("new", "queued", "in_service", "pending_customer", "on_hold", "pending_internal")
    assert measured.value("backlog") == sum(measured.value(f"backlog_{group}") for group in groups)
    average = total(measured, "backlog_average")[0]
    assert sum(total(measured, f"{group}_average")[0] for group in groups) == pytest.approx(average, rel=1e-12)


@settings(max_examples=60)
@given(LOGS, WARM_UPS)
def test_service_levels_are_in_the_order_of_their_denominators(a_log: Log, warm_up_s: float) -> None:
    measured = measure(a_log, SCENARIO, warm_up_s)
    for channel in ("phone", "chat"):
        if measured.value("offered", channel) == 0 or np.isnan(measured.value("sl_answered", channel)):
            continue
        basic = measured.value("service_level", channel)
        assert measured.value("sl_answered", channel) >= basic >= measured.value("sl_incl_blocked", channel)
        assert measured.value("sl_ab_met", channel) >= basic
        if not np.isnan(measured.value("sl_excl", channel)):
            assert measured.value("sl_ab_met", channel) >= measured.value("sl_excl", channel) >= basic
    if measured.value("offered", "chat"):
        assert measured.value("service_level_shown", "chat") >= measured.value("service_level", "chat")
        assert measured.value("abandonment_shown", "chat") <= measured.value("abandonment", "chat")


@settings(max_examples=60)
@given(LOGS, WARM_UPS)
def test_nobody_is_busy_longer_than_on_queue(a_log: Log, warm_up_s: float) -> None:
    series = measure(a_log, SCENARIO, warm_up_s).series
    occupied = series["kpi"] == "occupancy"
    assert np.all(series["num"][occupied] <= series["den"][occupied] + 1e-6)
    interval_s = SCENARIO.calendar.interval
    there = series["kpi"] == "agents_on_queue"
    assert np.all(series["den"][there] <= interval_s)
    assert np.all(series["num"][there] <= len(a_log.agents["agent"]) * series["den"][there] + 1e-6)


@settings(max_examples=40)
@given(LOGS)
def test_histograms_count_every_wait_once_and_know_the_service_level(a_log: Log) -> None:
    measured = measure(a_log, SCENARIO)
    table = measured.histograms
    counts = {kpi: table["count"][table["kpi"] == kpi].sum() for kpi in set(table["kpi"])}
    _, picked_up = total(measured, "wait")
    assert (counts["wait"], counts["wait_of_abandoned"]) == (picked_up, measured.value("abandoned"))
    for kpi in ("first_response_time", "resolution_time"):
        assert counts[kpi] + counts[f"{kpi}_open"] == total(measured, kpi)[1]
    in_time = [
        table["count"][(table["kpi"] == "wait") & (table["channel"] == name) & (table["high"] <= within)].sum()
        for name, within in (("phone", 20), ("chat", 60))
    ]
    callbacks = measured.value("called_back")
    assert sum(in_time) - callbacks <= total(measured, "sl_answered")[0] <= sum(in_time)


@settings(max_examples=40)
@given(LOGS)
def test_the_table_has_one_row_for_each_kpi_channel_and_team(a_log: Log) -> None:
    table = measure(a_log, SCENARIO).kpis
    rows = list(zip(table["kpi"], table["channel"], table["team"], strict=True))
    assert len(rows) == len(set(rows))
    assert set(table["kpi"]) == {kpi.id for kpi in KPIS.values() if kpi.scope not in ABSENT}
    assert len({len(column) for column in table.values()}) == 1
    there = table["den"] > 0
    np.testing.assert_array_equal(table["value"][there], table["num"][there] / table["den"][there])
    assert np.isnan(table["value"][~there]).all()
    assert (table["n"][~there] == 0).all()
    parts = np.isin(table["kpi"], [kpi.id for kpi in KPIS.values() if kpi.unit == "share" and kpi.id not in NOT_PARTS])
    assert (table["num"][parts] <= table["den"][parts] + 1e-6).all()


@given(
    st.lists(st.tuples(st.integers(-4000, 180_000), st.integers(0, 90_000), st.integers(0, 2)), max_size=12),
    st.integers(0, 100_000),
)
def test_stretches_are_shared_out_as_a_plain_loop_would(rows: list[tuple[int, int, int]], warm_up: int) -> None:
    period = Period.of(log(), SCENARIO, float(warm_up))
    since = np.array([row[0] for row in rows], dtype=float)
    until = since + np.array([row[1] for row in rows], dtype=float)
    group = np.array([row[2] for row in rows], dtype=np.int64)
    plain = np.zeros((3, 96))
    for start, length, which in rows:
        for interval in range(96):
            low = max(start, interval * 1800, warm_up)
            plain[which, interval] += max(min(start + length, (interval + 1) * 1800, 172_800) - low, 0)
    np.testing.assert_array_equal(period.spread(since, until, group, 3), plain)


def test_a_log_without_contacts_measures_nothing_and_says_so() -> None:
    measured = measure(log(), SCENARIO)
    table = measured.kpis
    for kpi in ("service_level", "wait_p90", "first_response_time_p90", "occupancy", "cost_per_contact", "shrinkage"):
        assert np.isnan(measured.value(kpi))
        assert set(table["n"][table["kpi"] == kpi]) == {0}
    assert (measured.value("offered"), measured.value("staff_cost")) == (0.0, 0.0)


def test_a_warm_up_longer_than_the_log_leaves_nothing_to_measure() -> None:
    measured = measure(random_log(3, 50, 3), SCENARIO, 300_000.0)
    assert (measured.value("offered"), measured.value("paid_hours")) == (0.0, 0.0)
    assert np.isnan(measured.value("occupancy"))
    assert np.isnan(measured.value("queue_length", "phone"))
    assert len(measured.series["num"]) == 0


def test_little_s_law_holds_on_a_log_in_which_everybody_has_left() -> None:
    calls = [contact(Outcome.ANSWERED, 100.0 * k, 100.0 * k + k, 100.0 * k + 3 * k, issue=k) for k in range(100)]
    measured = measure(log(calls), SCENARIO)
    rate = measured.value("offered", "phone") / 172_800
    assert measured.value("queue_length", "phone") == pytest.approx(rate * measured.value("wait_all", "phone"))


def sum_of(measured: Measured, kpi: str) -> tuple[float, float]:
    series = measured.series
    rows = series["kpi"] == kpi
    return float(series["num"][rows].sum()), float(series["den"][rows].sum())


def total(measured: Measured, kpi: str) -> tuple[float, float]:
    table = measured.kpis
    row = np.flatnonzero((table["kpi"] == kpi) & (table["channel"] == "") & (table["team"] == ""))[0]
    return float(table["num"][row]), float(table["den"][row])
