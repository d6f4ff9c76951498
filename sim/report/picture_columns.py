"""The few KPIs that decide between options, in order: what table, options picture and comparison show."""

from __future__ import annotations

from typing import NamedTuple

from sim.report.measures import cost_words, is_live, leading_channel, service, team_of
from sim.report.study_folder import StudyFolder


class Column(NamedTuple):
    """A KPI with the heads that a table and a narrow panel give it."""

    kpi: str
    channel: str
    team: str
    title: str
    better: str


def columns_of(study: StudyFolder, at_most: int = 4) -> list[Column]:
    """Answered in time, gave up, hours too busy, cost a week; then other channels and waits, if there is room.

    Where tickets come back and have to wait for others, agents have always something to do: there the replies in time
    take the place of the busy hours, and failure demand follows.
    """
    lead = leading_channel(study)
    team = team_of(study, lead)
    several = len(study.scenario.policy.channels) > 1
    live = is_live(study, lead)
    on = f", {lead}" if several else ""
    wanted = [Column("service_level", lead, "", _service(study, lead) + on, "higher")]
    if live:
        wanted.append(Column("abandonment", lead, "", f"Gave up waiting (abandonment){on}", "lower"))
    else:
        wanted.append(Column("first_response_time", lead, "", f"Mean time to the first reply{on}", "lower"))
    tickets = study.scenario.world.resolution is not None
    written = [name for name in study.async_channels if name in study.scenario.policy.targets and name != lead]
    if tickets and written:
        wanted.append(Column("service_level", written[0], "", f"{_service(study, written[0])}, {written[0]}", "higher"))
    else:
        of_team = f", {team}" if team and len(study.scenario.policy.teams) > 1 else ""
        wanted.append(Column("busy_hours", "", team, f"Overloaded hours (agents over 85 % busy){of_team}", "lower"))
    wanted.append(Column("cost_per_week", "", "", f"{cost_words(study).capitalize()} a week", "lower"))
    if tickets:
        wanted.append(Column("failure_demand", "", "", "Contacts that doing it right would save", "lower"))
    others = [name for name in study.scenario.policy.channels if name != lead]
    for name in others:
        if tickets and name in written[:1]:
            continue
        wanted.append(Column("service_level", name, "", f"{_service(study, name)}, {name}", "higher"))
    if live:
        wanted.append(Column("wait", lead, "", f"Mean wait of those answered (ASA){on}", "lower"))
    wanted.append(Column("days_on_target", lead, "", f"Days on target{on}", "higher"))
    for name in others:
        kpi = "abandonment" if is_live(study, name) else "backlog"
        wanted.append(
            Column(
                kpi,
                name,
                "",
                f"{'Gave up waiting' if kpi == 'abandonment' else 'Open at the end (backlog)'}, {name}",
                "lower",
            )
        )
    held = [column for column in wanted if any(_known(study, option.name, column) for option in study.options)]
    return held[:at_most]


def _service(study: StudyFolder, channel: str) -> str:
    return service(study, channel).title


def _known(study: StudyFolder, option: str, column: Column) -> bool:
    return study.value(option, column.kpi, column.channel, column.team).known
