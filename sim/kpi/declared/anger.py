"""KPIs of angry customers, and of flagging them."""

from __future__ import annotations

from sim.kpi.kpi import CURRENCY, Kpi

_MET = "contacts of customers that came in the period and that an agent took"
_READ = f"{_MET} and that were read"

ANGER = (
    Kpi("angry_share", "contacts with an angry customer, of those that an agent took", "share",
        f"angry when an agent took it / {_MET}; the desk's own next touches and notices are none", "lower", "ratio",
        "anger"),
    Kpi("angry_touches", "stretches of work with an angry customer", "share",
        "touches of contacts with an angry customer / touches of contacts of customers, begun in the period", "lower",
        "ratio", "anger"),
    Kpi("angry_first", "angry when an agent first met them, of needs that came to an agent", "share",
        "issues of the period whose first contact taken by an agent was angry / those of which an agent took one; "
        "behind a bot this is the anger that it leaves to humans (residual anger)", "lower", "ratio", "anger"),
    Kpi("wait_angry", "mean wait of angry customers until an agent took them", "s",
        f"of {_MET}, the angry ones; who has waited longer is angry more often", "lower", "ratio", "anger"),
    Kpi("wait_calm", "mean wait of the others until an agent took them", "s",
        f"of {_MET}, those not angry", "lower", "ratio", "anger"),
    Kpi("angry_per_day", "angry contacts per agent and day", "contacts",
        "contacts with an angry customer, each counted for every agent who worked on it from within the period / days "
        "(midnight to midnight) on which an agent was on queue, added up over agents", "lower", "ratio", "team_anger"),
    Kpi("flagged_share", "flagged as angry, of all that were read", "share",
        "contacts of the period that were flagged / contacts of the period that were read", None, "ratio", "flags"),
    Kpi("angry_flagged", "angry customers who had been flagged (true flags)", "share",
        f"flagged / {_READ}, with an angry customer; some are angry only after the wait", "higher", "ratio", "flags"),
    Kpi("calm_flagged", "customers not angry who had been flagged (false flags)", "share",
        f"flagged / {_READ}, with a customer who was not angry", "lower", "ratio", "flags"),
    Kpi("flags_right", "flagged customers who were angry", "share",
        f"angry when an agent took it / {_READ} and were flagged", "higher", "ratio", "flags"),
    Kpi("wait_flagged", "mean wait of flagged customers until an agent took them", "s",
        f"of {_READ}, the flagged ones", "lower", "ratio", "flags"),
    Kpi("wait_unflagged", "mean wait of customers not flagged until an agent took them", "s",
        f"of {_READ}, those not flagged", "lower", "ratio", "flags"),
    Kpi("sentiment_cost", "price of reading for anger", CURRENCY,
        "price of a contact x contacts of the period that were read", "lower", "count", "flags"),
)  # fmt: skip
