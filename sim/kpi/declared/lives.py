"""KPIs of people as persons: what work does to them, who leaves and comes, how many places work, what it costs."""

from __future__ import annotations

from sim.kpi.kpi import CURRENCY, Better, Kpi, Scope

_SCOPE: Scope = "lives"
_AT_WORK = "place-days at work (trained and not gone; on notice or absent too)"
_PLACES = "place-days (places of persons, whoever sits there; teams staffed by heads have none)"
_WEEKS = "agent-weeks at work (absent ones too; a place counts as one, however long its shifts are)"


def _headcount(id: str, what: str, which: str, better: Better | None = None) -> Kpi:
    """A number of places as a time average."""
    return Kpi(id, what, "agents", f"{which} / days of the period; a place counts as one, however long its shifts are",
               better, "time average", _SCOPE)  # fmt: skip


LIVES = (
    # What the work does to people. Burnout load is exhaustion, exhausted_share and busy_hours together.
    Kpi("exhaustion", "exhaustion of those at work, from 0 to 1 (burnout load; see also exhausted_share, busy_hours)",
        "index", f"sum of exhaustion in the morning / {_AT_WORK}", "lower", "mean", _SCOPE),
    Kpi("exhausted_share", "those at work who are exhausted (exhaustion above 0.5)", "share",
        f"place-days at work with exhaustion > 0.5 / {_AT_WORK}", "lower", "ratio", _SCOPE),
    Kpi("fatigue", "fatigue of those on duty, from 0 to 1", "index",
        "mean over the days' mean fatigue on duty, weighted by time on queue", "lower", "mean", _SCOPE),
    Kpi("empathy", "odds of a satisfied customer, against rested staff (empathy)", "index",
        "mean of e^empathy over touches of persons that began in the period and came to the end of the talk; empathy: "
        "the log's -(empathy_tired F + empathy_exhausted E) of the agent at that moment; 1 where all are rested. The "
        "effect on satisfaction, not satisfaction itself", "higher", "mean", _SCOPE),
    Kpi("absence_rate", "planned time that was missed (absence rate)", "share",
        "time of duty ABSENT / all planned duty, on queue or off, breaks too; overtime and training before the first "
        "day left out; what a roster plans as absent counts as missed", "lower", "ratio", _SCOPE),
    Kpi("spiral_days", "days in long runs of overload", "share",
        "team-days in runs of more than 5 days on queue in a row with paced occupancy > 0.95 / team-days on queue; "
        "paced occupancy: (live work + async_pace x work on tickets) / time on queue, over the team's day; days with "
        "nobody on queue neither count nor end a run", "lower", "ratio", _SCOPE),
    Kpi("death_spiral", "a team was overloaded day after day (death spiral)", "share",
        "1 if spiral_days is above 0 for the team (for all: for any team), else 0; over replications the share of them "
        "in which it happened", "lower", "ratio", _SCOPE),
    # Who leaves, who comes. What happens at a midnight counts if that instant lies in the period.
    Kpi("notice_given", "people who gave notice", "people",
        "notices given in the period, those without a time of notice included", "lower", "count", _SCOPE),
    Kpi("leavers", "people who left (quits)", "people",
        "last days that ended at a midnight of the period: a time of notice after the notice", "lower", "count",
        _SCOPE),
    Kpi("leavers_expected", "people expected to give notice, by how exhausted and how new they are (expected leavers)",
        "people",
        "sum of 1 - exp(-rate / 365) over evenings of those at work and not on notice; rate: world.departures at the "
        "exhaustion and tenure of the evening, which the log tells the next morning (of who was replaced over night, "
        "the exhaustion of the morning before). Its expectation is that of notice_given, with less noise", "lower",
        "count", _SCOPE),
    Kpi("attrition", "share of those at work who leave in a year (attrition)", "per year",
        "365 x leavers / place-days at work before a midnight of the period", "lower", "ratio", _SCOPE),
    Kpi("attrition_expected", "rate of leaving of those at work, by how exhausted and how new they are", "per year",
        "sum of the rate of leaving / number, over the evenings of leavers_expected; what attrition comes to in the "
        "long run but for those on notice, with less noise", "lower", "mean", _SCOPE),
    Kpi("capped_days", "person-days on which the rate of leaving was at its cap", "days",
        "evenings of those at work and not on notice with rate >= world.departures.cap", "lower", "count", _SCOPE),
    Kpi("hires", "people hired", "people",
        "hires who entered a training class in the period, also one that takes no time", None, "count", _SCOPE),
    # Places, from all of them down to those that work at an experienced pace.
    _headcount("headcount", "places (planned headcount)", _PLACES),
    _headcount("headcount_paid", "places paid: at work or in training (paid headcount)",
               "place-days AT_WORK, NOTICE or TRAINING"),
    _headcount("headcount_at_work", "places with somebody trained (at work)", _AT_WORK),
    _headcount("headcount_present", "places with somebody trained and not absent (present)",
               "place-days at work and not absent"),
    _headcount("headcount_productive", "those present as experienced agents (productive headcount)",
               "sum of 1 / effort over place-days at work and not absent; effort: the log's factor on handle time by "
               "experience, own speed and tools, of the person's last day with work", "higher"),
    Kpi("productive_share", "productive headcount, of paid headcount", "share",
        "headcount_productive / headcount_paid; fast agents and tools may lift it above 1", "higher", "ratio", _SCOPE),
    Kpi("vacant_share", "places that are empty", "share",
        f"place-days VACANT or READY (found, waiting for a class) / {_PLACES}", "lower", "ratio", _SCOPE),
    Kpi("training_share", "places in training before the first day on queue", "share",
        f"place-days TRAINING / {_PLACES}", None, "ratio", _SCOPE),
    Kpi("ramping_share", "those at work who are new (ramping)", "share",
        f"place-days at work with a tenure below 90 days / {_AT_WORK}; by tenure, since effort holds lasting "
        "differences between people too", "lower", "ratio", _SCOPE),
    Kpi("tenure", "tenure of those at work", "days",
        f"sum of days since the first day on queue / {_AT_WORK}", None, "mean", _SCOPE),
    Kpi("empty_days", "days on which nobody of a team was left (emptied team)", "days",
        "team-days of the period without a place at work; teams that have places", "lower", "count", _SCOPE),
    # Money beside wages.
    Kpi("hiring_cost", "cost of finding people", CURRENCY,
        "hire_price x hires", "lower", "count", _SCOPE),
    Kpi("training_cost", "cost of training beside the wages of those trained", CURRENCY,
        "material x hires + trainer_per_week x class-weeks in the period (a class: hires of a team that start training "
        f"on the same day) + hour_price x development.hours a week x {_WEEKS}", "lower", "count", _SCOPE),
    Kpi("environment_cost", "cost of support, recognition and coaching", CURRENCY,
        "(support_price + recognition_price + coaching hours a week x lead_wage_per_h) x agent-weeks at work",
        "lower", "count", _SCOPE),
)  # fmt: skip
