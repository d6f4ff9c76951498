"""Does the found world give what was seen? Fit on the first weeks, simulate the rest from its own staffing, compare.

Three steps, each told a little more of the second part, so that the gap can be laid to its causes
(:data:`~sim.calibrate.compared.GIVEN`). Told only its staffing (the heads that were present, times the availability
that the first part gave), volume and handle times are a forecast by the first part. Told the contacts as they came,
what remains is not the volume's fault; told their mean handle time too, what remains is the fault of the desk as it is
modelled. Nothing is ever fitted to the second part.

Intervals are those of single replications: what these days would look like by chance if the world were right, given how
little a few weeks tell of it. So each replication has its own profile and availability, drawn within their standard
errors.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from sim.calibrate.availability import Availability, estimate_availability, simulate_weeks
from sim.calibrate.compared import CONTACTS, GIVEN, MEASURES, SHARES, WORK, Compared, Validation
from sim.calibrate.find import ChannelFindings, Findings, find
from sim.calibrate.history import History
from sim.calibrate.replay import weeks
from sim.calibrate.tally import Tally, tally_history
from sim.calibrate.world_found import arrivals_of, scaled, world_of
from sim.errors import Fault, HistoryError
from sim.scenario.scenario import World
from sim.streams import Stream
from sim.units import format_time_of_day
from sim.world import ProfileArrivals


def validate(
    history: History,
    given: Sequence[str] = tuple(GIVEN),
    replications: int = 20,
    seed: int = 1,
    within_s: float = 20.0,
    availability_replications: int = 3,
) -> Validation:
    """Fit on the first two thirds (in whole weeks), simulate the rest, and compare by half hour.

    ``given`` names the steps, keys of :data:`~sim.calibrate.compared.GIVEN`.

    Raises
    ------
    sim.errors.HistoryError
        When there is no more than a week, or presence or patience cannot be seen.
    """
    n_weeks = math.ceil(history.n_days / 7)  # the last may be short: a desk that is closed at weekends ends on a Friday
    if n_weeks < 2:
        rule = "validation needs more than a week, a whole one to fit and days to simulate"
        raise HistoryError([Fault(history.mapping.title, rule, f"{history.n_days} days", "give a longer history")])
    fitted_days = 7 * min(max(1, round(n_weeks * 2 / 3)), n_weeks - 1)
    first, second = history.between(0, fitted_days), history.between(fitted_days, history.n_days)
    findings = find(first)
    availability = estimate_availability(findings, availability_replications, seed, within_s=within_s)
    if availability is None:
        rule = "waits cannot be validated: the history shows no presence, or nobody who gave up waiting"
        fix = "export calls with agents and with those who gave up; a ticket export shows neither"
        raise HistoryError([Fault(history.mapping.title, rule, fix=fix)])
    channel = max(findings.channels.values(), key=lambda found: found.n_offered)
    interval_s = channel.profile.interval_s
    observed = tally_history(second, channel.name, channel.profile.hours, interval_s, within_s)
    half_hours = [format_time_of_day(slot * interval_s) for slot in range(observed.offered.shape[1])]
    days = [second.date_of(day).isoformat() for day in range(second.n_days)]
    work = {name: (_mean_work(first, name), _mean_work(second, name)) for name in findings.channels}
    rows: list[Compared] = []
    for step in given:
        chosen = [
            _simulated(findings, availability, second, step, work, seed, n, within_s) for n in range(replications)
        ]
        rows += [
            *_compare(step, "half hour", half_hours, observed, chosen, 0, 1.0 / second.n_days),
            *_compare(step, "day", days, observed, chosen, 1, 1.0),
            *_compare(step, "all", ["all"], observed, chosen, None, 1.0),
        ]
    return Validation(
        channel=channel.name,
        fitted=(first.first_date, first.date_of(first.n_days - 1)),
        simulated=(second.first_date, second.date_of(second.n_days - 1)),
        n_days=second.n_days,
        interval_s=interval_s,
        findings=findings,
        availability=availability,
        work_s=work[channel.name],
        replications=replications,
        within_s=within_s,
        rows=tuple(rows),
    )


def _simulated(
    findings: Findings,
    availability: Availability,
    second: History,
    given: str,
    work: dict[str, tuple[float, float]],
    seed: int,
    replication: int,
    within_s: float,
) -> Tally:
    """One replication of the second part, in a world and with an availability that might be."""
    chance = Stream(seed, replication, "calibrate/uncertainty").cell(0)
    factor = availability.factor + availability.standard_error * float(chance.standard_normal())
    channels = findings.channels
    changes: dict[str, object] = {
        "arrivals": {name: uncertain_arrivals(found, chance) for name, found in channels.items()}
    }
    world = world_of(findings)
    if given == WORK:
        changes["effort"] = _with_work(world, work)
    perhaps = world.model_copy(update=changes)
    parts = list(weeks(findings, second, perhaps, recorded=given in (CONTACTS, WORK), within_s=within_s))
    main = max(channels.values(), key=lambda found: found.n_offered).name
    return simulate_weeks(parts, factor, main, seed, [replication], within_s)[0]


def _mean_work(history: History, channel: str) -> float:
    """Mean service of a channel in seconds, artefacts left out by the map's rule; NaN where none is seen."""
    contacts = history.contacts
    served = contacts["handle_s"][(contacts["channel"] == channel) & contacts["handle_s"].notna()]
    kept = served[served >= history.mapping.effort.exclude_below]
    return float(kept.mean()) if len(kept) else math.nan


def _with_work(world: World, work: dict[str, tuple[float, float]]) -> dict[str, object]:
    """The efforts of the world with talk as long as in the second part."""
    efforts: dict[str, object] = {}
    for name, effort in world.effort.items():
        before, after = work.get(name, (math.nan, math.nan))
        ratio = after / before if before > 0.0 and after > 0.0 else 1.0
        efforts[name] = effort.model_copy(update={"talk": scaled(effort.talk, ratio)})
    return efforts


def uncertain_arrivals(found: ChannelFindings, chance: np.random.Generator) -> ProfileArrivals:
    """Arrivals whose weekly profile might have been, drawn about the mean of n days of each weekday.

    A mean m[w, j] has variance (m + m²/kappa_I)/n from its own interval and m²/(kappa n) shared by its day; both are
    drawn as gamma factors with mean 1.
    """
    profile, strays = found.profile, found.busyness
    noise = 0.0 if strays is None else max(strays.inverse_interval, 0.0)
    busy = 0.0 if strays is None else max(strays.inverse, 0.0)
    mean = profile.mean.copy()
    for day, n in enumerate(profile.days):
        cells = mean[day] > 0.0
        if n and cells.any():
            relative = (1.0 / mean[day][cells] + noise) / n
            mean[day][cells] *= chance.gamma(1.0 / relative) * relative
            mean[day] *= chance.gamma(n / busy) * busy / n if busy > 0.0 else 1.0
    drawn = replace(profile, mean=mean)
    arrivals = arrivals_of(found)
    return arrivals.model_copy(update={"profile": drawn.curve(), "per_week": drawn.per_week})


def _compare(
    given: str,
    by: str,
    labels: list[str],
    observed: Tally,
    runs: list[Tally],
    axis: int | None,
    volume_factor: float,
) -> list[Compared]:
    """One row for each label and measure in which anybody was seen or simulated."""
    seen = observed.over(axis).measures()
    simulated = [run.over(axis).measures() for run in runs]
    rows = []
    for measure in MEASURES:
        factor = volume_factor if measure == "offered" else 1.0
        truth = np.atleast_1d(seen[measure]) * factor
        values = np.stack([np.atleast_1d(run[measure]) for run in simulated]) * factor
        busy = np.atleast_1d(observed.over(axis).offered) > 0.0
        for place in np.flatnonzero(busy & ~np.isnan(truth)):
            of_place = values[:, place][~np.isnan(values[:, place])]
            if len(of_place) > 1:
                low, high = _interval(of_place, 1.0 if measure in SHARES else math.inf)
                rows.append(
                    Compared(given, by, labels[place], measure, float(truth[place]), float(of_place.mean()), low, high)
                )
    return rows


def _interval(values: NDArray[np.float64], ceiling: float) -> tuple[float, float]:
    """A 95 % interval for one more value: mean ± t s √(1 + 1/n), cut to what the measure can be, 0 to ``ceiling``.

    With few replications quantiles would be the extremes.
    """
    from scipy import stats

    n = len(values)
    half = float(stats.t.ppf(0.975, n - 1)) * float(values.std(ddof=1)) * math.sqrt(1.0 + 1.0 / n)
    centre = float(values.mean())
    return max(0.0, centre - half), min(ceiling, centre + half)
