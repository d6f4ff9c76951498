"""The found desk as YAML: its hours, who was there, and whose turn it was, with the evidence for each figure."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from sim.calibrate.availability import Availability
from sim.calibrate.find import Findings
from sim.calibrate.replay import TARGET_WITHIN_S, routing_of
from sim.calibrate.yaml_text import curve, flow, folded, stepped
from sim.units import DAY_S, format_duration


def policy_yaml(findings: Findings, availability: Availability | None = None) -> str:
    """Hours and heads as a file for ``configs/policy/``; heads are mean presence by weekday times the availability."""
    lines = [
        "# @package policy",
        "# Found beside the world: when contacts were answered, and who was there.",
        "channels:",
    ]
    for name, found in findings.channels.items():
        hours = flow(found.profile.hours.model_dump(mode="json"))
        kind = "live" if found.live else "async"
        lines.append(
            f"  {flow(name)}: {{kind: {kind}, open: {hours}}} # {found.profile.outside_hours} came outside them"
        )
    lines += ["teams:", f"  desk: {{skills: {flow(dict.fromkeys(findings.channels, 1.0))}}}"]
    lines += _routing(findings)
    there = findings.presence
    if there is None:
        lines.append("# heads: nobody's presence can be seen in this history; write the roster you had")
        return folded(lines)
    factor = 1.0 if availability is None else availability.factor
    lines += [
        "heads:",
        f"  desk: # presence of {there.n_agents} agents from first to last call of a stretch (pauses up to "
        f"{format_duration(there.max_gap_s)}), {there.agent_hours:.0f} h in all",
        f"    # times an availability of {factor:.3f}"
        + (
            ""
            if availability is None
            else f" ± {availability.standard_error:.3f} (breaks and unseen work), by simulation"
        ),
        "    on_queue: # agents, rounded; one at least while open",
    ]
    mean = there.by_weekday(findings.history.weekdays()) * factor
    whole = np.where((mean > 0.0) & _open(findings, there.interval_s), np.maximum(np.round(mean), 1.0), np.round(mean))
    lines += curve(stepped(whole, there.interval_s), "      ")
    return folded(lines)


def _open(findings: Findings, interval_s: float) -> NDArray[np.bool_]:
    """Whether any live channel is open in the middle of each interval, shape (7, m)."""
    middle = (np.arange(round(DAY_S / interval_s)) + 0.5) * interval_s
    found = np.zeros((7, len(middle)), dtype=np.bool_)
    for channel in findings.channels.values():
        for weekday, spans in enumerate(channel.profile.hours.root if channel.live else ()):
            for start, end in spans:
                found[weekday] |= (middle >= start) & (middle < end)
    return found


def _routing(findings: Findings) -> Iterator[str]:
    routing = routing_of(findings, TARGET_WITHIN_S)
    if routing.next_contact != "score":
        return
    found = next(found.turns for found in findings.channels.values() if found.turns is not None)
    yield "routing:"
    yield (
        f"  # not by turns: of {found.pairs} pairs that waited together, contacts of {', '.join(found.held_back)} were "
        f"overtaken by a later one of the others in {found.overtaken_within:.0%} if that came less than "
        f"{format_duration(found.ahead_s)} later, and in {found.overtaken_beyond:.0%} if more; the others overtook one "
        f"another in {found.otherwise:.0%}. So a class weighs as much as {format_duration(found.ahead_s)} of waiting: "
        f"that over the target of {format_duration(TARGET_WITHIN_S)}, which the score counts in"
    )
    yield "  next_contact: score"
    yield f"  priority: {flow(routing.priority)}"
    yield f"  weights: {{priority: {flow(routing.weights.priority)}, age: 1.0}}"
