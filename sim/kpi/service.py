"""How many came, what became of them, and how long those on the line waited."""

from __future__ import annotations

import numpy as np

from sim.kpi.attempts import Attempts, Tally
from sim.kpi.censored import quantile
from sim.kpi.judge import Judged
from sim.kpi.period import Floats, Period
from sim.kpi.rows import Rows
from sim.log import Outcome


def service_rows(rows: Rows, seen: Attempts, counted: Tally, judged: Judged) -> None:
    """Counts of outcomes, service level in its variants, abandonment, blocking, redials and waits."""
    outcomes = counted.outcomes.sum(axis=2)
    offered, attempts, redials, picked_up, in_time, left_in_time, left_at_once, delayed, wait_s, wait_all_s = (
        table.sum(axis=1)
        for table in (
            counted.offered,
            counted.attempts,
            counted.redials,
            counted.picked_up,
            counted.picked_up_in_time,
            counted.abandoned_in_time,
            counted.abandoned_at_once,
            counted.delayed,
            counted.wait_s,
            counted.wait_all_s,
        )
    )
    abandoned, blocked = outcomes[Outcome.ABANDONED], outcomes[Outcome.BLOCKED]
    rows.counts("offered", offered)
    rows.counts("answered", outcomes[Outcome.ANSWERED])
    rows.counts("in_service", outcomes[Outcome.IN_SERVICE])
    rows.counts("still_waiting", outcomes[Outcome.WAITING])
    rows.counts("abandoned", abandoned)
    rows.counts("disconnected", outcomes[Outcome.DISCONNECTED])
    rows.counts("blocked", blocked)
    rows.counts("closed", outcomes[Outcome.CLOSED])
    rows.counts("redials", redials)

    targeted = judged.targeted
    rows.ratios("service_level", judged.in_time.sum(axis=1), judged.judged.sum(axis=1), targeted)
    rows.ratios("sl_answered", in_time, picked_up, targeted)
    rows.ratios("sl_ab_met", in_time + left_in_time, offered, targeted)
    rows.ratios("sl_excl", in_time, offered - left_in_time, targeted)
    rows.ratios("sl_incl_blocked", in_time, offered + blocked, targeted)
    rows.ratios("days_on_target", judged.days_met, judged.days, targeted)

    rows.ratios("abandonment", abandoned, offered)
    rows.ratios("abandonment_long", abandoned - left_at_once, offered - left_at_once)
    rows.ratios("delayed", delayed, offered)
    rows.ratios("blocked_share", blocked, offered + blocked)
    rows.ratios("redial_share", redials, attempts)
    rows.ratios("contacts_per_issue", attempts, attempts - redials)

    rows.ratios("wait", wait_s, picked_up)
    rows.ratios("wait_all", wait_all_s, offered)
    waits = {index: seen.wait_s[seen.picked_up & (seen.channel == index)] for index in rows.in_scope("wait")}
    for kpi, p in (("wait_median", 0.5), ("wait_p90", 0.9), ("wait_p95", 0.95)):
        rows.samples(kpi, lambda chosen, p=p: _quantile([waits[index] for index in chosen], p))  # type: ignore[misc]


def queue_rows(rows: Rows, waiting_s: Floats, period: Period) -> None:
    """The time average of customers waiting; ``waiting_s`` is (channels, intervals), customer-seconds in the queue."""
    rows.ratios("queue_length", waiting_s.sum(axis=1), np.full(len(rows.channels), period.length_s), n=1)


def _quantile(samples: list[Floats], p: float) -> tuple[float, int]:
    values = samples[0] if len(samples) == 1 else np.concatenate(samples)
    return quantile(values, p), len(values)
