"""Composition by Hydra: which files a command means, in which order, and what its overrides say.

The only file that knows Hydra. Hydra resolves the defaults lists (``initialize_config_dir``, never ``@hydra.main``,
whose launchers and callbacks would let a file run code) and parses the values of overrides, so both keep its grammar.
The files are then laid over one another by :mod:`sim.settings.layers`, which knows where each value came from and what
a union is; without such cases the outcome is that of ``hydra.compose`` (tested). A value override may name any path,
known or not (as Hydra's ``++``), so that validation names every unknown one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path as File
from typing import Any

from hydra import initialize_config_dir
from hydra.core.global_hydra import GlobalHydra
from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.core.override_parser.types import Glob
from hydra.errors import HydraException
from hydra.types import RunMode

from sim.errors import Fault, SettingsError
from sim.settings.change import Change
from sim.settings.desk_file import desk_layer
from sim.settings.folders import GROUPS, Folders
from sim.settings.layers import Layer
from sim.settings.read_yaml import acting, has_resolver, read_yaml

VERSION_BASE = "1.3"
TIME_AS_NAME = re.compile(r"([{,]\s*)(\d{1,2}:\d\d)\s*:\s*")
GLOBAL = "# @package _global_"
GRAMMAR = "an override is written key=value, such as policy.heads.phone.plus=2"


class Composer:
    """Composes within one pair of folders, and one desk given as a file if there is one."""

    def __init__(self, folders: Folders, desk: File | None = None) -> None:
        self.folders = folders
        self.desk = desk
        self._parser = OverridesParser.create()
        self._files: dict[tuple[str, ...], tuple[list[Layer], str]] = {}

    def parse(self, texts: Iterable[str], origin: str = "command line") -> list[Change]:
        """Every override; ``SettingsError`` names all that cannot be read."""
        changes: list[Change] = []
        faults: list[Fault] = []
        for text in texts:
            try:
                changes.append(replace(self._parse(text), origin=origin))
            except SettingsError as error:
                faults.extend(error.faults)
        if faults:
            raise SettingsError(faults)
        return changes

    def chooses(self, text: str) -> bool:
        """Whether an override, right or wrong, chooses a file."""
        return self.folders.is_group(text.lstrip("+~").partition("=")[0].partition("@")[0])

    def files(self, changes: Iterable[Change]) -> tuple[list[Layer], str]:
        """The chosen files in the order in which they are laid, and the name of the experiment, else of the desk."""
        groups = tuple(change.text for change in changes if change.group)
        if groups not in self._files:
            self._files[groups] = self._chosen_files(groups)
        return self._files[groups]

    def _chosen_files(self, groups: tuple[str, ...]) -> tuple[list[Layer], str]:
        overrides = list(groups)
        if self.desk is not None:
            overrides.append("~scenario")
        if self.folders.own is not None:
            escaped = str(self.folders.own).replace("\\", "\\\\").replace('"', '\\"')
            overrides.append(f'hydra.searchpath=["file://{escaped}"]')
        found, added = self._defaults(overrides)
        chosen = [default for default in found if not (default.config_path or "").startswith(("hydra/", "_dummy"))]
        layers: list[Layer] = []
        faults: list[Fault] = []
        title = self.desk.stem if self.desk is not None else ""
        desk = [desk_layer(self.desk, self.folders)] if self.desk is not None else []
        for default in chosen:
            name = default.config_path or ""
            file = self.folders.file(name)
            if file is None:
                continue
            group, _, option = name.partition("/")
            if group == "experiment" or name.rpartition("/")[0] in added:
                layers, desk = layers + desk, []
            if group in ("scenario", "experiment"):  # an experiment comes last, so its name counts
                title = option
            shown = self.folders.shown(file)
            try:
                values = read_yaml(file, shown)
            except SettingsError as error:
                faults.extend(error.faults)
                continue
            values.pop("defaults", None)
            if (default.package or "").split(".")[0] in ("scenario", "experiment"):
                faults.append(Fault(shown, "the first line of this file has to say where it belongs", "", GLOBAL))
            package = tuple(part for part in (default.package or "").split(".") if part)
            layers.append(Layer(shown, values, package, file.parent))
        if faults:
            raise SettingsError(faults)
        return layers + desk, title

    def _defaults(self, overrides: list[str]) -> tuple[list[Any], set[str]]:
        """Hydra's defaults list, and the groups that it did not have before an override chose from them."""
        loader = GlobalHydra.instance().config_loader()
        added: set[str] = set()
        while True:
            try:
                return list(loader.compute_defaults_list("config", overrides, RunMode.RUN).defaults), added
            except HydraException as error:
                unmatched = re.search(r"Could not override '([^']+)'", str(error))
                place = (
                    next((i for i, text in enumerate(overrides) if text.startswith(f"{unmatched[1]}=")), None)
                    if unmatched
                    else None
                )
                if unmatched is None or place is None:
                    raise SettingsError([self._hydra_fault(str(error))]) from None
                overrides = [f"+{text}" if i == place else text for i, text in enumerate(overrides)]
                added.add(unmatched[1])

    def _parse(self, text: str) -> Change:
        body = text.lstrip("+")
        delete = body.startswith("~")
        body = body.removeprefix("~")
        key, equals, value = body.partition("=")
        key = key.strip()
        if (not equals and not delete) or not key or any(not part for part in key.split(".")):
            raise SettingsError([Fault(text, GRAMMAR)])
        if re.split(r"[./@]", key)[0] == "hydra":
            raise SettingsError([Fault(text, "settings of Hydra itself cannot be changed", "", "remove it")])
        if has_resolver(text):
            raise SettingsError(list(acting(text, key)))
        name = key.partition("@")[0]
        if key.partition("=")[0] == "variant":
            raise SettingsError(
                [Fault(text, "a variant is chosen by variants", "", f"did you mean variants=[{value}]?")]
            )
        group = self.folders.is_group(name) and not value.lstrip().startswith("{")
        if delete:
            return Change(text, key, group=group, delete=True)
        value, points = self._value(value)
        if group:
            self._check_options(name, points if points is not None else (value,))
        found = list(acting(value, f"{key}:"))
        if found:
            raise SettingsError(found)
        return Change(text, key, value, points, group)

    def _value(self, text: str) -> tuple[Any, tuple[Any, ...] | None]:
        """The value of an override, or the points of a grid, by Hydra's grammar; what it cannot read is plain text."""
        if TIME_AS_NAME.search(text):  # {08:00: 4}: YAML's own form reads it, once the name is quoted
            plain = _by_yaml(TIME_AS_NAME.sub(r'\1"\2": ', text))
            if plain is not None:
                return plain, None
        try:
            override = self._parser.parse_override(f"x={text}")
        except HydraException:
            plain = _by_yaml(text) if text.lstrip()[:1] in ("{", "[") else None
            return (text if plain is None else plain), None
        if not override.is_sweep_override():
            return override.value(), None
        if isinstance(override.value(), Glob):
            raise SettingsError(
                [Fault(text, "glob(...) chooses among files, which is not offered", "", "name them: a,b,c")]
            )
        if not override.is_discrete_sweep():
            raise SettingsError([Fault(text, "an interval has no points to try", "", "write a,b,c or range(1,5)")])
        return None, tuple(
            self._parser.parse_override(f"x={point}").value() for point in override.sweep_string_iterator()
        )

    def _check_options(self, group: str, chosen: Iterable[Any]) -> None:
        options = self.folders.options(group)
        faults = []
        for name in chosen:
            for one in name if isinstance(name, list) else [name]:
                if one is not None and str(one) not in options:
                    faults.append(no_such_file(group, str(one), options))
        if faults:
            raise SettingsError(faults)

    def _hydra_fault(self, message: str) -> Fault:
        missing = re.search(r"Could not find '([^']+)/([^'/]+)'", message)
        if missing is not None:
            return no_such_file(missing[1], missing[2], self.folders.options(missing[1]))
        unmatched = re.search(r"Could not override '([^']+)'", message)
        if unmatched is not None:
            return Fault(
                unmatched[1], "nothing of this name is chosen that could be replaced", "", f"groups: {_groups()}"
            )
        return Fault("settings", " ".join(message.split("\n")[0].split()))


def no_such_file(group: str, name: str, options: list[str]) -> Fault:
    """The fault of a choice for which there is no file."""
    near = get_close_matches(name, options, n=1)
    there = f"there are: {', '.join(options)}" if options else "there are none"
    return Fault(group, f"there is no {group}/{name}.yaml", name, f'did you mean "{near[0]}"?' if near else there)


@contextmanager
def composer(folders: Folders, desk: File | None = None) -> Iterator[Composer]:
    """A composer; the user's own files have been looked through for anything that could act."""
    faults: list[Fault] = []
    for file in folders.own_files():
        try:
            read_yaml(file, folders.shown(file))
        except SettingsError as error:
            faults.extend(error.faults)
    if faults:
        raise SettingsError(faults)
    with initialize_config_dir(config_dir=str(folders.ours), version_base=VERSION_BASE, job_name="supportsim"):
        yield Composer(folders, desk)


def _by_yaml(text: str) -> Any:
    """A flow mapping or list such as ``{"08:00": 4}`` read as YAML; None where it is none."""
    import yaml

    try:
        value = yaml.safe_load(text)
    except yaml.YAMLError:
        return None
    return value if isinstance(value, dict | list) else None


def _groups() -> str:
    return ", ".join(GROUPS)
