"""Every check between the parts of a scenario, in the order in which faults are told.

A setting that can never apply where it stands (a promise on a channel without tickets) is a fault. A switch that merely
finds no occasion (urgent contacts first, where nothing is urgent) and what is known of people (how good they are,
whether they are seniors) are not: variants differ in such things.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.errors import Fault
from sim.scenario.checks.agents import agents
from sim.scenario.checks.anger import anger
from sim.scenario.checks.authority import authority
from sim.scenario.checks.bots import bots
from sim.scenario.checks.channels import channels
from sim.scenario.checks.days import calendar, dates
from sim.scenario.checks.endless import endless
from sim.scenario.checks.names import names, spelling
from sim.scenario.checks.people import people
from sim.scenario.checks.self_service import self_service
from sim.scenario.checks.skills import skills
from sim.scenario.checks.splits import splits
from sim.scenario.checks.staffing import staffing
from sim.scenario.checks.start import start
from sim.scenario.checks.tickets import tickets
from sim.scenario.checks.tools import tools
from sim.scenario.checks.topics import topics

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario


def faults(scenario: Scenario) -> list[Fault]:
    """Everything that does not fit together."""
    return [
        *calendar(scenario),
        *spelling(scenario),
        *dates(scenario),
        *start(scenario),
        *names(scenario),
        *channels(scenario),
        *tickets(scenario),
        *splits(scenario),
        *endless(scenario),
        *skills(scenario),
        *agents(scenario),
        *staffing(scenario),
        *topics(scenario),
        *bots(scenario),
        *self_service(scenario),
        *tools(scenario),
        *anger(scenario),
        *authority(scenario),
        *people(scenario),
    ]
