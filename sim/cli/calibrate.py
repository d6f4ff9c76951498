"""``supportsim calibrate <history>``: the world that a history shows, as YAML with its evidence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sim.cli.arguments import Arguments
from sim.errors import Fault, SettingsError

DEFAULTS = {"map": "", "out": "", "seed": "1", "replications": "20", "within": "20s"}
"""Settings of the verb: the column map, the folder to write, and how the validation is simulated."""


def run(arguments: Arguments) -> int:
    """Read the history by its map, fit, validate, and write a folder of settings that compare can play."""
    history, map_path, out, numbers = _checked(arguments)
    from sim.calibrate import calibrate, policy_yaml, world_yaml, write_whole

    found = calibrate(history, map_path, **numbers)
    for line in found.summary():
        print(line)
    name = out.name
    files = {
        f"world/found/{name}.yaml": world_yaml(found.findings, found.availability),
        f"policy/found/{name}.yaml": policy_yaml(found.findings, found.availability),
        f"scenario/{name}.yaml": _scenario(name, found.findings),
    }
    if found.validation is not None:
        files["validation.csv"] = found.validation.csv()
    for file, text in files.items():
        write_whole(out / file, text)
    from sim.report.calibration_page import render_calibration

    page = render_calibration(found, out)
    print()
    for file in files:
        print(f"written: {out / file}")
    if found.validation is not None:
        print(f"written: {out / 'figures'} (observed_*.svg, .png and .csv)")
    print(f"read:    {page}")
    print(f"next:    supportsim compare --config-dir {out} scenario={name} 'variants=[baseline,one_more,two_more]'")
    return 0


def _checked(arguments: Arguments) -> tuple[Path, Path, Path, dict[str, Any]]:
    from sim.settings.folders import shipped
    from sim.units import parse_duration

    faults = []
    if len(arguments.words) != 1:
        example = "supportsim calibrate calls.csv map=plain"
        faults.append(Fault("calibrate", "names one history", " ".join(arguments.words), example))
    given = dict(text.partition("=")[::2] for text in arguments.overrides)
    known = ", ".join(DEFAULTS)
    faults += [
        Fault(key, "unknown setting", value, f"known: {known}") for key, value in given.items() if key not in DEFAULTS
    ]
    values = {**DEFAULTS, **given}
    history = Path(arguments.words[0] if arguments.words else "history")
    if arguments.words and not history.is_file():
        faults.append(Fault(str(history), "there is no such file"))
    maps = sorted(path.stem for path in (shipped() / "history").glob("*.yaml"))
    named = shipped() / "history" / f"{values['map']}.yaml"
    map_path = named if values["map"] and named.is_file() else Path(values["map"])
    if not values["map"] or not map_path.is_file():
        fix = f"one of {', '.join(maps)}, or a YAML file of your own"
        faults.append(Fault("map", "says which column is what", values["map"], fix))
    out = Path(values["out"] or f"{history.name.split('.')[0]}_found".replace("-", "_"))
    if (out / "scenario").exists() and not arguments.force:
        faults.append(Fault(str(out), "this folder is there already", "", "--force overwrites it, or give out=another"))
    numbers: dict[str, Any] = {}
    for key in ("seed", "replications"):
        if not values[key].isdigit() or (key == "replications" and int(values[key]) < 1):
            faults.append(Fault(key, "is a whole number", values[key]))
        else:
            numbers[key] = int(values[key])
    try:
        numbers["within_s"] = parse_duration(values["within"])
    except ValueError as error:
        faults.append(Fault("within", str(error), values["within"]))
    if faults:
        raise SettingsError(faults)
    return history, map_path, out, numbers


def _scenario(name: str, findings: Any) -> str:
    targets = [
        f"    {channel}: {{share: 0.8, within: 20s}}"
        if found.live
        else f"    {channel}: {{share: 0.8, within: 4h, clock: business}}"
        for channel, found in findings.channels.items()
    ]
    return f"""\
# @package _global_
# What was found in: {findings.history.mapping.title}. Your own changes go at the end.
defaults:
  - /world/found: {name}
  - /policy/found: {name}
  - _self_

title: {name.replace("_", " ").capitalize()}
calendar: {{start: "{findings.history.first_date}", days: 7, interval: 30min}}
policy:
  targets: # assumed: a history does not say what was promised
{chr(10).join(targets)}
"""
