"""KPIs of bots: what they claim, and what they do."""

from __future__ import annotations

from sim.kpi.kpi import CURRENCY, Kpi

_OF_NEEDS = "issues of the period whose first contact was on a channel with a bot"
_EARLY = "at least 7 days before its end; n/a where the horizon is shorter"

BOT = (
    Kpi("bot_sessions", "sessions with a bot", "sessions",
        "sessions that began in the period", None, "count", "bot"),
    Kpi("bot_engagement", "customers who talk to the bot, of those whom it meets (engagement)", "share",
        f"sessions that began in the period / {_OF_NEEDS}, without those who helped themselves", None, "ratio", "bot"),
    Kpi("containment", "sessions after which the customer asked for no human (containment)", "share",
        "sessions that ended CONTAINED / sessions of the period that are over; solved or not", None, "ratio", "bot"),
    Kpi("containment_shown", "sessions without a human, as a bot's own figures show it", "share",
        "sessions that ended CONTAINED or HIDDEN / sessions of the period that are over: who looked in vain for the "
        "way to a human is taken for contained", None, "ratio", "bot"),
    Kpi("bot_true_resolution", "truly solved, of the sessions that the bot contained (true resolution)", "share",
        "contained sessions whose matter was solved in truth / contained sessions of the period", "higher", "ratio",
        "bot"),
    Kpi("bot_solved", "truly solved, of all sessions", "share",
        "contained sessions whose matter was solved in truth / sessions of the period that are over", "higher",
        "ratio", "bot"),
    Kpi("bot_passed_on", "sessions passed on to the channel behind the bot", "share",
        "sessions that ended ESCALATED / sessions of the period that are over", None, "ratio", "bot"),
    Kpi("bot_hidden", "sessions in which the customer wanted a human and found no way to one", "share",
        "sessions that ended HIDDEN / sessions of the period that are over", "lower", "ratio", "bot"),
    Kpi("bot_dead_ends", "sessions after which the customer stood before a closed door (dead ends)", "share",
        "sessions that ended DEAD_END / sessions of the period that are over", "lower", "ratio", "bot"),
    Kpi("bot_returns", "contained, and at a human within 7 days (false containment that came back)", "share",
        "contained sessions whose customer came to the desk within 7 days of the first contact / contained sessions "
        f"that began in the period, {_EARLY}", "lower", "ratio", "bot"),
    Kpi("net_deflection", "needs of the channel that took no human within 7 days (net deflection)", "share",
        "issues that a bot or self-service contained and whose customer came to no queue within 7 days / "
        f"{_OF_NEEDS} (with self-service: on any), {_EARLY}; who was left standing, or found no way to a human, is "
        "not deflected", "higher", "ratio", "deflection"),
    Kpi("solved_without_human", "needs of the channel that were truly met without a human", "share",
        f"issues whose matter a bot or self-service solved in truth / {_OF_NEEDS} (with self-service: on any)",
        "higher", "ratio", "deflection"),
    Kpi("bot_cost", "price of the bots' sessions", CURRENCY,
        "price of a session x sessions that began in the period", "lower", "count", "bot"),
)  # fmt: skip
