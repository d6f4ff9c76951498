"""Which KPI answers which question, and what it is called in plain words with the field's term in brackets."""

from __future__ import annotations

from typing import NamedTuple

from sim.report.study_folder import StudyFolder
from sim.report.words import duration, listing


class Measure(NamedTuple):
    """A KPI on a channel, with its names and which way is better ("higher", "lower" or "")."""

    kpi: str
    channel: str
    title: str
    short: str
    better: str = ""


def is_live(study: StudyFolder, channel: str) -> bool:
    """Whether customers wait on the line of this channel."""
    return channel in study.live_channels


def within(study: StudyFolder, channel: str) -> str:
    """The time of a channel's target in words, or '' without a target."""
    target = study.scenario.policy.targets.get(channel)
    if target is None:
        return ""
    return duration(target.within) + (" of opening time" if target.clock == "business" else "")


def service(study: StudyFolder, channel: str) -> Measure:
    """The share answered, or first replied to, within the target's time."""
    verb = "Answered" if is_live(study, channel) else "First reply"
    time = within(study, channel)
    in_time = f"within {time}" if time else "in time"
    return Measure("service_level", channel, f"{verb} {in_time} (service level)", f"{verb.lower()} {in_time}", "higher")


def waiting(study: StudyFolder, channel: str) -> Measure:
    """The mean wait on a live channel, the mean time to the first reply on the others."""
    if is_live(study, channel):
        return Measure("wait", channel, "Mean wait of those answered (ASA)", "mean wait", "lower")
    return Measure(
        "first_response_time", channel, "Mean time to the first reply", "mean time to the first reply", "lower"
    )


def cost_words(study: StudyFolder) -> str:
    """What a week's cost is: of staff alone, or of bots and concessions too where an option has them."""
    scenarios = [option.scenario for option in study.all_options]
    beside = ["bots"] if any(scenario.policy.chatbot for scenario in scenarios) else []
    beside += ["concessions"] if any(scenario.world.concession is not None for scenario in scenarios) else []
    return f"cost of {listing(['staff', *beside])}" if beside else "staff cost"


def leading_channel(study: StudyFolder) -> str:
    """The channel that decides: as set, else the first with a target, live ones first, else the first."""
    wanted = (study.manifest.get("leading") or {}).get("channel")
    channels = [*study.live_channels, *study.async_channels]
    if wanted in channels:
        return str(wanted)
    return next((name for name in channels if name in study.scenario.policy.targets), channels[0])


def called(study: StudyFolder, kpi: str, channel: str = "") -> str:
    """A KPI's name for readers, with the target's time if it has one and the channel where there are several."""
    name = service(study, channel).title if kpi == "service_level" and channel else declared_name(kpi)
    several = len(study.scenario.policy.channels) > 1
    return f"{name}, {channel}" if channel and several else name


def declared_name(kpi: str) -> str:
    """The name with which a KPI is declared; its id in words if it is not."""
    from sim.kpi import KPIS

    name = KPIS[kpi].name if kpi in KPIS else kpi.replace("_", " ")
    return name[:1].upper() + name[1:]


def team_of(study: StudyFolder, channel: str) -> str:
    """The team that serves a channel if it is one alone, else '' (all teams)."""
    teams = [
        name
        for name, team in study.scenario.policy.teams.items()
        if any(skill.partition("/")[0] == channel for skill in team.skills)
    ]
    return teams[0] if len(teams) == 1 else ""


def leading_time_s(study: StudyFolder, channel: str) -> float:
    """Seconds of a channel's target on the calendar clock; 0 without one."""
    target = study.scenario.policy.targets.get(channel)
    return target.within if target is not None and target.clock == "calendar" else 0.0
