"""What YAML and overrides read otherwise than people mean, one trap at a time."""

from collections.abc import Callable

import pytest

from sim.settings import Loaded

Faults = Callable[..., list[str]]
Read = Callable[..., Loaded]


def test_hours_unquoted_in_yaml_are_a_number_and_the_message_says_quote_it(faults: Faults) -> None:
    found = faults(edits={"days: 7,": "days: 7, start_at: 20:30,"})
    assert found == ['calendar.start_at = 1230: YAML read the time as a number: quote it, such as "20:30"']


def test_a_time_unquoted_as_a_name_is_a_number_and_the_message_shows_it_quoted(faults: Faults) -> None:
    found = faults(edits={'{"08:00": 2, "18:00": 0}': '{"08:00": 2, 18:00: 0}'})
    assert found == ['policy.heads.front.on_queue.mon-fri.1080: YAML read this name as a number (quote it: "18:00")']


@pytest.mark.parametrize("word", ["on", "off", "yes", "no"])
def test_a_channel_named_as_yaml_reads_true_or_false_is_told_to_be_quoted(faults: Faults, word: str) -> None:
    found = faults(edits={"teams:\n    front: ": f"teams:\n    {word}: "})
    read = str(word in ("on", "yes")).lower()
    assert found == [
        f'policy.teams.{read}: YAML read this name as true or false (quote it: "on", "off", "yes" or "no")'
    ]


def test_a_missing_name_is_a_fault(faults: Faults) -> None:
    (found,) = faults(edits={"front: {skills": "~: {skills"})
    assert found.endswith("desk.yaml: this is not YAML that can be read: a name before a colon is missing")


def test_yes_is_no_number_and_true_no_count(faults: Faults) -> None:
    found = faults(edits={"share: 0.8": "share: yes", "days: 7": "days: true"})
    assert found == [
        "calendar.days = true: is a whole number of days, at least 1, at most 3660",
        "policy.targets.phone.share = true: is a number, more than 0, at most 1",
    ]


def test_nan_and_infinity_are_no_numbers(faults: Faults) -> None:
    found = faults(edits={"per_week: 100": "per_week: .nan", "share: 0.8": "share: .inf"})
    assert found == [
        "world.arrivals.phone.per_week = nan: is a finite number of issues per week, at least 0, at most 1e+08",
        "policy.targets.phone.share = inf: is a finite number, more than 0, at most 1",
    ]


@pytest.mark.parametrize(
    "override",
    [
        "policy.heads.front.on_queue.mon-fri.12:00=3",
        "policy.heads.front.on_queue={mon-fri: {08:00: 2, 12:00: 3, 18:00: 0}}",
        "policy.heads.front.on_queue={'mon-fri': {'08:00': 2, '12:00': 3, '18:00': 0}}",
        'policy.heads.front.on_queue={mon-fri: {"08:00": 2, "12:00": 3, "18:00": 0}}',
        "policy.heads.front.on_queue={mon-fri:{08:00:2,12:00:3,18:00:0}}",
    ],
)
def test_times_in_keys_and_values_of_overrides_work(loaded: Read, override: str) -> None:
    curve = loaded(override).request.policy.heads["front"].on_queue
    assert [curve.at(0, hour * 3600) for hour in (8, 12, 18)] == [2, 3, 0]
    assert curve.at(5, 12 * 3600) == 0


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("20:30", "20:30"),
        ("~/desk", "~/desk"),
        ("été", "été"),
        ("calls (1).csv", "calls (1).csv"),
        ("don't", "don't"),
        ("a b", "a b"),
        ("50 % more", "50 % more"),
        ("", ""),
    ],
)
def test_odd_text_in_an_override_is_text(loaded: Read, text: str, value: str) -> None:
    assert loaded(f"title={text}").request.title == value


@pytest.mark.parametrize("text", ["title", "=5", "policy..heads=1", ".x=1", "+"])
def test_what_is_no_override_is_said_to_be_none(faults: Faults, text: str) -> None:
    assert faults(text) == [f"{text}: an override is written key=value, such as policy.heads.phone.plus=2"]


def test_every_unreadable_override_is_named(faults: Faults) -> None:
    assert len(faults("title", "=5", "hydra.run.dir=/tmp")) == 3


def test_several_values_need_sweep(faults: Faults) -> None:
    assert faults("policy.heads.front.plus=1,2") == [
        "policy.heads.front.plus = 1,2: several values span a grid "
        "(use sweep (or -m) to play all of them; quote a text that holds a comma)"
    ]


def test_an_interval_has_no_points(faults: Faults) -> None:
    assert faults("policy.heads.front.plus=interval(1,2)") == [
        "interval(1,2): an interval has no points to try (write a,b,c or range(1,5))"
    ]


def test_removing_what_is_not_there_is_a_fault(faults: Faults) -> None:
    assert faults("~policy.heads.nobody") == ["~policy.heads.nobody: there is nothing of this name to remove"]


def test_a_pattern_that_matches_nothing_is_a_fault(faults: Faults) -> None:
    assert faults("policy.shifts.*.agents=3") == [
        "policy.shifts.*.agents = 3: the pattern matches nothing here (there is nothing in policy.shifts)"
    ]


def test_a_star_in_a_key_stands_for_every_name(loaded: Read) -> None:
    assert loaded("policy.heads.*.plus=1").request.policy.heads["front"].plus == 1


def test_an_unreadable_file_is_named_with_its_line(faults: Faults) -> None:
    assert faults(edits={"title: Test desk": "title: Test: desk"})[0].endswith(
        "desk.yaml, line 2: this is not YAML that can be read: mapping values are not allowed here "
        "(a line above may lack its colon or its quotes)"
    )


def test_a_name_that_stands_twice_is_a_fault(faults: Faults) -> None:
    (found,) = faults(edits={"title: Test desk": "title: Test\ntitle: desk"})
    assert "desk.yaml, line 3: this is not YAML that can be read: this name stands there twice: title" in found


def test_a_file_that_holds_a_list_is_a_fault(faults: Faults, desk: object) -> None:
    from pathlib import Path

    assert isinstance(desk, Path)
    desk.write_text("- a\n- b\n", encoding="utf-8")
    assert faults()[0].endswith("desk.yaml: a settings file holds names with values, not a list or a single value")


def test_a_file_that_is_not_text_is_a_fault(faults: Faults, desk: object) -> None:
    from pathlib import Path

    assert isinstance(desk, Path)
    desk.write_bytes(b"\xff\xfe\x00title")
    assert "desk.yaml" in faults()[0]


def test_a_defaults_list_in_a_desk_that_is_named_by_its_file_is_a_fault(faults: Faults) -> None:
    (found,) = faults(edits={"title: Test desk": "defaults: [/world/email: typical]"})
    assert "desk.yaml: defaults: a desk that is named by its file holds everything itself" in found
