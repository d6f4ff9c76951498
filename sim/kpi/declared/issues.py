"""KPIs of issues: how needs ended, how long they took, how many contacts, and what went wrong on the way."""

from __future__ import annotations

from sim.kpi.declared.tickets import times
from sim.kpi.kpi import Kpi

_ENDS = {
    "resolved": ("truly solved", "higher"),
    "gave_up": ("the customer gave up", "lower"),
    "silent": ("taken for solved and not, the customer stays away", "lower"),
    "no_reply": ("closed because the customer did not answer", None),
    "lost": ("sent to another channel and did not go there", "lower"),
    "open": ("not over by the end", None),
}
"""How issues end: the end of the id, the words, and which way is better."""

_FIRST = (
    "issues of the period whose first contact led to a solution, as far as the desk knows, before the customer came of "
    "their own accord again (answers that the desk asked for, transfers and its own next touches are part of the "
    "contact; a session with a bot too where it was passed on, else it is a contact of its own: contained is solved, "
    "as far as the desk knows)"
)
_OF = (
    "issues of the period that came at least {days} before its end, given-up and open ones too; n/a where the horizon "
    "is shorter"
)


def _fcr(window: str, days: str) -> Kpi:
    return Kpi(
        f"fcr_{window}",
        f"solved at the first contact, and no other within {days} (net FCR)",
        "share",
        f"{_FIRST}, and did not within {days} of it on any channel / {_OF.format(days=days)}",
        "higher",
        "ratio",
        "contacts",
    )


ISSUES = (
    Kpi("issues", "needs that arose", "issues", "issues whose first contact came in the period", None, "count",
        "contacts"),
    *(Kpi(f"issues_{end}", f"needs: {words}", "issues", f"issues of the period, by their end: {words}",
          better, "count", "contacts") for end, (words, better) in _ENDS.items()),  # type: ignore[arg-type]
    Kpi("helped", "needs that were met in the end", "share",
        "issues truly solved by the end / issues of the period", "higher", "ratio", "contacts"),
    Kpi("resolved_share", "needs that were met, of those that are over (true resolution)", "share",
        "issues truly solved / issues of the period that have ended", "higher", "ratio", "contacts"),
    *times("resolution_time", "time from the need to its last solution (resolution time)",
           "last time it was called solved - first contact; issues of the period that were solved, as far as the desk "
           "knows, or are still open", "contacts"),
    *times("resolution_time_first", "time from the need to its first solution",
           "first time it was called solved - first contact; issues of the period that were solved or are still open",
           "contacts"),
    *times("resolution_time_business", "time from the need to its last solution, in opening hours",
           "as resolution_time, in opening hours of the channel of the first contact", "contacts"),
    Kpi("agent_clock", "time with an agent that a need takes (agent-work clock)", "s",
        "time IN_SERVICE of the tickets of issues of the period that have ended / these issues", "lower", "mean",
        "tickets"),
    # First contact resolution.
    _fcr("1d", "1 day"),
    _fcr("7d", "7 days"),
    _fcr("30d", "30 days"),
    Kpi("fcr_7d_gross", "solved at the first contact, as the agents see it (gross FCR)", "share",
        f"{_FIRST} / {_OF.format(days='7 days')}", "higher", "ratio", "contacts"),
    Kpi("fcr_7d_true", "truly solved at the first contact (true FCR)", "share",
        f"as fcr_7d, and the solution was right / {_OF.format(days='7 days')}", "higher", "ratio", "contacts"),
    # What went wrong on the way; per issue: on the channel of the issue's first contact.
    Kpi("recontact_rate", "came back because it was not solved, per need", "contacts",
        "contacts of cause RECONTACT in the period / issues of the period", "lower", "ratio", "contacts"),
    Kpi("chase_rate", "asked where things stand, per need", "contacts",
        "contacts of cause CHASE in the period / issues of the period", "lower", "ratio", "contacts"),
    Kpi("escalation_rate", "passed up to a senior agent, per need", "touches",
        "touches begun in the period that ended ESCALATED / issues of the period", None, "ratio", "contacts"),
    Kpi("transfer_share", "passed on to another queue, of the contacts that an agent took (transfer rate)", "share",
        "touches begun in the period that ended TRANSFERRED / attempts and messages picked up", "lower", "ratio",
        "contacts"),
    Kpi("bounced_share", "sent to another channel, of the contacts that an agent took", "share",
        "touches begun in the period that ended BOUNCED / attempts and messages picked up", "lower", "ratio",
        "contacts"),
    Kpi("wrong_information", "touches that gave wrong information", "share",
        "touches with result WRONG / touches begun in the period that dealt with the matter (solved, pending, passed "
        "up, or to go on)", "lower", "ratio", "contacts"),
)  # fmt: skip
