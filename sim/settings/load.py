"""From what the user typed to what is studied: the request, its variants or grid, and every fault at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import product
from pathlib import Path as File
from typing import Any

from sim.errors import Fault, SettingsError
from sim.scenario import Scenario
from sim.scenario.remarks import remarks
from sim.settings.change import Change, matching
from sim.settings.collected import Collected
from sim.settings.compose import Composer, composer
from sim.settings.folders import Folders
from sim.settings.interpolate import resolve
from sim.settings.layers import Merged
from sim.settings.read_yaml import shorten
from sim.settings.request import Request, VariantSpec
from sim.settings.tables import Tables, read_tables
from sim.settings.validate import validate
from sim.settings.variants import axis_faults, chosen_names, compare_faults, find_spec
from sim.study.variant import Variant


@dataclass(frozen=True, slots=True)
class Typed:
    """What the user typed after the verb."""

    overrides: tuple[str, ...] = ()
    desk: File | None = None
    config_dir: File | None = None


@dataclass(frozen=True, slots=True)
class Loaded:
    """A checked request with what was compared or swept, and where every value came from."""

    request: Request
    merged: Merged
    name: str
    variants: tuple[Variant, ...] = ()
    specs: Mapping[str, VariantSpec] = field(default_factory=dict)
    axes: tuple[str, ...] = ()
    points: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)

    @property
    def resolved(self) -> dict[str, Any]:
        """The whole request as plain values, with each variant's scenario; it can be read again as a desk."""
        mapping = self.request.to_mapping()
        scenarios = {variant.name: variant.scenario.to_mapping() for variant in self.variants}
        return {
            "name": self.name,
            "scenario": {name: mapping[name] for name in Scenario.model_fields},
            "variants": {name: {**spec.to_mapping(), "scenario": scenarios[name]} for name, spec in self.specs.items()},
            **{name: mapping[name] for name in ("study", "compute", "report")},
        }

    @property
    def notes(self) -> list[str]:
        """What the user should know although nothing is wrong."""
        scenarios = [self.request.scenario, *(variant.scenario for variant in self.variants)]
        return list(dict.fromkeys([*self.merged.notes, *(text for one in scenarios for text in remarks(one))]))


def load(typed: Typed, written_out: bool = True) -> Loaded:
    """The request with its variants: those that are named, else those that its experiment or desk writes out.

    Without ``written_out`` only variants that the command names are made.
    """
    folders = Folders.find(typed.config_dir)
    with composer(folders, typed.desk) as compose:
        collected = Collected()
        changes = _parse(compose, typed, collected)
        collected.of(lambda: _no_grid(changes))
        chosen, changes = chosen_names(changes)
        changes = [change for change in changes if change.points is None]
        base = collected.of(lambda: _build(compose, changes))
        if base is None:
            collected.stop()
            raise AssertionError("unreachable")
        merged, tables, title = base
        names, inline = _written_out(merged.values.get("variants"))
        if inline:
            merged.values["variants"] = []  # each is checked by itself, with its name
        request = collected.of(lambda: _checked(merged, tables))
        specs: dict[str, VariantSpec] = {}
        variants: dict[str, tuple[Request, Merged]] = {}
        for name in chosen if chosen is not None else names if written_out else []:
            spec = collected.of(partial(find_spec, name, inline, folders))
            if spec is None:
                continue
            specs[name] = spec
            made = collected.of(partial(_variant, compose, changes, name, spec, request is not None), name)
            if made is not None:
                variants[name] = made
        if request is not None:
            collected.add(compare_faults(request, {name: made for name, (made, _) in variants.items()}))
        collected.stop()
        assert request is not None
        for _, own in variants.values():
            merged.notes.extend(own.notes)
        return Loaded(
            request,
            merged,
            request.name or title,
            tuple(
                Variant(name, made.scenario, specs[name].title, specs[name].because)
                for name, (made, _) in variants.items()
            ),
            specs,
        )


def load_grid(typed: Typed) -> Loaded:
    """The request with one variant for each point of the grid of its overrides (``key=1,2`` or ``range(1,4)``)."""
    folders = Folders.find(typed.config_dir)
    with composer(folders, typed.desk) as compose:
        collected = Collected()
        changes = _parse(compose, typed, collected)
        chosen, changes = chosen_names(changes)
        axes = [change for change in changes if change.points is not None]
        if chosen:
            collected.add([Fault("variants", "a sweep plays a grid, not variants", ",".join(chosen), "use compare")])
        collected.add(axis_faults(axes))
        collected.stop()
        steady = [change for change in changes if change.points is None]
        first = [change if change.points is None else change.with_point(change.points[0]) for change in changes]
        merged, tables, title = _build(compose, first)
        merged.values["variants"] = []
        request = _checked(merged, tables)
        variants: list[Variant] = []
        specs: dict[str, VariantSpec] = {}
        points: dict[str, tuple[Any, ...]] = {}
        start = None if any(axis.group for axis in axes) else _build(compose, steady)[0]
        for point in product(*(axis.points or () for axis in axes)):
            moved = [axis.with_point(value) for axis, value in zip(axes, point, strict=True)]
            texts = tuple(change.text for change in moved)
            name = _point_name(moved)
            made = collected.of(partial(_point, compose, start, steady, moved), name)
            if name in points:
                collected.add([Fault(name, "this point of the grid stands there twice")])
            points[name] = point
            specs[name] = VariantSpec(title=", ".join(texts)[:80], overrides=texts)
            if made is not None:
                variants.append(Variant(name, made.scenario, specs[name].title))
        collected.stop()
        return Loaded(
            request,
            merged,
            request.name or f"{title}_sweep",
            tuple(variants),
            specs,
            tuple(axis.key for axis in axes),
            points,
        )


def _parse(compose: Composer, typed: Typed, collected: Collected) -> list[Change]:
    """Every override that can be read; raises at once where files are chosen wrongly, for then no more can be said."""
    changes: list[Change] = []
    lost = False
    for text in typed.overrides:
        found = collected.of(partial(compose.parse, [text]))
        lost = lost or (found is None and compose.chooses(text))
        changes.extend(found or ())
    if lost:
        collected.stop()
    if typed.desk is not None and any(change.group and change.key == "scenario" for change in changes):
        fault = Fault(
            "scenario", "a desk is named twice: by its file and by scenario=", str(typed.desk), "leave one out"
        )
        raise SettingsError([*collected.found, fault])
    return changes


def _no_grid(changes: Sequence[Change]) -> None:
    faults = [
        Fault(
            change.key,
            "several values span a grid",
            change.text.partition("=")[2],
            "use sweep (or -m) to play all of them; quote a text that holds a comma",
        )
        for change in changes
        if change.points is not None and change.key != "variants"
    ]
    if faults:
        raise SettingsError(faults)


def _checked(merged: Merged, tables: Tables) -> Request:
    """The request; faults of its tables are told together with all others."""
    return validate(Request, merged.values, tables)


def _build(compose: Composer, changes: Sequence[Change]) -> tuple[Merged, Tables, str]:
    files, title = compose.files(changes)
    merged = Merged().lay(files, Request)
    for change in changes:
        if not change.group:
            merged.lay((one.layer() for one in matching([change], merged.values)), Request)
    return *_finished(compose, merged), title


def _finished(compose: Composer, merged: Merged) -> tuple[Merged, Tables]:
    merged.values = resolve(merged.values)
    beside = () if compose.desk is None else (compose.desk.resolve().parent,)
    return merged, read_tables(merged, (*beside, *compose.folders.all()[::-1]))


def _variant(
    compose: Composer, changes: Sequence[Change], name: str, spec: VariantSpec, base_is_right: bool
) -> tuple[Request, Merged]:
    own = compose.parse(spec.overrides, f"variant {name}")
    _no_grid(own)
    merged, tables, _ = _build(compose, [*changes, *own])
    merged.values["variants"] = []
    try:
        return _checked(merged, tables), merged
    except SettingsError as error:
        if base_is_right:
            raise
        keys = tuple(change.key for change in own)  # what follows from a faulty base is told once, of the base
        raise SettingsError(fault for fault in error.faults if fault.where.startswith(keys)) from None


def _point(compose: Composer, start: Merged | None, steady: Sequence[Change], moved: Sequence[Change]) -> Request:
    if start is None:
        merged, tables, _ = _build(compose, [*steady, *moved])
    else:
        merged = start.copy()
        for change in moved:
            merged.lay((one.layer() for one in matching([change], merged.values)), Request)
        merged, tables = _finished(compose, merged)
    merged.values["variants"] = []
    return _checked(merged, tables)


def _point_name(moved: Sequence[Change]) -> str:
    text = "_".join(f"{change.path[-1]}={shorten(change.value, 24)}" for change in moved)
    if len({change.path[-1] for change in moved}) < len(moved):
        text = "_".join(f"{change.key}={shorten(change.value, 24)}" for change in moved)
    return "".join(letter if letter.isalnum() or letter in "_.=-" else "-" for letter in text)


def _written_out(variants: Any) -> tuple[list[str], Mapping[str, Any]]:
    if isinstance(variants, dict):
        return [str(name) for name in variants], variants
    return ([str(name) for name in variants], {}) if isinstance(variants, list) else ([], {})
