"""A settings file cannot run code and cannot read the environment, nor can an override or a variant."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from sim.errors import SettingsError
from sim.settings import Loaded, Typed, load
from sim.settings.read_yaml import has_resolver

Faults = Callable[..., list[str]]
PLAIN = "only plain interpolation such as ${policy.channels.phone.open} is allowed"


@pytest.mark.parametrize(
    "value",
    [
        "${oc.env:HOME}",
        "${oc.env:HOME,none}",
        "x ${oc.env:HOME} y",
        "${ oc.env : HOME }",
        "${${name}:HOME}",
        "${oc.decode:'1'}",
        "${hydra:runtime.cwd}",
        "${now:%Y}",
    ],
)
def test_a_resolver_is_refused_in_a_file_and_in_an_override(faults: Faults, value: str) -> None:
    assert PLAIN in faults(f"title={value}")[0]
    assert PLAIN in faults(edits={"title: Test desk": f'title: "{value}"'})[0]


def test_a_resolver_is_refused_in_a_name_and_deep_in_a_list(faults: Faults) -> None:
    edits = {"title: Test desk": 'variants: {a: {overrides: ["title=${oc.env:HOME}"]}}\n"${oc.env:HOME}": 1'}
    found = faults(edits=edits)
    assert len(found) == 2
    assert all(PLAIN in text for text in found)


def test_the_environment_does_not_reach_a_message(faults: Faults, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "SUPPORTSIM_SECRET", "hidden-7f3a")
    assert "hidden-7f3a" not in "\n".join(faults("title=${oc.env:SUPPORTSIM_SECRET}"))


def test_plain_interpolation_is_resolved(loaded: Callable[..., Loaded]) -> None:
    assert loaded("title=open ${policy.targets.phone.within}").request.title == "open 20s"


def test_an_interpolation_of_nothing_is_a_fault(faults: Faults) -> None:
    assert faults("title=${nothing.here}") == [
        "title: the interpolation cannot be resolved: Interpolation key 'nothing.here' not found"
    ]


@pytest.mark.parametrize("name", ["_target_", "_partial_", "_args_"])
def test_what_hydra_would_instantiate_is_refused(faults: Faults, name: str) -> None:
    found = faults(edits={"title: Test desk": f"world_x: {{y: {{{name}: os.system}}}}"})
    assert found[0].endswith(f"desk.yaml: world_x.y.{name} = os.system: a settings file cannot run code (remove it)")
    assert "a settings file cannot run code" in faults("world={_target_: os.system}", edits={"world_x": "x"})[0]


def test_a_hydra_section_is_refused(faults: Faults) -> None:
    found = faults(edits={"title: Test desk": "hydra: {run: {dir: x}}"})
    assert found[0].endswith("desk.yaml: hydra: a hydra section: a settings file only holds settings (remove it)")


@pytest.mark.parametrize("override", ["hydra.run.dir=x", "hydra/launcher=joblib", "++hydra.searchpath=[pkg://os]"])
def test_hydra_cannot_be_changed_by_an_override(faults: Faults, override: str) -> None:
    assert faults(override) == [f"{override}: settings of Hydra itself cannot be changed (remove it)"]


def test_a_yaml_tag_makes_no_object(faults: Faults, tmp_path: Path) -> None:
    mark = tmp_path / "made"
    edits = {"title: Test desk": f"title: !!python/object/apply:os.mkdir ['{mark}']"}
    assert "a settings file cannot make objects" in faults(edits=edits)[0]
    assert not mark.exists()


@pytest.mark.parametrize(
    "content",
    [
        "defaults: [override /hydra/launcher: joblib]",
        "defaults: [{override hydra/job_logging: none}]",
        'defaults: [{/world/email: "${oc.env:HOME}"}]',
        "hydra: {searchpath: [pkg://os]}",
        "overrides: ['title=${oc.env:HOME}']",
        "a: {_target_: os.system}",
    ],
)
@pytest.mark.parametrize("group", ["experiment", "variant", "scenario"])
def test_every_file_of_the_own_folder_is_looked_through(tmp_path: Path, group: str, content: str) -> None:
    (tmp_path / group).mkdir()
    (tmp_path / group / "mine.yaml").write_text(f"# @package _global_\n{content}\n", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"plain interpolation|cannot run code|hydra section"):
        load(Typed(config_dir=tmp_path))


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("${a.b}", False),
        ("${.a}: x", False),
        ("20:30", False),
        ("${a}-${b}: c", False),
        ("${a:b}", True),
        ("${a${b}:c}", True),
        ("${${a}}:", False),
    ],
)
def test_a_resolver_is_told_from_plain_interpolation(text: str, is_one: bool) -> None:
    assert has_resolver(text) is is_one
