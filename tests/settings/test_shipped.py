"""The settings that come with supportsim are valid, say their units, and are found in a wheel."""

from functools import cache
from pathlib import Path

import pytest

from sim.errors import SettingsError
from sim.settings import Request, Typed, folders, load
from sim.settings.folders import GROUPS, shipped
from sim.settings.read_yaml import read_yaml


def names(group: str) -> list[str]:
    return sorted(path.stem for path in (shipped() / group).glob("*.yaml"))


@pytest.mark.parametrize("name", names("scenario"))
def test_a_shipped_scenario_is_valid_and_goes_round_unchanged(name: str) -> None:
    request = load(Typed((f"scenario={name}",))).request
    assert Request.from_mapping(request.to_mapping()) == request
    assert request.policy.targets


@pytest.mark.parametrize("name", names("experiment"))
def test_a_shipped_experiment_is_valid(name: str) -> None:
    found = load(Typed((f"experiment={name}",)))
    assert found.name == name
    assert len(found.variants) >= 2


def test_the_demo_compares_rules_and_staffings_of_four_channels_over_weeks() -> None:
    found = load(Typed(("experiment=demo",)))
    kinds = {channel.kind for channel in found.request.policy.channels.values()}
    assert len(found.variants) >= 4
    assert kinds == {"live", "chat", "async"}
    assert found.request.study.replications >= 8
    assert found.request.calendar.days >= 28


def test_the_former_demo_compares_four_staffings_of_phone_and_email_on_weeks() -> None:
    found = load(Typed(("experiment=phone_email",)))
    assert len(found.variants) == 4
    assert {channel.kind for channel in found.request.policy.channels.values()} == {"live", "async"}
    assert found.request.study.replications >= 20


def test_the_desk_that_is_played_if_none_is_named_is_the_reference_desk() -> None:
    assert load(Typed()).request.policy == load(Typed(("scenario=support_desk",))).request.policy


def needs(variant: str) -> set[str]:
    """What a desk has to have for a variant: heads or shifts that it changes, calls and tickets, a chat."""
    overrides = " ".join(read_yaml(shipped() / "variant" / f"{variant}.yaml", variant)["overrides"])
    words = ("heads", "shifts", "blending", "chatbot", "self_service.status_page", "sorting.classifier", "sentiment")
    return {word for word in words if f"policy.{word}" in overrides}


@cache
def has(scenario: str) -> set[str]:
    request = load(Typed((f"scenario={scenario}",))).request
    policy, world = request.policy, request.world
    kinds = {channel.kind for channel in policy.channels.values()}
    there = {
        "heads": policy.heads,
        "shifts": policy.shifts,
        "blending": {"live", "async"} <= kinds,
        "chatbot": "chat" in kinds,
        "self_service.status_page": world.incidents,
        "sorting.classifier": len(world.topics) > 1,
        "sentiment": "chat" in kinds,
    }
    return {name for name, it in there.items() if it}


@pytest.mark.parametrize("scenario", names("scenario"))
@pytest.mark.parametrize("variant", names("variant"))
def test_a_shipped_variant_fits_every_shipped_scenario_that_has_what_it_changes(scenario: str, variant: str) -> None:
    typed = Typed((f"scenario={scenario}", f"variants=[{variant}]"))
    if needs(variant) <= has(scenario):
        found = load(typed, written_out=True)
        assert found.variants[0].title
        assert found.variants[0].because
    else:
        with pytest.raises(SettingsError, match=f"variant {variant}"):
            load(typed, written_out=True)


@pytest.mark.parametrize("variant", names("variant"))
def test_a_variant_that_not_every_desk_can_have_says_which_it_is_for(variant: str) -> None:
    text = (shipped() / "variant" / f"{variant}.yaml").read_text(encoding="utf-8")
    assert text.startswith("# For a desk ") or needs(variant) <= {"chatbot", "sentiment"}


@pytest.mark.parametrize("group", ["study", "compute", "report"])
def test_every_choice_of_a_small_group_is_valid(group: str) -> None:
    for name in names(group):
        assert load(Typed((f"{group}={name}",))).request.name == ""


@pytest.mark.parametrize("path", sorted(shipped().rglob("*.yaml")), ids=lambda path: str(path.relative_to(shipped())))
def test_every_shipped_file_is_plain_and_belongs_to_a_group(path: Path) -> None:
    group = path.relative_to(shipped()).parts[0]
    assert group in (*GROUPS, "history", "config.yaml")
    assert read_yaml(path, path.name)


def test_the_phone_world_stands_in_one_file_that_calibration_replaces() -> None:
    found = load(Typed(("scenario=phone_email",)))
    phone = {
        layer.origin
        for path, layer in found.merged.origins.items()
        if path[0] == "world" and len(path) > 2 and path[2] == "phone"
    }
    assert phone == {"configs/world/phone/bank_1999.yaml"}


def test_an_installed_copy_finds_its_settings_in_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "sim"
    (package / "settings").mkdir(parents=True)
    monkeypatch.setattr(folders, "__file__", str(package / "settings" / "folders.py"))
    assert folders.shipped() == tmp_path / "configs"
    (package / "_configs").mkdir()
    assert folders.shipped() == package / "_configs"


def test_a_packed_copy_composes_from_any_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import shutil

    shutil.copytree(shipped(), tmp_path / "sim" / "_configs")
    monkeypatch.setattr(folders, "__file__", str(tmp_path / "sim" / "settings" / "folders.py"))
    monkeypatch.chdir(tmp_path)
    found = load(Typed(("experiment=demo",)))
    assert found.merged.origins[("title",)].origin == "configs/scenario/support_desk.yaml"


WORLDS = [path for path in sorted((shipped() / "world").rglob("*.yaml")) if path.stem == "typical"]
KINDS = {"chat": "chat", "email": "async", "social": "async"}


@pytest.mark.parametrize("path", WORLDS, ids=lambda path: str(path.relative_to(shipped())))
def test_a_typical_world_fits_a_desk_that_has_such_a_channel(path: Path) -> None:
    part = path.parent.name
    channel = (
        [f"policy.channels.{part}={{kind: {KINDS[part]}}}", f"policy.teams.front.skills.{part}=1.0"]
        if part in KINDS
        else []
    )
    decides = ["++policy.teams.leads={approves: true}", "++policy.heads.leads={on_queue: 1}"]
    more = decides if part == "concession" else channel
    world = load(Typed(("scenario=phone_email", f"world/{part}=typical", *more))).request.scenario.world
    assert part in world.effort or getattr(world, part) is not None


def test_typical_chats_are_slowed_by_one_another_and_may_be_left_silently() -> None:
    world = load(Typed(("scenario=support_desk",))).request.scenario.world
    assert world.effort["chat"].slowdown == 0.35
    assert 360 <= world.effort["chat"].talk.mean_s <= 600
    assert (world.patience["chat"].silent, world.patience["chat"].detected_after) == (0.5, 120)
