"""A desk that is named by its file: ``supportsim compare my_desk.yaml``, or the ``config.yaml`` of a study folder."""

from __future__ import annotations

from pathlib import Path as File
from typing import Any

from sim.errors import Fault, SettingsError
from sim.settings.folders import Folders
from sim.settings.layers import Layer
from sim.settings.read_yaml import read_yaml


def desk_layer(desk: File, folders: Folders) -> Layer:
    """The file as a layer; ``SettingsError`` where it leans on other files by a defaults list."""
    shown = folders.shown(desk.resolve())
    values = read_yaml(desk, shown)
    if "defaults" in values:
        raise SettingsError(
            [
                Fault(
                    f"{shown}: defaults",
                    "a desk that is named by its file holds everything itself",
                    "",
                    "for a defaults list put the file into a folder scenario/ and use --config-dir",
                )
            ]
        )
    return Layer(shown, _unfolded(values), (), desk.resolve().parent)


def _unfolded(values: dict[str, Any]) -> dict[str, Any]:
    """The ``config.yaml`` of a study folder as a desk: its scenario at the top, its variants as differences."""
    scenario = values.get("scenario")
    if not isinstance(scenario, dict):
        return values
    rest = {name: value for name, value in values.items() if name != "scenario"}
    variants = rest.get("variants")
    if isinstance(variants, dict):
        rest["variants"] = {
            name: {key: value for key, value in spec.items() if key != "scenario"} if isinstance(spec, dict) else spec
            for name, spec in variants.items()
        }
    return {**scenario, **rest}
