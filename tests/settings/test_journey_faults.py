"""What a wrong setting of a ticket's journey gets, as the user of ``supportsim show`` reads it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from sim.cli.main import main
from sim.settings import Loaded

Faults = Callable[..., list[str]]
Read = Callable[..., Loaded]
FIVE = (
    "policy.teams.front.chats=0",
    "policy.follow_up.promise_on={phone: 4h}",
    "policy.blending.rule=preempt",
    "world.redial={phone: {switch: {phon: 0.7}}}",
    "world.languages={english: {share: 2}, french: {share: 1}}",
    "policy.teams.front.languages=[english]",
)
READ = [
    "policy.teams.front.chats = 0: is at least 1 chats and at most 100000",
    "policy.follow_up.promise_on.phone = 4h: without world.resolution every answer ends the matter, and no ticket "
    "waits on a live channel (remove it; or world.resolution: {} sets it, with its defaults)",
    'world.redial.phone.switch.phon = phon: there is no channel of this name (did you mean "phone"?)',
    "world.languages.french: no team speaks it, and there is no interpreter "
    "(add it to policy.teams.<name>.languages, or policy.interpreter: true)",
    "policy.blending.rule = preempt: only work on an async channel can be interrupted, never a call or a chat; "
    "there is none (none, or add an async channel)",
]


def test_faults_of_five_kinds_are_told_at_once(faults: Faults) -> None:
    found = faults(*FIVE)
    assert sorted(found) == sorted(READ)


def test_show_names_all_five_and_leaves_with_2(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", str(desk), *FIVE]) == 2
    told = " ".join(capsys.readouterr().err.split())
    assert "5 things to mend:" in told
    assert all(" ".join(line.split()) in told for line in READ), told


@pytest.mark.parametrize(
    ("override", "message"),
    [
        ("policy.teams.front.chats=2.5", "policy.teams.front.chats = 2.5: is a whole number of chats, at least 1"),
        ("policy.channels.phone.kind=caht", 'is one of live, chat, async (did you mean "chat"?)'),
        ("policy.blending.rule=preemt", 'is one of none, preempt, threshold (did you mean "preempt"?)'),
        ("world.resolution={solved: 1.0}", "world.resolution.solved = 1.0: is less than 1 and more than 0"),
        ("world.resolution={to_senoir: 1.0}", 'unknown setting, did you mean "to_senior"?'),
        ("world.chase={per_hour: 0}", "world.chase.per_hour = 0: is more than 0 per hour and at most 60"),
        ("policy.follow_up.promise=4", 'policy.follow_up.promise = 4: a duration carries its unit, such as "4s"'),
        ("policy.follow_up.promise_on={phone: 4}", "policy.follow_up.promise_on.phone = 4: a duration carries its"),
        ("world.languages={}", "world.languages: has at least 1 entry"),
        ("policy.callback={phone: {tries: 0}}", "policy.callback.phone.tries = 0: is at least 1 and at most 20"),
    ],
)
def test_a_single_wrong_value_is_named_with_its_rule(faults: Faults, override: str, message: str) -> None:
    (found,) = faults(override)
    assert message in found


def test_a_part_that_is_off_by_default_is_set_with_its_defaults_by_empty_braces(loaded: Read) -> None:
    scenario = loaded("world.resolution={}", "world.chase={}").request.scenario
    assert scenario.world.resolution is not None
    assert scenario.world.resolution.solved == 0.78
    assert scenario.world.chase is not None
