"""Angry customers: by how they come, by their wait, by what went wrong before; and what a flag does."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, log2
from typing import Any

import pytest

from sim.log import Cause, Log
from sim.log.trace import lines
from sim.scenario import Scenario
from sim.world.anger import p_angry
from tests.desks import always, desk, recorded
from tests.engine.days import NO, SOLVES, YES, at, entries, play, queues, scripted, statuses, touches, work

ANGER: dict[str, Any] = {"share": 0.2, "waiting": 1.0, "expects_live": "60s"}


def odds(p: float) -> float:
    return p / (1 - p)


def between(share: float, *factors: float) -> tuple[float, float]:
    """Uniforms just below and above the share of angry customers after factors on the odds."""
    o = odds(share)
    for factor in factors:
        o *= factor
    return o / (1 + o) - 1e-9, o / (1 + o) + 1e-9


def calls(*times: str, talk: float = 60.0, agents: Any = 1, anger: dict[str, Any] | None = None, **more: Any) -> Any:
    return desk({"phone": recorded(*times)}, talk, agents, world__anger=ANGER | (anger or {}), **more)


def angry(log: Log) -> list[tuple[str, int]]:
    """(cause, angry) of every contact."""
    table = log.contacts
    return [(Cause(int(c)).name, int(a)) for c, a in zip(table["cause"], table["angry"], strict=True)]


def test_in_a_world_without_anger_nobody_is_or_is_not_angry() -> None:
    log = play(desk({"phone": recorded("09:00:00")}, 60, 1))
    assert log.contacts["angry"].tolist() == log.contacts["flagged"].tolist() == [-1]


def test_who_is_taken_at_once_is_angry_with_the_share_to_begin_with() -> None:
    below, above = between(0.2)
    log = scripted(calls("09:00:00", "09:10:00"), anger=[[below], [above]])
    assert angry(log) == [("FIRST", 1), ("FIRST", 0)]


def test_the_wait_until_an_agent_takes_them_makes_more_of_them_angry() -> None:
    # The second call waits 3 min, three times what is expected: log2(1 + 3) = 2, twice a doubling.
    _, still = between(0.2)
    below, above = between(0.2, exp(1.0 * log2(1 + 3)))
    one, other = (scripted(calls("09:00:00", "09:00:00", talk=180.0), anger=[[still], [u]]) for u in (below, above))
    assert entries(one)[1][3:5] == (at(9), at(9, 3))
    assert angry(one) == [("FIRST", 0), ("FIRST", 1)]
    assert angry(other) == [("FIRST", 0), ("FIRST", 0)]


def test_who_gives_up_before_an_agent_is_there_has_no_temper_in_the_log() -> None:
    log = scripted(calls("09:00:00", "09:00:10", talk=180.0, patience=always(30.0)), anger=YES)
    assert [row[2] for row in entries(log)] == ["ANSWERED", "ABANDONED"]
    assert [mood for _, mood in angry(log)] == [1, -1]


def test_a_wait_that_was_expected_on_one_channel_is_long_on_another() -> None:
    scenario = desk(
        {"phone": recorded("09:01:00"), "chat": recorded("09:01:00"), "email": recorded("09:01:00"),
         "block": recorded("09:00:00")},
        {"phone": 1, "chat": 1, "email": 1, "block": 180},
        1,
        kinds={"chat": "chat", "email": "async"},
        world__anger={"share": 0.2, "waiting": 1.0, "expects_on": {"chat": "1h"}},
    )  # fmt: skip
    threshold = p_angry(0.2, 120.0, 60.0, 1.0, False, 1.0, False, 1.0)
    log = scripted(scenario, anger=threshold - 1e-3)
    by_channel = {queue: mood for queue, (_, mood) in zip(queues(log), angry(log), strict=True)}
    assert by_channel == {"block/any": 0, "phone/any": 1, "chat/any": 0, "email/any": 0}


def test_a_topic_may_have_a_share_of_its_own() -> None:
    topics = {"simple": {}, "bill": {}}
    scenario = calls("09:00:00", "09:10:00", anger={"share_on": {"bill": 0.6}}, world__topics=topics)
    log = scripted(scenario, belong=["phone/simple", "phone/bill"], anger=0.5)
    assert [mood for _, mood in angry(log)] == [0, 1]


def test_an_angry_contact_may_take_longer_and_an_angry_question_too() -> None:
    scenario = calls("09:00:00", "09:10:00", anger={"handle_time": 1.5})
    log = scripted(scenario, anger=[[YES], [NO]])
    assert [row[3:] for row in touches(log)] == [(at(9), at(9, 1, 30)), (at(9, 10), at(9, 11))]


WRONG = SOLVES | {"wrong": 0.5, "returns": 1.0, "noticed": always(3600.0)}


@pytest.mark.parametrize(("link", "cause"), [(YES, "REOPEN"), (NO, "RECONTACT")])
def test_who_comes_back_after_a_false_solution_is_angry_more_often(link: float, cause: str) -> None:
    below, above = between(0.2, 1.8)
    for u, mood in ((below, 1), (above, 0)):
        scenario = calls("09:00:00", world__resolution=WRONG, policy__follow_up={"link": 0.5})
        log = scripted(scenario, anger=u, wrong=[YES, NO], returns=YES, link=link)
        assert angry(log) == [("FIRST", 0), (cause, mood)]


def test_who_comes_back_after_a_bot_too() -> None:
    below, above = between(0.2, 1.8)
    for u, mood in ((below, 1), (above, 0)):
        scenario = calls("09:00:00", policy__chatbot={"phone": {"contains": 0.5}})
        log = scripted(
            scenario, anger=u, bot_engaged=YES, bot_contained=YES, bot_solved=NO, bot_returns=YES,
            bot_return_delay=3600.0,
        )  # fmt: skip
        assert angry(log) == [("RECONTACT", mood)]


def waiting_for_others(**more: Any) -> Scenario:
    """An email at 09:00 waits for a third party from 09:10 to 14:10; the customer is promised word within an hour."""
    return desk(
        {"email": recorded("09:00:00")},
        600,
        2,
        kinds={"email": "async"},
        world__anger=ANGER | {"waiting": 0.0},
        world__resolution=SOLVES | {"pending_third_party": 0.5},
        world__replies={"third_party": always(5 * 3600.0)},
        world__chase={"waking": None, "work": always(150.0)},
        policy__follow_up={"promise": "1h", "notice": always(75.0)},
        **more,
    )


PROMISED: dict[str, Any] = {"pending": [YES, NO], "told": YES, "timeframe": [YES] * 9}


def test_a_promise_that_lapses_in_silence_makes_angry_and_the_desks_own_work_has_no_temper() -> None:
    below, above = between(0.2, 1.5)
    for u, mood in ((below, 1), (above, 0)):
        log = scripted(waiting_for_others(), anger=u, **PROMISED, kept=[NO] * 9, chase=[1800.0, 9 * 3600.0, 9 * 3600.0])
        assert angry(log) == [("FIRST", 0), ("CHASE", mood), ("NEXT_TOUCH", -1)]


def test_a_notice_in_time_breaks_no_promise() -> None:
    below, _ = between(0.2, 1.5)
    log = scripted(waiting_for_others(), anger=below, **PROMISED, kept=[YES] * 9)
    assert set(angry(log)[1:]) == {("NOTICE", -1), ("NEXT_TOUCH", -1)}
    broken = scripted(waiting_for_others(), anger=below, **PROMISED, kept=[NO] * 9, chase=[1800.0] * 9)
    assert ("CHASE", 1) in angry(broken)


def test_who_is_passed_on_is_as_angry_as_the_whole_wait_makes_them() -> None:
    # Two minutes for the first agent, triage of 75 s, 57 s more for the right one.
    scenario = desk(
        {"phone": recorded("08:58:00", "08:58:00", "09:00:00")},
        {"phone": 240},
        {"bills": 1, "techs": 1},
        skills={"bills": ["phone/bill"], "techs": ["phone/tech"]},
        world__topics={"bill": {}, "tech": {}},
        world__anger=ANGER,
        policy__sorting={"correct": 0.5, "correct_again": 1.0, "detected": 1.0},
    )
    u, _ = between(0.2, exp(1.0 * log2(1 + (120 + 45) / 60)))
    log = scripted(
        scenario,
        belong=["phone/bill", "phone/tech", "phone/tech"],
        talk=[[240.0], [360.0], [10.0]],
        sorting=[[YES], [YES], [0.75]],
        detected=YES,
        anger=[[NO], [NO], [u]],
    )
    assert entries(log)[2:] == [
        (2, "FIRST", "TRANSFERRED", at(9), at(9, 2), at(9, 3, 15)),
        (2, "TRANSFER", "ANSWERED", at(9, 3, 15), at(9, 4), at(9, 4, 11.5)),
    ]
    assert angry(log)[2:] == [("FIRST", 0), ("TRANSFER", 1)]


def test_the_trace_tells_it() -> None:
    log = scripted(flagged("09:00:00"), anger=YES, sentiment=YES)
    told = "\n".join(lines(log, 0))
    assert "the customer comes on phone; flagged as angry; queue phone/any urgent" in told
    assert "takes it, after a wait of 0 s; the customer is angry" in told


# Flags.


def flagged(*times: str, then: str = "priority", **more: Any) -> Scenario:
    """Calls of 60 s for one agent; half of the angry and a quarter of the others are flagged."""
    sentiment = {"sensitivity": 0.5, "specificity": 0.75, "then": then}
    return calls(*times, policy__sentiment=sentiment, policy__routing={"urgent_first": True}, **more)


def test_who_is_flagged_goes_before_all_who_came_before() -> None:
    times = ("09:00:00", "09:00:10", "09:00:20", "09:00:30")
    log = scripted(flagged(*times), anger=[[NO], [NO], [YES], [NO]], sentiment=[[NO], [NO], [0.4], [0.4]])
    assert log.contacts["flagged"].tolist() == [0, 0, 1, 0]
    assert [row[0] for row in work(log)] == [0, 2, 1, 3]
    assert queues(log) == ["phone/any", "phone/any", "phone/any urgent", "phone/any"]


def test_calm_customers_are_flagged_by_mistake() -> None:
    log = scripted(flagged("09:00:00", "09:10:00"), anger=NO, sentiment=[[0.24], [0.26]])
    assert log.contacts["flagged"].tolist() == [1, 0]
    assert [mood for _, mood in angry(log)] == [0, 0]


def test_the_detector_sees_customers_as_they_come_without_the_wait_ahead() -> None:
    _, u = between(0.2)
    log = scripted(flagged("09:00:00", "09:00:00", talk=600.0), anger=u, sentiment=0.4)
    assert [mood for _, mood in angry(log)] == [0, 1]  # angry after ten minutes
    assert log.contacts["flagged"].tolist() == [0, 0]  # 0.4: only an angry customer would have been


def test_but_it_sees_what_went_wrong_before() -> None:
    u, _ = between(0.2, 1.8)
    scenario = flagged("09:00:00", world__resolution=WRONG)
    log = scripted(scenario, anger=u, sentiment=[0.4, 0.4], wrong=[YES, NO], returns=YES, link=NO)
    assert log.contacts["flagged"].tolist() == [0, 1]


def test_nobody_reads_the_words_of_who_did_not_get_in() -> None:
    scenario = flagged("07:00:00", "09:00:00", policy__channels={"phone": {"kind": "live", "open": "08:00-20:00"}})
    log = scripted(scenario, sentiment=YES)
    assert [row[2] for row in entries(log)] == ["CLOSED", "ANSWERED"]
    assert log.contacts["flagged"].tolist() == [-1, 1]


def test_nor_on_a_channel_where_nobody_looks() -> None:
    scenario = desk(
        {"phone": recorded("09:00:00"), "email": recorded("09:00:00")}, 60, 2, kinds={"email": "async"},
        world__anger=ANGER, policy__sentiment={"channels": ["email"]}, policy__routing={"urgent_first": True},
    )  # fmt: skip
    log = scripted(scenario, sentiment=YES)
    assert sorted(zip(queues(log), log.contacts["flagged"].tolist(), strict=True)) == [
        ("email/any urgent", 1),
        ("phone/any", -1),
    ]


def emails(*times: str, **more: Any) -> Scenario:
    return desk(
        {"email": recorded(*times)}, 600, more.pop("agents", 1), kinds={"email": "async"},
        world__anger=ANGER | {"waiting": 0.0}, policy__sentiment={},
        policy__routing={"urgent_first": True, **more.pop("routing", {})}, **more,
    )  # fmt: skip


def test_a_flagged_ticket_is_urgent_from_the_start_and_stays_so() -> None:
    scenario = emails("09:00:00", world__resolution=SOLVES | {"pending_customer": 0.5},
                      world__replies={"customer": always(3600.0)})  # fmt: skip
    log = scripted(scenario, sentiment=[YES, NO], pending=[YES, NO])
    assert [row[1] for row in entries(log)] == ["FIRST", "REPLY"]
    assert log.contacts["flagged"].tolist() == [1, 0]
    assert queues(log) == ["email/any urgent"] * 2
    assert {status.partition(" ")[0] for status, _ in statuses(log)} == {"urgent"}


def test_a_ticket_whose_customer_answers_in_anger_becomes_urgent_then() -> None:
    scenario = emails("09:00:00", world__resolution=SOLVES | {"pending_customer": 0.5},
                      world__replies={"customer": always(3600.0)})  # fmt: skip
    log = scripted(scenario, sentiment=[NO, YES], pending=[YES, NO])
    assert queues(log) == ["email/any", "email/any urgent"]
    assert statuses(log)[:5] == [
        ("NEW", at(9)),
        ("IN_SERVICE", at(9)),
        ("PENDING_CUSTOMER", at(9, 10)),
        ("urgent OPEN", at(10, 10)),
        ("urgent IN_SERVICE", at(10, 10)),
    ]


def test_a_flagged_ticket_has_nothing_more_to_gain_by_being_forgotten() -> None:
    scenario = emails("09:00:00", "09:00:00", "09:00:00", routing={"forgotten_after": {"email": "15min"}})
    log = scripted(scenario, sentiment=[[NO], [NO], [YES]])
    # Forgotten at 09:15, the second one stands behind nobody; the third went first of those who waited.
    assert [row[0] for row in work(log)] == [0, 2, 1]
    assert statuses(log, 2) == [("urgent NEW", at(9)), ("urgent IN_SERVICE", at(9, 10)), ("urgent SOLVED", at(9, 20))]
    assert statuses(log, 1)[:3] == [("NEW", at(9)), ("urgent NEW", at(9, 15)), ("urgent IN_SERVICE", at(9, 20))]


def to_seniors(*times: str, seniors: int = 1, skills: Sequence[str] = ("phone",), **more: Any) -> Scenario:
    return calls(
        *times, agents={"team": 1, "seniors": seniors}, skills={"team": ["phone"], "seniors": list(skills)},
        **more,
    ).with_values({"policy.teams.seniors.senior": True, "policy.sentiment": {"then": "senior"}})  # fmt: skip


def test_or_who_is_flagged_goes_to_a_senior_and_waits_for_one() -> None:
    log = scripted(to_seniors("09:00:00", "09:00:00", "09:00:10"), sentiment=YES)
    assert queues(log) == ["phone/any escalated"] * 3
    assert [(row[1], row[3]) for row in touches(log)] == [(1, at(9)), (1, at(9, 1)), (1, at(9, 2))]


def test_a_matter_for_which_no_senior_has_the_skill_stays_where_it_is() -> None:
    scenario = to_seniors("09:00:00", "09:10:00", skills=["phone/bill"], world__topics={"bill": {}, "tech": {}})
    log = scripted(scenario, belong=["phone/bill", "phone/tech"], sentiment=YES)
    assert queues(log) == ["phone/bill escalated", "phone/tech"]
    assert log.contacts["flagged"].tolist() == [1, 1]


def test_a_redial_of_who_was_flagged_still_goes_first_though_the_next_reading_misses_it() -> None:
    scenario = flagged(
        "09:00:00", "09:00:05", talk=600.0, patience=always(60.0),
        world__redial={"phone": {"share": 1.0, "decay": 1.0, "delay": always(60.0)}},
    )  # fmt: skip
    log = scripted(scenario, sentiment=[[NO] * 3, [YES, NO, NO]], redial=YES)
    mine = [queue for queue, row in zip(queues(log), entries(log), strict=True) if row[0] == 1]
    assert mine[0] == "phone/any urgent"
    assert set(mine) == {"phone/any urgent"}
    assert log.contacts["flagged"].tolist()[1:3] == [1, 0]


def test_an_angry_question_goes_first_and_leaves_the_ticket_as_it_is() -> None:
    scenario = waiting_for_others(policy__sentiment={}, policy__routing={"urgent_first": True})
    log = scripted(scenario, sentiment=[NO, YES], **PROMISED, kept=[NO] * 9, chase=[1800.0, 9 * 3600.0, 9 * 3600.0])
    assert [row[1] for row in entries(log)] == ["FIRST", "CHASE", "NEXT_TOUCH"]
    assert queues(log) == ["email/any", "email/any urgent", "email/any"]
    assert not any(status.startswith("urgent") for status, _ in statuses(log))


def test_a_callback_is_read_once() -> None:
    scenario = flagged(
        "09:00:00", "09:00:00", talk=600.0, policy__callback={"phone": {"offer_above": "1s", "tries": 2, "gap": "5min"}}
    )
    log = scripted(scenario, sentiment=[[NO] * 3, [YES, NO, NO]], callback=YES, reached=[NO, YES])
    assert [row[2] for row in entries(log)][1] == "CALLED_BACK"
    assert log.contacts["flagged"].tolist() == [0, 1]
