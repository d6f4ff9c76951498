"""A bot is a policy like others: it moves no customer and no draw, and one that does nothing differs by nothing."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.engine import lower, simulate
from sim.kpi import KPIS, measure
from sim.log import TABLES, Cause, End, Log, SessionEnd
from sim.scenario import Scenario
from tests.desks import always
from tests.laws.test_common_chance import lively, lowered, same_draws, who_comes

NOTHING_TO_REPEAT = {"world.bot.repeating": 0.0}
AT_ONCE = always(0.0)
PLENTY = {"policy.heads.team.on_queue": 150, "policy.heads.seniors.on_queue": 0}


def fronted(*channels: str, **bot: Any) -> dict[str, Any]:
    """Bots in front of channels."""
    return {"policy.chatbot": dict.fromkeys(channels, bot)}


def played(scenario: Scenario) -> Log:
    return simulate(scenario, 3, 1)


def assert_same(one: Log, other: Log, *, without: tuple[str, ...] = ()) -> None:
    """Bit for bit, but for tables left out."""
    for table in TABLES:
        if table.name in without:
            continue
        for name in table.names:
            first, second = getattr(one, table.name)[name], getattr(other, table.name)[name]
            assert np.array_equal(first, second, equal_nan=first.dtype.kind == "f"), (table.name, name)


@pytest.mark.parametrize("channel", ["phone", "chat", "email"])
def test_a_bot_that_nobody_talks_to_differs_by_exactly_nothing(channel: str) -> None:
    ignored = lively(**fronted(channel), **{"world.bot.engaged": 0.0})
    log = played(ignored)
    assert len(log.sessions["issue"]) == 0
    assert_same(played(lively()), log)


@pytest.mark.parametrize("channel", ["phone", "chat", "email"])
def test_nor_does_one_that_passes_everybody_on_at_once(channel: str) -> None:
    idle = lively(**fronted(channel, contains=0.0, session=AT_ONCE), **NOTHING_TO_REPEAT)
    log = played(idle)
    assert set(log.sessions["end"]) == {SessionEnd.ESCALATED}
    assert_same(played(lively()), log, without=("sessions",))


@pytest.mark.parametrize("channels", [("phone",), ("chat",), ("phone", "chat", "email")])
def test_switching_a_bot_on_moves_no_customer_and_no_draw(channels: tuple[str, ...]) -> None:
    before, after = lowered(lively()), lowered(lively(**fronted(*channels, contains=0.6, hides_human=0.1)))
    assert who_comes(before) == who_comes(after)
    common = same_draws(before, after)
    assert {"talk", "patience", "resolved"} <= set(common)


def test_with_people_enough_those_who_do_not_talk_to_it_have_the_very_same_journey() -> None:
    scenario = lively(**PLENTY)
    without, with_bot = played(scenario), played(scenario.with_values(fronted("chat", contains=0.6)))
    met = np.isin(without.issues["issue"], with_bot.sessions["issue"])
    assert 0.2 < met.mean() < 0.4  # 8 in 10 of a third
    for table in ("contacts", "tickets", "statuses"):
        rows = [~met[getattr(log, table)["issue"]] for log in (without, with_bot)]
        for name in getattr(without, table):
            one, other = (
                getattr(log, table)[name][chosen] for log, chosen in zip((without, with_bot), rows, strict=True)
            )
            assert np.array_equal(one, other, equal_nan=one.dtype.kind == "f"), (table, name)


def test_those_whom_it_passes_on_have_the_same_first_touch_times_the_summary() -> None:
    scenario = lively(**PLENTY, **{"world.resolution": None, "world.chase": None})
    bot = fronted("phone", contains=0.5, hand_off=0.5, session=AT_ONCE)
    without, with_bot = played(scenario), played(scenario.with_values(bot))
    passed_on = with_bot.sessions["issue"][with_bot.sessions["end"] == SessionEnd.ESCALATED]

    def work(log: Log) -> dict[int, float]:
        first = log.touches["contact"] == 0
        return dict(zip(log.touches["issue"][first].tolist(), log.touches["talk_s"][first].tolist(), strict=True))

    one, other = work(without), work(with_bot)
    assert len(passed_on) > 50
    for issue in passed_on.tolist():
        assert other[issue] == pytest.approx(0.95 * one[issue], abs=1e-5)


def test_a_bot_that_contains_more_keeps_everybody_whom_the_other_kept() -> None:
    def kept(contains: float) -> set[int]:
        sessions = played(lively(**fronted("chat", contains=contains))).sessions
        return set(sessions["issue"][sessions["end"] == SessionEnd.CONTAINED].tolist())

    low, middle, high = (kept(share) for share in (0.2, 0.5, 0.9))
    assert low < middle < high


def test_who_it_solves_is_solved_whatever_its_summary() -> None:
    def solved(**bot: Any) -> list[int]:
        sessions = played(lively(**fronted("chat", contains=0.5, **bot))).sessions
        return list(sessions["issue"][sessions["solved"] == 1])

    assert solved(hand_off=0.0) == solved(hand_off=1.0)


def test_every_need_in_front_of_a_bot_goes_one_way() -> None:
    closing = {"policy.channels.chat.open": "08:00-20:00", "world.bot.elsewhere": {"phone": 0.4, "email": 0.3}}
    log = played(lively(**fronted("chat", "phone", contains=0.4, hides_human=0.2), **closing))
    sessions, contacts, issues = log.sessions, log.contacts, log.issues
    first = np.full(len(issues["issue"]), -1)
    opening = contacts["contact"] == 0
    first[contacts["issue"][opening]] = contacts["cause"][opening]
    by_end = {end: first[sessions["issue"][sessions["end"] == end]] for end in SessionEnd}
    assert (by_end[SessionEnd.ESCALATED] == Cause.FIRST).all()
    for end in (SessionEnd.CONTAINED, SessionEnd.HIDDEN):
        assert set(by_end[end].tolist()) == {-1, Cause.RECONTACT}
    assert set(by_end[SessionEnd.DEAD_END].tolist()) == {-1, Cause.BOUNCED}
    right = sessions["issue"][sessions["solved"] == 1]
    assert (issues["end"][right] == End.RESOLVED).all()
    assert (first[right] == -1).all()
    # Who meets no bot has a contact with a cause of its own.
    others = np.setdiff1d(issues["issue"], sessions["issue"])
    assert (first[others] == Cause.FIRST).all()


def test_kpis_on_a_desk_with_bots_everywhere_are_all_finite_or_without_a_denominator() -> None:
    scenario = lively(**fronted("phone", "chat", "email", contains=1.0), **{"world.bot.engaged": 1.0})
    measured = measure(played(scenario), scenario)
    assert measured.value("first_attempts") == 0
    assert measured.value("containment") == 1.0
    table = measured.kpis
    there = table["den"] > 0
    known = np.isfinite(table["value"][there])
    not_reached = set(table["kpi"][there][~known])  # a quantile that more than the rest has not come to
    assert all(KPIS[kpi].kind == "quantile" for kpi in not_reached)


def test_the_plan_says_who_is_fronted() -> None:
    plan, names = lower(lively(**fronted("chat")), 3, 1)
    assert [names.channels[index] for index in np.flatnonzero(plan.bots.fronts)] == ["chat"]
