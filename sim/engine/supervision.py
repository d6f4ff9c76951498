"""Supervisors at work: requests of agents, with a customer on hold or later, and other duties.

A request waits in a queue of supervisors and is dispatched as everything else is; the customer and the agent who asked
wait for the decision, or the customer hangs up, or the last supervisor leaves and the decision comes later.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.clock.grid import on_grid
from sim.engine.contact import DUTY, NAN, NOBODY, REQUEST, WAITING, Case, Contact
from sim.engine.draws import maybe
from sim.engine.order import ENTITY_BITS, Kind
from sim.engine.plan import Plan
from sim.log import Cause, Request, RequestEnd, TouchEnd
from sim.policy.callback import estimated_wait

if TYPE_CHECKING:
    from sim.engine.desk import Desk

COMPLETION, REASSIGN = Kind.COMPLETION << ENTITY_BITS, Kind.REASSIGN << ENTITY_BITS
PATIENCE = Kind.PATIENCE << ENTITY_BITS


class Supervision:
    """What supervisors are asked to do."""

    def __init__(self, desk: Desk, plan: Plan) -> None:
        self._desk = desk
        self._env = desk.env
        self._dispatcher = desk.dispatcher
        self._plan = a = plan.authority
        self._kind = {a.on_hold: Request.ON_HOLD, a.later: Request.LATER, a.duties: Request.DUTY}
        able = [skill[a.on_hold] > 0 for skill in plan.agents.proficiency.tolist()] if a.on_hold != NOBODY else []
        self._groups = [group for group, is_able in enumerate(able) if is_able]
        self._decision, self._u_denied = maybe(plan, "decision"), maybe(plan, "denied")
        self._patience = maybe(plan, "hold_patience")
        self._duties = 0
        self._nobody = Case(NOBODY, a.duties)
        rows = desk.recorder.supervision
        self._write, self._row = rows.write, rows.pack

    # Before asking.

    def on_duty(self) -> int:
        """Supervisors on duty now."""
        return sum(self._dispatcher.n_on_duty[group] for group in self._groups)

    def expected_wait(self) -> float:
        """Expected seconds until a supervisor takes a request of who holds now; 0 if one is idle."""
        if any(self._dispatcher.crew.n_idle[group] for group in self._groups):
            return 0.0
        ahead = self._dispatcher.waiting.count[self._plan.on_hold]
        return estimated_wait(ahead, self.on_duty(), self._plan.decision_s)

    # Asking.

    def ask_on_hold(self, contact: Contact) -> None:
        """An agent asks while the customer holds; the contact's ``wake`` comes with the decision or the hang-up."""
        contact.wake = self._desk.event()
        contact.asked_at = self._env.now
        if contact.chat:
            self._desk.chats.pauses(contact.agent)
        request = contact.request = self._request(contact, self._plan.on_hold)
        if self._patience is not None:
            delay_s = on_grid(self._patience(contact.issue, request.touch, 0))
            expiry = self._desk.after(delay_s, PATIENCE | contact.issue, contact)
            expiry.callbacks.append(lambda _: self._hangs_up(contact) if contact.request is request else None)

    def ask_later(self, contact: Contact) -> Any:
        """An agent leaves the decision to a supervisor; the event at which it is there."""
        request = self._request(contact, self._plan.later)
        request.wake = self._desk.event()
        return request.wake

    def _request(self, contact: Contact, queue: int) -> Contact:
        case = contact.case
        request = self._new(case, queue, REQUEST, contact.number)
        request.touch = case.requests
        case.requests += 1
        request.request = contact
        self._dispatcher.enter(request, self._env.now)
        return request

    def duty_falls_due(self) -> None:
        """Something else than a request waits for a supervisor."""
        duty = self._new(self._nobody, self._plan.duties, DUTY, self._duties)
        self._duties += 1
        self._dispatcher.enter(duty, self._env.now)

    def _new(self, case: Case, queue: int, work: int, number: int) -> Contact:
        # On the line: whoever is at it when a shift ends finishes it.
        new = Contact(case, queue, Cause.NEXT_TOUCH, self._env.now, on_line=True)
        new.work, new.number = work, number
        return new

    def _hangs_up(self, contact: Contact) -> None:
        """The customer does not wait any longer; a supervisor who is at it finishes it in vain."""
        now, request = self._env.now, contact.request
        contact.request = None
        contact.end = TouchEnd.HUNG_UP
        request.left_at = now
        if request.queued:
            self._withdraw(request, RequestEnd.WITHDRAWN, now)
        contact.wake.succeed()

    def has_left(self, agent: int) -> None:
        """Somebody goes off queue: if no supervisor is left, those who hold for one are told so.

        Once all duties of this instant have changed: another supervisor may come at it.
        """
        if self._dispatcher.group[agent] in self._groups and not self.on_duty():
            for request in self._dispatcher.waiting.all_in(self._plan.on_hold):
                self._desk.after(0.0, REASSIGN | request.issue, request).callbacks.append(self._puts_off)

    def _puts_off(self, event: Any) -> None:
        """Nobody is there to decide: the talk is over, and the decision comes later, as if asked off the line."""
        request: Contact = event._value
        if request.queued and not self.on_duty():
            contact: Contact = request.request
            contact.request = None
            self._withdraw(request, RequestEnd.PUT_OFF, self._env.now)
            contact.wake.succeed()

    def _withdraw(self, request: Contact, end: int, now: float) -> None:
        """A request that no supervisor has taken waits no longer."""
        self._dispatcher.waiting.withdraw(request)
        self.record(request, end, now, NAN)

    # At work.

    def begin(self, request: Contact, agent: int, now: float) -> None:
        """A supervisor takes something up."""
        request.started_at = now
        lasts_s = self._plan.duty_s
        if request.work == REQUEST:
            lasts_s = on_grid(self._decision(request.issue, request.touch, 0)) if self._decision else 0.0
        entity = request.issue if request.work == REQUEST else request.number
        self._desk.after(lasts_s, COMPLETION | entity, request).callbacks.append(self._done)

    def _done(self, event: Any) -> None:
        """A supervisor has decided, or is done with something else."""
        request: Contact = event._value
        now, supervisor = self._env.now, request.agent
        self._dispatcher.part(request, now)
        if request.work == DUTY:
            self.record(request, RequestEnd.DONE, now, now)
        elif request.left_at == request.left_at:
            self.record(request, RequestEnd.IN_VAIN, request.left_at, now)
        else:
            self._decide(request, now)
        self._desk.attendance.goes_on(supervisor, now)

    def _decide(self, request: Contact, now: float) -> None:
        asking: Contact = request.request
        no = self._u_denied is not None and self._u_denied(request.issue, request.touch, 0) < self._plan.denied
        self.record(request, RequestEnd.DENIED if no else RequestEnd.GRANTED, now, now)
        self._desk.authority.decided(asking, not no)
        if asking.request is request:
            asking.request = None
            asking.wake.succeed()
        else:
            request.wake.succeed()

    # What is written down.

    def stop(self, request: Contact) -> None:
        """The end of the simulation: something was not done, or not finished."""
        gone = request.left_at == request.left_at
        self.record(request, RequestEnd.IN_VAIN if gone else RequestEnd.OPEN, request.left_at, NAN)

    def record(self, request: Contact, end: int, ended_at: float, released_at: float) -> None:
        """Write down something that a supervisor was asked to do."""
        self._write(
            self._row(
                request.issue,
                request.number,
                self._kind[request.queue],
                end,
                request.agent if request.outcome != WAITING else NOBODY,
                request.entered_at,
                request.started_at,
                ended_at,
                released_at,
            )
        )
