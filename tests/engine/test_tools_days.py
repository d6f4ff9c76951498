"""Agents with tools: faster by tenure, shorter notes, context that goes along, fewer wrong words; and sorting."""

from __future__ import annotations

from math import log as ln
from typing import Any

import pytest

from sim.engine import lower
from sim.scenario import Scenario
from tests.desks import always, desk, recorded
from tests.engine.days import NO, SOLVES, YES, at, entries, play, scripted, shift, touches, work

QUICK = {"gain": 0.25, "floor": 0.0, "novice_quality": 0.0, "top_quality": 0.0}


def calls(assist: Any = None, knowledge: Any = None, tenure: float = 0.0, **more: Any) -> Scenario:
    """One call at nine: 400 s of talk, 100 s on hold, 100 s of after-call work."""
    effort = {"talk": always(400.0), "hold": always(100.0), "after_call": always(100.0)}
    changes = {"policy.assist": assist, "policy.knowledge": knowledge, "policy.teams.team.tenure": tenure}
    return desk({"phone": recorded("09:00:00")}, {"phone": effort}, 1, **more).with_values(changes)


def phases(scenario: Scenario) -> tuple[float, float, float]:
    table = play(scenario).touches
    return tuple(float(table[name][0]) for name in ("talk_s", "hold_s", "after_call_s"))  # type: ignore[return-value]


def test_a_beginner_with_assist_is_faster_in_all_that_they_do() -> None:
    assert phases(calls()) == (400.0, 100.0, 100.0)
    assert phases(calls(QUICK)) == pytest.approx((320.0, 80.0, 80.0), abs=1e-5)


def test_the_gain_fades_with_tenure() -> None:
    assert phases(calls(QUICK, tenure=4 * ln(5)))[0] == pytest.approx(400 / 1.05, abs=1e-5)


def test_only_the_teams_that_have_it() -> None:
    scenario = calls(None).with_values(
        {"policy.teams.other": {"skills": {"phone": 1.0}}, "policy.heads.other": {"on_queue": 0}}
    )
    for teams, talk_s in {("team",): 320.0, ("other",): 400.0}.items():
        tool = QUICK | {"teams": list(teams)}
        assert phases(scenario.with_values({"policy.assist": tool}))[0] == pytest.approx(talk_s, abs=1e-5)


def test_summaries_shorten_after_call_work_alone() -> None:
    still = QUICK | {"gain": 0.0, "summaries": {}}
    assert phases(calls(still)) == pytest.approx((400.0, 100.0, 60.0), abs=1e-5)


def test_a_knowledge_base_shortens_all_work() -> None:
    assert phases(calls(knowledge={"kappa": 1.0, "saves": 0.15})) == pytest.approx((340.0, 85.0, 85.0), abs=1e-5)
    assert phases(calls(knowledge={"kappa": 0.0})) == (400.0, 100.0, 100.0)


def test_both_together_multiply() -> None:
    both = calls(QUICK | {"summaries": {}}, {"kappa": 1.0, "saves": 0.15})
    assert phases(both) == pytest.approx((400 * 0.85 / 1.25, 100 * 0.85 / 1.25, 60 * 0.85 / 1.25), abs=1e-5)


def test_the_queue_knows_how_long_its_work_takes() -> None:
    """For estimated waits: the agents' speed is in their proficiency, after-call work in the mean of the work."""
    plan, _ = lower(calls(QUICK | {"summaries": {}}), 1, 0)
    assert plan.queues.mean_work_s.tolist() == [560.0]
    assert plan.agents.proficiency.tolist() == [[1.25]]


def passed(**assist: Any) -> Scenario:
    """A call of topic a that comes to desk b, whose agent passes it on."""
    names = ("a", "b", "c")
    return desk(
        {"desk": recorded("09:00:00")},
        {"desk": {"talk": always(600.0), "no_context": 1.15}},
        dict.fromkeys(names, 1),
        skills={name: [f"desk/{name}"] for name in names},
        world__topics={name: {} for name in names},
        policy__sorting={"correct": 0.5, "correct_again": 0.9, "triage": "75s"},
    ).with_values({"policy.assist": assist or None})


STILL = {"gain": 0.0, "floor": 0.0, "novice_quality": 0.0, "top_quality": 0.0}


def test_a_summary_goes_along_when_a_contact_is_passed_on() -> None:
    draws: dict[str, Any] = {"belong": ["desk/a"], "sorting": [0.65, YES], "detected": YES}
    cold = scripted(passed(), **draws)
    told = scripted(passed(**STILL, summaries={}), **draws)
    not_told = scripted(passed(**STILL, summaries={"carried": False}), **draws)
    by_others = scripted(passed(**STILL, summaries={}, teams=["a"]), **draws)  # desk b writes none
    assert [log.touches["talk_s"].tolist() for log in (cold, told, not_told, by_others)] == [
        [75.0, 690.0],
        [75.0, 600.0],
        [75.0, 690.0],
        [75.0, 690.0],
    ]


def test_who_is_out_of_their_depth_is_faster_too() -> None:
    draws: dict[str, Any] = {"belong": ["desk/a"], "sorting": 0.65, "detected": NO}
    quick = passed(**STILL | {"gain": 0.25, "fades": 1000.0}).with_values(
        {f"policy.teams.{name}.tenure": 0.0 for name in "abc"}
    )
    slow, fast = (scripted(scenario, **draws).touches["talk_s"][0] for scenario in (passed(), quick))
    assert slow == pytest.approx(1000.0)
    assert fast == pytest.approx(800.0, abs=1e-5)


def test_a_summary_spares_the_set_up_at_the_end_of_a_shift() -> None:
    scenario = desk(
        {"phone": recorded("09:59:00")},
        180,
        {"team": None},
        policy__shifts={"early": shift("08:00-10:00"), "late": shift("10:00-12:00")},
        policy__end_of_shift={"rule": "hand_over", "set_up": "30s"},
    )
    with_summary = scenario.with_values({"policy.assist": STILL | {"summaries": {}}})
    assert [touches(play(one))[1][4] for one in (scenario, with_summary)] == [at(10, 2, 30), at(10, 2)]


def test_quality_and_knowledge_move_resolution_and_wrong_information_on_the_log_odds() -> None:
    half = SOLVES | {"solved": 0.5, "wrong": 0.5, "returns": 0.0}
    base = desk({"phone": recorded("09:00:00")}, 600, 1, world__resolution=half)
    novice = {"policy.assist": {"novice_quality": 1.0}, "policy.teams.team.tenure": 1.0}
    veteran = {"policy.assist": {"top_quality": -1.0}, "policy.teams.team.tenure": 100.0}
    knows = {"policy.knowledge": {"kappa": 0.5, "solved": 2.0, "wrong": 2.0}}
    # e / (1 + e) = 0.731: shifted by 1 either way.
    for changes, u, result in (
        ({}, 0.51, "UNNOTICED"),
        (novice, 0.73, "RESOLVED"),
        (novice, 0.74, "UNNOTICED"),
        (veteran, 0.26, "RESOLVED"),
        (veteran, 0.27, "UNNOTICED"),
        (knows, 0.73, "RESOLVED"),
        (knows, 0.74, "UNNOTICED"),
    ):
        log = scripted(base.with_values(changes), wrong=NO, resolved=u, recognised=NO)
        assert work(log)[0][4] == result, (changes, u)
    for changes, u, result in (({}, 0.49, "WRONG"), (knows, 0.26, "WRONG"), (knows, 0.27, "RESOLVED")):
        log = scripted(base.with_values(changes), wrong=u, resolved=YES)
        assert work(log)[0][4] == result, (changes, u)


def test_a_model_that_sorts_better_finds_the_right_desk() -> None:
    scenario = passed()
    model = scenario.with_values({"policy.sorting.classifier": {"correct": 0.7}})
    wrong, right = (scripted(one, belong=["desk/a"], sorting=[0.65, YES], detected=YES) for one in (scenario, model))
    assert [row[2] for row in entries(wrong)] == ["TRANSFERRED", "ANSWERED"]
    assert [row[2] for row in entries(right)] == ["ANSWERED"]
