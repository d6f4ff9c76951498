"""KPIs of self-service before the first contact, and the price of tools."""

from __future__ import annotations

from sim.kpi.kpi import CURRENCY, Kpi

_EARLY = "at least 7 days before its end; n/a where the horizon is shorter"

SELF_SERVICE = (
    Kpi("self_service_looks", "customers who looked for an answer first", "looks",
        "looks into the knowledge base in the period, in vain or not", None, "count", "self_service"),
    Kpi("self_service_claimed", "needs that found an answer before they came (claimed deflection)", "share",
        "issues of the period that an article or a status page contained, right or not / issues of the period",
        None, "ratio", "self_service"),
    Kpi("self_service_net", "needs that found an answer and did not come within 7 days (net deflection)", "share",
        "issues that an article or a status page contained and whose customer came to no bot and no queue within 7 "
        f"days / issues of the period, {_EARLY}", "higher", "ratio", "self_service"),
    Kpi("self_service_solved", "needs that customers truly met by themselves", "share",
        "issues whose matter an article solved in truth, or a status page explained / issues of the period", "higher",
        "ratio", "self_service"),
    Kpi("self_service_returns", "found an answer, and came within 7 days after all", "share",
        "contained issues whose customer came to a bot or a queue within 7 days / issues of the period that an article "
        f"or a status page contained, {_EARLY}", "lower", "ratio", "self_service"),
    Kpi("self_service_cost", "cost of self-service", CURRENCY,
        "cost a week of the knowledge base and the status page x period / 7 days", "lower", "count", "tools"),
    Kpi("classifier_cost", "price of sorting by a model", CURRENCY,
        "price x contacts of the period that were sorted: first ones, redials, recontacts, messages, those sent by "
        "another channel", "lower", "count", "tools"),
    Kpi("assist_cost", "price of help for agents (assist)", CURRENCY,
        "price of a month x agents of the teams that have it x period / (365.25 / 12 days) + price of a contact x "
        "contacts that such an agent took up in the period", "lower", "count", "tools"),
    Kpi("knowledge_cost", "cost of the agents' knowledge base", CURRENCY,
        "cost a week x period / 7 days", "lower", "count", "tools"),
)  # fmt: skip
