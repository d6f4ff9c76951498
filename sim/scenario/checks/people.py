"""People: shifts that leave time on queue, and breaks shorter than the work between them.

What merely does not apply (breaks by rule on a desk without people's days, experience of a team of heads) is a remark,
since variants that are compared differ in exactly that.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sim.errors import Fault
from sim.policy.development import WEEK_H
from sim.units import format_duration

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario


def people(scenario: Scenario) -> Iterator[Fault]:
    """Training and coaching that take the whole week, and breaks longer than what they interrupt."""
    policy = scenario.policy
    if not scenario.has_people:
        return
    hours, coaching = policy.development.hours, policy.environment.coaching
    off_queue = (hours + coaching) / WEEK_H
    for name, shift in policy.shifts.items():
        if shift.agents > 0 and off_queue + shift.off_queue >= 1.0:
            own = f" and {100 * shift.off_queue:.0f} % off queue by the shift itself" if shift.off_queue else ""
            less = " or a smaller off_queue" if shift.off_queue else ""
            yield Fault(
                f"policy.shifts.{name}",
                f"training and coaching take {hours + coaching:g} of {WEEK_H:g} hours a week{own}: nothing is left on "
                "queue",
                "",
                f"fewer policy.development.hours (now {hours:g}) or policy.environment.coaching (now {coaching:g})"
                f"{less}",
            )
    every, lasts = policy.environment.break_every, policy.environment.break_lasts
    if every is not None and lasts > every:
        yield Fault(
            "policy.environment.break_lasts",
            f"a break is longer than the {format_duration(every)} of work before it (break_every)",
            format_duration(lasts),
            f"at most {format_duration(every)}, or a longer break_every",
        )
