"""The planned days of shifts: on queue, then planned shrinkage, then pauses."""

from __future__ import annotations

from sim.policy import EndOfShift, Shift
from sim.policy.development import WEEK_H
from sim.policy.duty import Duty
from sim.scenario import Scenario
from sim.units import DAY_S
from sim.workload.roster.stretches import Stretch, painted, stops_new


def shift_day(shift: Shift, off_queue: float, seat: int, day: int, ordinal: int, end: EndOfShift) -> list[Stretch]:
    """The planned stretches of one seat on one day of the horizon; ``ordinal`` is the day's number in the calendar.
    ``off_queue`` is the share spent off queue: the shift's own, and training and coaching.

    Planned shrinkage: of all (day, block, seat), counted through, every one at which the running sum of ``off_queue``
    passes a whole number is spent off queue; the order of seats turns by one with each block and day, so that at any
    time about the same share is away and everybody gets the same over time.
    """
    start, finish = (day * DAY_S + edge for edge in shift.hours)
    layers: list[Stretch] = [Stretch(start, finish, Duty.ON_QUEUE, True)]
    if off_queue > 0:
        block = shift.off_queue_block
        blocks = int((finish - start) // block)
        for slot in range(blocks):
            turn = ordinal * blocks + slot
            pair = turn * shift.agents + (seat + ordinal + slot) % shift.agents
            if int((pair + 1) * off_queue + 1e-6) > int(pair * off_queue + 1e-6):
                layers.append(Stretch(start + slot * block, start + (slot + 1) * block, Duty.OFF_QUEUE, True))
    layers += stops_new(layers[0], end)
    for pause in shift.pauses.values():
        begins = start + pause.after if pause.after is not None else day * DAY_S + (pause.at or 0.0)
        if begins < start:
            begins += DAY_S
        begins += pause.stagger * seat / max(shift.agents, 1)
        layers.append(Stretch(begins, begins + pause.lasts, Duty[pause.kind.upper()], pause.paid))
    return painted(layers)


def developing(scenario: Scenario) -> float:
    """Share of a shift spent on continuing training and coaching, a week of which has 40 hours; 0 where all is off."""
    if not scenario.has_people:
        return 0.0
    return (scenario.policy.development.hours + scenario.policy.environment.coaching) / WEEK_H
