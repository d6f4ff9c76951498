"""KPIs of agents' time and what it costs."""

from __future__ import annotations

from sim.kpi.kpi import CURRENCY, Kpi

_WORK = (
    "time with a contact, chats at once counted once, or, of supervisors, with a request or another duty (in vain or "
    "not)"
)
_COST = (
    "staff cost + price of bots, self-service and tools + concessions granted in the period, and of their audits + "
    "cost of hiring, of training and of the environment"
)

PEOPLE = (
    Kpi("occupancy", "share of the time on queue spent on contacts (occupancy)", "share",
        f"{_WORK} / time on queue, overtime and finishing before a pause in both", None, "ratio", "people"),
    Kpi("sync_occupancy", "share of the time on queue spent on customers on the line (sync occupancy)", "share",
        "time with a contact from a live or chat queue / time on queue", None, "ratio", "people"),
    Kpi("chat_load", "use of the chat slots (chat load)", "share",
        "integral of chats in hand / (chats at once x time on queue); teams with a chat skill", None, "ratio",
        "people"),
    Kpi("concurrency", "chats at once, while there are any (concurrency)", "chats",
        "integral of chats in hand / time with at least one chat", None, "ratio", "people"),
    Kpi("busy_hours", "hours too busy (occupancy above 85 %)", "share",
        "team-intervals with occupancy > 0.85 / team-intervals with planned time on queue", "lower", "ratio", "people"),
    Kpi("utilisation", "share of paid time spent on contacts (utilisation)", "share",
        f"{_WORK} / paid time", None, "ratio", "people"),
    Kpi("shrinkage", "share of paid time not on queue (shrinkage)", "share",
        "1 - paid time on queue / paid time", None, "ratio", "people"),
    Kpi("work_hours", "hours spent on contacts", "h", _WORK, None, "count", "people"),
    Kpi("on_queue_hours", "hours on queue", "h",
        "time on queue, overtime and finishing before a pause included", None, "count", "people"),
    Kpi("paid_hours", "paid hours", "h",
        "paid duty, overtime included; a team written as heads is paid its planned time on queue / paid_share",
        "lower", "count", "people"),
    Kpi("overtime_hours", "overtime", "h", "overtime on duty, paid or not", "lower", "count", "people"),
    Kpi("staff_cost", "staff cost of the period", CURRENCY,
        "wage x environment.pay x (paid hours + (overtime factor - 1) paid overtime); hours of training before the "
        "first day on queue count trainee_pay times", "lower", "count", "people"),
    Kpi("cost_per_week", "cost per week (staff, bots, self-service, tools, concessions, hiring, training)",
        f"{CURRENCY} per week",
        f"({_COST}) / (period / 7 days); by team its staff cost", "lower", "ratio", "people"),
    Kpi("cost_per_contact", "staff cost per answered contact", f"{CURRENCY} per contact",
        "staff cost / contacts of customers whose answer ended in the period (attempts, messages and the starting "
        "backlog, each where it was answered in the end)", "lower", "ratio", "desk"),
    Kpi("cost_per_resolution", "cost per need truly met", f"{CURRENCY} per issue",
        f"({_COST}) / issues truly solved that ended in the period", "lower", "ratio", "desk"),
)  # fmt: skip
