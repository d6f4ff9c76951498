"""Common random numbers by construction: change one thing, and everybody else stays who they were."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pytest

from sim.engine import lower, simulate
from sim.log.store import read_log, write_log
from sim.scenario import Scenario
from sim.study.job import Done, Job, run_job
from sim.study.tables import Words
from sim.workload import Workload, draw, roster
from tests.desks import desk, exponential
from tests.laws.played import SEED, Played, on_some_random_desks, played, same_log

PURPOSES = {"talk": 3, "patience": 3, "redial": 3, "topic": 1}


def base(**changes: Any) -> Scenario:
    profile = {"00:00": 1, "08:00": 3, "18:00": 1}
    scenario = desk(
        {
            "phone": {"source": "profile", "per_week": 1400, "profile": profile, "interval_noise": 20.0},
            "email": {"source": "profile", "per_week": 700, "profile": profile},
        },
        exponential(200.0),
        4,
        kinds={"email": "async"},
        patience=exponential(100.0),
        days=10,
        world__redial={"phone": {"share": 0.5}},
    )
    return scenario.with_values({path.replace("__", "."): value for path, value in changes.items()})


def by_key(workload: Workload) -> dict[int, tuple[Any, ...]]:
    return {
        int(key): (float(at), *(tuple(workload.uniforms[name][row].tolist()) for name in PURPOSES))
        for row, (key, at) in enumerate(zip(workload.key, workload.arrived_at, strict=True))
    }


def people(scenario: Scenario) -> dict[int, tuple[Any, ...]]:
    workload = draw(scenario, 9, 2, PURPOSES)
    found = by_key(workload)
    assert len(found) == len(workload.key), "two issues share a key"
    return found


def agree(first: dict[int, Any], second: dict[int, Any]) -> int:
    both = first.keys() & second.keys()
    assert all(first[key] == second[key] for key in both)
    return len(both)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("policy.heads.team.plus", 3),
        ("policy.routing.next_contact", "score"),
        ("policy.routing.next_agent", "random"),
        ("policy.end_of_shift.rule", "hand_over"),
        ("policy.channels.phone.lines", 5),
        ("policy.targets.phone", {"within": "30s"}),
        ("world.effort.phone.talk.mean", "300s"),
        ("world.patience.phone.balk", 0.1),
        ("world.people.absence", 0.1),
        ("study_of_nothing", None),
    ],
)
def test_changing_a_policy_or_a_law_changes_no_arrival_and_no_draw(path: str, value: Any) -> None:
    changed = base() if path == "study_of_nothing" else base().with_values({path: value})
    first, second = people(base()), people(changed)
    assert first == second
    assert len(first) > 2000


def test_more_volume_adds_customers_and_moves_nobody() -> None:
    before = people(base())
    after = people(base().with_values({"world.arrivals.phone.per_week": 1540.0}))
    assert agree(before, after) == len(before)
    assert len(after) - len(before) == pytest.approx(0.1 * 2000, abs=60)


def test_a_longer_horizon_and_a_later_start_keep_the_days_they_share() -> None:
    ten = draw(base(), 9, 2, PURPOSES)
    twelve = draw(base(calendar__days=12), 9, 2, PURPOSES)
    n = len(ten.key)
    assert (twelve.key[:n] == ten.key).all()
    assert (twelve.arrived_at[:n] == ten.arrived_at).all()
    assert all((twelve.uniforms[name][:n] == ten.uniforms[name]).all() for name in PURPOSES)
    later = draw(base(calendar__start="2026-01-07"), 9, 2, PURPOSES)
    shared = np.intersect1d(ten.key, later.key)
    assert len(shared) == (ten.arrived_at >= 2 * 86400).sum()


def test_a_special_day_changes_only_that_day() -> None:
    special = base().with_values({"world.special_days.promo": {"date": "2026-01-08", "factor": 1.4}})
    before, after = people(base()), people(special)
    assert agree(before, after) == len(before)
    added = {key: after[key] for key in after.keys() - before.keys()}
    assert len(added) > 50
    assert all(3 * 86400 <= row[0] < 4 * 86400 for row in added.values())


def test_another_channel_leaves_the_first_ones_alone() -> None:
    mapping = base().to_mapping()
    mapping["policy"]["channels"]["chat"] = {"kind": "live"}
    for place in ("arrivals", "effort", "patience"):
        mapping["world"][place]["chat"] = mapping["world"][place]["phone"]
    mapping["policy"]["teams"]["team"]["skills"]["chat"] = 1.0
    before, after = people(base()), people(Scenario.from_mapping(mapping))
    assert agree(before, after) == len(before) < len(after)


def test_incidents_add_contacts_and_move_nobody() -> None:
    before = people(base())
    after = people(base().with_values({"world.incidents": {"per_week": 3.0}}))
    assert agree(before, after) == len(before) < len(after)


def test_one_more_agent_changes_nobody_elses_days() -> None:
    def shifts(agents: int) -> Scenario:
        return desk(
            {"phone": {"source": "profile", "per_week": 700, "profile": 1}},
            60,
            {"team": None},
            days=60,
            policy__shifts={"early": {"team": "team", "agents": agents, "hours": "08:00-16:00", "days": "daily"}},
            world__people={"absence": 0.2, "lateness": 0.3},
        )

    few, many = roster(shifts(5), 4, 1), roster(shifts(6), 4, 1)
    n = int((many.agent < 5).sum())
    assert n == len(few.agent)
    assert (few.duty == many.duty[:n]).all()
    assert (few.since == many.since[:n]).all()
    assert (few.until == many.until[:n]).all()


@on_some_random_desks
def test_the_same_scenario_twice_gives_the_same_log(mapping: dict[str, Any]) -> None:
    desk = played(mapping)
    assert same_log(desk.log, Played(mapping).log)
    assert desk.scenario.has_people or same_log(desk.log, simulate(desk.scenario, SEED, 0))


@on_some_random_desks
def test_keeping_the_log_changes_no_result_and_a_log_that_comes_back_from_disk_gives_the_same(
    mapping: dict[str, Any],
) -> None:
    desk = played(mapping)
    plain, kept = (run_job(Job(desk.scenario, 0, SEED, keep_log=keep)) for keep in (False, True))
    assert plain.log is None
    assert kept.log is not None
    log = simulate(desk.scenario, SEED, 0) if desk.scenario.has_people else desk.log
    assert same_log(kept.log, log)
    assert numbers(plain) == numbers(kept)
    with TemporaryDirectory() as folder:
        write_log(kept.log, Path(folder) / "log")
        assert same_log(read_log(Path(folder) / "log"), log)


def numbers(done: Done) -> list[bytes]:
    """All that a job brought, bit for bit."""
    return [
        (column.codes if isinstance(column, Words) else column).tobytes()
        for table in done.tables.values()
        for column in table.values()
    ]


def test_replications_and_seeds_differ() -> None:
    keys = [frozenset(people_of(seed, replication)) for seed, replication in ((1, 0), (1, 1), (2, 0))]
    assert len(set(keys)) == 3


def people_of(seed: int, replication: int) -> list[float]:
    return draw(base(), seed, replication, {}).arrived_at.tolist()


def test_draws_beyond_the_third_come_from_the_pool_of_the_channel() -> None:
    plan, _ = lower(base(), 1, 0)
    assert plan.pools.patience.shape == (2, 65536)
    assert plan.draws.patience.shape[1] == 3
    assert plan.pools.patience[0].mean() == pytest.approx(100.0, rel=0.03)
