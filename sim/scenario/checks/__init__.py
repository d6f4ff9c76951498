"""Checks between the parts of a scenario, one subject a file; :func:`faults` runs them all."""

from sim.scenario.checks.at_once import faults

__all__ = ["faults"]
