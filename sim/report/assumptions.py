"""Every assumption that a study used: its value, unit, meaning and where it came from.

Meaning, unit and source are read from the declaration of each setting; a value that differs from the declared default
was given by the user, and a default stands with the source that its declaration names.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from pydantic import BaseModel, RootModel
from pydantic_core import PydanticUndefined

from sim.declare import ASSUMED
from sim.report.study_folder import StudyFolder
from sim.report.words import NA
from sim.scenario import Scenario

GIVEN = "given"
AT_MOST = 600
"""Characters of one value that are shown; tables beside the settings are summed up."""


class Assumption(NamedTuple):
    """One setting as it was used."""

    path: str
    value: str
    unit: str
    meaning: str
    source: str


class Change(NamedTuple):
    """One setting in which an option differs from the first."""

    path: str
    before: str
    after: str
    meaning: str


GROUPS = {
    "calendar": "The days that were simulated",
    "world": "What happens to the desk (the world)",
    "policy": "What the desk chooses (the policy)",
    "start": "How things stand at the start",
}


def assumptions(study: StudyFolder) -> list[tuple[str, list[Assumption]]]:
    """(heading, settings) of the first option's scenario, in the order in which they are declared."""
    values = study.scenario.to_mapping()
    found = []
    for part, heading in GROUPS.items():
        rows = list(_walk(getattr(study.scenario, part), values[part], part))
        if rows:
            found.append((heading, rows))
    return found


def changes(study: StudyFolder) -> list[tuple[str, str, list[Change]]]:
    """(label, reason, settings that differ from the first option) of every other option."""
    base = _flat(study.options[0].scenario)
    found = []
    for option in study.all_options[1:]:
        mine = _flat(option.scenario)
        rows = []
        for path in [*base, *(path for path in mine if path not in base)]:
            if path == "title":
                continue
            before, after = base.get(path), mine.get(path)
            if before is None or after is None or before.value != after.value:
                about = after or before
                assert about is not None
                rows.append(Change(path, before.value if before else NA, after.value if after else NA, about.meaning))
        found.append((option.label, option.because, rows))
    return found


def _flat(scenario: Scenario) -> dict[str, Assumption]:
    values = scenario.to_mapping()
    rows = (row for part in GROUPS for row in _walk(getattr(scenario, part), values[part], part))
    return {row.path: row for row in rows}


def _walk(settings: BaseModel, values: Mapping[str, Any], path: str) -> Iterator[Assumption]:
    """Every leaf below a group of settings; named maps and lists of groups are walked too."""
    for name, field in type(settings).model_fields.items():
        value, plain, where = getattr(settings, name), values[name], f"{path}.{name}"
        about = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
        if _is_law(value):
            default = field.get_default(call_default_factory=True, validated_data={})
            source = str(about.get("source", ASSUMED)) if value == default else GIVEN
            yield Assumption(where, _law(plain), "", str(field.description or ""), source)
        elif _is_group(value):
            yield from _walk(value, plain, where)
        elif isinstance(value, Mapping) and any(_is_group(entry) for entry in value.values()):
            for key, entry in value.items():
                if _is_group(entry):
                    yield from _walk(entry, plain[key], f"{where}.{key}")
        else:
            default = field.get_default(call_default_factory=True, validated_data={})
            source = (
                str(about.get("source", ASSUMED)) if default is not PydanticUndefined and value == default else GIVEN
            )
            if plain in (None, {}, [], ()) and source != GIVEN:
                continue  # nothing of the kind was used
            if not field.description:  # the tag that tells the kinds of a setting apart
                yield Assumption(where, shown(plain), "", "which kind it is", GIVEN)
                continue
            yield Assumption(
                where, shown(plain), _unit(plain, str(about.get("unit", ""))), str(field.description or ""), source
            )


def _is_group(value: Any) -> bool:
    return isinstance(value, BaseModel) and not isinstance(value, RootModel)


def _is_law(value: Any) -> bool:
    return isinstance(value, BaseModel) and isinstance(getattr(value, "law", None), str)


def _law(plain: Mapping[str, Any]) -> str:
    """``lognormal, mean 5min, cv 0.9``."""
    return ", ".join([str(plain["law"]), *(f"{name} {shown(value)}" for name, value in plain.items() if name != "law")])


def _unit(plain: Any, unit: str) -> str:
    """The unit, unless the value is written with it (``20s``, ``08:00``)."""
    return "" if unit == "s" and isinstance(plain, str) else unit


def shown(value: Any) -> str:
    """A setting's value in one line."""
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, Mapping):
        parts = ((key, shown(entry), isinstance(entry, Mapping)) for key, entry in value.items())
        text = "; ".join(f"{key} ({part})" if nested else f"{key} {part}" for key, part, nested in parts)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        if len(value) > 12:
            return f"a table of {len(value):,} rows"
        text = ", ".join(shown(entry) for entry in value)
    else:
        text = str(value)
    return text if len(text) <= AT_MOST else text[:AT_MOST] + " …"
