"""Languages: own speakers alone, or others with an interpreter, who need longer and solve less."""

from __future__ import annotations

from math import exp
from typing import Any

from sim.scenario import Scenario
from tests.desks import desk, recorded
from tests.engine.days import SOLVES, at, entries, queues, scripted, work


def calls(*times: str, interpreter: bool = False, french: Any = 1, **more: Any) -> Scenario:
    """Calls of 600 s in German and French, an agent for each."""
    return desk(
        {"phone": recorded(*times)},
        600,
        {"german": 1, "french": french},
        world__languages={"de": {}, "fr": {"interpreted_effort": 1.35, "interpreted_logit": -0.3}},
        policy__teams={
            "german": {"skills": {"phone": 1.0}, "languages": ["de"]},
            "french": {"skills": {"phone": 1.0}, "languages": ["fr"]},
        },
        policy__interpreter=interpreter,
        **more,
    )


def test_without_an_interpreter_customers_wait_for_who_speaks_their_language() -> None:
    log = scripted(calls("09:00:00", "09:00:10"), belong=["phone/any/fr"] * 2)
    assert queues(log) == ["phone/any/fr"] * 2
    assert [row[2] for row in work(log)] == [1, 1]
    assert entries(log)[1] == (1, "FIRST", "ANSWERED", at(9, 0, 10), at(9, 10), at(9, 20))


def test_with_an_interpreter_anybody_serves_them_but_takes_longer() -> None:
    log = scripted(calls("09:00:00", "09:00:10", interpreter=True), belong=["phone/any/de"] * 2)
    assert work(log) == [
        (0, 0, 0, "DONE", "NONE", at(9), at(9, 10)),
        (1, 0, 1, "DONE", "NONE", at(9, 0, 10), at(9, 0, 10) + 810),
    ]


def test_best_skill_puts_own_speakers_before_an_interpreter_and_longest_idle_does_not() -> None:
    for rule, agent in (("best_skill", 1), ("longest_idle", 0)):
        scenario = calls("09:00:00", interpreter=True, policy__routing={"next_agent": rule})
        assert work(scripted(scenario, belong=["phone/any/fr"]))[0][2] == agent


def test_an_interpreter_makes_a_resolution_less_likely() -> None:
    resolution = SOLVES | {"solved": 0.5, "recognised": 0.0}
    scenario = calls("09:00:00", interpreter=True, french={"12:00": 1}, world__resolution=resolution)
    p = 1 / (1 + exp(0.3))
    for u, result in ((p - 1e-9, "RESOLVED"), (p + 1e-9, "UNNOTICED")):
        log = scripted(scenario, belong=["phone/any/fr"], resolved=u)
        assert work(log) == [(0, 0, 0, "DONE", result, at(9), at(9) + 810)]


def test_a_team_that_speaks_both_serves_both_in_the_order_in_which_they_came() -> None:
    scenario = desk(
        {"phone": recorded("09:00:00", "09:00:10", "09:00:20")},
        60,
        1,
        world__languages={"de": {}, "fr": {}},
    )
    log = scripted(scenario, belong=["phone/any/fr", "phone/any/de", "phone/any/fr"])
    assert [row[0] for row in work(log)] == [0, 1, 2]
