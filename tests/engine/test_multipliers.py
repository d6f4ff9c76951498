"""Multipliers: whose they are, and at which instant they are read."""

from __future__ import annotations

from tests.desks import always, desk, recorded
from tests.engine.days import at, contacts, play


def test_the_handle_time_of_the_hour_is_read_at_the_answer_and_holds_for_every_phase() -> None:
    effort = {
        "talk": always(600.0),
        "hold": always(60.0),
        "after_call": always(30.0),
        "by_time": {"00:00": 1, "09:30": 2},
    }
    scenario = desk(
        {"phone": recorded("09:20:00", "09:29:00")},
        {"phone": effort},
        1,
        policy__teams={"team": {"skills": {"phone": 0.5}}},
    )
    log = play(scenario)
    # Half the proficiency doubles all phases; the second caller came before 09:30 and is answered after it.
    assert [log.touches[name].tolist() for name in ("talk_s", "hold_s", "after_call_s")] == [
        [1200.0, 2400.0],
        [120.0, 240.0],
        [60.0, 120.0],
    ]
    assert [row[3] for row in contacts(log)] == [at(9, 42), at(10, 27)]


def test_patience_of_the_hour_is_read_on_entering_and_belongs_to_the_channel() -> None:
    scenario = desk(
        {"sale": recorded("09:00:00"), "phone": recorded("09:29:00", "09:29:30", "09:30:00")},
        {"sale": always(7200.0), "phone": always(60.0)},
        1,
        patience={"sale": {"law": None}, "phone": {"law": always(100.0), "by_time": {"00:00": 1, "09:30": 3}}},
    )
    assert [row[3] for row in contacts(play(scenario))[1:]] == [at(9, 30, 40), at(9, 31, 10), at(9, 35)]


def test_whoever_balks_does_so_at_any_multiplier() -> None:
    patience = {"phone": {"law": always(60.0), "balk": 0.999999, "by_time": {"00:00": 5}}}
    log = play(desk({"phone": recorded("09:00:00", "09:00:01")}, 60, 1, patience=patience))
    assert contacts(log)[1] == ("ABANDONED", at(9, 0, 1), None, at(9, 0, 1))


def test_each_queue_has_the_proficiency_of_its_own_skill() -> None:
    scenario = desk(
        {"phone": recorded("09:00:00"), "sale": recorded("10:00:00")},
        always(60.0),
        1,
        policy__teams={"team": {"skills": {"phone": 1.0, "sale": 2.0}}},
    )
    assert play(scenario).touches["talk_s"].tolist() == [60.0, 30.0]
