"""Which files are laid over which, and what becomes of what lies below."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hydra import compose, initialize_config_dir
from omegaconf import OmegaConf

from sim.errors import SettingsError
from sim.settings import Loaded, Request, Typed, load
from sim.settings.compose import composer
from sim.settings.folders import Folders, shipped
from sim.settings.layers import Layer, Merged

Read = Callable[..., Loaded]
CHOICES = [
    [],
    ["scenario=small_phone"],
    ["experiment=demo"],
    ["scenario=small_phone", "study=quick", "compute=serial", "report=none"],
    ["policy/routing=first_come", "policy.heads.front.plus=2", "study.seed=7"],
]


@pytest.mark.parametrize("overrides", CHOICES, ids=" ".join)
def test_the_outcome_is_that_of_hydra_itself(overrides: list[str]) -> None:
    with initialize_config_dir(config_dir=str(shipped()), version_base="1.3"):
        texts = [
            text
            if text.split("=")[0] in ("scenario", "experiment", "study", "compute", "report") or "/" in text
            else f"++{text}"
            for text in overrides
        ]
        expected = OmegaConf.to_container(compose("config", overrides=texts), resolve=True)
    with composer(Folders.find()) as ours:
        changes = ours.parse(overrides)
        merged = Merged().lay(ours.files(changes)[0], Request)
        merged.lay((change.layer() for change in changes if not change.group), Request)
    assert merged.values == expected


def own(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def test_an_own_folder_adds_scenarios_worlds_variants_and_experiments(tmp_path: Path) -> None:
    folder = own(
        tmp_path,
        {
            "scenario/mine": "# @package _global_\ndefaults: [/scenario/small_phone@_global_, _self_]\ntitle: Mine\n",
            "experiment/ours": "# @package _global_\ndefaults: [override /scenario: mine]\n"
            "variants: [baseline, louder]\n",
            "variant/louder": "overrides: [world.arrivals.phone.per_week=2000]\n",
        },
    )
    found = load(Typed(("experiment=ours",), config_dir=folder))
    assert found.request.title == "Mine"
    assert found.name == "ours"
    arrivals = [variant.scenario.world.arrivals["phone"] for variant in found.variants]
    assert [one.per_week for one in arrivals if one.source == "profile"] == [1200, 2000]


def test_an_experiment_counts_after_the_desk_and_the_command_line_after_both(tmp_path: Path) -> None:
    folder = own(tmp_path, {"experiment/ours": "# @package _global_\ntitle: Ours\nstudy: {seed: 5, replications: 3}\n"})
    found = load(Typed(("experiment=ours", "study.seed=9"), config_dir=folder))
    assert (found.request.title, found.request.study.seed, found.request.study.replications) == ("Ours", 9, 3)


def test_a_file_with_the_name_of_ours_is_refused_naming_both(tmp_path: Path) -> None:
    folder = own(tmp_path, {"scenario/small_phone": "title: x\n", "variant/one_more": "title: x\n"})
    with pytest.raises(SettingsError) as caught:
        load(Typed(config_dir=folder))
    texts = [str(fault) for fault in caught.value.faults]
    assert len(texts) == 2
    assert texts[0] == (
        f"{folder / 'scenario/small_phone.yaml'}: this file has the name of one of ours, "
        f"{shipped() / 'scenario/small_phone.yaml'} (give yours another name)"
    )


def test_a_folder_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"--config-dir = .*nowhere: there is no such folder"):
        load(Typed(config_dir=tmp_path / "nowhere"))


def test_a_choice_for_which_there_is_no_file_is_a_fault() -> None:
    with pytest.raises(SettingsError) as caught:
        load(Typed(("scenario=smal_phone", "study=deep")))
    assert [str(fault) for fault in caught.value.faults] == [
        'scenario = smal_phone: there is no scenario/smal_phone.yaml (did you mean "small_phone"?)',
        "study = deep: there is no study/deep.yaml (there are: default, precise, quick)",
    ]


def test_a_defaults_list_that_names_no_file_is_a_fault(tmp_path: Path) -> None:
    folder = own(tmp_path, {"experiment/ours": "# @package _global_\ndefaults: [override /scenario: smal_phone]\n"})
    with pytest.raises(SettingsError, match=r"there is no scenario/smal_phone.yaml \(did you mean \"small_phone\"\?\)"):
        load(Typed(("experiment=ours",), config_dir=folder))


def test_a_defaults_list_that_overrides_nothing_is_a_fault(tmp_path: Path) -> None:
    folder = own(tmp_path, {"experiment/ours": "# @package _global_\ndefaults: [override /policy/nothing: x]\n"})
    with pytest.raises(SettingsError, match="policy/nothing: nothing of this name is chosen that could be replaced"):
        load(Typed(("experiment=ours",), config_dir=folder))


def test_a_folder_with_odd_letters_in_its_name_works(tmp_path: Path) -> None:
    folder = own(tmp_path / 'my "own" (1), été', {"study/mine": "replications: 3\n"})
    assert load(Typed(("study=mine",), config_dir=folder)).request.study.replications == 3


def test_the_kind_of_a_law_changes_and_what_only_the_old_kind_has_is_dropped(loaded: Read) -> None:
    found = loaded("world.effort.phone.talk.law=weibull", "world.effort.phone.talk.shape=2")
    talk = found.request.world.effort["phone"].talk
    assert talk.model_dump() == {"law": "weibull", "mean": 240.0, "shape": 2.0}
    assert found.notes == [
        "world.effort.phone.talk.law changes from lognormal to weibull "
        "(command line: world.effort.phone.talk.law=weibull); dropped what only lognormal has: cv"
    ]


def test_the_source_of_arrivals_changes_in_one_override(loaded: Read) -> None:
    found = loaded("world.arrivals.phone={source: forecast, rows: [{day: mon, time: '09:00', volume: 10}]}")
    assert found.request.world.arrivals["phone"].source == "forecast"
    assert "dropped what only profile has: per_week, profile" in found.notes[0]


def test_a_curve_is_one_value_and_replaces_the_curve_below() -> None:
    base: dict[str, Any] = {
        "policy": {"heads": {"front": {"on_queue": {"08:00": 2, "12:00": 4, "18:00": 0}, "plus": 1}}}
    }
    later: dict[str, Any] = {
        "policy": {"heads": {"front": {"on_queue": {"09:00": 3, "17:00": 0}}, "back": {"on_queue": 1}}}
    }
    merged = Merged().lay([Layer("a", base), Layer("b", later)], Request)
    assert merged.values["policy"]["heads"] == {
        "front": {"on_queue": {"09:00": 3, "17:00": 0}, "plus": 1},
        "back": {"on_queue": 1},
    }


def test_an_empty_file_clears_nothing_but_an_override_may(tmp_path: Path) -> None:
    folder = own(
        tmp_path, {"experiment/empty": "# @package _global_\n", "experiment/half": "# @package _global_\nworld: {}\n"}
    )
    assert load(Typed(("experiment=empty",), config_dir=folder)).request.world.arrivals
    assert load(Typed(("experiment=half",), config_dir=folder)).request.world.arrivals
    assert load(Typed(("policy.targets={}",))).request.policy.targets == {}


def test_a_scenario_that_does_not_say_where_it_belongs_is_a_fault(tmp_path: Path) -> None:
    folder = own(tmp_path, {"scenario/mine": "title: x\n"})
    with pytest.raises(
        SettingsError, match=r"mine.yaml: the first line of this file has to say .* \(# @package _global_\)"
    ):
        load(Typed(("scenario=mine",), config_dir=folder))


def test_a_group_that_a_desk_does_not_choose_from_can_be_chosen_and_lies_on_top_of_it(loaded: Read) -> None:
    found = loaded("policy/routing=first_come", "policy.routing.next_agent=random")
    assert found.request.policy.routing.next_contact == "longest_wait"
    assert found.request.policy.routing.next_agent == "random"
    assert (
        loaded("variants=[baseline,first_come]", **{}).variants[1].scenario.policy.routing.next_contact
        == "longest_wait"
    )


def test_layers_do_not_change_the_files_they_come_from() -> None:
    values: dict[str, Any] = {"policy": {"heads": {"front": {"on_queue": 2}}}}
    merged = Merged().lay([Layer("file", values), Layer("cl", 3, ("policy", "heads", "front", "on_queue"))], Request)
    assert values["policy"]["heads"]["front"]["on_queue"] == 2
    assert merged.copy().values == merged.values
