"""Every KPI, declared once: what it is called in plain words, its unit, its formula, and which way is better.

Words used in the formulas. *Period*: from the start plus the warm-up to the end of the last day; time after it, in
which the desk is drained, counts for no time average. *Attempts*: contacts that came in the period. The *starting
backlog* came before the start: it waits from its true entry and has rows of its own, but belongs to no interval, to no
wait and to no service level. *Offered*: attempts that got into a queue, so without blocked and closed ones; each counts
once, in the interval in which it first entered. *Picked up*: an agent took it, even where the conversation was still
going on at the end. *T*: the target's time; W = T is within. *Replied*: the reply of an asynchronous ticket was sent.
Every ratio is pooled from its numerator and denominator, never from daily ratios.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Better = Literal["higher", "lower"]
Kind = Literal["count", "ratio", "mean", "quantile", "time average"]
Scope = Literal["contacts", "live", "async", "people", "desk"]

CURRENCY = "currency"
"""Stands for the scenario's currency in a unit."""

SHORT_ABANDON_S = 5.0
"""Who gives up within this time hardly waited; the usual variant of abandonment leaves them out (model, KPI table)."""

TOO_BUSY = 0.85
"""Occupancy above which an hour counts as too busy (model, KPI table)."""


@dataclass(frozen=True, slots=True)
class Kpi:
    """A KPI: ``scope`` says whether it has rows by channel (all, live, async), by team, or for the desk only."""

    id: str
    name: str
    unit: str
    formula: str
    better: Better | None
    kind: Kind
    scope: Scope

    def unit_in(self, currency: str) -> str:
        """The unit with the scenario's currency in it."""
        return self.unit.replace(CURRENCY, currency)


_DECLARED = (
    # How many contacts, and what became of them.
    Kpi("offered", "got into a queue (offered)", "contacts", "attempts - blocked - closed", None, "count", "contacts"),
    Kpi("answered", "answered to the end (answered)", "contacts",
        "offered, service ended by the end", "higher", "count", "contacts"),
    Kpi("in_service", "still with an agent at the end", "contacts",
        "offered, in service at the end", None, "count", "contacts"),
    Kpi("still_waiting", "still in the queue at the end", "contacts",
        "offered, waiting at the end", "lower", "count", "contacts"),
    Kpi("abandoned", "gave up waiting (abandoned)", "contacts",
        "offered, left before an agent took it", "lower", "count", "live"),
    Kpi("disconnected", "cut off in the queue at closing", "contacts",
        "offered, cut off at closing", "lower", "count", "live"),
    Kpi("blocked", "heard a busy tone (blocked)", "contacts",
        "attempts that found no line free", "lower", "count", "live"),
    Kpi("closed", "came outside opening hours", "contacts", "attempts outside opening hours", None, "count", "live"),
    Kpi("redials", "tried again (redials)", "contacts",
        "attempts after a failed one, all outcomes", "lower", "count", "live"),
    # Service of those who wait on the line; on an async channel the wait ends with the reply.
    Kpi("service_level", "answered in time, of everyone who came (service level)", "share",
        "live: picked up with W <= T / offered; async: replied with clock <= T / offered tickets that fell due by "
        "the end", "higher", "ratio", "contacts"),
    Kpi("sl_answered", "answered in time, of those answered", "share",
        "picked up with W <= T / picked up", "higher", "ratio", "live"),
    Kpi("sl_ab_met", "answered in time or gave up in time", "share",
        "(picked up with W <= T + abandoned with W <= T) / offered", "higher", "ratio", "live"),
    Kpi("sl_excl", "answered in time, without those who gave up in time", "share",
        "picked up with W <= T / (offered - abandoned with W <= T)", "higher", "ratio", "live"),
    Kpi("sl_incl_blocked", "answered in time, of everyone who came or heard a busy tone", "share",
        "picked up with W <= T / (offered + blocked)", "higher", "ratio", "live"),
    Kpi("days_on_target", "days on target", "share",
        "days whose share in time reaches the target's / days with anything to judge (live: offered, by day of "
        "entry; async: tickets due, by day due)", "higher", "ratio", "contacts"),
    Kpi("abandonment", "gave up waiting, of everyone who came (abandonment)", "share",
        "abandoned / offered", "lower", "ratio", "live"),
    Kpi("abandonment_long", "gave up after more than 5 s", "share",
        "abandoned with W > 5 s / (offered - abandoned with W <= 5 s)", "lower", "ratio", "live"),
    Kpi("delayed", "had to wait at all (probability of delay)", "share",
        "offered with W > 0 / offered", "lower", "ratio", "live"),
    Kpi("blocked_share", "heard a busy tone, of everyone who came while open", "share",
        "blocked / (offered + blocked)", "lower", "ratio", "live"),
    Kpi("redial_share", "attempts that are a further try", "share", "redials / attempts", "lower", "ratio", "live"),
    Kpi("contacts_per_issue", "attempts for each need (contacts per issue)", "contacts",
        "attempts / first attempts, both of the period", "lower", "ratio", "contacts"),
    Kpi("helped", "needs that were met in the end", "share",
        "issues whose last attempt was answered / issues that arose in the period", "higher", "ratio", "contacts"),
    # Waits on the line.
    Kpi("wait", "mean wait of those answered (average speed of answer)", "s",
        "sum W / number, over picked up", "lower", "mean", "live"),
    Kpi("wait_all", "mean time in the queue of everyone (censored: cut short by giving up, closing and the end)", "s",
        "sum min(wait, patience, time to closing, time to the end) / offered", "lower", "mean", "live"),
    Kpi("wait_median", "median wait of those answered", "s",
        "least w with share(W <= w) >= 0.5, picked up", "lower", "quantile", "live"),
    Kpi("wait_p90", "wait that 9 in 10 answered do not exceed", "s",
        "least w with share(W <= w) >= 0.9, picked up", "lower", "quantile", "live"),
    Kpi("wait_p95", "wait that 19 in 20 answered do not exceed", "s",
        "least w with share(W <= w) >= 0.95, picked up", "lower", "quantile", "live"),
    Kpi("queue_length", "customers waiting on the line", "contacts",
        "integral of the number waiting / period", "lower", "time average", "live"),
    # Work.
    Kpi("handle_time", "work on a contact (handle time, AHT)", "s",
        "(talk + hold + after-call work) of finished touches / contacts finished; touches that began in the "
        "period", "lower", "mean", "contacts"),
    Kpi("talk_time", "talking or writing, of the handle time", "s",
        "talk of finished touches / contacts finished", None, "mean", "contacts"),
    Kpi("hold_time", "customer on hold, of the handle time", "s",
        "hold of finished touches / contacts finished", None, "mean", "contacts"),
    Kpi("after_call_time", "after-call work, of the handle time", "s",
        "after-call work of finished touches / contacts finished", None, "mean", "contacts"),
    # Tickets. Unanswered at the end is censored: Kaplan-Meier; the mean is restricted to the longest time seen.
    Kpi("first_response_time", "mean time to the first reply (first response time)", "s",
        "Kaplan-Meier restricted mean of reply - entry, calendar clock, offered", "lower", "mean", "async"),
    Kpi("first_response_time_median", "median time to the first reply", "s",
        "Kaplan-Meier, calendar clock, offered", "lower", "quantile", "async"),
    Kpi("first_response_time_p90", "time to the first reply that 9 in 10 do not exceed", "s",
        "Kaplan-Meier, calendar clock, offered", "lower", "quantile", "async"),
    Kpi("first_response_time_business", "mean time to the first reply, in opening hours", "s",
        "Kaplan-Meier restricted mean of open time from entry to reply, offered", "lower", "mean", "async"),
    Kpi("first_response_time_business_median", "median time to the first reply, in opening hours", "s",
        "Kaplan-Meier, business clock, offered", "lower", "quantile", "async"),
    Kpi("first_response_time_business_p90", "time to the first reply that 9 in 10 do not exceed, in opening hours", "s",
        "Kaplan-Meier, business clock, offered", "lower", "quantile", "async"),
    Kpi("resolution_time", "mean time from the need to its end (resolution time)", "s",
        "Kaplan-Meier restricted mean of end of the last attempt - first entry; issues of the period that were "
        "helped or are still open", "lower", "mean", "contacts"),
    Kpi("resolution_time_median", "median time from the need to its end", "s",
        "as resolution_time, Kaplan-Meier", "lower", "quantile", "contacts"),
    Kpi("resolution_time_p90", "time from the need to its end that 9 in 10 do not exceed", "s",
        "as resolution_time, Kaplan-Meier", "lower", "quantile", "contacts"),
    Kpi("sla_attainment", "replied in time, of the tickets that fell due (SLA attainment)", "share",
        "replied with clock <= T / tickets due in the period, whenever they came, open ones too",
        "higher", "ratio", "async"),
    Kpi("backlog", "open tickets at the end (backlog)", "contacts",
        "entered before the end of the period, not replied by then", "lower", "count", "async"),
    Kpi("backlog_average", "open tickets on average", "contacts",
        "integral of open tickets / period", "lower", "time average", "async"),
    Kpi("backlog_age_p90", "age that 9 in 10 open tickets do not exceed at the end", "s",
        "least a with share(age <= a) >= 0.9, open tickets at the end of the period", "lower", "quantile", "async"),
    Kpi("backlog_start", "already waiting at the start", "contacts",
        "contacts of the starting backlog (0 with a warm-up)", None, "count", "contacts"),
    Kpi("backlog_start_answered", "answered by the end, of those already waiting at the start", "share",
        "starting backlog answered by the end / starting backlog", "higher", "ratio", "contacts"),
    Kpi("backlog_start_wait", "mean time to the answer of those already waiting at the start", "s",
        "Kaplan-Meier restricted mean from the true entry (live: to the pick-up; async: to the reply)",
        "lower", "mean", "contacts"),
    # People.
    Kpi("occupancy", "share of the time on queue spent on contacts (occupancy)", "share",
        "time with a contact / time on queue, overtime and finishing before a pause in both", None, "ratio", "people"),
    Kpi("busy_hours", "hours too busy (occupancy above 85 %)", "share",
        "team-intervals with occupancy > 0.85 / team-intervals with planned time on queue", "lower", "ratio", "people"),
    Kpi("utilisation", "share of paid time spent on contacts (utilisation)", "share",
        "time with a contact / paid time", None, "ratio", "people"),
    Kpi("shrinkage", "share of paid time not on queue (shrinkage)", "share",
        "1 - paid time on queue / paid time", None, "ratio", "people"),
    Kpi("on_queue_hours", "hours on queue", "h",
        "time on queue, overtime and finishing before a pause included", None, "count", "people"),
    Kpi("paid_hours", "paid hours", "h",
        "paid duty, overtime included; a team written as heads is paid its planned time on queue / paid_share",
        "lower", "count", "people"),
    Kpi("overtime_hours", "overtime", "h", "overtime on duty, paid or not", "lower", "count", "people"),
    Kpi("staff_cost", "staff cost of the period", CURRENCY,
        "wage (paid hours + (overtime factor - 1) paid overtime)", "lower", "count", "people"),
    Kpi("cost_per_week", "staff cost per week", f"{CURRENCY} per week",
        "staff cost / (period / 7 days)", "lower", "ratio", "people"),
    Kpi("cost_per_contact", "staff cost per answered contact", f"{CURRENCY} per contact",
        "staff cost / contacts whose answer ended in the period, starting backlog included", "lower", "ratio", "desk"),
)  # fmt: skip

KPIS: dict[str, Kpi] = {kpi.id: kpi for kpi in _DECLARED}
"""Every KPI by id, in the order of tables."""
