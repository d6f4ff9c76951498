"""Self-service and tools are policies like others: they move no customer and no draw, and idle ones nothing."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.engine import from_bytes, lower, play, to_bytes
from sim.kpi import measure
from sim.log import End, Log, SessionEnd, SessionKind
from sim.scenario import Scenario
from tests.laws.played import same_log
from tests.laws.test_bots import PLENTY, assert_same, fronted, played
from tests.laws.test_common_chance import lively, lowered, same_draws, who_comes

ARTICLES: dict[str, Any] = {"policy.self_service.knowledge_base": {"covers": 0.6}}
INCIDENTS: dict[str, Any] = {"world.incidents": {"per_week": 14.0}}
PAGE: dict[str, Any] = {"policy.self_service.status_page": {"removes": 0.5, "after": "10min"}}
NO_EFFECT = {"gain": 0.0, "floor": 0.0, "novice_quality": 0.0, "top_quality": 0.0}

IDLE: dict[str, dict[str, Any]] = {
    "articles that nobody reads": ARTICLES | {"world.self_service.looks": 0.0},
    "assist that helps only to ask less": {"policy.assist": NO_EFFECT},
    "knowledge base with nothing in it": {"policy.knowledge": {"kappa": 0.0}},
    "tenure without assist": {"policy.teams.team.tenure": 100.0},
}


@pytest.mark.parametrize("switch", IDLE)
def test_what_does_nothing_differs_by_exactly_nothing(switch: str) -> None:
    assert_same(played(lively()), played(lively(**IDLE[switch])))


def test_a_page_that_comes_too_late_and_articles_without_an_answer_change_only_what_was_looked_at() -> None:
    late = {"policy.self_service.status_page": {"after": "30d"}}
    empty = {"policy.self_service.knowledge_base": {"covers": 0.0}}
    before, after = played(lively(**INCIDENTS)), played(lively(**INCIDENTS, **late, **empty))
    assert set(after.sessions["end"]) == {SessionEnd.IN_VAIN}
    assert_same(before, after, without=("sessions",))


def test_a_classifier_as_good_as_the_people_before_it_changes_nothing_but_the_bill() -> None:
    by_hand = lively(**{"policy.sorting.correct": 0.8})
    model = lively(**{"policy.sorting.classifier": {"correct": 0.8, "price_per_contact": 0.5}})
    one, other = played(by_hand), played(model)
    assert_same(one, other)
    more = [measure(log, scenario).value("cost_per_week") for log, scenario in ((one, by_hand), (other, model))]
    assert more[1] > more[0]


@pytest.mark.parametrize(
    "switch",
    [
        ARTICLES,
        ARTICLES | fronted("chat"),
        {"policy.assist": {"summaries": {}}},
        {"policy.knowledge": {}},
        {"policy.sorting.classifier": {}},
    ],
)
def test_a_switch_moves_no_customer_and_no_draw(switch: dict[str, Any]) -> None:
    before, after = lowered(lively()), lowered(lively(**switch))
    assert who_comes(before) == who_comes(after)
    assert {"talk", "patience", "resolved"} <= set(same_draws(before, after))


def test_a_status_page_keeps_the_same_customers_and_some_of_them_do_not_come() -> None:
    before, after = lowered(lively(**INCIDENTS)), lowered(lively(**INCIDENTS, **PAGE))
    assert who_comes(before) == who_comes(after)
    assert same_draws(before, after)
    log = play(*after)
    told = log.sessions["issue"]
    assert 0 < len(told) == np.count_nonzero(after[0].issues.told)
    assert not np.isin(log.contacts["issue"], told).any()
    assert (log.issues["end"][told] == End.RESOLVED).all()


def test_with_people_enough_who_did_not_look_has_the_very_same_journey() -> None:
    scenario = lively(**PLENTY)
    without, with_articles = played(scenario), played(scenario.with_values(ARTICLES))
    kept = with_articles.sessions["issue"][with_articles.sessions["end"] == SessionEnd.CONTAINED]
    met = np.isin(without.issues["issue"], kept)
    assert 0.2 < met.mean() < 0.4
    for table in ("contacts", "tickets", "statuses"):
        rows = [~met[getattr(log, table)["issue"]] for log in (without, with_articles)]
        for name in getattr(without, table):
            one, other = (
                getattr(log, table)[name][chosen] for log, chosen in zip((without, with_articles), rows, strict=True)
            )
            assert np.array_equal(one, other, equal_nan=one.dtype.kind == "f"), (table, name)


def test_more_answers_keep_everybody_whom_fewer_kept() -> None:
    def kept(covers: float) -> set[int]:
        sessions = played(lively(**{"policy.self_service.knowledge_base": {"covers": covers}})).sessions
        return set(sessions["issue"][sessions["end"] == SessionEnd.CONTAINED].tolist())

    low, middle, high = (kept(share) for share in (0.2, 0.5, 0.9))
    assert low < middle < high


def everything() -> Scenario:
    return lively(
        **INCIDENTS, **PAGE, **ARTICLES, **fronted("chat", "phone", contains=0.4, hides_human=0.2),
        **{"policy.assist": {"summaries": {}, "price_per_contact": 0.1}, "policy.knowledge": {"cost_per_week": 10.0},
           "policy.sorting": {"classifier": {}, "correct": 0.8}},
    )  # fmt: skip


def test_every_need_goes_one_way_and_meets_each_stage_at_most_once() -> None:
    log: Log = played(everything())
    sessions, contacts, issues = log.sessions, log.contacts, log.issues
    pairs = list(zip(sessions["issue"].tolist(), sessions["kind"].tolist(), strict=True))
    assert len(pairs) == len(set(pairs))
    assert pairs == sorted(pairs)
    assert set(sessions["kind"]) == set(SessionKind)
    right = sessions["issue"][sessions["solved"] == 1]
    assert len(right) == len(set(right.tolist()))
    assert (issues["end"][right] == End.RESOLVED).all()
    assert not np.isin(contacts["issue"], right).any()
    bots = sessions["issue"][sessions["kind"] == SessionKind.BOT]
    heard = np.isin(issues["issue"], np.concatenate([contacts["issue"], bots]))
    assert np.isnan(issues["solved_at"][~heard]).all()


def test_a_plan_with_all_of_it_goes_to_a_file_and_back_and_gives_the_same_log() -> None:
    plan, names = lower(everything(), 3, 1)
    assert same_log(play(plan, names), play(from_bytes(to_bytes(plan)), names))


def test_kpis_add_up_on_a_desk_with_all_of_it() -> None:
    scenario = everything()
    measured = measure(played(scenario), scenario)
    for kpi in ("self_service_cost", "classifier_cost", "assist_cost", "knowledge_cost"):
        assert np.isfinite(measured.value(kpi))
    shares = measured.kpis["unit"] == "share"
    there = shares & (measured.kpis["den"] > 0) & np.isin(measured.kpis["kpi"], ["self_service_claimed", "helped"])
    assert ((measured.kpis["value"][there] >= 0) & (measured.kpis["value"][there] <= 1)).all()
    bots, tools = measured.value("bot_cost"), sum(
        measured.value(kpi) for kpi in ("self_service_cost", "classifier_cost", "assist_cost", "knowledge_cost")
    )  # fmt: skip
    week = np.flatnonzero((measured.kpis["kpi"] == "cost_per_week") & (measured.kpis["team"] == ""))[0]
    assert measured.kpis["num"][week] == pytest.approx(measured.value("staff_cost") + bots + tools)
