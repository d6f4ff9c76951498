"""How long an agent works on a contact: phases drawn for the issue, and what makes them longer or shorter."""

from __future__ import annotations

from sim.clock.grid import on_grid
from sim.engine.anger import Anger
from sim.engine.contact import CHASE, CONFIRMATION, MATTER, NOTICE, Contact
from sim.engine.draws import drawer, maybe
from sim.engine.persons import Persons
from sim.engine.plan import Plan
from sim.log import TouchEnd
from sim.world.effort import phase_time

PASSED_ON, UNREACHED = int(TouchEnd.TRANSFERRED), int(TouchEnd.UNREACHED)


class Work:
    """Reads a plan's work, once for each touch."""

    def __init__(self, plan: Plan, anger: Anger, persons: Persons | None) -> None:
        channels, rules = plan.channels, plan.rules
        self._persons = persons
        self._anger = anger if anger.at_work else None
        self._channel_of: list[int] = plan.queues.channel.tolist()
        self._group: list[int] = plan.agents.group.tolist()
        self._proficiency: list[list[float]] = plan.agents.proficiency.tolist()
        self._m = plan.matters
        self._sorts = plan.matters.correct < 1.0
        self._talk, self._hold, self._after_call = (drawer(plan, phase) for phase in ("talk", "hold", "after_call"))
        self._no_talk = maybe(plan, "talk") is None
        self._holds: list[bool] = channels.holds.tolist()
        self._wraps_up: list[bool] = channels.wraps_up.tolist()
        self._u_reached, self._u_detected = maybe(plan, "reached"), maybe(plan, "detected")
        self._aside = {
            kind: maybe(plan, purpose)
            for kind, purpose in ((CHASE, "chase_work"), (NOTICE, "notice_work"), (CONFIRMATION, "confirm_work"))
        }
        self._dial_s = channels.dial_s.tolist()
        agents = plan.agents
        self._speed: list[float] = agents.speed[agents.team].tolist()
        self._shortened: list[float] = agents.after_call[agents.team].tolist()
        """by agent: factor on after-call work"""
        self._no_context = channels.no_context.tolist()
        self._effort_by_time = channels.effort_by_time.tolist()
        self._interval_s = rules.interval_s
        self._last_interval = round(rules.ends_at / rules.interval_s) - 1

    def starts(self, contact: Contact, agent: int, now: float) -> float:
        """Set the phases of a touch that begins; returns the seconds until the customer is done."""
        issue, queue, case = contact.issue, contact.queue, contact.case
        channel = self._channel_of[queue]
        if contact.called_back and not self._picks_up(contact, channel):
            contact.end = UNREACHED
            contact.talk_s = on_grid(self._dial_s[channel])
            return contact.talk_s
        contact.begun = True
        contact.answered_at = now
        if self._anger is not None:
            self._anger.meets(contact, now)
        pace = self._persons.pace(agent, queue, now) if self._persons is not None else 1.0
        skill = self._proficiency[self._group[agent]][queue]
        if contact.work != MATTER:
            draw = self._aside[contact.work]
            index = contact.touch
            contact.talk_s = (
                on_grid(phase_time(draw(issue, index, channel), contact.factor * pace, skill)) if draw else 0.0
            )
            return contact.talk_s
        if self._sorts and queue != case.home:
            skill = self._proficiency[self._group[agent]][case.home]
            if skill == 0.0:
                if self._notices(contact, channel):
                    contact.end = PASSED_ON
                    contact.talk_s = on_grid(self._m.triage_s)
                    return contact.talk_s
                contact.out_of_depth = True
                skill = self._m.out_of_depth * self._speed[agent]
        factor = contact.factor * pace
        if self._effort_by_time:
            factor *= self._effort_by_time[channel][min(int(now // self._interval_s), self._last_interval)]
        if not contact.knows:
            factor *= self._no_context[channel]
        touch = contact.touch = case.touches
        case.touches = touch + 1
        talk_s = 0.0 if self._no_talk else phase_time(self._talk(issue, touch, channel), factor, skill)
        work_s = contact.talk_s = on_grid(talk_s + contact.introduction_s)
        if self._holds[channel]:
            hold_s = phase_time(self._hold(issue, touch, channel), factor, skill)
            contact.hold_s = on_grid(hold_s)
            work_s += contact.hold_s
        if self._wraps_up[channel]:
            after_call_s = phase_time(self._after_call(issue, touch, channel), factor * self._shortened[agent], skill)
            contact.after_call_s = on_grid(after_call_s)
        return work_s

    def _picks_up(self, contact: Contact, channel: int) -> bool:
        """Whether a callback reaches the customer."""
        u = self._u_reached(contact.issue, contact.case.calls, channel)  # type: ignore[misc]
        contact.case.calls += 1
        contact.tries += 1
        return u < self._m.reached

    def _notices(self, contact: Contact, channel: int) -> bool:
        """Whether an agent without the skill notices that the contact is at the wrong desk."""
        u = self._u_detected(contact.issue, contact.case.sortings - 1, channel)  # type: ignore[misc]
        return u < self._m.detected
