"""Declarations of KPIs by subject, joined in the order of tables."""

from sim.kpi.declared.anger import ANGER
from sim.kpi.declared.authority import AUTHORITY
from sim.kpi.declared.bot import BOT
from sim.kpi.declared.issues import ISSUES
from sim.kpi.declared.lives import LIVES
from sim.kpi.declared.people import PEOPLE
from sim.kpi.declared.self_service import SELF_SERVICE
from sim.kpi.declared.service import SERVICE
from sim.kpi.declared.tickets import TICKETS

DECLARED = (*SERVICE, *TICKETS, *ISSUES, *BOT, *SELF_SERVICE, *AUTHORITY, *ANGER, *LIVES, *PEOPLE)

__all__ = ["DECLARED"]
