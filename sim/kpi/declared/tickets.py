"""KPIs of tickets: replies, solutions, the targets of both, and what lies open. Censored at the end: Kaplan-Meier.

A mean is restricted to the longest time seen. The business clock counts the opening hours of the channel only.
"""

from __future__ import annotations

from sim.kpi.kpi import Kpi, Scope

_OPEN = {
    "new": "not yet begun",
    "queued": "back in a queue, reopened ones too",
    "in_service": "with an agent",
    "pending_customer": "waiting for the customer",
    "on_hold": "waiting for a third party",
    "pending_internal": "waiting for somebody else in the company",
}
"""Groups of open statuses: the end of the id, and the words."""


def times(id: str, what: str, formula: str, scope: Scope) -> tuple[Kpi, Kpi, Kpi]:
    """Mean, median and p90 of a time that may be censored."""
    return (
        Kpi(id, f"mean {what}", "s", f"Kaplan-Meier restricted mean of {formula}", "lower", "mean", scope),
        Kpi(f"{id}_median", f"median {what}", "s", f"as {id}, Kaplan-Meier", "lower", "quantile", scope),
        Kpi(f"{id}_p90", f"{what} that 9 in 10 do not exceed", "s", f"as {id}, Kaplan-Meier", "lower", "quantile",
            scope),
    )  # fmt: skip


TICKETS = (
    *times("first_response_time", "time to the first reply (first response time)",
           "first word of a human - opening, calendar clock, tickets of the period", "async"),
    *times("first_response_time_business", "time to the first reply, in opening hours",
           "first word of a human - opening, business clock, tickets of the period", "async"),
    Kpi("sla_attainment", "replied in time, of the tickets that fell due (SLA attainment)", "share",
        "first reply with clock <= T / tickets due in the period, whenever they came, open ones too; what becomes "
        "urgent before its reply is due at opening + the urgent T, the wait so far counted, but not before it became "
        "urgent", "higher", "ratio", "async"),
    *times("requester_wait", "time that a customer waits for the solution (requester wait)",
           "a ticket's clock, which stands still while the customer has to act and from a solution until a reopening; "
           "tickets of the period, without those that ended unsolved", "tickets"),
    *times("requester_wait_business", "time that a customer waits for the solution, in opening hours",
           "the requester's clock in opening hours; tickets of the period, without those that ended unsolved",
           "tickets"),
    Kpi("solution_sla", "solved in time, of the tickets that fell due (solution SLA)", "share",
        "solved with requester wait <= T / tickets due in the period: when the clock passed T, or would have if it had "
        "gone on from the solution; open ones that passed it are breaches", "higher", "ratio", "tickets"),
    Kpi("touches_per_ticket", "pieces of work on a ticket (touches per ticket)", "touches",
        "finished touches without answers to chases, notices, interrupted and handed-over ones / tickets of the period "
        "that are solved or closed", "lower", "ratio", "tickets"),
    Kpi("chases_per_ticket", "times a customer asked where a ticket stands", "contacts",
        "chases in the period about tickets of the channel / tickets of the period", "lower", "ratio", "async"),
    Kpi("reopen_share", "reopenings of a solved ticket (reopen rate)", "share",
        "times a solved ticket was opened again in the period / tickets first solved in it", "lower", "ratio",
        "tickets"),
    Kpi("backlog", "open tickets at the end (backlog)", "tickets",
        "opened before the end of the period, not solved or closed then", "lower", "count", "tickets"),
    *(Kpi(f"backlog_{group}", f"open tickets at the end: {words}", "tickets", f"part of backlog: {words}", None,
          "count", "tickets") for group, words in _OPEN.items()),
    Kpi("backlog_average", "open tickets on average", "tickets",
        "integral of open tickets / period", "lower", "time average", "tickets"),
    *(Kpi(f"{group}_average", f"open tickets on average: {words}", "tickets",
          f"integral of these tickets / period: {words}", None, "time average", "tickets")
      for group, words in _OPEN.items()),
    Kpi("backlog_age", "mean age of open tickets at the end", "s",
        "sum of (end of the period - opening) / backlog", "lower", "mean", "tickets"),
    Kpi("backlog_age_p90", "age that 9 in 10 open tickets do not exceed at the end", "s",
        "least a with share(age <= a) >= 0.9, open tickets at the end of the period", "lower", "quantile", "tickets"),
    Kpi("backlog_start", "already waiting at the start", "contacts",
        "contacts of the starting backlog (0 with a warm-up)", None, "count", "contacts"),
    Kpi("backlog_start_answered", "answered by the end, of those already waiting at the start", "share",
        "starting backlog answered by the end / starting backlog", "higher", "ratio", "contacts"),
    Kpi("backlog_start_wait", "mean time to the answer of those already waiting at the start", "s",
        "Kaplan-Meier restricted mean from the true entry (live: to the pick-up; async: to the reply)",
        "lower", "mean", "contacts"),
)  # fmt: skip
