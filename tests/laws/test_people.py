"""People: with every coefficient at zero nothing changes, bit for bit; chance belongs to a place; stages keep order."""

from __future__ import annotations

from bisect import bisect_right
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from sim.engine import lower, simulate
from sim.log import TABLES, Duty, Log, Stage
from sim.scenario import Scenario
from sim.settings import Typed, load
from sim.units import DAY_S, MONTH_DAYS
from sim.workload import roster
from tests.desks import desk, exponential, steady
from tests.engine.days import shift
from tests.laws.played import EXAMPLES, Law, Played, on_random_desks, played
from tests.laws.test_bots import lively
from tests.people import CALM

WITHOUT_EFFECT: dict[str, Any] = {
    "world.learning": {
        "novice": 1.0,
        "agent_cv": 0.0,
        "novice_quality": 1.0,
        "best_per_h": 0.0,
        "untrained_novice": 0.0,
        "untrained_quality": 0.0,
    },
    "world.fatigue": {"rise": 0.0, "angry": 0.0},
    "world.exhaustion": {"gain": 0.0},
    "world.strain": CALM,
    "world.departures": {"absence": 0.0, "quits": 0.0},
    "policy.development": {"hours": 0.0},
    "policy.environment": {},
}
NOBODY = dict.fromkeys(path for path in WITHOUT_EFFECT if path.startswith("world."))
ORDER = (Stage.VACANT, Stage.READY, Stage.TRAINING, Stage.AT_WORK, Stage.NOTICE)
"""Of one person's stages, beginning with the place that they will take."""


@cache
def support_desk() -> Scenario:
    """Two weeks of the reference desk, whose agents are persons in shifts."""
    return load(Typed(("scenario=support_desk",))).request.scenario.with_values({"calendar.days": 14})


def with_half_of_the_random_desks(law: Law) -> Any:
    """A law that plays them anew."""
    return on_random_desks(law, EXAMPLES // 2)


@pytest.mark.parametrize("make", [lively, support_desk])
def test_people_without_any_effect_are_bit_for_bit_the_desk_without_people(make: Any) -> None:
    assert_nothing_changes(make())


@with_half_of_the_random_desks
def test_nor_do_they_on_any_random_desk(mapping: dict[str, Any]) -> None:
    assert_nothing_changes(Scenario.from_mapping(mapping).with_values(NOBODY))


WORN: dict[str, Any] = {
    "world.fatigue": {},
    "world.exhaustion": {"at_start": 0.3},
    "world.departures": {},
    "policy.development": {"hours": 0.0},
}


def assert_nothing_changes(without: Scenario) -> None:
    one, other = simulate(without, 1, 0), simulate(without.with_values(WITHOUT_EFFECT), 1, 0)
    assert not len(one.people["agent"])
    assert len(other.people["agent"]) == len(other.agents["agent"]) * without.calendar.days
    assert_same(one, other, without=("people",))


def assert_same(one: Log, other: Log, without: tuple[str, ...] = ()) -> None:
    """Two logs are the same bit for bit, but for tables or columns that are named."""
    for table in TABLES:
        for name in table.names:
            if table.name in without or name in without:
                continue
            first, second = getattr(one, table.name)[name], getattr(other, table.name)[name]
            assert np.array_equal(first, second, equal_nan=first.dtype.kind == "f"), (table.name, name)


def test_how_customers_feel_treated_is_only_looked_at() -> None:
    """Other weights of strain on satisfaction move their own column, and nothing else by a single bit."""
    desk = support_desk().with_values({**WORN, "world.strain": {}})
    weights = {"world.strain.empathy_tired": 2.0, "world.strain.empathy_exhausted": 0.0}
    one, other = simulate(desk, 1, 0), simulate(desk.with_values(weights), 1, 0)
    assert_same(one, other, without=("empathy",))
    assert not np.array_equal(one.touches["empathy"], other.touches["empathy"])
    assert one.touches["empathy"].min() < -0.01


@on_random_desks
def test_empathy_is_at_most_0_and_exactly_0_for_heads_and_without_people(mapping: dict[str, Any]) -> None:
    desk = played(mapping)
    empathy = desk.log.touches["empathy"]
    assert (empathy <= 0.0).all()
    assert not np.signbit(empathy[empathy == 0.0]).any()
    if not desk.scenario.has_people or desk.scenario.world.strain is None:
        assert (empathy == 0.0).all()
    elif len(empathy):
        assert (empathy[~desk.plan.people.person[desk.log.touches["agent"]]] == 0.0).all()


@on_random_desks
def test_work_of_days_adds_up_and_fits_into_the_time_on_queue(mapping: dict[str, Any]) -> None:
    desk = played(mapping)
    if not desk.scenario.has_people:
        return
    table, n = desk.log.people, len(desk.log.agents["agent"])
    assert (table["work_s"] <= table["on_queue_s"] + 1e-6).all()
    assert (table["occupancy"] <= 1.0 + 1e-9).all()
    touches, asked = desk.log.touches, desk.log.supervision
    done = np.bincount(touches["agent"], weights=touches["agent_s"], minlength=n)
    taken = ~np.isnan(asked["taken_at"]) & (asked["agent"] >= 0)
    until = np.where(np.isnan(asked["released_at"]), desk.log.ends_at, asked["released_at"])
    decided = (until - asked["taken_at"])[taken]
    done += np.bincount(asked["agent"][taken], weights=decided, minlength=n)
    np.testing.assert_allclose(places(desk.log, "work_s").sum(axis=1), done, rtol=1e-9, atol=1e-4)


@pytest.mark.parametrize("pace", [0.5, 0.2])
def test_paced_occupancy_does_not_ask_whether_anybody_wears_out(pace: float) -> None:
    desk = support_desk().with_values({"world.fatigue": {}, "world.people.async_pace": pace})
    one, other = (simulate(desk.with_values({"world.exhaustion": e}), 1, 0) for e in (None, {"gain": 0.0}))
    for name in ("occupancy", "work_s", "on_queue_s"):
        np.testing.assert_array_equal(one.people[name], other.people[name])
    live = simulate(desk.with_values({"world.people.async_pace": 1.0}), 1, 0)
    assert (one.people["occupancy"] < live.people["occupancy"] - 0.01).any()


def test_assist_changes_who_leaves_only_by_its_factor() -> None:
    """Without a factor, bit for bit the desk without assist; with one, no place is left sooner, and some later."""
    idle = {"gain": 0.0, "floor": 0.0, "novice_quality": 0.0, "top_quality": 0.0, "asks_supervisor": 0.5}
    idle |= {"novice_below": 1000.0, "top_from": 1000.0}  # and nobody asks for a supervisor here
    base = small("a", "b", "c").with_values({"world.departures": {"quits": 6.0, "cap": 12.0}})
    with_it = {
        leaving: simulate(base.with_values({"policy.assist": {**idle, "leaving": leaving}}), 2, 0)
        for leaving in (1.0, 0.5)
    }
    assert_same(simulate(base, 2, 0), with_it[1.0])
    usual, kept = (first_notice(log) for log in (with_it[1.0], with_it[0.5]))
    assert (kept >= usual).all()
    assert (kept > usual).any()


def test_the_factor_reaches_only_teams_with_assist_and_people_who_are_new() -> None:
    base = small("a", "b").with_values({"world.learning.at_start": exponential(400 * DAY_S)})
    assist = {"gain": 0.0, "floor": 0.0, "novice_quality": 0.0, "top_quality": 0.0, "asks_supervisor": 1.0}
    mine = base.with_values({"policy.assist": {**assist, "teams": ["a"], "leaving": 0.0, "top_from": 1000.0}})
    one, other = simulate(base, 2, 0), simulate(mine, 2, 0)
    for name in one.people:
        np.testing.assert_array_equal(places(one, name)[2:], places(other, name)[2:])
    notice = places(other, "stage") == Stage.NOTICE
    gave = notice[:2, 1:] & ~notice[:2, :-1]
    assert (places(other, "tenure_days")[:2, 1:][gave] > 6 * MONTH_DAYS).all()


def test_one_more_agent_changes_nobody_elses_draws() -> None:
    desk = support_desk().with_values({"world.departures": {}, "world.learning": {}})
    more = desk.with_values({"policy.shifts.callers_early.agents": 10})
    plans = [lower(each, 1, 0) for each in (desk, more)]
    new = [name for name in plans[1][1].agents if name not in plans[0][1].agents]
    assert new == ["callers/callers_early/10"]
    place = [plans[1][1].agents.index(name) for name in plans[0][1].agents]
    for one, other in zip(plans[0][0].chances, plans[1][0].chances, strict=True):
        np.testing.assert_array_equal(one, other[place])


def places(log: Log, column: str) -> np.ndarray:
    """A column of the table of people, (agents, days)."""
    return np.asarray(log.people[column]).reshape(len(log.agents["agent"]), -1)


def test_who_is_worn_out_at_the_end_of_a_day_is_so_in_the_morning_of_the_next() -> None:
    on = {name: {} for name in ("world.learning", "world.fatigue", "world.exhaustion", "world.strain")}
    log = simulate(support_desk().with_values(on), 1, 0)
    exhaustion = places(log, "exhaustion")
    assert (exhaustion[:, 0] == 0.0).all()
    assert exhaustion[:, -1].max() > 0.01
    rested = (places(log, "on_queue_s")[:, :-1] == 0.0) & (exhaustion[:, :-1] > 0.0)
    assert rested.any()
    np.testing.assert_allclose(exhaustion[:, 1:][rested], exhaustion[:, :-1][rested] * 0.95, rtol=1e-12)


def lives(log: Log, agent: int) -> list[dict[str, Any]]:
    """A place's days, as rows."""
    mine = log.people["agent"] == agent
    columns = {name: column[mine].tolist() for name, column in log.people.items()}
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def persons(desk: Played) -> list[int]:
    return np.flatnonzero(desk.plan.people.person).tolist()


@on_random_desks
def test_stages_follow_one_another_and_tenure_rises_by_one_a_day(mapping: dict[str, Any]) -> None:
    desk = played(mapping)
    hiring, departures = desk.scenario.policy.hiring, desk.scenario.world.departures
    for agent in persons(desk):
        days = lives(desk.log, agent)
        assert [day["day"] for day in days] == list(range(desk.scenario.calendar.days))
        assert (days[0]["stage"], days[0]["incarnation"]) == (Stage.AT_WORK, 0)
        for before, after in pairwise(days):
            one, other = (5 * day["incarnation"] + ORDER.index(Stage(day["stage"])) for day in (before, after))
            assert one <= other <= one + 5
            assert one == other or departures is not None
            assert hiring.refill or after["stage"] != Stage.TRAINING
            at_work = [day["stage"] in (Stage.AT_WORK, Stage.NOTICE) for day in (before, after)]
            if all(at_work) and before["incarnation"] == after["incarnation"]:
                assert after["tenure_days"] == before["tenure_days"] + 1.0
            elif at_work[1]:
                assert (after["tenure_days"], after["exhaustion"]) == (0.0, 0.0)


@on_random_desks
def test_duty_agrees_with_stage_and_absence(mapping: dict[str, Any]) -> None:
    desk = played(mapping)
    plan = desk.plan.agents
    begun: dict[int, list[float]] = {}
    for agent, begins, since in zip(plan.duty_agent, plan.duty_begins, plan.duty_since, strict=True):
        if begins:
            begun.setdefault(int(agent), []).append(float(since))
    days = {agent: lives(desk.log, agent) for agent in persons(desk)}
    for row in desk.duty:
        shifts = begun.get(row.agent, [])
        number = bisect_right(shifts, row.since) - 1
        if number < 0:  # heads, or a shift of the eve
            continue
        today = days[row.agent][int(shifts[number] // DAY_S)]
        assert today["stage"] not in (Stage.VACANT, Stage.READY)
        if today["stage"] == Stage.TRAINING:
            assert row.duty in (Duty.TRAINING, Duty.BREAK)
        elif today["absent"]:
            assert row.duty == Duty.ABSENT


@on_random_desks
def test_nobody_works_while_absent_in_training_or_gone(mapping: dict[str, Any]) -> None:
    desk = played(mapping)
    stretches = {agent: [row for row in desk.duty if row.agent == agent] for agent in persons(desk)}
    for touch in desk.touches:
        if touch.agent in stretches:
            there = [row for row in stretches[touch.agent] if row.since <= touch.started_at < row.until]
            assert touch.started_at == touch.until or there
            assert all(row.duty in (Duty.ON_QUEUE, Duty.OVERTIME, Duty.FINISHING) for row in there)


@on_random_desks
def test_fatigue_and_exhaustion_stay_between_0_and_1_and_heads_have_neither(mapping: dict[str, Any]) -> None:
    desk = played(mapping)
    table = desk.log.people
    for name in ("fatigue", "exhaustion"):
        assert (table[name] >= 0.0).all()
        assert (table[name] <= 1.0).all()
    if desk.scenario.has_people:
        heads = ~desk.plan.people.person[table["agent"]]
        for name in ("fatigue", "exhaustion", "stage", "incarnation", "absent"):
            assert (table[name][heads] == 0).all()
        np.testing.assert_allclose(table["effort"][heads], 1.0, rtol=1e-12)
        assert (table["effort"] > 0.0).all()


def test_the_random_desks_see_every_stage() -> None:
    seen: set[int] = set()

    @on_random_desks
    def look(mapping: dict[str, Any]) -> None:
        seen.update(played(mapping).log.people["stage"].tolist())

    look()
    assert seen == set(Stage)


POLICIES: dict[str, dict[str, Any]] = {
    "more leave": {"world.departures.quits": 1.0},
    "more are absent": {"world.people.absence": 0.3},
    "breaks": {"policy.environment": {"break_every": "90min", "coaching": 2.0}},
    "hours": {"policy.development": {"hours": 8.0, "onboarding_weeks": 1.0}},
    "nobody follows": {"policy.hiring": {"refill": False, "notice": "0d"}},
    "tired": {"world.fatigue": {}, "world.exhaustion": {}, "world.strain": {}},
    "routing": {"policy.routing.next_agent": "random"},
}


@pytest.mark.parametrize("policy", POLICIES)
def test_a_policy_moves_nobodys_absence_wish_to_leave_speed_or_search(policy: str) -> None:
    base = support_desk().with_values({"world.departures": {}, "world.learning": {}})
    plans = [lower(each, 1, 0)[0] for each in (base, base.with_values(POLICIES[policy]))]
    for one, other in zip(*(plan.chances for plan in plans), strict=True):
        np.testing.assert_array_equal(one, other)


def small(*teams: str) -> Scenario:
    """Teams of two, each with a line of its own, who learn, tire, wear out and leave."""
    return desk(
        {team: steady(10.0) for team in teams},
        exponential(400.0),
        dict.fromkeys(teams),
        skills={team: [team] for team in teams},
        days=60,
        policy__shifts={team: shift("08:00-16:00", 2, team) for team in teams},
        policy__channels={team: {"kind": "live", "open": "08:00-16:00"} for team in teams},
        policy__hiring={"lag": exponential(5 * DAY_S), "notice": "3d"},
        policy__development={"onboarding_weeks": 1.0},
        world__people={"absence": 0.1},
        world__learning={},
        world__fatigue={},
        world__exhaustion={"at_start": 0.4},
        world__strain={},
        world__departures={"quits": 12.0, "cap": 12.0},
    )


def test_a_later_team_changes_nothing_in_the_others_lives() -> None:
    few, more = (simulate(small(*teams), 2, 0) for teams in (("a", "b"), ("a", "b", "c")))
    assert few.people["incarnation"].max() > 0
    first = more.people["agent"] < 4
    worked = few.people["work_s"] > 0.0
    for name, column in few.people.items():
        rows = worked if name in ("effort", "quality") else slice(None)  # without work, the mean over all channels
        np.testing.assert_array_equal(column[rows], more.people[name][first][rows])


def first_notice(log: Log) -> np.ndarray:
    """By place: the first day on which somebody is on notice or gone; 99 for none."""
    left = places(log, "stage") > 0
    return np.where(left.any(axis=1), left.argmax(axis=1), 99)


def test_the_more_often_people_leave_the_sooner_each_place_is_empty() -> None:
    def leaving_at(quits: float) -> np.ndarray:
        changes = {"world.departures.quits": quits, "world.departures.quits_exhausted": 0.0}
        return first_notice(simulate(small("a", "b", "c").with_values(changes), 2, 0))

    rarely, often = leaving_at(4.0), leaving_at(12.0)
    assert (often <= rarely).all()
    assert (often < rarely).any()


def test_more_coaching_is_less_time_on_queue() -> None:
    def on_queue_h(coaching: float) -> float:
        changes = {"world.fatigue": {}, "policy.environment.coaching": coaching}
        plan = roster(support_desk().with_values(changes), 1, 0)
        on_queue = plan.duty == Duty.ON_QUEUE
        return float((plan.until - plan.since)[on_queue].sum()) / 3600.0

    hours = [on_queue_h(coaching) for coaching in (0.0, 1.0, 2.0, 4.0)]
    assert hours == sorted(hours, reverse=True)
    assert len(set(hours)) == 4
    assert hours[0] - hours[3] == pytest.approx(0.1 * sum_of_shifts_h(), rel=0.1)


def sum_of_shifts_h() -> float:
    plan = roster(support_desk(), 1, 0)
    return float((plan.until - plan.since)[plan.duty != Duty.BREAK].sum()) / 3600.0
