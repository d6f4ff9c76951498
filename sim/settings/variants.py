"""Variants: which are meant, where they are written, and whether they can be compared."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sim.errors import Fault, SettingsError
from sim.settings.change import Change
from sim.settings.folders import Folders
from sim.settings.hints import near
from sim.settings.read_yaml import read_yaml
from sim.settings.request import Request, VariantSpec
from sim.settings.validate import validate

MOST_POINTS = 2000
"""Points of a grid: each is validated before the first is played, and takes its replications."""

NAME = re.compile(r"[^\W\d][\w-]*")


def chosen_names(changes: Sequence[Change]) -> tuple[list[str] | None, list[Change]]:
    """The names of ``variants=[...]`` (None where it was not given), and the other changes."""
    chosen: list[str] | None = None
    rest: list[Change] = []
    for change in changes:
        if change.key != "variants" or change.delete:
            rest.append(change)
            continue
        value = list(change.points) if change.points is not None else change.value
        names = value if isinstance(value, list) else [] if value is None else [value]
        wrong = [name for name in names if not isinstance(name, str)]
        if wrong:
            raise SettingsError(
                [Fault("variants", "a variant is named by a word", str(wrong[0]), "variants=[baseline,one_more]")]
            )
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise SettingsError([Fault("variants", "this variant stands there twice", name) for name in twice])
        chosen = names
    return chosen, rest


def find_spec(name: str, inline: Mapping[str, Any], folders: Folders) -> VariantSpec:
    """The variant of a name: written out in the experiment or desk, else ``variant/<name>.yaml``."""
    if NAME.fullmatch(name) is None:
        raise SettingsError([Fault("variants", "a name begins with a letter and holds letters, digits, _ and -", name)])
    if name in inline:
        return validate(VariantSpec, inline[name] or {}, shown=f"variants.{name}.")
    file = folders.file(f"variant/{name}")
    if file is None:
        options = list(dict.fromkeys([*inline, *folders.options("variant")]))
        fix = near(name, options) or f"there are: {', '.join(options)}"
        raise SettingsError([Fault("variants", "there is no variant of this name", name, fix)])
    shown = folders.shown(file)
    return validate(VariantSpec, read_yaml(file, shown), shown=f"{shown}: ")


def axis_faults(axes: Sequence[Change]) -> Iterator[Fault]:
    """What cannot be swept over: nothing at all, how the desk is studied, other days; and too many points."""
    if not axes:
        yield Fault("sweep", "nothing to sweep over", "", "give a key several values: policy.heads.phone.plus=0,1,2")
    for axis in axes:
        group = re.split(r"[./@]", axis.key)[0]
        shown = axis.text.partition("=")[2]
        if not axis.points:
            yield Fault(axis.key, "there is no value here to try", shown, "range(1,5) is 1, 2, 3, 4")
        elif group in ("study", "compute", "report", "name"):
            yield Fault(axis.key, "a sweep changes the desk, not how it is studied", shown, "set it for all")
        elif group == "calendar":
            yield Fault(axis.key, "all points of a grid are played on the same days", shown, "set it for all")
    points = math.prod(max(len(axis.points or ()), 1) for axis in axes)
    if points > MOST_POINTS:
        yield Fault("sweep", f"a grid has at most {MOST_POINTS} points", str(points), "take fewer values")


def compare_faults(base: Request, variants: Mapping[str, Request]) -> Iterator[Fault]:
    """What keeps variants from being compared: the same thing twice, other days, a changed study."""
    seen: dict[str, str] = {}
    for name, variant in variants.items():
        identity = variant.scenario.with_values({"title": ""}).fingerprint()
        if identity in seen:
            yield Fault(
                f"variants.{name}", f"is identical to {seen[identity]}", "", "change one of them, or leave it out"
            )
        seen.setdefault(identity, name)
        for group in ("study", "compute", "report"):
            if getattr(variant, group) != getattr(base, group):
                yield Fault(
                    f"variant {name}: {group}",
                    "a variant changes the desk, not how it is studied",
                    "",
                    "set it for all",
                )
        if variant.calendar != base.calendar:
            yield Fault(f"variant {name}: calendar", "all variants are played on the same days", "", "set it for all")
