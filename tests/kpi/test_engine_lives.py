"""The figures of people on a desk that was played for ten weeks, recomputed from its log row by row."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from math import exp
from typing import Any

import numpy as np
import pytest

from sim.engine import simulate
from sim.kpi import Measured, measure
from sim.log import Duty, Log, Stage, TouchEnd
from sim.scenario import Scenario
from sim.units import DAY_S, HOUR_S
from sim.world.departures import pay_factor, quit_probability, quit_rate

DAYS, WARM_UP = 70, 7 * DAY_S
PERSONS = ("callers", "writers")
KEYS = ("team", "interval", "num", "den")
THERE = (Stage.AT_WORK, Stage.NOTICE)


def exponential(mean: str) -> dict[str, str]:
    return {"law": "exponential", "mean": mean}


@cache
def desk() -> Scenario:
    """Callers by day and by night, writers, and helpers written as heads, who are no persons; many leave, soon."""
    volumes = {"phone": 6000, "email": 300}
    shift = {"days": "mon-fri", "pauses": {"lunch": {"after": "3h", "lasts": "30min", "paid": False}}}
    return Scenario.from_mapping(
        {
            "calendar": {"days": DAYS},
            "world": {
                "arrivals": {
                    name: {"source": "profile", "per_week": volume, "profile": 1} for name, volume in volumes.items()
                },
                "effort": {name: {"talk": exponential("6min")} for name in volumes},
                "patience": {"phone": {"law": exponential("30min")}},
                "people": {"absence": 0.08},
                "anger": {},
                "learning": {"at_start": exponential("150d")},
                "fatigue": {},
                "exhaustion": {"gain": 0.08, "at_start": 0.3},
                "strain": {},
                "departures": {"quits": 2.5, "cap": 8.0, "quits_exhausted": 3.0},
            },
            "policy": {
                "channels": {"phone": {"kind": "live"}, "email": {"kind": "async"}},
                "teams": {
                    "callers": {"skills": {"phone": 1.0}, "wage_per_h": 21.0},
                    "writers": {"skills": {"email": 1.0, "phone": 0.5}, "wage_per_h": 23.0},
                    "helpers": {"skills": {"email": 1.0}, "wage_per_h": 19.0},
                },
                "heads": {"helpers": {"on_queue": {"08:00": 1, "12:00": 0}, "paid_share": 0.8}},
                "shifts": {
                    "day": {"team": "callers", "agents": 4, "hours": "08:00-16:30", **shift},
                    "night": {"team": "callers", "agents": 3, "hours": "20:00-04:30", **shift},
                    "desk": {"team": "writers", "agents": 3, "hours": "09:00-17:00", **shift},
                },
                "hiring": {
                    "notice": "5d",
                    "lag": exponential("6d"),
                    "class_size": 2,
                    "class_waits": "9d",
                    "trainee_pay": 0.7,
                },
                "development": {"onboarding_weeks": 1.0, "hour_price": 3.0},
                "environment": {"pay": 0.9, "support_price": 4.0, "coaching": 1.0},
            },
        }
    )


@cache
def log() -> Log:
    return simulate(desk(), 5, 0)


@cache
def measured() -> Measured:
    return measure(log(), desk(), WARM_UP)


def test_the_hours_of_a_day_above_85_per_cent_are_those_of_its_intervals_and_heads_have_none() -> None:
    days, course = measured().days, measured().series
    per_day = desk().calendar.intervals_per_day
    expected: dict[tuple[str, int], list[int]] = defaultdict(lambda: [0, 0])
    chosen = (course["kpi"] == "occupancy") & np.isin(course["team"], PERSONS)
    for team, interval, busy, there in zip(*(course[name][chosen] for name in KEYS), strict=True):
        for name in (team, ""):
            expected[name, int(interval) // per_day][0] += bool(busy > 0.85 * there + 1e-9)
            expected[name, int(interval) // per_day][1] += 1
    table = days["kpi"] == "busy_hours"
    found = dict(
        zip(
            zip(days["team"][table], days["day"][table].tolist(), strict=True),
            zip(days["num"][table], days["den"][table], strict=True),
            strict=True,
        )
    )
    for key, (above, staffed) in found.items():
        assert 0 <= above <= staffed <= expected[key][1], key  # time in overtime alone is not planned
        assert above == expected[key][0] or staffed < expected[key][1], key
    assert {team for team, _ in found} == {*PERSONS, ""}
    assert sum(above for above, _ in found.values()) > 0


def rows(name: str) -> list[dict[str, Any]]:
    """A table of the log as rows."""
    table = getattr(log(), name)
    columns = {key: column.tolist() for key, column in table.items()}
    return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]


@cache
def team_of() -> dict[int, str]:
    return {row["agent"]: log().teams[row["team"]] for row in rows("agents")}


@cache
def lives() -> dict[int, dict[int, dict[str, Any]]]:
    """{agent: {day: row}} of persons."""
    out: dict[int, dict[int, dict[str, Any]]] = defaultdict(dict)
    for row in rows("people"):
        if team_of()[row["agent"]] in PERSONS:
            out[row["agent"]][row["day"]] = row
    return out


def chosen(team: str) -> list[dict[str, Any]]:
    """Place-days of the period, of a team or of all."""
    return [
        row
        for agent, days in lives().items()
        if team in ("", team_of()[agent])
        for day, row in days.items()
        if day * DAY_S >= WARM_UP
    ]


def nights(team: str) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """The rows before and after each midnight of the period."""
    return [(lives()[row["agent"]][row["day"] - 1], row) for row in chosen(team)]


def mean(values: list[float]) -> float:
    return sum(values) / len(values)


def value(kpi: str, team: str) -> float:
    return measured().value(kpi, team=team)


TEAMS = pytest.mark.parametrize("team", [*PERSONS, ""])


@TEAMS
def test_exhaustion_fatigue_tenure_and_newcomers(team: str) -> None:
    there = [row for row in chosen(team) if row["stage"] in THERE]
    assert value("exhaustion", team) == pytest.approx(mean([row["exhaustion"] for row in there]), rel=1e-12)
    assert value("exhausted_share", team) == pytest.approx(mean([row["exhaustion"] > 0.5 for row in there]))
    assert value("tenure", team) == pytest.approx(mean([row["tenure_days"] for row in there]))
    assert value("ramping_share", team) == pytest.approx(mean([row["tenure_days"] < 90 for row in there]))
    weights = sum(row["on_queue_s"] for row in chosen(team))
    tired = sum(row["fatigue"] * row["on_queue_s"] for row in chosen(team))
    assert value("fatigue", team) == pytest.approx(tired / weights)
    assert 0.02 < value("exhausted_share", "") < 0.98


@TEAMS
def test_who_left_who_came_and_how_many_places_were_filled(team: str) -> None:
    left = [now["incarnation"] - before["incarnation"] for before, now in nights(team)]
    told = [before["stage"] == Stage.AT_WORK and now["stage"] == Stage.NOTICE for before, now in nights(team)]
    begun = [before["stage"] != Stage.TRAINING and now["stage"] == Stage.TRAINING for before, now in nights(team)]
    assert (value("leavers", team), value("notice_given", team)) == (sum(left), sum(told))
    assert value("hires", team) == sum(begun)
    at_risk = sum(before["stage"] in THERE for before, _ in nights(team))
    assert value("attrition", team) == pytest.approx(365 * sum(left) / at_risk)
    stages = [row["stage"] for row in chosen(team)]
    days = DAYS - 7
    for kpi, which in (
        ("headcount", tuple(Stage)),
        ("headcount_paid", (*THERE, Stage.TRAINING)),
        ("headcount_at_work", THERE),
    ):
        assert value(kpi, team) == pytest.approx(sum(stage in which for stage in stages) / days)
    assert value("vacant_share", team) == pytest.approx(mean([s in (Stage.VACANT, Stage.READY) for s in stages]))
    assert value("training_share", team) == pytest.approx(mean([s == Stage.TRAINING for s in stages]))
    assert sum(left) >= 2
    assert sum(begun) >= 1


@TEAMS
def test_empathy_is_the_mean_over_touches_of_the_odds_that_strain_leaves(team: str) -> None:
    not_judged = (TouchEnd.OPEN, TouchEnd.HANDED_OVER, TouchEnd.PUT_BACK, TouchEnd.DEAD, TouchEnd.UNREACHED)
    odds = [
        exp(row["empathy"])
        for row in rows("touches")
        if row["started_at"] >= WARM_UP
        and row["end"] not in not_judged
        and team_of()[row["agent"]] in PERSONS
        and team in ("", team_of()[row["agent"]])
    ]
    assert value("empathy", team) == pytest.approx(mean(odds), rel=1e-12)
    assert 0.6 < value("empathy", team) < 0.97


@TEAMS
def test_leavers_to_be_expected_and_days_at_the_cap(team: str) -> None:
    d, pay = desk().world.departures, desk().policy.environment.pay
    assert d is not None
    rates = [
        quit_rate(
            d.quits, now["exhaustion"], before["tenure_days"] + 1, d.quits_exhausted, d.reference, d.early,
            d.early_days, pay_factor(pay, d.pay_elasticity), d.cap,
        )
        for before, now in nights(team)
        if before["stage"] == Stage.AT_WORK
    ]  # fmt: skip
    assert value("leavers_expected", team) == pytest.approx(sum(map(quit_probability, rates)))
    assert value("attrition_expected", team) == pytest.approx(mean(rates))
    capped = sum(rate >= d.cap for rate in rates)
    assert value("capped_days", team) == capped
    assert (capped > 0) == (team != "writers")


@TEAMS
def test_productive_headcount_reads_the_effort_of_the_persons_last_day_with_work(team: str) -> None:
    total = 0.0
    for row in chosen(team):
        if row["stage"] not in THERE or row["absent"]:
            continue
        days = lives()[row["agent"]]
        worked = [
            days[day]
            for day in range(row["day"] + 1)
            if days[day]["incarnation"] == row["incarnation"] and days[day]["work_s"] > 0
        ]
        total += 1 / (worked[-1] if worked else row)["effort"]
    assert value("headcount_productive", team) == pytest.approx(total / (DAYS - 7))
    paid = value("headcount_paid", team)
    assert value("productive_share", team) == pytest.approx(total / (DAYS - 7) / paid)


@TEAMS
def test_long_runs_of_overload_and_emptied_teams(team: str) -> None:
    runs, staffed, empty = 0, 0, 0
    for name in [team] if team else PERSONS:
        run = 0
        for day in range(7, DAYS):
            today = [row for row in chosen(name) if row["day"] == day]
            empty += not any(row["stage"] in THERE for row in today)
            on_queue = sum(row["on_queue_s"] for row in today)
            if on_queue == 0:
                continue
            staffed += 1
            if sum(row["occupancy"] * row["on_queue_s"] for row in today) / on_queue > 0.95:
                run += 1
                runs += 6 if run == 6 else run > 6
            else:
                run = 0
    assert value("spiral_days", team) == pytest.approx(runs / staffed)
    assert value("death_spiral", team) == (runs > 0)
    assert value("empty_days", team) == empty
    assert (runs > 0) == (team != "writers")


def of_shift(stretch: dict[str, Any], all_of_agent: list[dict[str, Any]]) -> int:
    """The day on which the shift of a stretch began: back through all that follow one another without a gap."""
    since = stretch["since"]
    while True:
        before = [row for row in all_of_agent if row["until"] == since]
        if not before:
            return int(since // DAY_S)
        since = before[0]["since"]


@cache
def stretches() -> list[tuple[str, dict[str, Any], bool]]:
    """(team, stretch, in training) of all duty."""
    by_agent: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in rows("duty"):
        by_agent[row["agent"]].append(row)
    out = []
    for agent, mine in by_agent.items():
        for stretch in mine:
            person = team_of()[agent] in PERSONS
            stage = lives()[agent][of_shift(stretch, mine)]["stage"] if person else Stage.AT_WORK
            out.append((team_of()[agent], stretch, stage == Stage.TRAINING))
    return out


def inside(stretch: dict[str, Any]) -> float:
    return max(min(stretch["until"], DAYS * DAY_S) - max(stretch["since"], WARM_UP), 0.0)


@TEAMS
def test_absence_is_the_part_of_planned_time_that_was_missed(team: str) -> None:
    planned = missed = 0.0
    for name, stretch, learns in stretches():
        if name in PERSONS and team in ("", name) and not learns and stretch["duty"] != Duty.OVERTIME:
            planned += inside(stretch)
            missed += inside(stretch) if stretch["duty"] == Duty.ABSENT else 0.0
    assert value("absence_rate", team) == pytest.approx(missed / planned)
    assert 0.03 < missed / planned < 0.5


def costs(team: str) -> dict[str, float]:
    """By kind."""
    hires = [row for before, row in nights(team) if before["stage"] != Stage.TRAINING == row["stage"]]
    classes = set()
    for row in chosen(team):
        if row["stage"] == Stage.TRAINING:
            began = row["day"]
            while lives()[row["agent"]][began - 1]["stage"] == Stage.TRAINING:
                began -= 1
            classes.add((team_of()[row["agent"]], began, row["day"]))
    weeks = sum(row["stage"] in THERE for row in chosen(team)) / 7
    wages = {"callers": 21.0, "writers": 23.0, "helpers": 19.0}
    paid = 0.0
    for name, stretch, learns in stretches():
        if stretch["paid"] and name == team:
            times = 1.25 if stretch["duty"] == Duty.OVERTIME else 0.7 if learns else 1.0
            paid += times * wages[name] * 0.9 * inside(stretch) / HOUR_S
    return {
        "staff_cost": paid,
        "hiring_cost": 4000.0 * len(hires),
        "training_cost": 200.0 * len(hires) + 1500.0 * len(classes) / 7 + 3.0 * 2.0 * weeks,
        "environment_cost": (4.0 + 35.0) * weeks,
    }


def test_people_cost_wages_hires_classes_and_weeks() -> None:
    beside = 0.0
    for team in PERSONS:
        expected = costs(team)
        for kpi, cost in expected.items():
            assert value(kpi, team) == pytest.approx(cost), (team, kpi)
        beside += sum(expected.values()) - expected["staff_cost"]
        assert value("cost_per_week", team) == pytest.approx(expected["staff_cost"] / 9)
    assert any(learns and stretch["paid"] for _, stretch, learns in stretches())
    assert value("cost_per_week", "") == pytest.approx((value("staff_cost", "") + beside) / 9)


def test_the_tables_of_days_and_agents_add_up_to_the_figures() -> None:
    days, agents = measured().days, measured().agents
    for kpi, table, column in (
        ("exhaustion", "exhaustion", days),
        ("exhausted_share", "exhausted_share", days),
        ("fatigue", "fatigue", days),
        ("busy_hours", "busy_hours", days),
        ("empathy", "empathy", days),
        ("headcount_at_work", "at_work", days),
        ("headcount_productive", "productive", days),
        ("exhaustion", "exhaustion", agents),
    ):
        for team in PERSONS:
            there = (column["kpi"] == table) & (column["team"] == team)
            assert column["num"][there].sum() / column["den"][there].sum() == pytest.approx(value(kpi, team))
    everybody = (days["kpi"] == "empathy") & (days["team"] == "")  # without the helpers, who are heads
    assert days["num"][everybody].sum() / days["den"][everybody].sum() == pytest.approx(value("empathy", ""))
    counts = {kpi: days["num"][(days["kpi"] == kpi) & (days["team"] == "")].sum() for kpi in ("leavers", "hires")}
    assert counts == {kpi: value(kpi, "") for kpi in counts}
    worked = agents["num"][agents["kpi"] == "work_per_week"].sum()
    assert worked == pytest.approx(sum(row["work_s"] for row in chosen("")) / HOUR_S)
    assert set(agents["agent"]) <= set(log().agent_names)
