from __future__ import annotations

import numpy as np

from sim.calibrate.unseen import unseen
from sim.units import DAY_S
from tests.calibrate.histories import history_of, shipped

MANY_DAYS = np.arange(70) * DAY_S + 36000.5


def test_tickets_show_neither_handle_time_nor_presence_and_the_default_is_named() -> None:
    history = history_of(MANY_DAYS, handle_s=np.nan, mapping=shipped("zendesk"))
    found = {item.what: item for item in unseen(history)}
    assert set(found) == {"handle time", "presence", "patience", "returning customers"}
    assert "not how long anybody worked on it" in found["handle time"].why
    assert "talk 330 s" in found["handle time"].default
    assert "nobody can be seen at work between two replies" in found["presence"].why
    assert all(item.why and item.default and item.better for item in found.values())


def test_calls_with_names_customers_and_abandonment_hide_only_after_call_work() -> None:
    outcome = np.where(np.arange(70) % 7 == 0, "abandoned", "answered")
    history = history_of(MANY_DAYS, outcome=outcome, customer=np.arange(70))
    assert [item.what for item in unseen(history)] == ["after-call work"]


def test_few_weeks_and_whole_minutes_are_told() -> None:
    found = {item.what: item for item in unseen(history_of(np.arange(14) * DAY_S + 36000.0))}
    assert "2.0 weeks show neither" in found["season and trend"].why
    assert "waits under a minute" in found["seconds"].default


def test_topics_that_give_up_more_often_are_told_and_others_are_not() -> None:
    number = np.arange(1400)
    topic = np.where(number % 2 == 0, "new", "known")
    created = np.tile(MANY_DAYS, 20) + number
    apart = np.where((number % 2 == 0) & (number % 6 == 0), "abandoned", "answered")
    found = {item.what: item for item in unseen(history_of(created, outcome=apart, topic=topic))}
    assert "33% of new gave up and 0% of known" in found["patience by topic"].why
    alike = np.where(number % 14 < 2, "abandoned", "answered")
    assert "patience by topic" not in {item.what for item in unseen(history_of(created, outcome=alike, topic=topic))}
