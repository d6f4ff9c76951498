"""A session with a bot before the first contact: kept and solved, kept and not solved, passed on, or left standing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.clock.grid import on_grid
from sim.engine.contact import NAN, NOBODY, Contact
from sim.engine.draws import maybe
from sim.engine.order import ENTITY_BITS, Kind
from sim.engine.plan import Plan
from sim.engine.shares import falls_to
from sim.log import Cause, End, SessionEnd, SessionKind

if TYPE_CHECKING:
    from sim.engine.desk import Desk

FIRST, BOT = int(Cause.FIRST), int(SessionKind.BOT)
COMPLETION = Kind.COMPLETION << ENTITY_BITS


class Bot:
    """The bots of all channels; each serves as many at once as come."""

    def __init__(self, desk: Desk, plan: Plan) -> None:
        self._desk = desk
        self._env = desk.env
        bots = plan.bots
        self.at_work = bool(bots.fronts.any())
        self._fronts: list[bool] = bots.fronts.tolist()
        self._engaged = bots.engaged
        self._contains: list[list[float]] = bots.contains.tolist()
        self._solved: list[float] = bots.solved.tolist()
        self._hides_human: list[float] = bots.hides_human.tolist()
        self._factor: list[float] = bots.factor.tolist()
        self._returns, self._goes_elsewhere = bots.returns, bots.goes_elsewhere
        self._elsewhere: list[list[float]] = bots.elsewhere.tolist()
        self._channel_of: list[int] = plan.queues.channel.tolist()
        self._topic_of: list[int] = plan.queues.topic.tolist()
        self._on_channel: list[list[int]] = plan.queues.on_channel.tolist()
        draws = {name: maybe(plan, name) for name in plan.draws._fields if name.startswith("bot_")}
        self._u = {name: draw for name, draw in draws.items() if draw is not None}
        self._talking: dict[int, Contact] = {}
        """those with a bot now, by issue"""

    def meets(self, contact: Contact) -> bool:
        """Whether a customer who comes for the first time talks to a bot."""
        channel = self._channel_of[contact.queue]
        return (
            self._fronts[channel]
            and contact.cause == FIRST
            and self._u["bot_engaged"](contact.issue, 0, channel) < self._engaged
        )

    def session(self, contact: Contact) -> Any:
        """The event that ends the session."""
        channel = self._channel_of[contact.queue]
        contact.started_at = self._env.now
        self._talking[contact.issue] = contact
        lasts_s = on_grid(self._u["bot_session"](contact.issue, 0, channel))
        return self._desk.after(lasts_s, COMPLETION | contact.issue)

    def keeps(self, contact: Contact) -> bool:
        """Whether the session is the end of this contact; otherwise it goes on to a human, now."""
        issue, case, now = contact.issue, contact.case, self._env.now
        channel, topic = self._channel_of[contact.queue], self._topic_of[contact.queue]
        began_at, contact.started_at = contact.started_at, NAN
        del self._talking[issue]
        if self._u["bot_contained"](issue, 0, channel) < self._contains[channel][topic]:
            solved = self._u["bot_solved"](issue, 0, channel) < self._solved[topic]
            solved = solved and not self._desk.authority.needs(contact)
            self._record(contact, began_at, SessionEnd.CONTAINED, solved, now)
            if solved:
                self._desk.tickets.solves(issue, now)
            else:
                self._desk.tickets.solved_at[issue] = now  # as far as the desk knows
                self._comes_back(contact, channel, now, End.SILENT)
            return True
        if self._hides_human[channel] and self._u["bot_hidden"](issue, 0, channel) < self._hides_human[channel]:
            self._record(contact, began_at, SessionEnd.HIDDEN, False, now)
            self._comes_back(contact, channel, now, End.GAVE_UP)
            return True
        if self._desk.live[channel] and not self._desk.line.takes(channel, now):
            self._record(contact, began_at, SessionEnd.DEAD_END, False, now)
            self._stands_before_a_closed_door(contact, channel, now)
            return True
        self._record(contact, began_at, SessionEnd.ESCALATED, False, now)
        contact.factor = self._factor[channel]
        case.next = None
        return False

    def _comes_back(self, contact: Contact, channel: int, now: float, otherwise: int) -> None:
        """The matter is not solved: the customer finds out and comes to a human, or that was the end."""
        issue, case = contact.issue, contact.case
        if self._u["bot_returns"](issue, 0, channel) >= self._returns:
            self._desk.tickets.ends(case, otherwise, now)
            return
        self._desk.anger.fails(case)
        at = now + on_grid(self._u["bot_return_delay"](issue, 0, channel))
        again = Contact(case, case.home, int(Cause.RECONTACT), at, contact.on_line)
        again.knows = False
        self._desk.then(case, again, at, Kind.RETURN)

    def _stands_before_a_closed_door(self, contact: Contact, channel: int, now: float) -> None:
        """Nobody is behind the bot: the customer finds another channel, or gives up."""
        issue, case = contact.issue, contact.case
        u = self._u["bot_stranded"](issue, 0, channel)
        to = NOBODY
        if u < self._goes_elsewhere:
            to = falls_to(u / self._goes_elsewhere, self._elsewhere[channel])
        if to == NOBODY:
            self._desk.tickets.ends(case, End.GAVE_UP, now)
            return
        at = now + on_grid(self._u["bot_elsewhere_delay"](issue, 0, channel))
        case.home = self._on_channel[case.home][to]
        other = Contact(case, case.home, int(Cause.BOUNCED), at, self._desk.live[to])
        other.knows = False
        self._desk.then(case, other, at, Kind.RETURN)

    def stop(self) -> None:
        """The end of the simulation: write down the sessions that go on, as open."""
        for contact in self._talking.values():
            self._record(contact, contact.started_at, SessionEnd.OPEN, False, NAN)

    def _record(self, contact: Contact, began_at: float, end: int, solved: bool, now: float) -> None:
        channel = self._channel_of[contact.queue]
        rows = self._desk.recorder.sessions
        rows.write(rows.pack(contact.issue, channel, self._topic_of[contact.queue], end, solved, began_at, now, BOT))
