"""Random logs that obey the rules of the log: whole journeys, cut off at the end; instants on the grid."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.clock.grid import array_on_grid
from sim.log import Cause, Duty, End, Log, Outcome, Result, Status, TouchEnd
from sim.units import DAY_S, HOUR_S
from tests.kpi.logs import CHAT, EMAIL, NAN, PHONE, contact, issue, log, ticket, touch

FAILED = (Outcome.ABANDONED, Outcome.DISCONNECTED, Outcome.BLOCKED, Outcome.CLOSED)
ON_PHONE = (Outcome.CALLED_BACK, Outcome.UNREACHED, Outcome.MESSAGE, *FAILED)
ON_CHAT = (Outcome.SILENT, Outcome.MESSAGE, *FAILED)
PAUSES = (Status.PENDING_CUSTOMER, Status.ON_HOLD, Status.PENDING_INTERNAL)


def random_log(seed: int, n_issues: int, n_agents: int, drained: bool = False) -> Log:
    """Issues with contacts of every outcome and cause, and agents who work inside their duty."""
    rng = np.random.default_rng(seed)
    ends_at = 2 * DAY_S + (2 * HOUR_S if drained else 0.0)
    contacts, tickets, issues = [], [], []
    for number in range(n_issues):
        journey = Journey(rng, number, ends_at)
        journey.live_through()
        contacts += journey.contacts
        tickets += journey.tickets
        issues.append(journey.issue)
    taken = [row for row in contacts if not np.isnan(row[7])]
    touches, duty = [], []
    for agent in range(n_agents):
        clock = instant(rng.uniform(0, HOUR_S * 10))
        for kind in (Duty.ON_QUEUE, Duty.FINISHING, Duty.MEETING, Duty.ON_QUEUE, Duty.OVERTIME):
            until = min(instant(clock + rng.exponential(HOUR_S * 6)), ends_at)
            duty.append((agent, kind, int(rng.integers(2)), clock, until))
            while taken and kind is not Duty.MEETING and clock < until:
                work = random_work(rng, agent, clock, taken)
                if work[-1][-1] > until:
                    break
                touches += work
                clock = max(row[-1] for row in work)
            clock = until
    agents = [(agent, agent % 2) for agent in range(n_agents)]
    return log(contacts, touches, duty, issues=issues, tickets=tickets, agents=agents, ends_at=ends_at)


def random_work(rng: np.random.Generator, agent: int, clock: float, taken: list[Any]) -> list[tuple[Any, ...]]:
    """One touch, or two chats that overlap; the later one ends last."""
    begin = instant(clock + rng.exponential(300.0))
    stop = instant(begin + rng.exponential(900.0))
    about: list[dict[str, Any]] = [{}, {}]
    for words in about:
        words |= dict(zip(("issue", "contact"), taken[rng.integers(len(taken))][:2], strict=True))
        words["end"] = TouchEnd(int(rng.integers(1, len(TouchEnd))))
        words["result"] = Result(int(rng.integers(len(Result))))
    if rng.uniform() < 0.6:
        return [touch(agent, begin, stop, stop - begin, queue=int(rng.integers(2)), **about[0])]
    second = instant(begin + (stop - begin) * rng.uniform())
    last = instant(stop + rng.exponential(300.0))
    shared = (stop - second) / 2
    return [
        touch(agent, begin, stop, stop - begin, queue=CHAT, agent_s=stop - begin - shared, **about[0]),
        touch(agent, second, last, last - second, queue=CHAT, agent_s=last - second - shared, **about[1]),
    ]


class Journey:
    """One issue from its first contact on; whatever would happen after the end of the log is cut off."""

    def __init__(self, rng: np.random.Generator, number: int, ends_at: float) -> None:
        self.rng, self.number, self.ends_at = rng, number, ends_at
        self.contacts: list[tuple[Any, ...]] = []
        self.tickets: list[Any] = []
        self.steps: list[list[tuple[Status, float]]] = []
        self.end, self.ended, self.solved = End.OPEN, NAN, NAN
        self.backlog = rng.uniform() < 0.1
        self.arrived = instant(rng.uniform(0, 2 * DAY_S)) - (3 * DAY_S if self.backlog else 0.0)
        self.channel = EMAIL if self.backlog else int(rng.integers(3))

    def live_through(self) -> None:
        """First contact, further tries, transfers, chases, pauses, reopenings and recontacts."""
        rng, cause = self.rng, Cause.BACKLOG if self.backlog else Cause.FIRST
        now, queue = self.arrived, self.channel
        while True:
            left, got_through, queue = self.comes(now, queue, cause)
            if not got_through:
                if rng.uniform() < 0.5:
                    self.finish(End.GAVE_UP, left)
                    break
                now, cause = instant(left + 60 + rng.exponential(600)), Cause.REDIAL
                continue
            after = self.works(left)
            if rng.uniform() < 0.7:
                self.finish(End.RESOLVED if rng.uniform() < 0.8 else End.SILENT, after)
                break
            now = instant(after + rng.exponential(5 * HOUR_S))
            reopens = rng.uniform() < 0.5
            cause = Cause.REOPEN if reopens else Cause.RECONTACT
            if reopens:
                self.steps[-1].append((Status.REOPENED, now))
            queue = int(rng.choice([EMAIL, self.channel]))
        self.cut()

    def comes(self, now: float, queue: int, cause: Cause) -> tuple[float, bool, int]:
        """A contact: when it ended, whether somebody took it, and the queue where that was."""
        rng = self.rng
        waited = instant(rng.choice([0.0, 5.0, 20.0, rng.exponential(60.0), rng.exponential(HOUR_S * 3)]))
        waited += 3 * DAY_S if self.backlog and cause is Cause.BACKLOG else 0.0
        served = instant(rng.exponential(400.0)) + 1.0
        outcome = Outcome.ANSWERED
        if queue != EMAIL and rng.uniform() < 0.5:
            outcome = rng.choice(ON_PHONE if queue == PHONE else ON_CHAT)
        elif rng.uniform() < 0.2:
            outcome = Outcome.TRANSFERRED
        outcome = Outcome(int(outcome))
        taken, ended = now + waited, now + waited + served
        if outcome in (Outcome.BLOCKED, Outcome.CLOSED, Outcome.MESSAGE):
            taken, ended = NAN, now
        elif outcome in (Outcome.ABANDONED, Outcome.DISCONNECTED, Outcome.UNREACHED):
            taken, ended = NAN, now + waited
        elif outcome is Outcome.SILENT:
            taken, ended = now + waited + 30.0, now + waited
        if cause in (Cause.FIRST, Cause.BACKLOG, Cause.REDIAL, Cause.RECONTACT, Cause.MESSAGE):
            reached = outcome in (Outcome.ANSWERED, Outcome.TRANSFERRED, Outcome.CALLED_BACK)
            if queue == EMAIL or reached:
                self.opens(now, taken, ended, queue, cause)
        elif not np.isnan(taken) and outcome is not Outcome.SILENT and cause is not Cause.CHASE:
            self.steps[-1].append((Status.IN_SERVICE, taken))
        self.adds(outcome, now, taken, ended, queue, cause)
        if outcome is Outcome.TRANSFERRED:
            self.steps[-1].append((Status.OPEN, ended))
            return self.comes(ended, queue, Cause.TRANSFER)
        if outcome is Outcome.MESSAGE:
            return self.comes(ended, EMAIL, Cause.MESSAGE)
        return ended, outcome in (Outcome.ANSWERED, Outcome.CALLED_BACK), queue

    def opens(self, now: float, taken: float, ended: float, queue: int, cause: Cause) -> None:
        """A ticket."""
        self.tickets.append((now, ended if queue == EMAIL else taken, queue, cause))
        self.steps.append([(Status.IN_SERVICE, taken)])

    def works(self, now: float) -> float:
        """Pauses and further touches until it is called solved."""
        rng, steps = self.rng, self.steps[-1]
        while rng.uniform() < 0.4:
            pause = PAUSES[rng.integers(3)]
            steps.append((pause, now))
            if rng.uniform() < 0.3:
                asked = instant(now + rng.exponential(HOUR_S))
                self.adds(Outcome.ANSWERED, asked, asked + 5, asked + 90, int(rng.integers(3)), Cause.CHASE)
            now = instant(now + 3 * HOUR_S + rng.exponential(5 * HOUR_S))
            cause = Cause.REPLY if pause is Status.PENDING_CUSTOMER else Cause.NEXT_TOUCH
            steps += [(Status.OPEN, now), (Status.IN_SERVICE, now + 60)]
            self.adds(Outcome.ANSWERED, now, now + 60, now + 300, EMAIL, cause)
            now += 300
        steps.append((Status.SOLVED, now))
        self.solved = now if np.isnan(self.solved) else self.solved
        return now

    def adds(self, outcome: Outcome, now: float, taken: float, ended: float, queue: int, cause: Cause) -> None:
        """A row of contacts, cut off at the end of the log."""
        if now >= self.ends_at:
            return
        if outcome is Outcome.SILENT and ended < self.ends_at:
            taken = taken if taken < self.ends_at else NAN
        elif taken >= self.ends_at or (np.isnan(taken) and ended >= self.ends_at):
            outcome, taken, ended = Outcome.WAITING, NAN, NAN
        elif ended >= self.ends_at:
            outcome, ended = (Outcome.WAITING, NAN) if outcome is Outcome.SILENT else (Outcome.IN_SERVICE, NAN)
            taken = NAN if outcome is Outcome.WAITING else taken
        place = len(self.tickets) - 1
        keys: dict[str, Any] = {"issue": self.number, "contact": len(self.contacts), "ticket": place}
        self.contacts.append(contact(outcome, now, taken, ended, queue=queue, cause=cause, **keys))

    def finish(self, end: End, now: float) -> None:
        """How it ended."""
        self.end, self.ended = end, now
        if self.steps:
            last, since = self.steps[-1][-1]
            self.steps[-1].append((Status.CLOSED, now if last is not Status.SOLVED else since + 4 * DAY_S))

    def cut(self) -> None:
        """Tickets and the issue as the log has them at its end."""
        kept = []
        for place, ((opened, replied, channel, cause), steps) in enumerate(zip(self.tickets, self.steps, strict=True)):
            known = [(status, since) for status, since in steps if since < self.ends_at]
            if opened >= self.ends_at or (channel != EMAIL and not known):
                continue  # nobody had taken the call yet: no ticket
            words: dict[str, Any] = {"issue": self.number, "number": place, "channel": channel, "cause": cause}
            if self.rng.uniform() < 0.2:
                words["urgent_at"] = min(instant(opened + self.rng.exponential(HOUR_S)), self.ends_at)
            kept.append(ticket(opened, replied if replied < self.ends_at else NAN, *known, **words))
        self.tickets = kept
        over = self.ended < self.ends_at
        self.issue = issue(
            self.arrived,
            self.end if over else End.OPEN,
            self.ended if over else NAN,
            self.solved if self.solved < self.ends_at else NAN,
            number=self.number,
            channel=self.channel,
            cause=Cause.BACKLOG if self.backlog else Cause.FIRST,
        )


def instant(seconds: float) -> float:
    """The nearest instant on the grid."""
    return float(array_on_grid(np.array([seconds]))[0])
