"""Whoever gave up tries again: on another channel, with patience drawn anew or carried along."""

from __future__ import annotations

from typing import Any

from sim.scenario import Scenario
from tests.desks import always, desk, law, recorded, steady
from tests.engine.days import NO, YES, at, ends, entries, live, play, queues, scripted, statuses, tickets, work

UNIFORM = law("uniform", low="10s", high="20s")


def phone(*times: str, redial: dict[str, Any], patience: Any = None, **more: Any) -> Scenario:
    """Calls of 600 s for one agent; a chat (100 s) and an email (300 s) have an agent of their own."""
    return desk(
        {"phone": recorded(*times), "chat": steady(0), "email": steady(0)},
        {"phone": 600, "chat": 100, "email": 300},
        {"callers": 1, "writers": 1},
        kinds={"chat": "chat", "email": "async"},
        skills={"callers": ["phone"], "writers": ["chat", "email"]},
        patience={"phone": patience or always(60.0), "chat": always(60.0)},
        world__redial={"phone": {"share": 1.0, "decay": 1.0, "delay": always(120.0)} | redial},
        **more,
    )


def test_a_further_attempt_may_go_to_a_chat() -> None:
    log = play(phone("09:00:00", "09:00:10", redial={"switch": {"chat": 1.0}}))
    assert entries(log)[1:] == [
        (1, "FIRST", "ABANDONED", at(9, 0, 10), None, at(9, 1, 10)),
        (1, "REDIAL", "ANSWERED", at(9, 3, 10), at(9, 3, 10), at(9, 4, 50)),
    ]
    assert queues(log)[1:] == ["phone/any", "chat/any"]
    assert work(log)[1] == (1, 1, 1, "DONE", "NONE", at(9, 3, 10), at(9, 4, 50))
    assert ends(log)[1] == ("RESOLVED", at(9, 4, 50), at(9, 4, 50))


def test_a_further_attempt_by_email_is_a_ticket() -> None:
    log = play(phone("09:00:00", "09:00:10", redial={"switch": {"email": 1.0}}))
    assert entries(log)[2] == (1, "REDIAL", "ANSWERED", at(9, 3, 10), at(9, 3, 10), at(9, 8, 10))
    assert tickets(log) == [
        (0, 0, "phone", "FIRST", -1, at(9), at(9)),
        (1, 0, "email", "REDIAL", -1, at(9, 3, 10), at(9, 8, 10)),
    ]
    assert statuses(log, 1) == [("NEW", at(9, 3, 10)), ("IN_SERVICE", at(9, 3, 10)), ("SOLVED", at(9, 8, 10))]


def test_shares_of_the_switch_are_laid_end_to_end_and_the_rest_stays() -> None:
    redial = {"switch": {"chat": 0.25, "email": 0.25}, "decay": 0.0}
    scenario = phone(*["09:00:00"] * 4, redial=redial)
    log = scripted(scenario, redial_channel=[[NO], [0.2], [0.6], [0.8]])
    came = [(row[0], queue) for row, queue in zip(entries(log), queues(log), strict=True) if row[1] == "REDIAL"]
    # The rest, which stays, lies where the channel stands among the channels: first.
    assert sorted(came) == [(1, "phone/any"), (2, "chat/any"), (3, "email/any")]


def test_each_failure_makes_a_further_attempt_less_likely() -> None:
    scenario = phone("09:00:00", "09:00:10", redial={"share": 0.8, "decay": 0.5})
    for u, attempts in ((0.81, 1), (0.79, 2)):
        log = scripted(scenario, redial=[[NO, NO], [u, 0.41]])
        assert [row[0] for row in entries(log)] == [0] + [1] * attempts
    log = scripted(scenario, redial=[[NO, NO, NO], [0.79, 0.39, 0.21]])
    assert [(row[1], row[3], row[5]) for row in entries(log)[1:]] == [
        ("FIRST", at(9, 0, 10), at(9, 1, 10)),
        ("REDIAL", at(9, 3, 10), at(9, 4, 10)),
        ("REDIAL", at(9, 6, 10), at(9, 7, 10)),
    ]
    assert ends(log)[1] == ("GAVE_UP", at(9, 7, 10), None)


def test_patience_is_drawn_anew_for_each_attempt_unless_it_is_carried() -> None:
    def waits(carried: bool) -> list[float]:
        patience = {"law": UNIFORM, "carried": carried}
        scenario = phone("09:00:00", "09:00:10", redial={"decay": 0.0}, patience=patience)
        log = scripted(scenario, patience=[[0.0, 0.0], [30.0, 90.0]])
        return [row[5] - row[3] for row in entries(log)[1:] if row[5] and row[3]]

    assert waits(carried=False) == [30.0, 90.0]
    assert waits(carried=True) == [30.0, 30.0]


def transferred(carried: bool) -> Scenario:
    """Two topics with an agent each; issue 2 belongs to the first and is sorted to the second."""
    return desk(
        {"phone": recorded("09:00:00", "09:00:05", "09:00:10")},
        600,
        {"a": 1, "b": 1},
        skills={"a": ["phone/a"], "b": ["phone/b"]},
        patience={"phone": {"law": UNIFORM, "carried": carried}},
        world__topics={"a": {}, "b": {}},
        policy__sorting={"correct": 0.5, "detected": 1.0, "triage": "75s"},
    )


def test_after_a_transfer_a_customer_has_the_patience_that_is_left_or_a_new_one() -> None:
    for carried, gone in ((True, at(9, 3, 5)), (False, at(9, 4, 5))):
        log = scripted(
            transferred(carried),
            belong=["phone/b", "phone/a", "phone/a"],
            sorting=[[YES, YES], [YES, YES], [NO, YES]],
            talk=[[50.0], [600.0], [600.0]],
            patience=[[100.0, 120.0]] * 3,
        )
        # 40 of 100 s are gone when the wrong desk takes it at 09:00:50; passed on at 09:02:05.
        assert entries(log)[2:] == [
            (2, "FIRST", "TRANSFERRED", at(9, 0, 10), at(9, 0, 50), at(9, 2, 5)),
            (2, "TRANSFER", "ABANDONED", at(9, 2, 5), None, gone),
        ]
        assert queues(log)[2:] == ["phone/b", "phone/a"]
        assert ends(log)[2] == ("GAVE_UP", gone, None)


def test_who_was_turned_away_at_a_closed_door_comes_again_only_if_that_is_said() -> None:
    channels = {"phone": live("08:00-10:00"), "chat": {"kind": "chat"}, "email": {"kind": "async"}}
    for again, causes in ((True, ["FIRST", "REDIAL"]), (False, ["FIRST"])):
        log = play(phone("07:59:00", redial={"after_closing": again}, policy__channels=channels))
        assert [row[1] for row in entries(log)] == causes
        assert entries(log)[0] == (0, "FIRST", "CLOSED", at(7, 59), None, at(7, 59))
        assert ends(log)[0][0] == ("RESOLVED" if again else "GAVE_UP")
