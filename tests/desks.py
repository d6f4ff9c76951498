"""Small desks for tests, built from a few words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sim.scenario import Scenario

MONDAY = "2026-01-05"


def law(kind: str, **values: Any) -> dict[str, Any]:
    """A law as a mapping."""
    return {"law": kind, **values}


def exponential(mean_s: float) -> dict[str, Any]:
    """An exponential law of a mean in seconds."""
    return law("exponential", mean=f"{mean_s!r}s")


def always(value_s: float) -> dict[str, Any]:
    """A deterministic law of a value in seconds."""
    return law("deterministic", value=f"{value_s!r}s")


def recorded(*times: str, date: str = MONDAY) -> dict[str, Any]:
    """Arrivals at times of the first day."""
    return {"source": "recorded", "at": [f"{date}T{time}" for time in times]}


def steady(per_hour: float, **more: Any) -> dict[str, Any]:
    """Poisson arrivals at a constant rate, round the clock."""
    return {"source": "profile", "per_week": per_hour * 168, "profile": 1, "busyness": None, **more}


def desk(
    arrivals: Mapping[str, Any],
    talk: Mapping[str, Any] | float,
    agents: Mapping[str, Any] | int,
    *,
    patience: Mapping[str, Any] | None = None,
    kinds: Mapping[str, str] | None = None,
    skills: Mapping[str, Sequence[str]] | None = None,
    days: int = 1,
    **changes: Any,
) -> Scenario:
    """A scenario in which everything else is as plain as it can be.

    ``arrivals`` by channel; ``talk`` one law (or a value in seconds) for all channels, or by channel; ``agents``
    heads of one team, or by team; ``patience`` by channel, or one law for all live ones; ``changes`` are dotted paths
    with ``__``.
    """
    channels = list(arrivals)
    kinds = dict.fromkeys(channels, "live") | dict(kinds or {})
    teams = dict(agents) if isinstance(agents, Mapping) else {"team": agents}
    skills = skills or dict.fromkeys(teams, channels)
    talks = talk if isinstance(talk, Mapping) and "law" not in talk else dict.fromkeys(channels, talk)
    waits = patience if patience and set(patience) <= set(channels) else dict.fromkeys(channels, patience)
    mapping: dict[str, Any] = {
        "calendar": {"start": MONDAY, "days": days},
        "world": {
            "arrivals": dict(arrivals),
            "effort": {
                channel: one if isinstance(one, Mapping) and "talk" in one else {"talk": _law(one)}
                for channel, one in talks.items()
            },
            "patience": {
                channel: {"law": one} if one is None or isinstance(one.get("law"), str) else one
                for channel, one in waits.items()
                if kinds[channel] != "async"
            },
        },
        "policy": {
            "channels": {channel: {"kind": kinds[channel]} for channel in channels},
            "teams": {team: {"skills": dict.fromkeys(skills[team], 1.0)} for team in teams},
            "heads": {team: {"on_queue": heads} for team, heads in teams.items() if heads is not None},
        },
    }
    for path, value in changes.items():
        *parents, last = path.split("__")
        place = mapping
        for parent in parents:
            place = place.setdefault(parent, {})
        place[last] = value
    return Scenario.from_mapping(mapping)


def _law(one: Any) -> Any:
    return always(float(one)) if isinstance(one, int | float) else one
