"""Checks between the parts of a scenario: every fault, with its place and the likely fix."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from sim.scenario import Scenario, queues
from tests.desks import desk, exponential, recorded


def base() -> dict[str, Any]:
    return desk(
        {"phone": recorded("09:00:00"), "email": recorded("09:00:00")},
        exponential(60.0),
        {"blended": 2},
        kinds={"email": "async"},
        patience=exponential(100.0),
        policy__targets={"phone": {"within": "20s"}},
    ).to_mapping()


def faults(changes: dict[str, Any]) -> list[str]:
    mapping = base()
    for path, value in changes.items():
        *parents, last = path.split(".")
        place = mapping
        for parent in parents:
            place = place.setdefault(parent, {})
        if value is None:
            del place[last]
        else:
            place[last] = value
    with pytest.raises(ValidationError) as error:
        Scenario.from_mapping(mapping)
    return [str(fault) for fault in error.value.errors()[0]["ctx"]["error"].faults]


SHIFT = {"team": "blended", "agents": 1, "hours": "08:00-16:00"}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"calendar.interval": "7min"}, "calendar.interval = 7min: the interval divides the day into equal parts"),
        ({"world.arrivals.fone": base()["world"]["arrivals"]["phone"]}, 'did you mean "phone"?'),
        ({"policy.teams.blended.skills.phon": 1.0}, "policy.teams.blended.skills.phon = phon: there is no channel or"),
        ({"policy.teams.blended.skills.phone": 0.0}, "policy.teams.blended.skills.phone = 0: between 0.05 and 20"),
        ({"policy.teams.blended.skills.email": None}, "no team has the skill email or email/any"),
        ({"world.arrivals.email": None}, "world.arrivals.email: the channel has no arrivals"),
        ({"world.effort.email": None}, "world.effort.email: the channel has no handle time"),
        ({"world.patience.phone": None}, "world.patience.phone: a live channel says how long its customers wait"),
        ({"world.patience.email": {"law": None}}, "skip"),
        ({"policy.channels.email.closing": "disconnect"}, "only a live channel can cut its queue off"),
        ({"policy.channels.email.lines": 5}, "policy.channels.email.lines = 5: only a live channel has lines"),
        ({"policy.targets.phone.clock": "business"}, "waits on a live channel run on the calendar clock"),
        ({"policy.channels.phone.open": "closed"}, "policy.channels.phone.open = closed: the channel is never open"),
        ({"world.effort.phone.by_time": {"08:00": 1}}, "world.effort.phone.by_time = 0: a multiplier is above 0"),
        (
            {"policy.heads": {}},
            "policy.teams.blended: a team is staffed by heads, shifts or a roster, one of the three",
        ),
        ({"policy.shifts.early": SHIFT}, "found in heads and shifts"),
        ({"policy.shifts.early": {**SHIFT, "team": "blendet"}}, 'did you mean "blended"?'),
        ({"policy.heads.blended.on_queue": {"08:00": -1}}, "heads are at least 0"),
        ({"start.missing": {"nobody": 1}}, "start.missing.nobody = nobody: there is no team of this name"),
        ({"world.topics": {"any": {"share": 0.0}}}, "every topic has share 0 on channel phone"),
        ({"world.topics": {"any": {"share_on": {"phone": -1.0}}}}, "share is at least 0"),
        ({"world.special_days.x": {"date": "2026-01-05", "factor": 2.0, "channels": ["fax"]}}, "world.special_days.x"),
        ({"policy.routing.priority": {"phone": 0}}, "policy.routing.priority.phone = 0: between 1 and 1000"),
    ],
)
def test_a_fault_names_its_place_its_rule_and_the_fix(changes: dict[str, Any], expected: str) -> None:
    if expected == "skip":
        changes, expected = {"world.patience.email": {"balk": 0.1}}, "on an async channel nobody waits on a line"
    assert any(expected in fault for fault in faults(changes)), faults(changes)


def test_all_faults_are_reported_together() -> None:
    found = faults(
        {
            "calendar.interval": "7min",
            "world.effort.email": None,
            "policy.targets.phone.clock": "business",
            "start.missing": {"nobody": 1},
        }
    )
    assert len(found) == 4


def test_a_pause_lies_within_its_shift_and_a_shift_within_opening_hours() -> None:
    pause = {"after": "7h", "lasts": "30min", "stagger": "1h"}
    only_phone = {
        "policy.heads": {},
        "policy.shifts.late": {**SHIFT, "hours": "21:00-23:00", "pauses": {}},
        "policy.shifts.early": {**SHIFT, "pauses": {"tea": pause}},
        "policy.channels.phone.open": {"mon-fri": "08:00-20:00"},
    }
    found = faults(
        {**only_phone, "policy.teams.phoners": {"skills": {"phone": 1.0}}, "policy.shifts.late.team": "phoners"}
    )
    assert any(
        "policy.shifts.early.pauses.tea" in fault and "lies within the shift 08:00-16:00" in fault for fault in found
    )
    assert any("policy.shifts.late" in fault and "outside the opening hours" in fault for fault in found)


def test_queues_are_channels_by_topic_with_the_special_name_first() -> None:
    mapping = base()
    mapping["world"]["topics"] = {"bill": {"share": 1.0}, "tech": {"share": 3.0, "share_on": {"email": 0.0}}}
    scenario = Scenario.from_mapping(mapping)
    assert [queue.name for queue in queues(scenario)] == ["phone/bill", "phone/tech", "email/bill"]
    first = queues(scenario)[0]
    assert first.look_up({"phone": 2, "phone/bill": 1}, 9) == 1
    assert first.look_up({"email": 2}, 9) == 9


def test_a_scenario_changes_only_by_revalidating_and_keeps_its_fingerprint() -> None:
    scenario = Scenario.from_mapping(base())
    assert Scenario.from_mapping(scenario.to_mapping()).fingerprint() == scenario.fingerprint()
    more = scenario.with_values({"policy.heads.blended.plus": 2})
    assert more.policy.heads["blended"].plus == 2
    assert more.fingerprint() != scenario.fingerprint()
    with pytest.raises(ValidationError, match="less than or equal"):
        scenario.with_values({"policy.heads.blended.plus": 10**9})
    with pytest.raises(ValidationError, match="frozen"):
        scenario.title = "another"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"calendar.start_at": "24:00"}, "calendar.start_at = 24:00: the first day begins before it ends"),
        ({"start.missing": {"blended": -1}}, "start.missing.blended = -1: how many are not there is at least 0"),
        ({"start.missing": {"blended": 3}}, "start.missing.blended = 3: more are missing than the team has, 2"),
        ({"calendar.start": "2031-01-06"}, "world.arrivals.phone.at: none of its dates ("),
        (
            {
                "policy.heads": {},
                "policy.roster": {"blended": {"rows": [{"agent": "A", "date": "2020-01-06", "hours": "08:00-16:00"}]}},
            },
            "policy.roster.blended.rows: none of its dates (2020-01-06 to 2020-01-06) is simulated (",
        ),
    ],
)
def test_days_and_people_that_cannot_be_there_are_named(changes: dict[str, Any], expected: str) -> None:
    assert expected in "\n".join(faults(changes))


def test_a_forecast_of_another_year_is_named_but_one_by_weekdays_fits_every_year() -> None:
    row = {"time": "09:00", "volume": 3.0}
    dated = {"source": "forecast", "rows": [{"day": "2020-01-06", **row}]}
    assert "world.arrivals.phone.rows: none of its dates" in "\n".join(faults({"world.arrivals.phone": dated}))
    mapping = base()
    mapping["world"]["arrivals"]["phone"] = {"source": "forecast", "rows": [{"day": "mon", **row}]}
    assert Scenario.from_mapping(mapping).world.arrivals["phone"].source == "forecast"


@pytest.mark.parametrize("name", ["../../x", "<svg onload=alert(1)>", "a.b", "\x1b[31m", "", "x" * 61])
def test_a_name_that_would_leave_its_path_or_page_is_refused(name: str) -> None:
    shift = {"team": "blended", "agents": 1, "hours": "08:00-16:00"}
    assert f"policy.shifts{' = ' + name if name else ''}: a name holds letters, digits, spaces" in "\n".join(
        faults({"policy.heads": {}, "policy.shifts": {name: shift}})
    )
