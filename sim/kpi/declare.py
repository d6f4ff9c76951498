"""Every KPI, declared once: what it is called in plain words, its unit, its formula, and which way is better.

The declarations are in ``sim/kpi/declared``, by subject; here they are joined in the order of tables.

Words used in the formulas. *Period*: from the start plus the warm-up to the end of the last day; time after it, in
which the desk is drained, counts for no time average. *Attempts*: contacts of customers who came of their own accord in
the period (first contacts, redials, chases, recontacts, reopens, and those sent by another channel); what the desk
itself does next, answers that it asked for, and entries into a further queue after a transfer are none. The *starting
backlog* came before the start: it waits from its true entry and has rows of its own, but belongs to no interval, to no
wait and to no service level. *Offered*: attempts that got into a queue, so without busy tones, closed doors and
messages; each counts once, in the interval in which it first entered. *Picked up*: an agent took it while the customer
was still there. *Gave up*: left before, whether they closed the window or not (silent). *T*: the target's time; W = T
is within. *Replied*: a human said the first word on the matter. *Issue*: one need of a customer, with all its contacts
and tickets; it counts on the channel of its first contact. *Tickets of the period* were opened in it, without the
starting backlog. Every ratio is pooled from its numerator and denominator, never from daily ratios.
"""

from __future__ import annotations

from sim.kpi.declared import DECLARED
from sim.kpi.kpi import SHORT_ABANDON_S, TOO_BUSY, Better, Kind, Kpi, Scope

__all__ = ["KPIS", "SHORT_ABANDON_S", "TOO_BUSY", "Better", "Kind", "Kpi", "Scope"]

KPIS: dict[str, Kpi] = {kpi.id: kpi for kpi in DECLARED}
"""Every KPI by id, in the order of tables."""
