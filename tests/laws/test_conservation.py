"""Laws that hold on every desk: nobody is lost, nobody is in two places, time adds up."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given, settings

from sim.engine import simulate
from sim.log import Duty, Log, Outcome, TouchEnd
from sim.scenario import Scenario
from tests.strategies import NO_SHRINKING, scenarios

WORKING = (Duty.ON_QUEUE, Duty.OVERTIME, Duty.FINISHING)
GRID = 2.0**-20


def spans(log: Log) -> list[tuple[int, float, float]]:
    """(agent, since, until) of every touch, those still open until the end."""
    table = log.touches
    until = np.where(np.isnan(table["ended_at"]), log.ends_at, table["ended_at"])
    return sorted(zip(table["agent"].tolist(), table["started_at"].tolist(), until.tolist(), strict=True))


@settings(max_examples=60, phases=NO_SHRINKING)
@given(scenarios())
def test_every_issue_has_its_attempts_in_order_and_only_the_last_can_be_answered(scenario: Scenario) -> None:
    log = simulate(scenario, 5, 0)
    contacts = log.contacts
    assert np.array_equal(np.unique(contacts["issue"]), log.issues["issue"])
    first = contacts["contact"] == 0
    assert np.array_equal(contacts["entered_at"][first], log.issues["arrived_at"])
    same = contacts["issue"][1:] == contacts["issue"][:-1]
    assert (contacts["contact"][1:][same] == contacts["contact"][:-1][same] + 1).all()
    again = contacts["outcome"][:-1][same]
    assert np.isin(again, [Outcome.ABANDONED, Outcome.BLOCKED]).all()
    assert (contacts["entered_at"][1:][same] >= contacts["ended_at"][:-1][same]).all()


@settings(max_examples=60, phases=NO_SHRINKING)
@given(scenarios())
def test_a_contact_has_exactly_the_instants_of_its_outcome(scenario: Scenario) -> None:
    contacts = simulate(scenario, 5, 1).contacts
    outcome = contacts["outcome"]
    answered, ended = ~np.isnan(contacts["answered_at"]), ~np.isnan(contacts["ended_at"])
    started = np.isin(outcome, [Outcome.ANSWERED, Outcome.IN_SERVICE])
    # Work that was put back or handed over waits again: it has been answered once.
    assert (answered[started]).all()
    assert not (answered & ~started & (outcome != Outcome.WAITING)).any()
    assert (ended == ~np.isin(outcome, [Outcome.WAITING, Outcome.IN_SERVICE])).all()
    assert (contacts["answered_at"][answered] >= contacts["entered_at"][answered]).all()
    assert (contacts["ended_at"][ended] >= contacts["entered_at"][ended]).all()
    instants = np.concatenate([contacts["answered_at"][answered], contacts["ended_at"][ended]])
    assert (instants / GRID == np.rint(instants / GRID)).all()


@settings(max_examples=60, phases=NO_SHRINKING)
@given(scenarios())
def test_an_agent_serves_one_contact_at_a_time_and_only_while_working(scenario: Scenario) -> None:
    log = simulate(scenario, 5, 2)
    touched = spans(log)
    for (agent, _, until), (next_agent, since, _) in pairwise(touched):
        assert agent != next_agent or since >= until
    duty = log.duty
    for agent in np.unique(duty["agent"]).tolist():
        mine = duty["agent"] == agent
        since, until = duty["since"][mine], duty["until"][mine]
        assert (until > since).all()
        assert (since[1:] >= until[:-1]).all()
    for agent, since, until in touched:
        mine = (duty["agent"] == agent) & np.isin(duty["duty"], WORKING)
        covered = np.minimum(duty["until"][mine], until) - np.maximum(duty["since"][mine], since)
        assert covered[covered > 0].sum() == until - since


@settings(max_examples=60, phases=NO_SHRINKING)
@given(scenarios())
def test_the_work_of_a_contact_adds_up_over_its_touches(scenario: Scenario) -> None:
    log = simulate(scenario, 5, 3)
    table = log.touches
    ended = table["end"] != TouchEnd.OPEN
    worked = table["talk_s"] + table["hold_s"] + table["after_call_s"]
    assert (worked >= 0).all()
    assert (worked[ended] == (table["ended_at"] - table["started_at"])[ended]).all()
    last = {(i, a): e for i, a, e in zip(table["issue"], table["contact"], table["end"], strict=True)}
    contacts = log.contacts
    for issue, attempt, outcome in zip(contacts["issue"], contacts["contact"], contacts["outcome"], strict=True):
        end = last.get((issue, attempt))
        match outcome:
            case Outcome.ANSWERED:
                assert end in (TouchEnd.DONE, TouchEnd.OPEN)
            case Outcome.IN_SERVICE:
                assert end == TouchEnd.OPEN
            case Outcome.WAITING:
                assert end in (None, TouchEnd.HANDED_OVER, TouchEnd.PUT_BACK)
            case _:
                assert end is None


@settings(max_examples=60, phases=NO_SHRINKING)
@given(scenarios())
def test_littles_law_holds_on_every_path(scenario: Scenario) -> None:
    """The area under the number waiting for a first answer is the sum of the waits, both closed at the end."""
    log = simulate(scenario, 5, 4)
    contacts = log.contacts
    for queue in range(len(log.queues)):
        mine = contacts["queue"] == queue
        entered = np.maximum(contacts["entered_at"][mine], log.starts_at)
        left = np.fmin(contacts["answered_at"][mine], contacts["ended_at"][mine])
        left = np.where(np.isnan(left), log.ends_at, left)
        instants = np.concatenate([entered, left])
        steps = np.concatenate([np.ones(len(entered)), -np.ones(len(left))])
        order = np.argsort(instants, kind="stable")
        number = np.cumsum(steps[order])[:-1]
        area = float(np.sum(number * np.diff(instants[order])))
        assert np.isclose(area, float(np.sum(left - entered)), rtol=1e-12, atol=1e-6)


@settings(max_examples=60, phases=NO_SHRINKING)
@given(scenarios())
def test_the_lines_in_use_never_exceed_the_lines_there_are(scenario: Scenario) -> None:
    log = simulate(scenario, 5, 5)
    contacts = log.contacts
    for channel, name in enumerate(log.channels):
        lines = scenario.policy.channels[name].lines
        if lines is None:
            continue
        mine = np.isin(contacts["queue"], [q for q, c in enumerate(log.queue_channel) if c == channel])
        mine &= ~np.isin(contacts["outcome"], [Outcome.BLOCKED, Outcome.CLOSED])
        ended = np.where(np.isnan(contacts["ended_at"]), log.ends_at, contacts["ended_at"])[mine]
        instants = np.concatenate([contacts["entered_at"][mine], ended])
        steps = np.concatenate([np.ones(mine.sum()), -np.ones(mine.sum())])
        number = np.cumsum(steps[np.lexsort((steps, instants))])
        assert number.max(initial=0) <= lines
