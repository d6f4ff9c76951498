"""Every message that a wrong setting gets, word by word, and many at once."""

from collections.abc import Callable

import pytest

Faults = Callable[..., list[str]]


@pytest.mark.parametrize(
    ("override", "message"),
    [
        ("policy.heads.front.pls=2", 'policy.heads.front.pls = 2: unknown setting, did you mean "plus"?'),
        ("stdy.seed=1", 'stdy: unknown setting, did you mean "study"?'),
        ("replications=30", 'replications = 30: unknown setting, did you mean "study.replications"?'),
        ("policy.concession.needed=0.2", 'policy.concession: unknown setting, did you mean "world.concession"?'),
        ("world.authority.agent=80", 'world.authority: unknown setting, did you mean "policy.authority"?'),
        (
            "policy.authority.approval=sometimes",
            "policy.authority.approval = sometimes: is one of hold, later, by_wait",
        ),
        ("scenario.x=1", "scenario: unknown setting: it is chosen by scenario=<name of a file>"),
        (
            "policy.targets.phone.zzz=1",
            "policy.targets.phone.zzz = 1: unknown setting; known here: share, within, clock, urgent_within, "
            "solved_within",
        ),
        ("world.patience.phone.balk=1.5", "world.patience.phone.balk = 1.5: is less than 1 and at least 0"),
        ("world.patience.phone.balk=-1", "world.patience.phone.balk = -1: is at least 0 and less than 1"),
        ("study.replications=0", "study.replications = 0: is at least 1 and at most 1e+06"),
        ("study.replications=2.5", "study.replications = 2.5: is a whole number, at least 1, at most 1e+06"),
        (
            "policy.teams.front.wage_per_h=nan",
            "policy.teams.front.wage_per_h = nan: is a finite number of currency per hour, at least 0",
        ),
        (
            "policy.heads.front.paid_share=yes",
            "policy.heads.front.paid_share = yes: is a number, more than 0, at most 1 (a number is written in digits)",
        ),
        (
            "policy.heads.front.paid_share='0.5'",
            "policy.heads.front.paid_share = 0.5: is a number, more than 0, at most 1 (without quotes: 0.5)",
        ),
        ("title=5", 'title = 5: is text (with quotes: "5")'),
        (
            "policy.channels.phone.kind=lve",
            'policy.channels.phone.kind = lve: is one of live, chat, async (did you mean "live"?)',
        ),
        (
            "world.effort.phone.talk.law=exponental",
            "world.effort.phone.talk.law = exponental: is one of deterministic, exponential, lognormal, gamma, "
            'weibull, hyperexponential, uniform, empirical (did you mean "exponential"?)',
        ),
        (
            "world.effort.phone.talk.mean=5",
            'world.effort.phone.talk.mean = 5: a duration carries its unit, such as "5s" or "5min"',
        ),
        ("policy.hiring.notice=-3d", "policy.hiring.notice = -3d: a duration is never negative"),
        (
            "policy.hiring.notice=-3",
            'policy.hiring.notice = -3: a duration is never negative and carries its unit, such as "3s" or "3min"',
        ),
        (
            "policy.hiring.lag={law: exponential, mean: -5d}",
            "policy.hiring.lag.mean = -5d: a duration is never negative",
        ),
        (
            "world.effort.phone.talk.mean=5parsecs",
            "world.effort.phone.talk.mean = 5parsecs: "
            'a duration is written with its unit, such as "20s", "15min", "4h" or "1h30m"',
        ),
        ("world.effort.phone.talk.mean=0s", "world.effort.phone.talk.mean = 0s: is more than 0 s"),
        ("calendar.start=tomorrow", 'calendar.start = tomorrow: is a date, such as "2026-01-05"'),
        ("~policy.heads.front.on_queue", None),
        ("world.arrivals.phone.weekday={mo: 1}", None),
        ("study.folder=''", "study.folder: has at least 1 character"),
        ("name=a/b", "name = a/b: has only letters, digits, dots, dashes and underscores"),
        ("policy.channels={}", "policy.channels: has at least 1 entry"),
        ("policy.channels.phone.open=8-20", 'policy.channels.phone.open = 8-20: a time of day is written "08:30"'),
        ("calendar.days=???", "calendar.days = ???: has to be given"),
        ("policy.heads.front=3", "policy.heads.front = 3: is a group of settings"),
    ],
)
def test_a_wrong_setting_is_named_with_value_rule_and_fix(faults: Faults, override: str, message: str | None) -> None:
    special = {
        "~policy.heads.front.on_queue": "policy.heads.front.on_queue: has to be set: agents on queue over the week "
        '(a number, or steps over the day or week, such as {"08:00": 4, "20:00": 0})',
        "world.arrivals.phone.weekday={mo: 1}": "world.arrivals.phone.weekday.mo: this name is one of "
        "mon, tue, wed, thu, fri, sat or sun",
    }
    found = faults(override)
    assert found == [message if message is not None else special[override]]


@pytest.mark.parametrize(
    ("override", "fix"),
    [
        ("policy.hiring.lag.mean=30d", ", such as policy.hiring.lag={law: exponential, mean: 30d}"),
        ("policy.hiring.lag.value=30d", ", such as policy.hiring.lag={law: deterministic, value: 30d}"),
        ("policy.hiring.lag={mean: 30d, cv: 0.5}", ", such as policy.hiring.lag={law: lognormal, mean: 30d, cv: 0.5}"),
        ("policy.hiring.lag.cv=0.5", ", with its law"),
        ("policy.hiring.lag.values=[1, 2]", ", with its law"),
    ],
)
def test_a_law_that_does_not_say_which_is_told_to_be_written_whole(faults: Faults, override: str, fix: str) -> None:
    assert faults(override) == [
        "policy.hiring.lag.law: is one of deterministic, exponential, lognormal, gamma, weibull, hyperexponential, "
        f"uniform, empirical (write it whole{fix})"
    ]


def test_all_faults_are_told_at_once_those_between_the_parts_too(faults: Faults) -> None:
    found = faults(
        "policy.heads.front.pls=2",
        "policy.teams.front.wage_per_h=-1",
        "policy.targets.phne.share=0.9",
        "world.effort.phone.talk.law=exponental",
        "variants=[nobody]",
    )
    assert len(found) == 5
    assert 'policy.targets.phne = phne: there is no channel of this name (did you mean "phone"?)' in found
    assert any(text.startswith("variants = nobody: there is no variant of this name") for text in found)


def test_a_fault_between_parts_is_not_told_of_what_is_itself_faulty(faults: Faults) -> None:
    found = faults("world.effort.phone.talk.law=exponental", "policy.channels.phone.kind=lve")
    assert [text.split(" ")[0] for text in found] == ["world.effort.phone.talk.law", "policy.channels.phone.kind"]


def test_a_missing_part_is_named(faults: Faults) -> None:
    assert faults("~world.effort") == ["world.effort: has to be set: handle times by channel (a map of names)"]


def test_the_number_of_faults_stands_above_them(faults: Faults, desk: object) -> None:
    from pathlib import Path

    from sim.errors import SettingsError
    from sim.settings import Typed, load

    assert isinstance(desk, Path)
    with pytest.raises(SettingsError, match=r"^2 things to mend:\n  title = 5: .*\n  calendar.days = 0: "):
        load(Typed(("calendar.days=0", "title=5"), desk))


def test_two_teams_without_people_and_a_channel_without_skill_are_told_together(faults: Faults) -> None:
    found = faults("policy.teams.back={skills: {email: 1.0}}", "policy.channels.email={kind: async}")
    assert found == [
        "world.arrivals.email: the channel has no arrivals (add them (per_week: 0 for none))",
        "world.effort.email: the channel has no handle time (say how long its work takes)",
        "policy.teams.back: a team is staffed by heads, shifts or a roster, one of the three; found nowhere",
    ]
