"""What the formula would have said gets the numbers that a planner would give it, and says what they leave out."""

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.scenario import Scenario
from sim.study.beside import beside, mean_patience, open_seconds, service_cv
from sim.study.plan import HEADS, ISSUES, LOAD, expected, plan_table
from sim.study.tables import Words
from sim.theory import erlang_a_queue
from tests.study import desk


def changed(base: Scenario, **parts: Any) -> Scenario:
    return base.with_values({path.replace("__", "."): value for path, value in parts.items()})


def with_mail_and_chat() -> Scenario:
    mapping = desk.desk().to_mapping()
    world, policy = mapping["world"], mapping["policy"]
    for name, per_week in (("chat", 700), ("mail", 1400)):
        world["arrivals"][name] = {"source": "profile", "per_week": per_week, "profile": {"08:00": 1, "20:00": 0}}
        world["effort"][name] = {"talk": {"law": "exponential", "mean": "5min"}}
    world["patience"]["chat"] = {"law": None}
    policy["channels"]["chat"] = {"kind": "live", "open": "08:00-20:00"}
    policy["channels"]["mail"] = {"kind": "async"}
    policy["teams"]["helpers"]["skills"] = {"phone": 1.0, "chat": 1.0, "mail": 1.0}
    policy["teams"]["callers"] = {"skills": {"phone": 1.25}}
    policy["heads"]["callers"] = {"on_queue": {"08:00": 2, "20:00": 0}}
    return Scenario.from_mapping(mapping)


def test_a_steady_desk_gets_exactly_erlang_a() -> None:
    scenario = desk.desk()
    (phone,) = beside(scenario, expected(scenario))
    exact = erlang_a_queue(4, 300 / 43200, 300.0, 120.0, 20.0)
    assert phone.total("service_level") == pytest.approx(exact.service_level, rel=1e-9)
    assert phone.total("abandonment") == pytest.approx(exact.p_abandon, rel=1e-9)
    assert phone.total("wait_all") == pytest.approx(exact.mean_wait_s, rel=1e-9)
    assert phone.total("occupancy") == pytest.approx(exact.mean_busy / 4, rel=1e-9)
    assert phone.teams == ("helpers",)


def test_hours_that_are_closed_or_warm_up_do_not_count() -> None:
    scenario = changed(desk.desk(), policy__channels__phone__open="08:15-12:00")
    seconds = open_seconds(scenario, "phone", 0.0)
    assert seconds.sum() == 3.75 * 3600
    assert (seconds[16], seconds[17], seconds[24]) == (900.0, 1800.0, 0.0)
    assert open_seconds(scenario, "phone", 10 * 3600.0).sum() == 2 * 3600
    assert open_seconds(scenario, "phone", 20 * 3600.0).sum() == 0
    (phone,) = beside(scenario, expected(scenario))
    assert phone.by_interval.total_volume == pytest.approx(300 * 3.75 / 12)


def test_teams_share_their_heads_among_live_channels_by_work_and_the_reasons_say_so() -> None:
    scenario = with_mail_and_chat()
    phone, chat = beside(scenario, expected(scenario))
    busy = phone.by_interval.arrivals_per_s > 0
    # phone: 300 calls a day against 100 chats, but agents of the callers' team are a quarter faster
    pace = (4 * 1.0 + 2 * 1.25) / 6
    share = 300 / pace / (300 / pace + 100)
    assert phone.by_interval.n_agents[busy] == pytest.approx(np.rint(np.full(busy.sum(), 4 * share + 2)))
    assert chat.by_interval.n_agents[busy] == pytest.approx(np.rint(np.full(busy.sum(), 4 * (1 - share))))
    text = " ".join(phone.reasons)
    assert "The agents of helpers and callers also serve chat" in text
    assert "The same agents also answer mail (17 h of work)" in text
    assert "3 queues share agents" in text


def test_the_reasons_name_what_the_formula_leaves_out() -> None:
    scenario = changed(
        desk.desk(),
        world__patience__phone__balk=0.1,
        world__redial__phone={"share": 0.4},
        world__incidents={},
        world__people__absence=0.05,
        policy__channels__phone__lines=9,
        policy__heads__helpers__on_queue={"08:00": 1, "20:00": 0},
        world__effort__phone__talk={"law": "deterministic", "value": "5min"},
    )
    (phone,) = beside(scenario, expected(scenario))
    text = " ".join(phone.reasons)
    parts = ("10.0% of customers leave at once", "call again", "Incidents", "absent", "lines", "vary less")
    for part in (*parts, "as much work"):
        assert part in text


def test_a_variation_of_the_whole_handle_time_counts_phases_difficulty_and_topics() -> None:
    scenario = changed(
        desk.desk(),
        world__effort__phone={
            "talk": {"law": "lognormal", "mean": "300s", "cv": 0.8},
            "after_call": {"law": "deterministic", "value": "100s"},
            "difficulty_cv": 0.5,
        },
        world__topics={"easy": {"share": 1.0, "effort": 0.5}, "hard": {"share": 1.0, "effort": 1.5}},
    )
    phases = (300 * 0.8 / 400) ** 2
    assert service_cv(scenario, "phone") == pytest.approx(math.sqrt((1 + phases) * 1.25 * 1.25 - 1))
    assert expected(scenario).handle_s["phone"] == pytest.approx(np.full(48, 400.0))


def test_patience_without_end_is_erlang_c() -> None:
    scenario = with_mail_and_chat()
    assert np.isinf(mean_patience(scenario, "chat")).all()
    _, chat = beside(scenario, expected(scenario))
    assert chat.total("abandonment") == 0.0


def test_the_plan_has_expected_issues_offered_load_and_agents_on_queue() -> None:
    scenario = desk.desk()
    table = plan_table([("now", expected(scenario))])
    what = table["what"]
    assert isinstance(what, Words)
    value, said = np.asarray(table["value"]), np.array(what.texts())
    assert value[said == ISSUES].sum() == pytest.approx(300.0)
    assert value[said == LOAD].max() == pytest.approx(300 / 43200 * 300)
    assert value[said == HEADS].tolist() == [0.0] * 16 + [4.0] * 24 + [0.0] * 8


def test_theory_stands_beside_the_simulated_numbers_of_every_variant(tmp_path: Path) -> None:
    study = desk.run(tmp_path, 3)
    rows = study.theory
    assert list(rows.columns) == ["variant", "channel", "kpi", "simulated", "low", "high", "formula", "reasons"]
    assert list(rows.kpi) == ["service_level", "abandonment", "wait_all", "occupancy"] * 3
    now = rows[(rows.variant == "now") & (rows.kpi == "service_level")].iloc[0]
    assert (now.simulated, now.low, now.high) == study.value("now", "service_level", "phone")
    busy = rows[(rows.variant == "most") & (rows.kpi == "occupancy")].iloc[0]
    assert busy.simulated == study.value("most", "occupancy", team="helpers")[0]
    assert rows.reasons.str.contains("Days differ").all()
