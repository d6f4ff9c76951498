"""KPIs of empowerment: what agents ask supervisors, what that costs customers, what is given away, who decides."""

from __future__ import annotations

from sim.kpi.kpi import CURRENCY, Kpi, Scope

_ISSUES = "issues of the period"
_ASKED = "requests asked in the period"
_NEEDED = (
    "issues of the period of which it came out that they need a concession (granted, refused, settled with less, or "
    "asked for)"
)
_ADDED = (
    "sum of (goes on - asked) over requests of issues of the period, where what was asked on hold goes on with the "
    "decision or the hang-up, what was left for later when an agent takes the issue's next contact of cause DECIDED, "
    "and what has not gone on counts to the end of the log,"
)
_GRANTED = "amounts granted in the period"


def _by_kind(id: str, what: str, lasted: str, chosen: str) -> tuple[Kpi, ...]:
    """Mean and p90 of a time, and the means of requests on hold and of later ones."""
    scope: Scope = "concession"
    return (
        Kpi(id, f"mean {what}", "s", f"sum of ({lasted}) / number; {chosen}", "lower", "mean", scope),
        Kpi(f"{id}_p90", f"{what} that 9 in 10 do not exceed", "s",
            f"least t with share({lasted} <= t) >= 0.9; {chosen}", "lower", "quantile", scope),
        Kpi(f"{id}_on_hold", f"mean {what}, the customer on hold", "s",
            f"as {id}, requests on hold", "lower", "mean", scope),
        Kpi(f"{id}_later", f"mean {what}, the ticket pending", "s",
            f"as {id}, later requests", "lower", "mean", scope),
    )  # fmt: skip


AUTHORITY = (
    # Asking a supervisor; on the channel of the contact on which it was asked.
    Kpi("approvals", "times an agent asked a supervisor (approvals)", "requests",
        _ASKED, None, "count", "concession"),
    Kpi("approvals_on_hold", "asked while the customer held the line", "requests",
        f"{_ASKED} of kind ON_HOLD", None, "count", "concession"),
    Kpi("approvals_later", "left to a supervisor, the ticket pending", "requests",
        f"{_ASKED} of kind LATER", None, "count", "concession"),
    Kpi("approvals_withdrawn", "customer hung up before a supervisor was free", "requests",
        f"{_ASKED} that ended WITHDRAWN", "lower", "count", "concession"),
    Kpi("approvals_in_vain", "customer hung up while a supervisor was at it", "requests",
        f"{_ASKED} that ended IN_VAIN", "lower", "count", "concession"),
    Kpi("approvals_put_off", "on hold when the last supervisor left, and put off to later", "requests",
        f"{_ASKED} that ended PUT_OFF", "lower", "count", "concession"),
    Kpi("approvals_open", "not decided by the end", "requests",
        f"{_ASKED} that are OPEN at the end of the log", "lower", "count", "concession"),
    *_by_kind("approval_wait", "wait until a supervisor takes a request (approval wait)",
              "taken - asked", f"{_ASKED} that a supervisor took, in vain or not"),
    *_by_kind("approval_time", "time from asking to the decision (approval time)",
              "decided - asked", f"{_ASKED} that were granted or denied"),
    Kpi("approval_hang_ups", "hung up while holding for a supervisor", "share",
        f"ended WITHDRAWN or IN_VAIN / ended, {_ASKED} of kind ON_HOLD", "lower", "ratio", "concession"),
    Kpi("denied_share", "refused, of what a supervisor decided", "share",
        f"ended DENIED / ended GRANTED or DENIED, {_ASKED}", "lower", "ratio", "concession"),
    # What it does to needs; on the channel of the issue's first contact, whatever happens up to the end of the log.
    Kpi("concession_needed", "needs that turned out to call for a concession", "share",
        f"{_NEEDED} / {_ISSUES}", None, "ratio", "concession"),
    Kpi("approval_share", "a supervisor was asked, of the needs that call for a concession (approval share)", "share",
        f"issues of the period with a request / {_NEEDED}", None, "ratio", "concession"),
    Kpi("approval_rate", "a supervisor was asked, of all needs", "share",
        f"issues of the period with a request / {_ISSUES}", None, "ratio", "concession"),
    Kpi("fcr_lost_to_approvals", "first contact without a solution because a supervisor had to decide", "share",
        "issues of the period with a touch that ended PENDING_APPROVAL or HUNG_UP and began before the customer came "
        f"of their own accord again / {_ISSUES} (each has one first contact; given-up ones too). Net FCR loses less: "
        "what the desk finishes later without hearing from the customer is one contact there", "lower", "ratio",
        "concession"),
    Kpi("approval_delay", "time that asking a supervisor adds, per need on which one was asked", "s",
        f"{_ADDED} / issues of the period with a request", "lower", "mean", "concession"),
    Kpi("approval_delay_per_issue", "resolution time lost to approvals, per need", "s",
        f"the sum of approval_delay / {_ISSUES}", "lower", "mean", "concession"),
    # Money.
    Kpi("concession_rate", "needs on which something was given (concession rate)", "share",
        f"issues of the period with an amount above 0 granted by the end of the log, goodwill and what was not needed "
        f"included / {_ISSUES}; on the channel of the first contact", None, "ratio", "concession"),
    Kpi("concession_cost", "given to customers (concessions)", CURRENCY,
        f"sum of {_GRANTED}, on the channel of the contact on which it was decided", "lower", "count", "concession"),
    Kpi("concession_cost_per_issue", "given to customers, per need", f"{CURRENCY} per issue",
        f"sum of {_GRANTED} / {_ISSUES}; on the channel of the first contact", "lower", "ratio", "concession"),
    Kpi("leakage", "given without need (leakage)", CURRENCY,
        "sum of (granted - needed) of what agents granted on their own in the period, at least 0 each, those that "
        "needed nothing included; without goodwill", "lower", "count", "concession"),
    Kpi("leakage_share", "given without need, of all that was given", "share",
        f"leakage / sum of {_GRANTED}", "lower", "ratio", "concession"),
    Kpi("discount_savings", "saved by discounts that settled a larger need", CURRENCY,
        "sum of (needed - granted) of discounts granted in the period", None, "count", "concession"),
    Kpi("goodwill_cost", "given as goodwill to who had to come again", CURRENCY,
        "sum of goodwill granted in the period", None, "count", "concession"),
    Kpi("audit_cost", "audits of what agents granted on their own", CURRENCY,
        "share audited x price of an audit x grants within the agent's limit in the period (expected, not drawn)",
        "lower", "count", "concession"),
    # Who may decide, and who decides.
    Kpi("autonomy", "how much is within the agents' own hands (autonomy index)", "index",
        "P(amount <= the team's limit) (1 - 0.5 script), from the settings; over all teams: weighted by time on queue, "
        "teams that approve left out", "higher", "ratio", "authority"),
    Kpi("supervisor_utilisation", "share of the supervisors' time on queue that is taken (utilisation)", "share",
        "time with a request, another duty or a contact / time on queue; teams that approve", None, "ratio",
        "supervisor"),
    Kpi("supervisor_request_share", "of the supervisors' time that is taken: deciding requests", "share",
        "time with a request, in vain or not / time with a request, another duty or a contact; teams that approve",
        None, "ratio", "supervisor"),
    Kpi("duties_done", "supervisors' other duties that were done", "h",
        "pieces that fell due in the period and were done by the end of the log x length of a piece", "higher",
        "count", "supervision"),
    Kpi("duties_undone", "supervisors' other duties that were left undone", "h",
        "pieces that fell due in the period and were not done by the end of the log x length of a piece", "lower",
        "count", "supervision"),
    Kpi("span_of_control", "agents to a supervisor (span of control)", "agents",
        "time on queue of teams that do not approve / time on queue of teams that do", None, "ratio", "supervision"),
)  # fmt: skip
