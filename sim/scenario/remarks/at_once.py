"""Every remark on a scenario, in sentences, in the order in which they are told."""

from __future__ import annotations

from sim.scenario.remarks.closed_behind_bots import closed_behind_bots
from sim.scenario.remarks.flagged_before_the_line import flagged_before_the_line
from sim.scenario.remarks.no_supervisor import no_supervisor
from sim.scenario.remarks.people import people
from sim.scenario.remarks.worse_than_people import worse_than_people
from sim.scenario.scenario import Scenario


def remarks(scenario: Scenario) -> list[str]:
    """Every remark on a scenario."""
    return [
        *closed_behind_bots(scenario),
        *no_supervisor(scenario),
        *worse_than_people(scenario),
        *flagged_before_the_line(scenario),
        *people(scenario),
    ]
