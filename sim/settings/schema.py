"""The JSON Schema of a settings file, from the declarations: editors complete names, show meanings, and mark mistakes.

At the head of a YAML file: ``# yaml-language-server: $schema=supportsim.schema.json``.
"""

from __future__ import annotations

from typing import Any

from sim.settings.request import Request

TABLE = {
    "type": "object",
    "properties": {"table": {"type": "string", "description": "a CSV file beside this one; its rows stand here"}},
    "required": ["table"],
    "additionalProperties": False,
}

WRITTEN: dict[str, dict[str, Any]] = {
    "WeekCurve": {
        "description": 'a number; steps over the day ({"08:00": 4, "20:00": 0}); or by weekdays ({mon-fri: {...}})',
        "anyOf": [{"type": "number"}, {"type": "object"}],
    },
    "OpenHours": {
        "description": '"always", "closed", hours such as "08:00-20:00", or by weekdays ({mon-fri: "08:00-18:00"})',
        "anyOf": [{"type": "string"}, {"type": "object", "additionalProperties": {"type": "string"}}],
    },
}
"""Curves and hours as people write them (inside the product they are steps and spans)."""


def schema() -> dict[str, Any]:
    """The schema of a desk, an experiment, or any other file laid at the top."""
    found = Request.model_json_schema(mode="validation")
    for name, written in WRITTEN.items():
        if name in found.get("$defs", {}):
            found["$defs"][name] = {"title": name, **written}
    _improve(found)
    found["properties"]["defaults"] = {"type": "array", "description": "the files that this one is laid over"}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **found, "title": "supportsim settings"}


def _improve(node: Any) -> None:
    """Say units and sources in descriptions, and allow a table wherever a list may stand."""
    if isinstance(node, list):
        for inner in node:
            _improve(inner)
    if not isinstance(node, dict):
        return
    for inner in list(node.values()):
        _improve(inner)
    unit, source = (node.pop(name) if isinstance(node.get(name), str) else "" for name in ("unit", "source"))
    node.pop("required", None)  # a file may leave to others what has to be set in the end
    if unit or source:
        parts = [node.get("description", "")]
        if unit:
            parts.append(f"unit: {unit}")
        if "default" in node:
            parts.append(f"source of the default: {source}" if source != "assumed" else "default assumed")
        node["description"] = "; ".join(part for part in parts if part)
    if node.get("type") == "array" and "items" in node:
        kept = {key: node.pop(key) for key in ("type", "items", "minItems", "maxItems") if key in node}
        node["anyOf"] = [kept, TABLE]
