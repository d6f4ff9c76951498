"""Before the first contact: word of an incident, or an answer in a knowledge base, right or not. It takes no time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.clock.grid import on_grid
from sim.engine.contact import Contact
from sim.engine.draws import maybe
from sim.engine.order import Kind
from sim.engine.plan import Plan
from sim.log import Cause, End, SessionEnd, SessionKind

if TYPE_CHECKING:
    from sim.engine.desk import Desk

FIRST = int(Cause.FIRST)
PAGE, ARTICLES = int(SessionKind.STATUS_PAGE), int(SessionKind.KNOWLEDGE_BASE)


class SelfService:
    """What customers find before they contact anybody, a bot included."""

    def __init__(self, desk: Desk, plan: Plan) -> None:
        self._desk = desk
        self._env = desk.env
        found = plan.self_help
        self.at_work = found.pages or found.articles
        self._articles = found.articles
        self._told: list[bool] = plan.issues.told.tolist()
        self._looks: list[float] = found.looks.tolist()
        self._covers: list[float] = found.covers.tolist()
        self._solved: list[float] = found.solved.tolist()
        self._returns = found.returns
        self._channel_of: list[int] = plan.queues.channel.tolist()
        self._topic_of: list[int] = plan.queues.topic.tolist()
        draws = {name: maybe(plan, name) for name in plan.draws._fields if name.startswith("kb_")}
        self._u = {name: draw for name, draw in draws.items() if draw is not None}

    def keeps(self, contact: Contact) -> bool:
        """Whether a customer who would come for the first time finds something, and comes later or never."""
        if contact.cause != FIRST:
            return False
        issue, now = contact.issue, self._env.now
        if self._told[issue]:
            self._record(contact, PAGE, SessionEnd.CONTAINED, True)
            self._desk.tickets.ends(contact.case, End.RESOLVED, now)
            return True
        channel, topic = self._channel_of[contact.queue], self._topic_of[contact.queue]
        if not self._articles or self._u["kb_looks"](issue, 0, channel) >= self._looks[channel]:
            return False
        if self._u["kb_found"](issue, 0, channel) >= self._covers[topic]:
            self._record(contact, ARTICLES, SessionEnd.IN_VAIN, False)
            return False
        solved = self._u["kb_solved"](issue, 0, channel) < self._solved[topic]
        solved = solved and not self._desk.authority.needs(contact)
        self._record(contact, ARTICLES, SessionEnd.CONTAINED, solved)
        if solved:
            self._desk.tickets.ends(contact.case, End.RESOLVED, now)
        elif self._u["kb_returns"](issue, 0, channel) >= self._returns:
            self._desk.tickets.ends(contact.case, End.SILENT, now)
        else:
            self._comes_later(contact, now)
        return True

    def _comes_later(self, contact: Contact, now: float) -> None:
        """An answer was wrong: the customer finds out, and comes for the first time."""
        case = contact.case
        self._desk.anger.fails(case)
        case.misled_s = on_grid(self._u["kb_return_delay"](contact.issue, 0, 0))
        at = now + case.misled_s
        self._desk.then(case, Contact(case, case.home, FIRST, at, contact.on_line), at, Kind.RETURN)

    def _record(self, contact: Contact, kind: int, end: int, solved: bool) -> None:
        channel, topic = self._channel_of[contact.queue], self._topic_of[contact.queue]
        rows, now = self._desk.recorder.sessions, self._env.now
        rows.write(rows.pack(contact.issue, channel, topic, end, solved, now, now, kind))
