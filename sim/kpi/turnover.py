"""Who leaves and who comes, how many places are filled, and how much of what is paid is at work and experienced."""

from __future__ import annotations

import numpy as np

from sim.kpi.kpi import RAMPING_DAYS
from sim.kpi.period import Bools, Floats
from sim.kpi.places import Places
from sim.kpi.rows import Rows
from sim.log import Stage
from sim.policy.assist import novices_leave
from sim.scenario import Scenario
from sim.scenario.tools import assist_of
from sim.units import MONTH_DAYS
from sim.world.departures import YEAR_DAYS, pay_factor, quit_probability, quit_rate


def turnover_rows(rows: Rows, where: Places, scenario: Scenario) -> None:
    """Notices, leavers, hires, and how far the leaving was to be expected, by team."""
    n_teams = len(rows.teams)

    def events(happened: Bools | Floats) -> Floats:
        return where.events(happened, n_teams)

    rate = leaving_rates(where, scenario)
    before = np.zeros_like(where.at_work)
    before[:, 1:] = where.at_work[:, :-1]
    leavers = events(where.left)
    rows.team_counts("notice_given", events(where.gave_notice))
    rows.team_counts("leavers", leavers)
    rows.team_counts("leavers_expected", events(_probability(rate)))
    rows.team_ratios("attrition", YEAR_DAYS * leavers, events(before))
    known = ~np.isnan(rate)
    rows.team_ratios("attrition_expected", events(np.where(known, rate, 0.0)), events(known))
    rows.team_counts("hires", events(where.hired))
    departures = scenario.world.departures
    capped = rate >= departures.cap if departures else np.zeros_like(where.at_work)
    rows.team_counts("capped_days", events(capped))


def headcount_rows(rows: Rows, where: Places) -> None:
    """Places from all of them down to those that work at an experienced pace, as time averages and shares, by team."""
    n_teams = len(rows.teams)
    days = float(where.share.sum())
    present = where.by_team(where.present, n_teams)
    numbers = {
        "headcount": where.by_team(np.ones_like(where.at_work), n_teams),
        "headcount_paid": where.by_team(~where.vacant, n_teams),
        "headcount_at_work": where.by_team(where.at_work, n_teams),
        "headcount_present": present,
        "headcount_productive": where.by_team(productive(where), n_teams),
    }
    for kpi, place_days in numbers.items():
        rows.ratios_of_desk(kpi, place_days, days)
    rows.team_ratios("productive_share", numbers["headcount_productive"], numbers["headcount_paid"])
    everywhere, at_work = numbers["headcount"], numbers["headcount_at_work"]
    rows.team_ratios("vacant_share", where.by_team(where.vacant, n_teams), everywhere)
    rows.team_ratios("training_share", where.by_team(where.in_training, n_teams), everywhere)
    new = where.at_work & (where.tenure_days < RAMPING_DAYS)
    rows.team_ratios("ramping_share", where.by_team(new, n_teams), at_work)
    rows.team_ratios("tenure", where.by_team(where.tenure_days * where.at_work, n_teams), at_work)
    empty = (where.each_team(where.at_work, n_teams) == 0) & (where.share > 0)
    has_places = np.isin(np.arange(n_teams), where.team)
    rows.team_counts("empty_days", empty.sum(axis=1) * has_places)


def leaving_rates(where: Places, scenario: Scenario) -> Floats:
    """Shape (places, days): the rate a year at which somebody at work and not on notice left at the midnight before.

    Of the evening: exhaustion and tenure as the next morning finds them; of who was replaced at that very midnight,
    tenure a day more and exhaustion as in the morning before. NaN where nobody could give notice.
    """
    rates = np.full(where.stage.shape, np.nan)
    d = scenario.world.departures
    if d is None:
        return rates
    stayed = np.zeros_like(where.at_work)
    stayed[:, 1:] = where.stage[:, :-1] == Stage.AT_WORK
    replaced = where.left & where.at_work
    places, days = np.nonzero(stayed)
    rows = np.where(replaced[places, days], days - 1, days)
    tenure = where.tenure_days[places, days - 1] + 1.0
    weight = d.quits_exhausted if scenario.world.exhaustion else 0.0
    usual = pay_factor(scenario.policy.environment.pay, d.pay_elasticity)
    tools = [assist_of(scenario.policy, name) for name in scenario.policy.teams]
    evenings = zip(where.team[places].tolist(), where.exhaustion[places, rows].tolist(), tenure.tolist(), strict=True)
    found = []
    for team, exhaustion, so_long in evenings:
        tool = tools[team]
        factor = usual * novices_leave(so_long / MONTH_DAYS, tool.novice_below, tool.leaving) if tool else usual
        found.append(quit_rate(d.quits, exhaustion, so_long, weight, d.reference, d.early, d.early_days, factor, d.cap))
    rates[places, days] = found
    return rates


def _probability(rates: Floats) -> Floats:
    """Probability of giving notice in an evening, 0 where nobody could."""
    flat = [0.0 if rate != rate else quit_probability(rate) for rate in rates.ravel().tolist()]
    return np.array(flat, dtype=float).reshape(rates.shape)


def productive(where: Places) -> Floats:
    """Shape (places, days): 1 / effort of those present, 0 for the others.

    Effort is that of the last day on which the same person worked; what the log says of a day without work, over all
    channels alike, is read only before the first of them.
    """
    n_days = len(where.day)
    worked = np.where(where.work_s > 0, np.arange(n_days), -1)
    last = np.maximum.accumulate(worked, axis=1)
    rows = np.arange(len(where.agent))[:, None]
    same = (last >= 0) & (where.incarnation[rows, last] == where.incarnation)
    effort = np.where(same, where.effort[rows, last], where.effort)
    return np.asarray(where.present / np.where(effort > 0, effort, 1.0))
