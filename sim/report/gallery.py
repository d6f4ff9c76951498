"""Which charts a report has, in the order in which a reader would ask."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from sim.report.charts import (
    authority_frontier,
    backlog,
    backlog_ages,
    bot_honesty,
    burnout_by_team,
    by_time,
    causes,
    comparison,
    frontier,
    headcount,
    load,
    occupancy,
    options_picture,
    people_over_weeks,
    resolution_times,
    same_service,
    theory,
    theory_by_time,
    ticket_flow,
    wait_distribution,
    who_carries,
)
from sim.report.charts.chart import Chart
from sim.report.charts.load_data import desks
from sim.report.study_folder import StudyFolder

MOST_PARTS = 4
"""Charts are drawn for at most so many channels, teams and parts of the desk each."""


def charts(study: StudyFolder) -> Iterator[Chart]:
    """Every chart that the study's tables allow: the decision, why, hour by hour, the tickets' ways, the formula."""
    for make in _makers(study):
        made = make()
        if made is not None:
            yield made


def _makers(study: StudyFolder) -> Iterator[Callable[[], Chart | None]]:
    yield partial(options_picture.chart, study)
    if len(study.options) > 1:
        yield partial(comparison.chart, study)
        yield partial(_money_and_service, study)
    yield partial(bot_honesty.chart, study)
    yield partial(authority_frontier.chart, study)
    for channels, teams in desks(study)[:MOST_PARTS]:
        yield partial(load.chart, study, channels, teams)
        yield partial(load.weekday_chart, study, channels, teams)
    for channel in study.live_channels[:MOST_PARTS]:
        yield partial(by_time.service_level_chart, study, channel)
        yield partial(by_time.waits_chart, study, channel)
        yield partial(wait_distribution.chart, study, channel)
    for channel in study.async_channels[:MOST_PARTS]:
        yield partial(by_time.service_level_chart, study, channel)
        yield partial(wait_distribution.chart, study, channel)
        yield partial(backlog.chart, study, channel)
    tickets = study.async_channels[:MOST_PARTS]
    for channels in [(name,) for name in tickets] if len(study.options) > 1 else [tickets]:
        yield partial(backlog_ages.chart, study, channels)
    yield partial(resolution_times.chart, study)
    yield partial(ticket_flow.chart, study, study.async_channels, "ticket_flow")
    yield partial(ticket_flow.chart, study, study.live_channels, "ticket_flow_live")
    yield partial(causes.chart, study)
    teams_alone = list(study.scenario.policy.teams)
    for team in teams_alone[:MOST_PARTS] if len(teams_alone) > 1 else [""]:
        yield partial(occupancy.chart, study, team or teams_alone[0])
    for about_people in (people_over_weeks, burnout_by_team, headcount, who_carries):
        yield partial(about_people.chart, study)
    calls = [name for name in study.live_channels if study.scenario.policy.channels[name].kind == "live"]
    for channel in calls[:MOST_PARTS]:  # no formula for chats
        yield partial(theory.chart, study, channel)
        yield partial(theory_by_time.chart, study, channel)


def _money_and_service(study: StudyFolder) -> Chart | None:
    """Service against cost: of two worlds if the study staffs them, since options of different worlds are no rivals."""
    return same_service.chart(study) or frontier.chart(study)
