"""KPIs of people from a log written by hand, every figure counted by hand."""

from __future__ import annotations

from math import exp, log1p
from typing import Any

import numpy as np
import pytest

from sim.kpi import KPIS, measure, pool
from sim.kpi.wear import in_long_runs
from sim.log import Duty, Log, Stage, TouchEnd
from sim.scenario import Scenario
from sim.units import DAY_S
from tests.kpi.logs import BACK, FRONT, at, desk, log, place_day, touch

DAYS = 8
SHIFTS = {
    "front": {"team": "front", "agents": 3, "hours": "08:00-16:00"},
    "early": {"team": "back", "agents": 1, "hours": "08:00-16:00"},
}
AT_WORK, NOTICE, VACANT, READY, TRAINING = Stage


def scenario(**changes: Any) -> Scenario:
    """The desk of hand-written logs with persons in both teams, and a price on everything."""
    base = {
        "calendar.days": DAYS,
        "world.exhaustion": {},
        "world.departures": {"cap": 1.0},
        "policy.heads": {},
        "policy.shifts": SHIFTS,
        "policy.hiring": {"trainee_pay": 0.5},
        "policy.development": {"hour_price": 10.0},
        "policy.environment": {"pay": 1.1, "support_price": 5.0, "recognition_price": 3.0, "coaching": 0.5},
    }
    return desk(**(base | changes))


def leaver() -> list[tuple[Any, ...]]:
    """Agent 0: two days, two on notice, two without anybody, and two in training of the next."""
    stages = [(AT_WORK, 0)] * 2 + [(NOTICE, 0)] * 2 + [(VACANT, 1), (READY, 1)] + [(TRAINING, 1)] * 2
    asked = {0: {"fatigue": 0.5, "on_queue_h": 8.0, "occupancy": 0.9, "angry": 3.0}}
    return [
        place_day(0, day, *stage, tenure=100.0 + day, exhaustion=0.6, effort=1.25, work_h=6.0, **asked.get(day, {}))
        for day, stage in enumerate(stages)
    ]


def stayer() -> list[tuple[Any, ...]]:
    """Agent 1: there every day but the fourth, on which they are absent."""
    asked = {0: {"fatigue": 0.3, "on_queue_h": 8.0, "occupancy": 0.5}}
    return [
        place_day(1, day, absent=day == 3, tenure=80.0 + day, exhaustion=0.2, work_h=4.0, **asked.get(day, {}))
        for day in range(DAYS)
    ]


def gone_at_once() -> list[tuple[Any, ...]]:
    """Agent 2: leaves without notice after five days, and is followed two days later; works on the second day only."""
    stages = [(AT_WORK, 0)] * 5 + [(VACANT, 1)] + [(TRAINING, 1)] * 2
    asked: dict[int, dict[str, float]] = {
        0: {"fatigue": 0.2, "on_queue_h": 9.0, "occupancy": 0.7},
        1: {"effort": 0.8, "work_h": 1.0},
        5: {"exhaustion": 0.45},
    }
    return [
        place_day(2, day, *stage, **{"tenure": 88.0 + day, "exhaustion": 0.4, "effort": 2.0, **asked.get(day, {})})
        for day, stage in enumerate(stages)
    ]


def replaced_over_night() -> list[tuple[Any, ...]]:
    """Agent 3: leaves, and somebody new is there in the morning of the fourth day; they first work on the fifth."""
    first = [place_day(3, day, tenure=400.0 + day, exhaustion=0.8, work_h=6.0 if day == 0 else 0.0) for day in range(3)]
    worked = {4: {"effort": 1.6, "work_h": 2.0}}
    then = [
        place_day(3, day, AT_WORK, 1, **{"tenure": day - 3.0, "effort": 2.5, **worked.get(day, {})})
        for day in range(3, DAYS)
    ]
    return first + then


DUTIES = [
    (0, Duty.ON_QUEUE, 1, at(8), at(16)),
    (0, Duty.TRAINING, 1, at(8, day=6), at(12, day=6)),
    (0, Duty.BREAK, 1, at(12, day=6), at(12, 30, day=6)),
    (0, Duty.TRAINING, 1, at(12, 30, day=6), at(16, day=6)),
    (1, Duty.ON_QUEUE, 1, at(8), at(16)),
    (1, Duty.ABSENT, 1, at(8, day=3), at(16, day=3)),
    (2, Duty.ON_QUEUE, 1, at(8), at(16)),
    (2, Duty.OVERTIME, 1, at(16), at(17)),
    (3, Duty.ON_QUEUE, 1, at(8), at(16)),
]


AGENTS = [(0, FRONT), (1, FRONT), (2, FRONT), (3, BACK)]


def lived(people: list[tuple[Any, ...]] | None = None, days: int = DAYS, duties: Any = DUTIES) -> Log:
    """The log of three agents of the front and one of the back."""
    told = [*leaver(), *stayer(), *gone_at_once(), *replaced_over_night()] if people is None else people
    return log([], [], duties, people=told, agents=AGENTS, ends_at=days * DAY_S)


def chance(exhaustion: float, *tenures: float) -> float:
    """Probabilities of giving notice on evenings of some tenures, by the law as it is written down."""
    rates = (0.30 * exp(2.2 * (exhaustion - 0.25)) * (1 + exp(-t / 90)) * 1.1**-2.0 for t in tenures)
    return sum(1 - exp(-min(rate, 1.0) / 365) for rate in rates)


EXPECTED = {
    "front": chance(0.6, 101, 102) + chance(0.2, *range(81, 88)) + chance(0.4, *range(89, 93)) + chance(0.45, 93),
    "back": chance(0.8, 401, 402, 403) + chance(0.0, 1, 2, 3, 4),
}
AGENT_WEEKS = {"front": 17 / 7, "back": 8 / 7}
COSTS = {
    "hiring_cost": {"front": 2 * 4000.0, "back": 4000.0},
    "training_cost": {"front": 2 * 200 + 1500 * 2 / 7 + 20 * 17 / 7, "back": 200 + 20 * 8 / 7},
    "environment_cost": {team: (5 + 3 + 0.5 * 35) * weeks for team, weeks in AGENT_WEEKS.items()},
    "staff_cost": {"front": 20 * 1.1 * (8 + 16 + 8 + 0.5 * 8 + 1.5), "back": 30 * 1.1 * 8},
}


@pytest.mark.parametrize(
    ("kpi", "front", "back", "everybody"),
    [
        ("exhaustion", 6.0 / 17, 2.4 / 8, 8.4 / 25),
        ("exhausted_share", 4 / 17, 3 / 8, 7 / 25),
        ("fatigue", (0.5 * 8 + 0.3 * 8 + 0.2 * 9) / 25, None, (0.5 * 8 + 0.3 * 8 + 0.2 * 9) / 25),
        ("absence_rate", 8 / 32, 0.0, 8 / 40),
        ("spiral_days", 0.0, None, 0.0),
        ("death_spiral", 0.0, 0.0, 0.0),
        ("notice_given", 2, 1, 3),
        ("leavers", 2, 1, 3),
        ("leavers_expected", EXPECTED["front"], EXPECTED["back"], EXPECTED["front"] + EXPECTED["back"]),
        ("attrition", 365 * 2 / 16, 365 * 1 / 7, 365 * 3 / 23),
        ("hires", 2, 1, 3),
        ("headcount", 3.0, 1.0, 4.0),
        ("headcount_paid", 21 / 8, 1.0, 29 / 8),
        ("headcount_at_work", 17 / 8, 1.0, 25 / 8),
        ("headcount_present", 16 / 8, 1.0, 24 / 8),
        ("headcount_productive", (3.2 + 7 + 0.5 + 5.0) / 8, (3 + 0.4 + 2.5) / 8, (15.7 + 5.9) / 8),
        ("productive_share", 15.7 / 21, 5.9 / 8, 21.6 / 29),
        ("vacant_share", 3 / 24, 0.0, 3 / 32),
        ("training_share", 4 / 24, 0.0, 4 / 32),
        ("ramping_share", (8 + 2) / 17, 5 / 8, 15 / 25),
        ("tenure", (406 + 668 + 450) / 17, (1203 + 10) / 8, (1524 + 1213) / 25),
        ("empty_days", 0, 0, 0),
        *((kpi, by["front"], by["back"], by["front"] + by["back"]) for kpi, by in COSTS.items()),
    ],
)
def test_every_figure_by_hand(kpi: str, front: float, back: float | None, everybody: float) -> None:
    measured = measure(lived(), scenario())
    for team, value in (("front", front), ("back", back), ("", everybody)):
        found = measured.value(kpi, team=team)
        assert np.isnan(found) if value is None else found == pytest.approx(value, rel=1e-12), team


def test_the_rate_of_leaving_is_the_mean_over_evenings_and_its_cap_is_counted() -> None:
    tired = scenario(**{"world.departures.cap": 0.75, "policy.environment.pay": 1.0})
    measured = measure(lived(), tired)

    def rate(exhaustion: float, tenure: float) -> float:
        return min(0.30 * exp(2.2 * (exhaustion - 0.25)) * (1 + exp(-tenure / 90)), 0.75)

    back = [rate(0.8, 401), rate(0.8, 402), rate(0.8, 403), *(rate(0.0, day) for day in (1, 2, 3, 4))]
    assert measured.value("attrition_expected", team="back") == pytest.approx(sum(back) / 7)
    # Three evenings at 0.8, and the two of agent 0 at 0.6; those at 0.45 with a tenure of 93 days stay below.
    assert measured.value("capped_days", team="back") == 3
    assert measured.value("capped_days", team="front") == 2
    assert measured.value("capped_days") == 5


def test_with_assist_novices_are_expected_to_leave_less_often() -> None:
    tool = {"teams": ["back"], "novice_below": 6.0, "leaving": 0.5}
    measured = measure(lived(), scenario(**{"policy.assist": tool}))
    old, new = chance(0.8, 401, 402, 403), chance(0.0, 1, 2, 3, 4)
    rates = [-365 * log1p(-chance(0.0, day)) for day in (1, 2, 3, 4)]
    kept = sum(1 - exp(-0.5 * rate / 365) for rate in rates)
    assert kept < 0.51 * new
    assert measured.value("leavers_expected", team="back") == pytest.approx(old + kept, rel=1e-12)
    assert measured.value("leavers_expected", team="front") == pytest.approx(EXPECTED["front"], rel=1e-12)


def test_empathy_is_the_mean_odds_over_touches_that_were_judged() -> None:
    touches = [
        touch(0, at(9), at(9, 10), issue=0, empathy=-0.2),
        touch(1, at(10, day=1), at(10, 10, day=1), issue=1, end=TouchEnd.TRANSFERRED, empathy=-0.4),
        touch(3, at(9), at(9, 10), issue=2, queue=1, end=TouchEnd.ASIDE, empathy=-0.1),
        *(
            touch(0, at(11, place), at(11, place + 1), issue=3 + place, end=end, empathy=-0.5 * (end == TouchEnd.OPEN))
            for place, end in enumerate(
                (TouchEnd.OPEN, TouchEnd.HANDED_OVER, TouchEnd.PUT_BACK, TouchEnd.DEAD, TouchEnd.UNREACHED)
            )
        ),
    ]
    people = [*leaver(), *stayer(), *gone_at_once(), *replaced_over_night()]
    told = log([], touches, DUTIES, people=people, agents=AGENTS, ends_at=DAYS * DAY_S)
    measured = measure(told, scenario())
    front, back = exp(-0.2) + exp(-0.4), exp(-0.1)
    assert measured.value("empathy", team="front") == pytest.approx(front / 2, rel=1e-12)
    assert measured.value("empathy", team="back") == pytest.approx(back, rel=1e-12)
    assert measured.value("empathy") == pytest.approx((front + back) / 3, rel=1e-12)
    assert line(measured.days, kpi="empathy", team="") == [
        (0, pytest.approx(exp(-0.2) + back), 2),
        (1, pytest.approx(exp(-0.4)), 1),
    ]
    later = measure(told, scenario(), warm_up_s=DAY_S)
    assert later.value("empathy") == pytest.approx(exp(-0.4), rel=1e-12)


def test_a_shift_over_midnight_is_paid_by_what_its_agent_was_when_it_began() -> None:
    learnt = [place_day(0, day, TRAINING if day < 2 else AT_WORK) for day in range(DAYS)]
    night = [
        (0, Duty.TRAINING, 1, at(22, day=1), at(2, day=2)),
        (0, Duty.BREAK, 1, at(2, day=2), at(3, day=2)),
        (0, Duty.ON_QUEUE, 1, at(22, day=2), at(23, day=2)),
    ]
    round_the_clock = [
        (0, Duty.TRAINING, 1, 0.0, at(0, day=2)),
        (0, Duty.ON_QUEUE, 1, at(0, day=2), at(0, day=3)),
    ]
    people = [*learnt, *stayer(), *gone_at_once(), *replaced_over_night()]
    for duties, hours in ((night, 0.5 * 5 + 1), (round_the_clock, 0.5 * 48 + 24)):
        measured = measure(lived(people, duties=duties), scenario())
        assert measured.value("staff_cost", team="front") == pytest.approx(20 * 1.1 * hours)


def test_all_that_people_cost_is_part_of_the_desks_cost_and_of_no_teams() -> None:
    measured = measure(lived(), scenario())
    total = sum(cost for by_team in COSTS.values() for cost in by_team.values())
    assert measured.value("cost_per_week") == pytest.approx(total * 7 / DAYS)
    assert measured.value("cost_per_week", team="front") == pytest.approx(COSTS["staff_cost"]["front"] * 7 / DAYS)


def test_only_hires_of_one_team_who_start_on_the_same_day_share_a_class() -> None:
    apart = [row for row in gone_at_once() if row[1] < 6]
    apart += [place_day(2, 6, VACANT, 1), place_day(2, 7, TRAINING, 1)]
    people = [*leaver(), *stayer(), *apart, *replaced_over_night()]
    free = scenario(**{"policy.development": {"hours": 0.0, "material": 0.0, "trainer_per_week": 7.0}})
    assert measure(lived(), free).value("training_cost", team="front") == pytest.approx(2.0)
    assert measure(lived(people), free).value("training_cost", team="front") == pytest.approx(2.0 + 1.0)


def test_a_warm_up_leaves_out_what_happened_before_it_and_counts_a_cut_day_in_part() -> None:
    later = measure(lived(), scenario(), warm_up_s=4 * DAY_S)
    assert later.value("notice_given", team="front") == 1
    assert later.value("leavers", team="front") == 2  # the midnight at which the period begins lies in it
    assert later.value("exhaustion", team="front") == pytest.approx((4 * 0.2 + 0.4) / 5)
    half = measure(lived(), scenario(), warm_up_s=4.5 * DAY_S)
    assert half.value("leavers", team="front") == 1
    assert half.value("exhaustion", team="front") == pytest.approx((3.5 * 0.2 + 0.5 * 0.4) / 4)
    assert half.value("headcount", team="front") == 3.0
    assert half.value("environment_cost", team="front") == pytest.approx(25.5 * 4 / 7)


def test_a_team_that_everybody_leaves_has_days_without_anybody() -> None:
    rows = [place_day(3, day, AT_WORK if day < 2 else VACANT, int(day >= 2)) for day in range(DAYS)]
    measured = measure(lived([*leaver(), *stayer(), *gone_at_once(), *rows]), scenario())
    assert measured.value("empty_days", team="back") == DAYS - 2
    assert (measured.value("empty_days", team="front"), measured.value("empty_days")) == (0, DAYS - 2)


def busy_for(days: int, free: int = 99) -> list[tuple[Any, ...]]:
    """The front at a paced occupancy of 0.97 on all days but one, on which it is not on queue; the back at ease."""
    return [
        place_day(agent, day, occupancy=0.97 if agent < 3 else 0.5, on_queue_h=0.0 if day == free else 8.0)
        for agent in range(4)
        for day in range(days)
    ]


@pytest.mark.parametrize(("days", "free", "share"), [(5, 99, 0.0), (6, 99, 1.0), (7, 3, 1.0), (6, 3, 0.0)])
def test_more_than_five_days_on_queue_in_a_row_above_95_per_cent_are_a_death_spiral(
    days: int, free: int, share: float
) -> None:
    measured = measure(lived(busy_for(days, free), days, []), scenario(**{"calendar.days": days}))
    assert measured.value("spiral_days", team="front") == share
    assert measured.value("spiral_days") == share / 2
    assert [measured.value("death_spiral", team=team) for team in ("front", "back", "")] == [share, 0.0, share]


def test_a_run_ends_with_the_first_day_that_is_not_above_95_per_cent() -> None:
    occupancy = np.array([1.0] * 5 + [0.95] + [1.0] * 6 + [0.2])
    found = in_long_runs(occupancy, np.ones(13, dtype=bool))
    assert np.flatnonzero(found).tolist() == list(range(6, 12))


def lives() -> set[str]:
    return {kpi.id for kpi in KPIS.values() if kpi.scope == "lives"}


def test_teams_staffed_by_heads_are_no_persons_and_without_people_there_are_none_of_these_figures() -> None:
    with_heads = scenario(**{"policy.heads": {"front": {"on_queue": 3}}, "policy.shifts": {"early": SHIFTS["early"]}})
    table = measure(lived(), with_heads).kpis
    chosen = np.isin(table["kpi"], list(lives()))
    assert set(table["kpi"][chosen]) == lives()
    assert set(table["team"][chosen]) == {"", "back"}
    assert measure(lived(), with_heads).value("exhaustion") == pytest.approx(2.4 / 8)
    nobody = scenario(**{"world.exhaustion": None, "world.departures": None})
    measured = measure(lived(people=[]), nobody)
    assert not lives() & set(measured.kpis["kpi"])
    assert {len(column) for table in (measured.days, measured.agents) for column in table.values()} == {0}


def test_an_empty_log_has_every_row_and_no_value() -> None:
    table = measure(lived([], duties=[]), scenario()).kpis
    rows = np.isin(table["kpi"], list(lives()))
    assert rows.sum() == 3 * len(lives())
    assert table["num"][rows].sum() == 0


def line(table: dict[str, Any], **chosen: Any) -> list[tuple[Any, float, float]]:
    """(day or agent, num, den) of the rows with some values."""
    rows = np.all([table[name] == value for name, value in chosen.items()], axis=0)
    key = "day" if "day" in table else "agent"
    return list(zip(*(table[name][rows].tolist() for name in (key, "num", "den")), strict=True))


def test_the_table_of_days_has_a_row_for_each_team_and_day_of_the_period() -> None:
    days = measure(lived(), scenario(), warm_up_s=2 * DAY_S).days
    assert line(days, kpi="at_work", team="front") == [(2, 3, 1), (3, 3, 1), (4, 2, 1), (5, 1, 1), (6, 1, 1), (7, 1, 1)]
    assert [row[1] for row in line(days, kpi="in_training", team="front")] == [0, 0, 0, 0, 2, 2]
    assert [row[1] for row in line(days, kpi="vacant", team="")] == [0, 0, 1, 2, 0, 0]
    assert [row[1] for row in line(days, kpi="leavers", team="")] == [0, 1, 1, 1, 0, 0]
    assert [row[1] for row in line(days, kpi="notice_given", team="")] == [1, 1, 0, 1, 0, 0]
    assert [row[1] for row in line(days, kpi="hires", team="")] == [0, 1, 0, 0, 2, 0]
    assert line(days, kpi="exhaustion", team="front")[0] == (2, pytest.approx(1.2), 3)
    assert line(days, kpi="exhausted_share", team="")[0] == (2, 2, 4)
    all_days = measure(lived(), scenario()).days
    assert line(all_days, kpi="paced_occupancy", team="front") == [(0, pytest.approx(17.5 * 3600), 25 * 3600)]
    assert line(all_days, kpi="productive", team="back")[3] == (3, pytest.approx(0.4), 1)


def test_the_table_of_agents_has_what_each_place_carried() -> None:
    agents = measure(lived(), scenario()).agents
    assert line(agents, kpi="angry_per_week", team="front")[0] == ("0", 3.0, pytest.approx(4 / 7))
    assert line(agents, kpi="work_per_week", agent="1") == [("1", pytest.approx(32.0), pytest.approx(8 / 7))]
    assert line(agents, kpi="exhaustion_at_end") == [("1", 0.2, 1.0), ("3", 0.0, 1.0)]
    assert line(agents, kpi="exhaustion", agent="3") == [("3", pytest.approx(2.4), 8.0)]
    assert line(agents, kpi="paced_occupancy") == [
        ("0", pytest.approx(7.2 * 3600), 8 * 3600),
        ("1", 4.0 * 3600, 8 * 3600),
        ("2", pytest.approx(6.3 * 3600), 9 * 3600),
    ]


def test_days_and_agents_are_pooled_over_replications_by_their_own_keys() -> None:
    runs = [measure(lived(), scenario()), measure(lived([*leaver(), *stayer()]), scenario())]
    for name in ("days", "agents"):
        tables = [getattr(run, name) for run in runs]
        joined = {key: np.concatenate([table[key] for table in tables]) for key in tables[0]}
        joined["replication"] = np.concatenate([np.full(len(t["num"]), r) for r, t in enumerate(tables)])
        pooled = pool(joined)
        assert len(pooled["value"]) == len(tables[0]["num"])
        if name == "days":
            line = (pooled["kpi"] == "at_work") & (pooled["team"] == "front")
            assert pooled["value"][line].tolist() == [2.5, 2.5, 2.5, 2.5, 1.5, 1.0, 1.0, 1.0]
        else:
            line = (pooled["kpi"] == "work_per_week") & (pooled["agent"] == "3")
            assert pooled["n"][line].tolist() == [1]
