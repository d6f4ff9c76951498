"""Micro-days of people through the whole engine: what a day does to an agent, and what that does to the next call."""

from __future__ import annotations

import math
from typing import Any

import pytest

from sim.kpi import measure
from sim.log import Log, Result
from sim.scenario import Scenario
from sim.world.fatigue import Fatigue, fatigue_after, fatigue_hours
from tests.desks import MONDAY, always, desk, recorded
from tests.engine.days import SOLVES, at, contacts, duties, scripted, shift, touches
from tests.engine.test_asking_a_supervisor import ASKS, DECISION, phone
from tests.people import CALM, lived, lives

TALK = 1800.0
TUESDAY = "2026-01-06T08:00:00"
RISE, REST_BUSY, REST_IDLE, REST_BREAK, REST_OFF = 0.12, 0.02, 0.25, 0.80, 0.35
SLOWER: dict[str, Any] = {"world__fatigue": {}, "world__strain": {**CALM, "slower_tired": 1.0}}
"""Handle time is multiplied by e to the fatigue."""


def one_agent(*times: str, hours: str = "08:00-16:00", **changes: Any) -> Scenario:
    """Half-hour calls to one agent in a shift, at times of the first day or at full dates and times."""
    pauses = changes.pop("pauses", {})
    options: dict[str, Any] = {
        "policy__shifts": {"early": shift(hours, changes.pop("agents", 1), pauses=pauses)},
        "policy__development": {"hours": 0.0},
    }
    calls = {"source": "recorded", "at": [time if "T" in time else f"{MONDAY}T{time}" for time in times]}
    return desk({"phone": calls}, TALK, {"team": None}, **{**options, **changes})


def busy(fatigue: float, hours: float) -> float:
    return fatigue_after(fatigue, hours, RISE, REST_BUSY)


def rested(fatigue: float, hours: float, rate: float) -> float:
    return fatigue * math.exp(-rate * hours)


def talks(scenario: Scenario, **chances: Any) -> list[float]:
    return [float(talk_s) for talk_s in lived(scenario, **chances).touches["talk_s"]]


def test_fatigue_of_scripted_calls_is_the_closed_formula_and_slows_the_next_call() -> None:
    log = lived(one_agent("08:00:00", "09:00:00", "09:40:00", hours="08:00-12:00", **SLOWER))
    first = busy(0.0, 0.5)
    before = rested(first, 0.5, REST_IDLE)
    second_s = TALK * math.exp(before)
    second = busy(before, second_s / 3600)
    idle_h = 2 / 3 - second_s / 3600
    third_s = TALK * math.exp(rested(second, idle_h, REST_IDLE))
    assert log.touches["talk_s"].tolist() == pytest.approx([TALK, second_s, third_s], abs=1e-5)
    third = busy(rested(second, idle_h, REST_IDLE), third_s / 3600)
    last_h = 4 - 1 - 2 / 3 - third_s / 3600
    area = (
        fatigue_hours(0.0, 0.5, RISE, REST_BUSY)
        + fatigue_hours(first, 0.5, 0.0, REST_IDLE)
        + fatigue_hours(before, second_s / 3600, RISE, REST_BUSY)
        + fatigue_hours(second, idle_h, 0.0, REST_IDLE)
        + fatigue_hours(rested(second, idle_h, REST_IDLE), third_s / 3600, RISE, REST_BUSY)
        + fatigue_hours(third, last_h, 0.0, REST_IDLE)
    )
    assert lives(log, "fatigue") == [pytest.approx(area / 4.0, abs=1e-9)]
    assert lives(log, "work_s") == [pytest.approx(TALK + second_s + third_s, abs=1e-5)]
    assert lives(log, "on_queue_s") == [4 * 3600.0]


def test_a_break_restores_faster_than_waiting_and_a_night_slower_than_a_break() -> None:
    tea = {"tea": {"at": "09:00", "lasts": "15min"}}
    tired = busy(0.0, 0.5)
    calls = ("08:30:00", "09:15:00")
    with_break = TALK * math.exp(rested(tired, 0.25, REST_BREAK))
    without = TALK * math.exp(rested(tired, 0.25, REST_IDLE))
    assert talks(one_agent(*calls, pauses=tea, **SLOWER)) == pytest.approx([TALK, with_break], abs=1e-5)
    assert talks(one_agent(*calls, **SLOWER)) == pytest.approx([TALK, without], abs=1e-5)
    night = one_agent("15:30:00", TUESDAY, days=2, **SLOWER)
    assert talks(night)[1] == pytest.approx(TALK * math.exp(rested(tired, 16, REST_OFF)), abs=1e-5)


def test_a_break_by_rule_waits_for_the_call_in_hand() -> None:
    rule = {"policy__environment": {"break_every": "1h", "break_lasts": "15min", "coaching": 0.0}}
    log = lived(one_agent("08:45:00", hours="08:00-10:00", world__fatigue={}, **rule))
    assert duties(log) == [
        (0, "ON_QUEUE", at(8), at(9)),
        (0, "FINISHING", at(9), at(9, 15)),
        (0, "ON_QUEUE", at(9, 15), at(10)),
    ]


def test_an_angry_customer_leaves_a_mark_at_the_end_of_the_call() -> None:
    scenario = one_agent(
        "08:00:00",
        "08:30:00",
        world__anger={"share": 1 - 1e-12, "waiting": 0.0, "handle_time": 1.0},
        world__fatigue={"angry": 0.5, "angry_autonomy": 0.0, "angry_support": 0.4},
        world__strain=SLOWER["world__strain"],
        policy__environment={"support": 0.5},
    )
    log = lived(scenario)
    tired = busy(0.0, 0.5)
    shaken = tired + 0.5 * (1 - tired) * (1 - 0.4 * 0.5)
    assert log.touches["talk_s"].tolist() == pytest.approx([TALK, TALK * math.exp(shaken)], abs=1e-5)
    assert lives(log, "angry") == [2.0]


def test_an_angry_ticket_that_is_put_aside_leaves_its_mark_once() -> None:
    """A call interrupts an email: the email's anger counts when the agent is through with it, not at each stop."""
    anger = {"share": 1 - 1e-12, "waiting": 0.0, "handle_time": 1.0}
    scenario = one_agent("09:10:00", world__fatigue={}, world__anger=anger).to_mapping()
    scenario["world"]["arrivals"]["email"] = {"source": "recorded", "at": [f"{MONDAY}T09:00:00"]}
    scenario["world"]["effort"]["email"] = scenario["world"]["effort"]["phone"]
    scenario["policy"]["channels"]["email"] = {"kind": "async"}
    scenario["policy"]["teams"]["team"]["skills"] = {"phone": 1.0, "email": 1.0}
    scenario["policy"]["blending"] = {"rule": "preempt"}
    log = lived(Scenario.from_mapping(scenario))
    assert [end for _, _, end, _, _ in touches(log)].count("PUT_BACK") == 1
    assert (log.contacts["angry"] == 1).all()
    assert lives(log, "angry") == [2]


def test_two_chats_at_once_tire_more_than_one() -> None:
    chat = one_agent("08:00:00", "08:00:00", **SLOWER).to_mapping()
    chat["policy"]["channels"]["phone"]["kind"] = "chat"
    chat["policy"]["teams"]["team"]["chats"] = 2
    chat["world"]["effort"]["phone"]["slowdown"] = 1.0
    chat["world"]["arrivals"]["phone"] = recorded("08:00:00", "08:00:00", "09:00:00")
    log = lived(Scenario.from_mapping(chat))
    both = fatigue_after(0.0, 1.0, RISE * 1.15, REST_BUSY)
    assert log.touches["talk_s"].tolist() == pytest.approx([3600.0, 3600.0, TALK * math.exp(both)], abs=1e-3)


KIND: dict[str, Any] = {"world__strain": {**CALM, "empathy_tired": 0.3, "empathy_exhausted": 0.4}}


def empathy(log: Log) -> list[float]:
    return [float(value) for value in log.touches["empathy"]]


def test_what_strain_takes_off_satisfaction_is_noted_when_the_talk_ends() -> None:
    log = lived(
        one_agent(
            "08:00:00",
            "09:00:00",
            world__effort={"phone": {"talk": always(TALK), "after_call": always(600.0)}},
            world__fatigue={},
            world__exhaustion={"at_start": 0.5},
            **KIND,
        )
    )
    after_wrap_up = busy(busy(0.0, 0.5), 1 / 6)
    second = busy(rested(after_wrap_up, 1 / 3, REST_IDLE), 0.5)
    expected = [-0.3 * busy(0.0, 0.5) - 0.4 * 0.5, -0.3 * second - 0.4 * 0.5]
    assert empathy(log) == pytest.approx(expected, rel=1e-12)


def test_constant_exhaustion_alone_takes_its_weight_off_every_touch() -> None:
    steady = {"gain": 0.0, "recover": 0.0, "recover_off": 0.0, "at_start": 0.25}
    scenario = one_agent("08:00:00", "12:00:00", TUESDAY, days=2, world__exhaustion=steady, **KIND)
    log = lived(scenario)
    assert empathy(log) == [-0.1] * 3
    assert measure(log, scenario).value("empathy") == pytest.approx(math.exp(-0.1), rel=1e-12)
    assert measure(log, scenario).value("empathy", team="team") == pytest.approx(math.exp(-0.1), rel=1e-12)


def test_only_the_touch_in_which_the_talk_ends_is_judged() -> None:
    """A call goes from a shift that ends to the next one: the first touch counts for nothing."""
    scenario = one_agent(
        "09:45:00",
        hours="08:00-10:00",
        world__exhaustion={"gain": 0.0, "at_start": 0.5},
        policy__end_of_shift={"rule": "hand_over", "set_up": "0s"},
        **KIND,
    ).with_values({"policy.shifts.late": shift("10:00-12:00", 1, "team")})
    log = lived(scenario)
    assert [end for _, _, end, _, _ in touches(log)] == ["HANDED_OVER", "DONE"]
    assert empathy(log) == [0.0, -0.2]
    assert measure(log, scenario).value("empathy") == pytest.approx(math.exp(-0.2), rel=1e-12)


def test_work_across_midnight_counts_on_both_days() -> None:
    """A call from 23:30 to 00:30, from 22:00 to 02:00: on each day two hours on queue, and half an hour of work."""
    scenario = one_agent("23:30:00", hours="22:00-02:00", days=2, world__fatigue={}).with_values(
        {"world.effort.phone.talk": always(3600.0), "policy.shifts.early.days": "mon"}
    )
    log = lived(scenario)
    assert lives(log, "work_s") == [1800.0, 1800.0]
    assert lives(log, "on_queue_s") == [7200.0, 7200.0]
    assert lives(log, "occupancy") == [0.25, 0.25]


def test_nobody_works_more_than_all_the_time_of_a_day() -> None:
    """A call from 23:00 to 02:00: an hour before midnight, and two in a shift that goes on to its end."""
    scenario = one_agent("23:00:00", hours="23:00-02:00", days=2, world__fatigue={}).with_values(
        {"world.effort.phone.talk": always(3 * 3600.0), "policy.shifts.early.days": "mon"}
    )
    log = lived(scenario)
    assert lives(log, "work_s") == [3600.0, 7200.0]
    assert lives(log, "occupancy") == [1.0, 1.0]


def test_chats_across_midnight_share_the_time_of_both_days() -> None:
    """Two chats from 23:30 to 00:30 at once, neither slower for it: half an hour of the agent's time on each day."""
    chat = one_agent("23:30:00", "23:30:00", hours="22:00-02:00", days=2, world__fatigue={}).to_mapping()
    chat["policy"]["channels"]["phone"]["kind"] = "chat"
    chat["policy"]["teams"]["team"]["chats"] = 2
    chat["policy"]["shifts"]["early"]["days"] = "mon"
    chat["world"]["effort"]["phone"] |= {"slowdown": 0.0, "talk": always(3600.0)}
    log = lived(Scenario.from_mapping(chat))
    assert lives(log, "work_s") == [pytest.approx(1800.0), pytest.approx(1800.0)]


def test_a_supervisors_decision_across_midnight_counts_on_both_days() -> None:
    scenario = phone("23:49:00").with_values({"world.fatigue": {}, "calendar.days": 2})
    mapping = scenario.to_mapping()
    for team in list(mapping["policy"]["heads"]):
        del mapping["policy"]["heads"][team]
        mapping["policy"]["shifts"][team] = shift("23:00-01:00", 1, team)
    mapping["policy"]["development"] = {"hours": 0.0}
    mapping["policy"]["channels"]["phone"]["open"] = "always"
    log = scripted(Scenario.from_mapping(mapping), **ASKS)
    lead, taken_at = int(log.supervision["agent"][0]), float(log.supervision["taken_at"][0])
    before = at(24) - taken_at
    assert 0.0 < before < DECISION
    assert lives(log, "work_s", lead) == [before, DECISION - before]


def test_those_who_wait_make_the_agent_hurry() -> None:
    strain = {**CALM, "rush": 0.2}
    log = lived(one_agent("08:00:00", "08:01:00", "08:02:00", world__strain=strain))
    hurried = TALK * math.exp(-0.2)  # one still waits when the second is taken, nobody when the third is
    assert log.touches["talk_s"].tolist() == pytest.approx([TALK, hurried, TALK], abs=1e-5)


NOVICE = {"at_start": always(0.0), "agent_cv": 0.0, "week_h": 4.0, "forgetting": 0.0}


def test_a_novice_is_slow_and_learns_from_hours_on_queue() -> None:
    log = lived(one_agent("08:00:00", TUESDAY, days=2, world__learning=NOVICE))
    # Eight hours on queue are two weeks of experience here.
    after = 1 + 0.5 * math.exp(-2 / 4.3)
    assert log.touches["talk_s"].tolist() == pytest.approx([1.5 * TALK, after * TALK], abs=1e-4)
    assert lives(log, "effort") == pytest.approx([1.5, after])
    assert lives(log, "tenure_days") == [0.0, 1.0]
    assert lives(log, "quality") == pytest.approx([0.5, 1 - 0.5 * math.exp(-2 / 8)])


def test_quality_and_strain_move_a_resolution_at_the_edge() -> None:
    scenario = one_agent(
        "08:00:00",
        world__learning=NOVICE,
        world__fatigue={},
        world__strain={**CALM, "solves_tired": 2.0},
        world__resolution={**SOLVES, "solved": 0.7, "quality": 2.0},
    )
    tired = busy(0.0, 0.75)  # a novice's call takes three quarters of an hour
    odds = math.log(0.7 / 0.3) + 2.0 * (0.5 - 1.0) - 2.0 * tired
    edge = 1 / (1 + math.exp(-odds))
    below, above = (
        scripted(scenario, resolved=edge + step, wrong=1 - 1e-9, pending=1 - 1e-9) for step in (-1e-6, 1e-6)
    )
    assert below.touches["result"][0] == Result.RESOLVED
    assert above.touches["result"][0] != Result.RESOLVED


def test_a_supervisors_decisions_are_work_that_tires() -> None:
    scenario = phone("09:00:00").with_values({"world.fatigue": {}, "world.exhaustion": {}})
    mapping = scenario.to_mapping()
    for team in list(mapping["policy"]["heads"]):
        del mapping["policy"]["heads"][team]
        mapping["policy"]["shifts"][team] = shift("08:00-10:00", 1, team)
    mapping["policy"]["development"] = {"hours": 0.0}
    log = scripted(Scenario.from_mapping(mapping), **ASKS)
    lead = int(log.supervision["agent"][0])
    assert lives(log, "work_s", lead)[0] == DECISION
    assert lives(log, "occupancy", lead)[0] == DECISION / 7200.0
    asked_at = float(log.supervision["taken_at"][0])
    area = fatigue_hours(0.0, DECISION / 3600, RISE, REST_BUSY)
    area += fatigue_hours(busy(0.0, DECISION / 3600), (at(10) - asked_at - DECISION) / 3600, 0.0, REST_IDLE)
    assert lives(log, "fatigue", lead)[0] == pytest.approx(area / 2.0, abs=1e-9)


def test_heads_beside_persons_do_not_tire_and_are_what_their_team_is() -> None:
    scenario = desk(
        {"phone": recorded("08:00:00", "08:00:00", "09:00:00", "09:00:00")},
        TALK,
        {"persons": None, "heads": 1},
        policy__shifts={"early": shift("08:00-16:00", 1, "persons")},
        world__learning=NOVICE,
        world__exhaustion={"at_start": 0.5},
        **SLOWER,
    )
    log = lived(scenario)
    by_agent = {agent: [] for agent in (0, 1)}
    for _, agent, _, since, until in touches(log):
        by_agent[agent].append((until or 0.0) - since)
    person, head = (log.agent_names.index(name) for name in ("persons/early/1", "heads/1"))
    assert by_agent[head] == [TALK, TALK]
    assert by_agent[person][0] == pytest.approx(1.5 * TALK, abs=1e-4)
    assert by_agent[person][1] > 1.5 * TALK
    assert (lives(log, "fatigue", head), lives(log, "exhaustion", head)) == ([0.0], [0.0])


def test_who_takes_nothing_new_before_the_end_rests_already() -> None:
    rule = {"policy__end_of_shift": {"rule": "stop_new", "stop_before": "30min"}}
    log = lived(one_agent("08:30:00", "09:40:00", hours="08:00-10:00", world__fatigue={}, **rule))
    tired = busy(0.0, 0.5)
    area = fatigue_hours(0.0, 0.5, RISE, REST_BUSY)
    area += fatigue_hours(tired, 0.5, 0.0, REST_IDLE)
    area += fatigue_hours(rested(tired, 0.5, REST_IDLE), 0.5, 0.0, REST_BREAK)
    assert lives(log, "fatigue") == [pytest.approx(area / 2.0, abs=1e-12)]
    assert lives(log, "on_queue_s") == [1.5 * 3600]
    assert contacts(log)[1][0] == "WAITING"


def test_the_rates_of_these_days_are_the_settings() -> None:
    settings = Fatigue()
    assert (settings.rise, settings.rest_busy, settings.rest_idle) == (RISE, REST_BUSY, REST_IDLE)
    assert (settings.rest_break, settings.rest_off) == (REST_BREAK, REST_OFF)


def test_who_hands_one_of_two_chats_over_tires_from_one_from_then_on() -> None:
    scenario = desk(
        {"one": recorded("09:00:00"), "other": recorded("09:00:00")},
        {name: {"talk": always(3600.0), "slowdown": 0.0} for name in ("one", "other")},
        {"both": None, "relief": None},
        kinds={"one": "chat", "other": "chat"},
        skills={"both": ["one", "other"], "relief": ["one"]},
        policy__shifts={"early": shift("08:00-09:30", 1, "both"), "late": shift("09:30-11:00", 1, "relief")},
        policy__end_of_shift={"rule": "hand_over", "set_up": "0s"},
        policy__development={"hours": 0.0},
        world__fatigue={},
    ).with_values({"policy.teams.both.chats": 2})
    log = lived(scenario)
    assert [(agent, end) for _, agent, end, _, _ in touches(log)] == [(0, "HANDED_OVER"), (0, "DONE"), (1, "DONE")]
    both = fatigue_after(0.0, 0.5, RISE * 1.15, REST_BUSY)
    area = fatigue_hours(0.0, 0.5, RISE * 1.15, REST_BUSY) + fatigue_hours(both, 0.5, RISE, REST_BUSY)
    assert lives(log, "fatigue") == [pytest.approx(area / 2.0, abs=1e-9)]
