"""The answer names the cheapest option that meets its targets, and says when that is not certain."""

import json
from pathlib import Path

import pytest

from sim.errors import SettingsError
from sim.study import Answer, Compute, StudyOptions, Variant, answer, grid, sweep
from sim.study.answer import COST, Interval, Pooled
from sim.study.panel import Key
from tests.study import desk

LEVEL = Key("service_level", "phone", "")


def told(*options: tuple[float, float, float, float]) -> Answer:
    """The answer for options given as (service level, low, high, cost)."""
    variants = [Variant(f"v{i}", desk.desk(), f"Option {i}") for i in range(len(options))]
    found: Pooled = {
        f"v{i}": {LEVEL: Interval(*level), COST: Interval(cost, cost, cost)} for i, (*level, cost) in enumerate(options)
    }
    return answer(found, variants, StudyOptions(), "EUR")


def test_the_cheapest_that_surely_meets_the_target_is_named_with_its_interval() -> None:
    found = told((0.70, 0.69, 0.71, 1000.0), (0.83, 0.81, 0.85, 1400.0), (0.9, 0.88, 0.92, 1200.0))
    assert found.best == "v2"
    assert found.sentence == (
        "The cheapest option that meets the target is Option 2: "
        "phone 90.0 % answered within 20 s (88.0 % to 92.0 %), target 80 %; EUR 1,200 a week."
    )
    assert [standing.meets for standing in found.standings] == ["no", "yes", "yes"]


def test_an_interval_that_begins_at_the_target_meets_it_and_one_around_it_may() -> None:
    assert told((0.82, 0.8, 0.84, 1.0)).standings[0].meets == "yes"
    assert told((0.82, 0.7999, 0.84, 1.0)).standings[0].meets == "perhaps"
    assert told((0.78, 0.76, 0.8, 1.0)).standings[0].meets == "perhaps"
    assert told((0.78, 0.76, 0.7999, 1.0)).standings[0].meets == "no"


def test_a_cheaper_option_that_may_meet_the_target_is_mentioned() -> None:
    found = told((0.79, 0.77, 0.81, 1000.0), (0.9, 0.88, 0.92, 1200.0))
    assert found.best == "v1"
    also = "Option 0 costs less (EUR 1,000 a week) and may meet it: more replications would tell."
    assert found.sentence.endswith(also)


def test_without_a_sure_option_the_cheapest_possible_and_else_the_closest_is_named() -> None:
    perhaps = told((0.79, 0.77, 0.81, 1000.0), (0.81, 0.79, 0.83, 900.0))
    assert perhaps.best == "v1"
    assert perhaps.sentence.startswith("No option meets the target for certain; the cheapest that may is Option 1")
    none = told((0.5, 0.4, 0.6, 1000.0), (0.7, 0.6, 0.75, 5000.0))
    assert none.best == "v1"
    assert none.sentence.startswith("No option meets the target; closest comes Option 1")


def test_an_option_in_which_nobody_wears_out_is_no_choice_beside_people_who_do() -> None:
    loop = desk.desk().with_values({"world.exhaustion": {}, "world.departures": {}})
    calm = loop.with_values({"world.exhaustion": None})
    found: Pooled = {
        "loop": {LEVEL: Interval(0.85, 0.84, 0.86), COST: Interval(1400.0, 1400.0, 1400.0)},
        "calm": {LEVEL: Interval(0.9, 0.89, 0.91), COST: Interval(1000.0, 1000.0, 1000.0)},
    }
    variants = [Variant("loop", loop), Variant("calm", calm)]
    beside = answer(found, variants, StudyOptions(), "EUR")
    assert beside.best == "loop"
    assert [standing.choice for standing in beside.standings] == [True, False]
    first = answer(found, variants[::-1], StudyOptions(), "EUR")  # where nobody wears out in the first, all are choices
    assert first.best == "calm"
    assert [standing.choice for standing in first.standings] == [True, True]


def test_with_several_targets_the_worst_counts() -> None:
    mapping = desk.desk().to_mapping()
    mapping["world"]["arrivals"]["mail"] = mapping["world"]["arrivals"]["phone"]
    mapping["world"]["effort"]["mail"] = mapping["world"]["effort"]["phone"]
    mapping["policy"]["channels"]["mail"] = {"kind": "async"}
    mapping["policy"]["teams"]["helpers"]["skills"]["mail"] = 1.0
    mapping["policy"]["targets"]["mail"] = {"share": 0.9, "within": "4h"}
    both = desk.Scenario.from_mapping(mapping)
    found: Pooled = {
        name: {LEVEL: Interval(0.9, 0.9, 0.9), Key("service_level", "mail", ""): mail, COST: Interval(cost, cost, cost)}
        for name, mail, cost in (("cheap", Interval(0.5, 0.4, 0.6), 1.0), ("dear", Interval(0.95, 0.93, 0.97), 2.0))
    }
    variants = [Variant("cheap", both), Variant("dear", both)]
    text = answer(found, variants, StudyOptions(leading_channel="mail"), "EUR").sentence
    assert text == (
        "The cheapest option that meets every target is dear: mail 95.0 % replied to within 4 h (93.0 % to 97.0 %), "
        "target 90 %; phone 90.0 % answered within 20 s, target 80 %; EUR 2 a week."
    )


def test_without_targets_it_says_so() -> None:
    free = desk.desk().with_values({"policy.targets": {}})
    found = answer({}, [Variant("now", free)], StudyOptions(), "EUR")
    assert (found.best, found.sentence) == (None, "No channel has a target, so no option can be said to meet one.")


def test_the_answer_is_in_the_folder(tmp_path: Path) -> None:
    study = desk.run(tmp_path, 5)
    stored = json.loads((study.folder / "answer.json").read_text())
    assert stored == study.answer
    assert stored["best"] in {"now", "more", "most"}
    assert len(stored["standings"]) == 3


def test_a_sweep_is_one_tidy_table_of_every_point(tmp_path: Path) -> None:
    axes = {"policy.heads.helpers.plus": [0, 1], "policy.targets.phone.share": [0.7, 0.8, 0.9]}
    study = sweep(
        desk.desk(), axes, desk.options(tmp_path, 2), Compute(backend="serial"), name="sweep", work=desk.made_up
    )
    lines = (study.folder / "sweep.csv").read_text().splitlines()
    assert lines[0] == "policy.heads.helpers.plus,policy.targets.phone.share,kpi,channel,team,value,low,high,unit"
    assert len(lines) == 1 + 6 * 6
    value = study.value("plus=1,share=0.9", "service_level", "phone")[0]
    assert f"1,0.9,service_level,phone,,{value!r}," in "\n".join(lines)


def test_points_of_a_grid_are_named_by_as_much_of_their_paths_as_tells_them_apart() -> None:
    two = grid(desk.desk(), {"policy.heads.helpers.plus": [0, 1], "policy.targets.phone.share": [0.7]})
    assert [variant.name for variant in two.variants] == ["plus=0,share=0.7", "plus=1,share=0.7"]
    alike = grid(desk.desk(), {"world.effort.phone.talk.mean": ["4min"], "world.patience.phone.law.mean": ["1min"]})
    assert [variant.name for variant in alike.variants] == ["talk.mean=4min,law.mean=1min"]


def test_points_that_cannot_be_are_all_named() -> None:
    with pytest.raises(SettingsError) as found:
        grid(desk.desk(), {"policy.targets.phone.share": [0.5, 1.5, -1.0]})
    assert len(found.value.faults) == 2
    assert "policy.targets.phone.share=1.5: Input should be less than or equal to 1" in str(found.value)
