"""The found world and desk as YAML that a scenario reads, each figure with the evidence it stands on.

What is written is :func:`sim.calibrate.world_found.world_of`, so that reading the file back gives what was simulated.
A file appears whole or not at all.
"""

from __future__ import annotations

import math
import os
import tempfile
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from sim.calibrate.availability import Availability
from sim.calibrate.effort_fit import EffortFit
from sim.calibrate.find import ChannelFindings, Findings
from sim.calibrate.patience_fit import PatienceFit
from sim.calibrate.world_found import ASSUMED_WORK, world_of
from sim.clock import WeekCurve
from sim.units import WEEKDAYS, format_duration, format_time_of_day


def world_yaml(findings: Findings, availability: Availability | None = None) -> str:
    """The world as a file for ``configs/world/``: figures, and in comments how they were found."""
    world = world_of(findings).to_mapping()
    lines = ["# @package world", *_heading(findings), "arrivals:"]
    for name, found in findings.channels.items():
        lines += _arrivals(name, found, world["arrivals"][name])
    if findings.special_days:
        lines.append("special_days: # days that stand out from their weekday; the name is a hint")
        for key, day in zip(world["special_days"], findings.special_days, strict=True):
            lines += [
                f"  {_flow(key)}: {_flow(_without_defaults(world['special_days'][key]))} # {day.contacts} contacts, "
                f"{day.expected:.0f} are usual; robust z {day.z:.1f}{', ' + day.holiday if day.holiday else ''}"
            ]
    if list(world["topics"]) != ["any"]:
        lines.append("topics: # shares of contacts, and handle time relative to the channel's")
        lines += [f"  {_flow(name)}: {_flow(topic)}" for name, topic in world["topics"].items()]
    lines.append("effort:")
    for name, found in findings.channels.items():
        lines += _effort(name, found, world["effort"][name])
    if world["patience"]:
        lines.append("patience:")
        for name, found in findings.channels.items():
            if found.patience is not None:
                lines += _patience(name, found.patience, world["patience"][name])
    lines += _redial(findings, world)
    lines += _unseen(findings, availability)
    return _folded(lines)


def policy_yaml(findings: Findings, availability: Availability | None = None) -> str:
    """Hours and heads as a file for ``configs/policy/``; heads are mean presence by weekday times the availability."""
    lines = [
        "# @package policy",
        "# Found beside the world: when contacts were answered, and who was there.",
        "channels:",
    ]
    for name, found in findings.channels.items():
        hours = _flow(found.profile.hours.model_dump(mode="json"))
        kind = "live" if found.live else "async"
        lines.append(
            f"  {_flow(name)}: {{kind: {kind}, open: {hours}}} # {found.profile.outside_hours} came outside them"
        )
    lines += ["teams:", f"  desk: {{skills: {_flow(dict.fromkeys(findings.channels, 1.0))}}}"]
    there = findings.presence
    if there is None:
        lines.append("# heads: nobody's presence can be seen in this history; write the roster you had")
        return _folded(lines)
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
        "    on_queue: # agents, rounded",
    ]
    mean = np.round(there.by_weekday(findings.history.weekdays()) * factor)
    lines += _curve(_week(mean, there.interval_s), "      ")
    return _folded(lines)


def write_whole(path: Path, text: str) -> None:
    """Write a file through a temporary neighbour, so that nobody ever finds half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise


def _folded(lines: list[str]) -> str:
    """The lines of a file, with long comments broken."""
    out = []
    for line in lines:
        body = line.lstrip(" ")
        if body.startswith("#"):
            text = body[1:].lstrip(" ")
            lead = line[: len(line) - len(text)]
            out += textwrap.wrap(text, 118, initial_indent=lead, subsequent_indent=lead, break_on_hyphens=False)
        else:
            out.append(line)
    return "\n".join(out) + "\n"


def _heading(findings: Findings) -> Iterator[str]:
    history = findings.history
    last = history.date_of(history.n_days - 1)
    yield f"# Found in: {history.mapping.title}; {history.n_days} days, {history.first_date} to {last}."
    asked = len(history.offered())
    yield f"# {history.rows_read} rows read, {len(history.contacts)} contacts, {asked} asked for an agent."
    if history.dropped:
        yield "# Dropped by rule: " + ", ".join(f"{name} {count}" for name, count in history.dropped.items()) + "."
    if history.mended:
        yield "# Mended by rule: " + ", ".join(f"{name} ({count})" for name, count in history.mended.items()) + "."
    check = findings.poisson
    yield (
        f"# Arrivals within half hours against Poisson: Kolmogorov-Smirnov distance {check.distance:.4f}, "
        f"p = {check.p_value:.2g}."
    )
    yield from (f"#   {warning}." for warning in check.warnings)


def _arrivals(name: str, found: ChannelFindings, arrivals: dict[str, Any]) -> Iterator[str]:
    strays = found.busyness
    yield f"  {_flow(name)}:"
    yield "    source: profile"
    yield f"    per_week: {_flow(arrivals['per_week'])} # {found.n_offered} contacts in all; means of {_days(found)}"
    yield f"    profile: # contacts by {format_duration(found.profile.interval_s)}"
    yield from _curve(found.profile.curve(), "      ")
    if strays is None:
        yield "    busyness: null # cannot be told from one day of each weekday"
        return
    low, high = strays.kappa_range()
    kappa = f"kappa; 95 % range {_number(low)} to {_number(high)}"
    ratio = f"day totals vary {strays.variance_ratio:.1f} times as much as Poisson"
    yield f"    busyness: {_flow(arrivals['busyness'])} # {kappa}; {ratio}"
    yield (
        f"    interval_noise: {_flow(arrivals['interval_noise'])} # 1/kappa_I = {strays.inverse_interval:.4f} "
        f"± {strays.inverse_interval_se:.4f}; written where it is twice its error"
    )


def _effort(name: str, found: ChannelFindings, effort: dict[str, Any]) -> Iterator[str]:
    fit: EffortFit | None = found.effort
    yield f"  {_flow(name)}:"
    if fit is None:
        stands = "the usual handle time" if name in ASSUMED_WORK else "the scenario's default"
        yield f"    # not seen in this history: {stands} stands in (assumed)"
    else:
        moments = f"mean {fit.mean_s:.1f} ± {fit.mean_se_s:.1f} s, cv {fit.cv:.2f}, median {fit.median_s:.0f} s"
        yield f"    # {fit.n} services: {moments}"
        if fit.excluded:
            short = f"{fit.excluded} ({fit.excluded_share:.1%}) under {format_duration(fit.exclude_below_s)}"
            yield f"    # {short} left out by rule; with them the mean is {fit.all_mean_s:.1f} s"
        ranked = "; ".join(f"{one.name} AIC {one.aic:.0f}, KS {one.ks_distance:.3f}" for one in fit.fits)
        yield f"    # {ranked}"
        yield "    # the cv below is what topics and hours do not explain"
    for key, value in _without_defaults(effort, hold={"law": "deterministic", "value": "0s"}).items():
        yield f"    {key}: {_flow(value)}"


def _patience(name: str, fit: PatienceFit, patience: dict[str, Any]) -> Iterator[str]:
    median = "beyond what was seen" if math.isnan(fit.median_s) else f"{fit.median_s:.0f} s"
    yield f"  {_flow(name)}:"
    yield (
        f"    # {fit.n_abandoned} of {fit.n_waited} who had to wait gave up; Kaplan-Meier median {median}, seen to "
        f"{fit.seen_to_s:.0f} s ({fit.unseen_share:.0%} would wait longer)"
    )
    ranked = "; ".join(f"{one.name} AIC {one.aic:.0f}, KS {one.ks_distance:.3f}" for one in fit.fits)
    yield f"    # {ranked}"
    yield f"    law: {_flow(patience['law'])} # mean {fit.best.law.mean_s:.0f} ± {fit.best.mean_se_s:.0f} s"
    yield (
        f"    balk: {_flow(patience['balk'])} # {fit.left_at_once:.2%} ± {fit.left_at_once_se:.2%} left within "
        f"{format_duration(fit.balk_within_s)}; this is what the law does not explain"
    )


def _redial(findings: Findings, world: dict[str, Any]) -> Iterator[str]:
    found = findings.exogenous
    if found is None:
        yield "# redial: customers are not identified, so every contact counts as a first one"
        return
    returned = ", ".join(f"after {item.after}: {item.because:.1%} ± {item.because_se:.1%}" for item in found.returns)
    yield (
        f"# {found.share:.1%} ± {found.share_se:.1%} of contacts arose by themselves; the others came back because of "
        f"an earlier one within {format_duration(found.window_s)} ({returned})."
    )
    if world["redial"]:
        yield "redial:"
        for name, redial in world["redial"].items():
            yield f"  {_flow(name)}: {{share: {_flow(redial['share'])}}} # so lower per_week by what redials bring"


def _unseen(findings: Findings, availability: Availability | None) -> Iterator[str]:
    if availability is not None:
        factor = f"{availability.factor:.3f} ± {availability.standard_error:.3f}"
        gaps = f"abandonment is {availability.abandonment_gap:+.1%} and waiting {availability.wait_gap:+.1%} off"
        yield f"# Availability of the agents present: {factor}; with it simulated {gaps}."
    if findings.unseen:
        yield "# Not seen, and what stands in:"
        yield from (f"#   {item.what}: {item.why}. Instead: {item.default}." for item in findings.unseen)


def _curve(curve: WeekCurve, indent: str) -> Iterator[str]:
    for day, steps in zip(WEEKDAYS, curve.root, strict=True):
        levels = {format_time_of_day(start): level for start, level in steps}
        yield f"{indent}{day}: {_flow(levels['00:00'] if list(levels) == ['00:00'] else levels)}"


def _week(levels: Any, interval_s: float) -> WeekCurve:
    week = []
    for row in np.asarray(levels, dtype=np.float64):
        changes = np.flatnonzero(np.diff(row, prepend=-1.0))
        week.append(tuple((float(slot * interval_s), float(row[slot])) for slot in changes))
    return WeekCurve(tuple(week))


def _days(found: ChannelFindings) -> str:
    used = found.profile.days[found.profile.days > 0]
    return (
        f"{used.min()} days of a weekday"
        if used.min() == used.max()
        else f"{used.min()} to {used.max()} days a weekday"
    )


def _without_defaults(values: dict[str, Any], **more: Any) -> dict[str, Any]:
    plain = {
        "after_call": {"law": "deterministic", "value": "0s"},
        "difficulty_cv": 0.0,
        "by_time": 1.0,
        "channels": None,
    }
    return {key: value for key, value in values.items() if (plain | more).get(key, _NEVER) != value}


_NEVER = object()


def _number(value: float) -> str:
    return "infinity" if math.isinf(value) else f"{value:.3g}"


def _flow(value: Any) -> str:
    """A value on one line of YAML."""
    import yaml

    text: str = yaml.safe_dump(value, default_flow_style=True, width=math.inf, sort_keys=False, allow_unicode=True)
    return text.removesuffix("\n").removesuffix("\n...").strip()
