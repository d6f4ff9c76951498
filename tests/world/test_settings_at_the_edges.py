"""Settings of the world and of queues that are easily read the wrong way round."""

from __future__ import annotations

from typing import Any

import pytest

from sim.policy.routing import score
from sim.scenario import Scenario
from sim.scenario.queues import queues, topic_shares
from sim.world import Effort, ProfileArrivals, RecordedArrivals
from sim.world.redial import redials
from tests.desks import always, desk, recorded


def test_the_first_failure_is_followed_by_the_plain_share() -> None:
    assert redials(0.49, 0.5, 0.5, 1)
    assert not redials(0.5, 0.5, 0.5, 1)
    assert redials(0.24, 0.5, 0.5, 2)
    assert not redials(0.25, 0.5, 0.5, 2)


def test_recorded_instants_are_put_in_order() -> None:
    arrivals = RecordedArrivals.model_validate({"at": ["2026-01-05T10:00:00", "2026-01-05T09:00:00"]})
    assert [instant.hour for instant in arrivals.at] == [9, 10]


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"per_week": 10, "profile": 0}, "the profile is 0 everywhere"),
        ({"per_week": 10, "profile": {"mon": 1}, "weekday": {"tue": 1}}, "weekday tue has volume"),
        ({"per_week": 10, "profile": {"00:00": 2, "12:00": -1}}, "at least 0"),
    ],
)
def test_a_volume_without_a_place_is_refused(settings: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        ProfileArrivals.model_validate(settings)


def test_no_volume_needs_no_profile() -> None:
    assert ProfileArrivals.model_validate({"per_week": 0, "profile": 0}).per_week == 0


def two_topics(**more: Any) -> Scenario:
    return desk(
        {"phone": recorded("09:00:00"), "chat": recorded("09:00:00")},
        60,
        1,
        world__topics={
            "bill": {"share": 3.0, "share_on": {"chat": 0.0}},
            "help": {"share": 1.0, "share_on": {"chat": 5.0}},
        },
        **more,
    )


def test_a_share_on_a_channel_takes_the_place_of_the_share_and_0_makes_no_queue() -> None:
    scenario = two_topics()
    assert topic_shares(scenario, "phone") == {"bill": 0.75, "help": 0.25}
    assert topic_shares(scenario, "chat") == {"help": 1.0}
    assert [queue.name for queue in queues(scenario)] == ["phone/bill", "phone/help", "chat/help"]


def test_the_special_name_of_a_queue_counts_before_the_channels() -> None:
    bill, help_, chat = queues(two_topics())
    table = {"phone": 1.0, "phone/bill": 2.0}
    assert [queue.look_up(table, 0.0) for queue in (bill, help_, chat)] == [2.0, 1.0, 0.0]


def test_the_mean_handle_time_counts_all_three_phases() -> None:
    effort = Effort.from_mapping({"talk": always(100.0), "hold": always(20.0), "after_call": always(3.0)})
    assert effort.mean_s == 123.0


def test_the_bonus_begins_only_when_less_than_the_stated_time_is_left() -> None:
    assert score(0, 50.0, 60.0, 1.0, 60.0, 100.0, 10.0) == 50.0
    assert score(0, 51.0, 60.0, 1.0, 60.0, 100.0, 10.0) == 151.0
