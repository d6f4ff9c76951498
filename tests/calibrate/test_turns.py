"""Order of service: a queue with one agent that counts some topics as waiting longer, and what is found of it."""

from __future__ import annotations

import numpy as np
import pytest

from sim.calibrate.find import find
from sim.calibrate.history import History
from sim.calibrate.policy_yaml import policy_yaml
from sim.calibrate.replay import routing_of
from sim.calibrate.turns import pairs, step_at, turns
from tests.calibrate.histories import history_of


def one_agent(ahead_s: float, size: int = 1500, seed: int = 3) -> History:
    """Calls about every 100 s to one agent of 90 s a call; "known" calls count as having waited ``ahead_s`` longer."""
    rng = np.random.default_rng(seed)
    entered = np.cumsum(rng.exponential(100.0, size))
    new = rng.random(size) < 0.4
    work = rng.exponential(90.0, size)
    wait = np.zeros(size)
    waiting: list[int] = []
    free, upcoming = 0.0, 0
    while upcoming < size or waiting:
        while upcoming < size and (entered[upcoming] <= free or not waiting):
            free = max(free, entered[upcoming]) if not waiting else free
            waiting.append(upcoming)
            upcoming += 1
        chosen = min(waiting, key=lambda call: entered[call] + (ahead_s if new[call] else 0.0))
        waiting.remove(chosen)
        wait[chosen] = free - entered[chosen]
        free += work[chosen]
    topic = np.where(new, "new", "known")
    return history_of(entered, wait_s=wait, handle_s=work, topic=topic, agent=np.zeros(size, dtype=int))


def test_the_seconds_that_one_topic_is_behind_are_found() -> None:
    found = turns(one_agent(120.0), "phone")
    assert found is not None
    assert found.held_back == ("new",)
    assert found.ahead_s == pytest.approx(120.0, abs=20.0)
    assert (found.overtaken_within, found.otherwise) == (1.0, 0.0)
    assert found.overtaken_beyond < 0.05


def test_first_come_first_served_shows_nobody_held_back() -> None:
    assert turns(one_agent(0.0), "phone") is None


def test_one_topic_alone_has_no_turns() -> None:
    assert turns(history_of(np.arange(40) * 600.0), "phone") is None


def test_pairs_are_those_who_waited_together_until_one_was_answered() -> None:
    entered = np.array([0.0, 10.0, 20.0, 200.0])
    left = np.array([60.0, 30.0, 50.0, 210.0])
    answered = np.array([True, True, False, True])
    earlier, later, apart, overtaken = pairs(entered, left, answered)
    assert list(zip(earlier.tolist(), later.tolist(), apart.tolist(), overtaken.tolist(), strict=True)) == [
        (0, 1, 10.0, True),
        (1, 2, 10.0, False),  # 0 and 2 are no pair: the first of them to leave gave up
    ]


def test_the_step_is_where_fewest_pairs_are_misjudged() -> None:
    apart = np.array([10.0, 30.0, 80.0, 91.0, 120.0, 300.0])
    assert step_at(apart, np.array([True, True, True, True, False, False])) == 90.0
    assert step_at(apart, np.zeros(6, dtype=bool)) == 0.0


def test_what_was_found_is_routed_so_and_written_with_its_evidence() -> None:
    findings = find(one_agent(120.0))
    found = findings.channels["phone"].turns
    assert found is not None
    routing = routing_of(findings, 20.0)
    assert (routing.next_contact, routing.priority) == ("score", {"phone/new": 2})
    assert routing.weights.priority * 20.0 == pytest.approx(found.ahead_s)
    text = policy_yaml(findings)
    assert "next_contact: score" in text
    assert "priority: {phone/new: 2}" in text
    assert "contacts of new were" in text
    assert routing_of(find(one_agent(0.0)), 20.0).next_contact == "fifo"
