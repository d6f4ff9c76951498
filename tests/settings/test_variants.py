"""Variants, experiments and grids."""

from collections.abc import Callable
from pathlib import Path

import pytest

from sim.errors import SettingsError
from sim.settings import Loaded, Typed, load, load_grid

Faults = Callable[..., list[str]]
Read = Callable[..., Loaded]
INLINE = """title: Test desk
variants:
  today: {title: As today}
  more: {title: More people, because: calls wait, overrides: ["policy.heads.front.plus=1"]}
  gamma: {overrides: ["world.effort.phone.talk.law=gamma"]}
"""


def heads(found: Loaded) -> dict[str, int]:
    return {variant.name: variant.scenario.policy.heads["front"].plus for variant in found.variants}


def test_named_variants_are_differences_from_the_base_that_the_command_line_moves(loaded: Read) -> None:
    found = loaded("variants=[baseline,one_more]", "world.arrivals.phone.per_week=200", "policy.heads.front.times=2")
    assert heads(found) == {"baseline": 0, "one_more": 1}
    assert [variant.title for variant in found.variants] == ["As today", "One more"]
    assert all(variant.scenario.policy.heads["front"].times == 2 for variant in found.variants)


def test_a_variant_is_laid_last(loaded: Read) -> None:
    assert heads(loaded("variants=[one_more]", "policy.heads.front.plus=5")) == {"one_more": 1}


def test_one_variant_may_be_named_without_brackets(loaded: Read) -> None:
    assert heads(loaded("variants=one_more")) == {"one_more": 1}


def test_several_variants_may_be_named_without_brackets(loaded: Read) -> None:
    assert list(heads(loaded("variants=baseline,one_more"))) == ["baseline", "one_more"]


def test_variants_written_out_in_the_desk_are_compared(loaded: Read, desk: Path) -> None:
    desk.write_text(desk.read_text().replace("title: Test desk\n", INLINE))
    found = loaded()
    assert [(variant.name, variant.label, variant.because) for variant in found.variants] == [
        ("today", "As today", ""),
        ("more", "More people", "calls wait"),
        ("gamma", "gamma", ""),
    ]
    assert found.notes == [
        "world.effort.phone.talk.law changes from lognormal to gamma (variant gamma: world.effort.phone.talk.law=gamma)"
    ]
    assert heads(loaded("variants=[more,two_more]")) == {"more": 1, "two_more": 2}
    assert load(Typed(desk=desk), written_out=False).variants == ()


def test_an_unknown_variant_is_a_fault_with_the_nearest_name(faults: Faults) -> None:
    assert faults("variants=[one_mroe]") == [
        'variants = one_mroe: there is no variant of this name (did you mean "one_more"?)'
    ]


def test_identical_variants_are_refused(faults: Faults) -> None:
    assert faults("variants=[baseline,one_more]", "policy.heads.front.plus=1", edits={}) == [
        "variants.one_more: is identical to baseline (change one of them, or leave it out)"
    ]


def test_a_variant_that_stands_twice_is_a_fault(faults: Faults) -> None:
    assert faults("variants=[baseline,baseline]") == ["variants = baseline: this variant stands there twice"]


@pytest.mark.parametrize("name", ["a/b", "3more", "../x"])
def test_a_variant_is_named_by_a_plain_word(faults: Faults, name: str) -> None:
    assert faults(f"variants=['{name}']") == [
        f"variants = {name}: a name begins with a letter and holds letters, digits, _ and -"
    ]


def test_a_number_is_no_name_of_a_variant(faults: Faults) -> None:
    assert faults("variants=[1]") == ["variants = 1: a variant is named by a word (variants=[baseline,one_more])"]


def test_variant_in_the_singular_is_told_to_be_variants(faults: Faults) -> None:
    assert faults("variant=one_more") == [
        "variant=one_more: a variant is chosen by variants (did you mean variants=[one_more]?)"
    ]


def test_the_fault_of_a_variant_carries_its_name_and_that_of_the_base_does_not(faults: Faults) -> None:
    edits = {
        "title: Test desk\n": "title: Test desk\nvariants:\n"
        '  bad: {overrides: ["policy.heads.front.pls=1"]}\n'
        "  odd: {overides: []}\n"
        '  wide: {overrides: ["policy.heads.front.plus=1,2"]}\n'
        '  late: {overrides: ["study.seed=1"]}\n'
        '  long: {overrides: ["calendar.days=9"]}\n',
    }
    found = faults("study.replications=0", edits=edits)
    assert found[0] == "study.replications = 0: is at least 1 and at most 1e+06"
    assert 'variant bad: policy.heads.front.pls = 1: unknown setting, did you mean "plus"?' in found
    assert 'variants.odd.overides: unknown setting, did you mean "overrides"?' in found
    assert any(
        text.startswith("variant wide: policy.heads.front.plus = 1,2: several values span a grid") for text in found
    )
    found = faults()
    assert "variant late: study: a variant changes the desk, not how it is studied (set it for all)" in found
    assert "variant long: calendar: all variants are played on the same days (set it for all)" in found


def test_a_wrong_variant_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "variant").mkdir()
    (tmp_path / "variant" / "mine.yaml").write_text("titel: x\n")
    with pytest.raises(SettingsError, match=r"mine.yaml: titel = x: unknown setting, did you mean \"title\"\?"):
        load(Typed(("variants=[baseline,mine]",), config_dir=tmp_path))


def test_a_variant_may_choose_files(loaded: Read) -> None:
    found = load(Typed(("variants=[baseline,first_come]",)))
    assert [variant.scenario.policy.routing.next_contact for variant in found.variants] == ["priority", "longest_wait"]


def test_a_grid_has_a_variant_for_every_point(desk: Path) -> None:
    found = load_grid(Typed(("policy.heads.front.plus=range(0,3)", "policy.targets.phone.within=20s,40s"), desk))
    assert found.axes == ("policy.heads.front.plus", "policy.targets.phone.within")
    assert list(found.points.items())[1] == ("plus=0_within=40s", (0, "40s"))
    assert [
        (variant.scenario.policy.heads["front"].plus, variant.scenario.policy.targets["phone"].within)
        for variant in found.variants
    ] == [(0, 20), (0, 40), (1, 20), (1, 40), (2, 20), (2, 40)]


def test_a_grid_may_choose_files() -> None:
    found = load_grid(Typed(("scenario=small_phone,phone_email", "policy.heads.front.plus=1")))
    assert [len(variant.scenario.policy.channels) for variant in found.variants] == [1, 2]


def test_a_faulty_point_of_a_grid_is_named(desk: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        load_grid(Typed(("policy.targets.phone.share=0.8,1.8,2.8",), desk))
    assert [str(fault) for fault in caught.value.faults] == [
        "variant share=1.8: policy.targets.phone.share = 1.8: is at most 1 and more than 0",
        "variant share=2.8: policy.targets.phone.share = 2.8: is at most 1 and more than 0",
    ]


def test_a_grid_without_axes_or_with_variants_is_a_fault(desk: Path) -> None:
    with pytest.raises(SettingsError, match="sweep: nothing to sweep over"):
        load_grid(Typed((), desk))
    with pytest.raises(SettingsError, match="variants = baseline: a sweep plays a grid, not variants"):
        load_grid(Typed(("variants=[baseline]", "study.seed=1,2"), desk))


def test_what_was_resolved_can_be_read_again_as_a_desk(loaded: Read, desk: Path, tmp_path: Path) -> None:
    import yaml

    desk.write_text(desk.read_text().replace("title: Test desk\n", INLINE))
    found = loaded("study.seed=3")
    again = tmp_path / "config.yaml"
    again.write_text(yaml.safe_dump(found.resolved, sort_keys=False), encoding="utf-8")
    second = load(Typed(desk=again))
    assert second.request.scenario == found.request.scenario
    assert second.request.study == found.request.study
    assert [variant.scenario.fingerprint() for variant in second.variants] == [
        variant.scenario.fingerprint() for variant in found.variants
    ]
