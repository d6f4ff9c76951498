"""How many came and why, what became of them, and how long those on the line waited."""

from __future__ import annotations

import numpy as np

from sim.kpi.attempts import Attempts, Tally
from sim.kpi.censored import quantile
from sim.kpi.chains import channels, on_line
from sim.kpi.judge import Judged
from sim.kpi.period import Floats, Ints, Period, floats
from sim.kpi.rows import Rows
from sim.log import FAILURE_DEMAND, Cause, Log, Outcome
from sim.scenario import Scenario

CAUSES: dict[str, Cause] = {
    "first_attempts": Cause.FIRST,
    "redials": Cause.REDIAL,
    "chases": Cause.CHASE,
    "recontacts": Cause.RECONTACT,
    "reopens": Cause.REOPEN,
    "bounced": Cause.BOUNCED,
    "transfers": Cause.TRANSFER,
}
"""KPIs and series of contacts by cause."""

OUTCOMES: dict[str, Outcome] = {
    "answered": Outcome.ANSWERED,
    "in_service": Outcome.IN_SERVICE,
    "still_waiting": Outcome.WAITING,
    "passed_on": Outcome.TRANSFERRED,
    "disconnected": Outcome.DISCONNECTED,
    "called_back": Outcome.CALLED_BACK,
    "unreached": Outcome.UNREACHED,
    "blocked": Outcome.BLOCKED,
    "closed": Outcome.CLOSED,
    "messages": Outcome.MESSAGE,
}
"""KPIs and series of attempts by outcome; ``abandoned`` has two of them."""


def service_rows(rows: Rows, counted: Tally, judged: Judged, kept: Ints) -> None:
    """Counts by outcome and cause, service level in its variants, abandonment, blocking, failure demand.

    ``kept``: by channel, the first contacts that a bot kept from the queue.
    """
    outcomes, causes = counted.outcomes.sum(axis=2), counted.causes.sum(axis=2)
    offered, attempts, picked_up, in_time, shown, abandoned, left_in_time, left_at_once, delayed = (
        table.sum(axis=1)
        for table in (
            counted.offered,
            counted.attempts,
            counted.picked_up,
            counted.picked_up_in_time,
            counted.shown_in_time,
            counted.abandoned,
            counted.abandoned_in_time,
            counted.abandoned_at_once,
            counted.delayed,
        )
    )
    blocked, silent = outcomes[Outcome.BLOCKED], outcomes[Outcome.SILENT]
    rows.counts("offered", offered)
    rows.counts("abandoned", abandoned)
    for kpi, outcome in OUTCOMES.items():
        rows.counts(kpi, outcomes[outcome])
    for kpi, cause in CAUSES.items():
        rows.counts(kpi, causes[cause])
    rows.ratios("redial_share", causes[Cause.REDIAL], attempts)
    rows.ratios("failure_demand", sum(causes[cause] for cause in FAILURE_DEMAND), attempts)
    rows.ratios("contacts_per_issue", attempts, causes[Cause.FIRST] + kept)

    targeted = judged.targeted
    rows.ratios("service_level", judged.in_time.sum(axis=1), judged.judged.sum(axis=1), targeted)
    rows.ratios("sl_answered", in_time, picked_up, targeted)
    rows.ratios("sl_ab_met", in_time + left_in_time, offered, targeted)
    rows.ratios("sl_excl", in_time, offered - left_in_time, targeted)
    rows.ratios("sl_incl_blocked", in_time, offered + blocked, targeted)
    rows.ratios("service_level_shown", shown, offered, targeted)
    rows.ratios("days_on_target", judged.days_met, judged.days, targeted)

    rows.ratios("abandonment", abandoned, offered)
    rows.ratios("abandonment_long", abandoned - left_at_once, offered - left_at_once)
    rows.ratios("abandonment_shown", abandoned - silent, offered)
    rows.ratios("silent_share", silent, abandoned)
    rows.ratios("delayed", delayed, offered)
    rows.ratios("blocked_share", blocked, offered + blocked)


def wait_rows(rows: Rows, seen: Attempts, counted: Tally, scenario: Scenario) -> None:
    """Waits of those picked up and of everyone; callbacks on channels that offer them."""
    picked_up = counted.picked_up.sum(axis=1)
    rows.ratios("wait", counted.wait_s.sum(axis=1), picked_up)
    rows.ratios("wait_all", counted.wait_all_s.sum(axis=1), counted.offered.sum(axis=1))
    waits = {index: seen.wait_s[seen.picked_up & (seen.channel == index)] for index in rows.in_scope("wait")}
    for kpi, p in (("wait_median", 0.5), ("wait_p90", 0.9), ("wait_p95", 0.95)):
        rows.samples(kpi, lambda chosen, p=p: _quantile([waits[index] for index in chosen], p))  # type: ignore[misc]

    outcomes = counted.outcomes.sum(axis=2)
    called_back, unreached = outcomes[Outcome.CALLED_BACK], outcomes[Outcome.UNREACHED]
    offers = [name in scenario.policy.callback for name in rows.channels]
    rows.ratios("callback_share", called_back + unreached, counted.offered.sum(axis=1), offers)
    rows.ratios("callback_wait", counted.called_back_s.sum(axis=1), called_back, offers)
    rows.ratios("callback_unreached", unreached, called_back + unreached, offers)


def queue_rows(rows: Rows, log: Log, waiting_s: Floats, period: Period) -> None:
    """The time average of customers waiting (``waiting_s``: channels, intervals), and who gave up after a transfer."""
    rows.averages("queue_length", waiting_s.sum(axis=1), period.length_s)
    contacts = log.contacts
    again = on_line(log, rows.live) & (contacts["cause"] == Cause.TRANSFER)
    again &= period.contains(floats(contacts["entered_at"]))
    left = again & np.isin(contacts["outcome"], (Outcome.ABANDONED, Outcome.SILENT))
    channel, n_channels = channels(log), len(rows.channels)
    rows.ratios(
        "abandoned_passed_on",
        np.bincount(channel[left], minlength=n_channels),
        np.bincount(channel[again], minlength=n_channels),
    )


def _quantile(samples: list[Floats], p: float) -> tuple[float, int]:
    values = samples[0] if len(samples) == 1 else np.concatenate(samples)
    return quantile(values, p), len(values)
