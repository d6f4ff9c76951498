"""The found world as YAML that a scenario reads, each figure with the evidence it stands on.

What is written is :func:`sim.calibrate.world_found.world_of`, so that reading the file back gives what was simulated.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from sim.calibrate.availability import Availability
from sim.calibrate.effort_fit import EffortFit
from sim.calibrate.find import ChannelFindings, Findings
from sim.calibrate.patience_by_topic import TopicPatience
from sim.calibrate.patience_fit import PatienceFit
from sim.calibrate.world_found import ASSUMED_WORK, readable, world_of
from sim.calibrate.yaml_text import curve, flow, folded
from sim.units import format_duration


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
                f"  {flow(key)}: {flow(_without_defaults(world['special_days'][key]))} # {day.contacts} contacts, "
                f"{day.expected:.0f} are usual; robust z {day.z:.1f}{', ' + day.holiday if day.holiday else ''}"
            ]
    if list(world["topics"]) != ["any"]:
        lines.append("topics: # shares of contacts, and handle time relative to the channel's")
        lines += [
            f"  {flow(name)}: {flow(_without_defaults(topic, patience=1.0))}" for name, topic in world["topics"].items()
        ]
    lines.append("effort:")
    for name, found in findings.channels.items():
        lines += _effort(name, found, world["effort"][name])
    if world["patience"]:
        lines.append("patience:")
        for name, found in findings.channels.items():
            if found.patience is not None:
                lines += _patience(name, found.patience, world["patience"][name])
            elif found.live:
                law = flow(world["patience"][name]["law"])
                lines += [f"  {flow(name)}:", f"    law: {law} # assumed: nobody was seen to give up"]
    lines += _redial(findings, world)
    lines += _unseen(findings, availability)
    return folded(lines)


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
    yield f"  {flow(name)}:"
    yield "    source: profile"
    yield f"    per_week: {flow(arrivals['per_week'])} # {found.n_offered} contacts in all; means of {_days(found)}"
    yield f"    profile: # contacts by {format_duration(found.profile.interval_s)}"
    yield from curve(found.profile.curve(), "      ")
    if strays is None:
        yield "    busyness: null # cannot be told from one day of each weekday"
        return
    low, high = strays.kappa_range()
    kappa = f"kappa; 95 % range {_number(low)} to {_number(high)}"
    ratio = f"day totals vary {strays.variance_ratio:.1f} times as much as Poisson"
    yield f"    busyness: {flow(arrivals['busyness'])} # {kappa}; {ratio}"
    yield (
        f"    interval_noise: {flow(arrivals['interval_noise'])} # 1/kappa_I = {strays.inverse_interval:.4f} "
        f"± {strays.inverse_interval_se:.4f}; written where it is twice its error"
    )


def _effort(name: str, found: ChannelFindings, effort: dict[str, Any]) -> Iterator[str]:
    fit: EffortFit | None = found.effort
    yield f"  {flow(name)}:"
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
        yield f"    {key}: {flow(value)}"


def _patience(name: str, fit: PatienceFit, patience: dict[str, Any]) -> Iterator[str]:
    median = "beyond what was seen" if math.isnan(fit.median_s) else f"{fit.median_s:.0f} s"
    yield f"  {flow(name)}:"
    yield (
        f"    # {fit.n_abandoned} of {fit.n_waited} who had to wait gave up; Kaplan-Meier median {median}, seen to "
        f"{fit.seen_to_s:.0f} s ({fit.unseen_share:.0%} would wait longer)"
    )
    ranked = "; ".join(f"{one.name} AIC {one.aic:.0f}, KS {one.ks_distance:.3f}" for one in fit.fits)
    yield f"    # {ranked}"
    if fit.by_topic is not None and fit.by_topic.evident:
        law = flow(readable(fit.by_topic.best.law).model_dump(mode="json"))
        told = ", ".join(f"{one.name} {one.factor:.2f}{_range(one)}" for one in fit.by_topic.topics)
        yield (
            f"    # By topic patience differs (p = {fit.by_topic.p_value:.2g}; 95 % ranges): {told}, of the law {law}. "
            "Not written, as it brings abandonment by topic closer but not the waits of all; as the topics' patience, "
            "with that law, you may"
        )
    yield f"    law: {flow(patience['law'])} # mean {fit.best.law.mean_s:.0f} ± {fit.best.mean_se_s:.0f} s"
    yield (
        f"    balk: {flow(patience['balk'])} # {fit.left_at_once:.2%} ± {fit.left_at_once_se:.2%} left within "
        f"{format_duration(fit.balk_within_s)}; this is what the law does not explain"
    )


def _range(topic: TopicPatience) -> str:
    """`` (0.4 to 0.5)``: the factor times and over exp(1.96 standard errors of its logarithm)."""
    if math.isnan(topic.log_se):
        return ""
    spread = math.exp(1.96 * topic.log_se)
    return f" ({topic.factor / spread:.2f} to {topic.factor * spread:.2f})"


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
            yield f"  {flow(name)}: {{share: {flow(redial['share'])}}} # so lower per_week by what redials bring"


def _unseen(findings: Findings, availability: Availability | None) -> Iterator[str]:
    if availability is not None:
        factor = f"{availability.factor:.3f} ± {availability.standard_error:.3f}"
        gaps = f"abandonment is {availability.abandonment_gap:+.1%} and waiting {availability.wait_gap:+.1%} off"
        yield f"# Availability of the agents present: {factor}; with it simulated {gaps}."
    if findings.unseen:
        yield "# Not seen, and what stands in:"
        yield from (f"#   {item.what}: {item.why}. Instead: {item.default}." for item in findings.unseen)


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
