"""The law of work: what agents do in all touches of a contact is what was drawn for it, and the set-ups it has cost."""

from __future__ import annotations

import math
from bisect import bisect_right
from typing import Any

from sim.engine.draws import maybe
from sim.log import Cause, Duty, Outcome, TouchEnd
from sim.world.effort import pace
from tests.laws.played import Played, on_random_desks, played
from tests.laws.test_agents import by_agent, steps

ASIDE = {Cause.CHASE: "chase_work", Cause.NOTICE: "notice_work", Cause.CONFIRM: "confirm_work"}
DRAWS = 100
PASSED_ON = (TouchEnd.TRANSFERRED, TouchEnd.ESCALATED)
FINISHED = (Outcome.ANSWERED, Outcome.CALLED_BACK, Outcome.TRANSFERRED)


class Drawn:
    """The work that was drawn for each contact, in seconds of talk with hold, and of after-call work."""

    def __init__(self, desk: Played) -> None:
        self.desk, self.plan = desk, desk.plan
        self.m = desk.plan.matters
        self.base = {name: maybe(desk.plan, name) for name in ("talk", "hold", "after_call", *ASIDE.values())}

    def skill(self, contact: Any) -> float:
        """Of the first agent who has had it; less where nobody has noticed that they lack the skill."""
        agents, queues = self.plan.agents, self.plan.queues
        agent = contact.touches[-1].agent if len(contact.touches) == 1 else self.first(contact).agent
        group = agents.group[agent]
        issue = self.desk.issues[contact.issue]
        if queues.topic[contact.queue] == issue.topic:
            return float(agents.proficiency[group, contact.queue])
        home = queues.on_channel[issue.queue, queues.channel[contact.queue]]
        return float(agents.proficiency[group, home]) or self.m.out_of_depth * float(agents.speed[agents.team[agent]])

    def first(self, contact: Any) -> Any:
        """The touch in which somebody first spoke to the customer."""
        return next(touch for touch in contact.touches if touch.end != TouchEnd.UNREACHED)

    def of(self, contact: Any, number: int, knows: bool, worked_s: float) -> tuple[float, float]:
        """The work of a contact that is the ``number``-th at which the matter was worked on, and took ``worked_s``."""
        channel = int(self.plan.queues.channel[contact.queue])
        skill = self.skill(contact)
        if contact.cause in ASIDE:
            return self.aside(contact, channel, skill, worked_s), 0.0
        warm_s = self.m.introduction_s if self.m.warm else 0.0
        passed_on_s = warm_s if contact.touches[-1].end in PASSED_ON else 0.0
        if contact.touches[-1].end == TouchEnd.TRANSFERRED:
            return self.m.triage_s, passed_on_s
        factor = self.by_time(channel, contact.answered_at) * self.temper(contact)
        if contact.cause == Cause.DECIDED:
            factor *= self.desk.scenario.policy.authority.finishing
        if not knows:
            factor *= self.plan.channels.no_context[channel]
        talk, hold, after_call = (
            draw(contact.issue, number, channel) * factor / skill if (draw := self.base[phase]) else 0.0
            for phase in ("talk", "hold", "after_call")
        )
        return talk + hold + (warm_s if contact.cause == Cause.TRANSFER else 0.0), after_call + passed_on_s

    def temper(self, contact: Any) -> float:
        """What an angry customer adds."""
        return self.plan.angers.handle_time if contact.angry == 1 else 1.0

    def aside(self, contact: Any, channel: int, skill: float, worked_s: float) -> float:
        """Of the issue's draws for what is beside the matter, the one that was used: the log does not count them."""
        draw = self.base[ASIDE[contact.cause]]
        factor = self.temper(contact) / skill
        drawn = [draw(contact.issue, number, channel) * factor if draw else 0.0 for number in range(DRAWS)]
        return min(drawn, key=lambda work_s: abs(work_s - worked_s))

    def by_time(self, channel: int, at: float) -> float:
        """The multiplier of the hour; after the last day, that of its last hour."""
        curves = self.plan.channels.effort_by_time
        hour = min(int(at // self.plan.rules.interval_s), curves.shape[1] - 1)
        return float(curves[channel, hour]) if curves.size else 1.0


def on_hold(touch: Any, at: float) -> bool:
    """Whether a customer waited for a supervisor's decision, and nobody worked."""
    return bool(touch.held) and touch.held[0] <= at < touch.held[1]


class Progress:
    """How far an agent's chats got by an instant: the integral of the pace at which each went."""

    def __init__(self, desk: Played, touches: list[Any]) -> None:
        slowdown = desk.plan.channels.slowdown[list(desk.log.channels).index("chat")]
        self.at, self.done, self.paces = [0.0], [0.0], [1.0]
        for since, until, in_hand in steps(touches):
            alive = sum(touch.of.outcome != Outcome.SILENT and not on_hold(touch, since) for touch in in_hand)
            self._mark(since, 1.0)
            self._mark(until, pace(max(alive, 1), slowdown))

    def _mark(self, at: float, rate: float) -> None:
        self.done.append(self.done[-1] + (at - self.at[-1]) * rate)
        self.at.append(at)
        self.paces.append(rate)

    def by(self, at: float) -> float:
        """Seconds of one chat's work by an instant."""
        place = min(bisect_right(self.at, at), len(self.at) - 1)
        return self.done[place] - (self.at[place] - at) * self.paces[place]


def interrupted(desk: Played, touch: Any) -> bool:
    """Whether a ticket was put back for a customer on the line, by an agent who stays."""
    stays = any(
        stretch.agent == touch.agent and stretch.duty == Duty.ON_QUEUE and stretch.since <= touch.until < stretch.until
        for stretch in desk.duty
    )
    return touch.end == TouchEnd.PUT_BACK and stays


def set_ups(desk: Played, contact: Any) -> float:
    """Extra work in seconds of those who took a contact over, and of those who took a ticket up again."""
    rules = desk.plan.rules
    handed_over = sum(touch.end == TouchEnd.HANDED_OVER for touch in contact.touches)
    return rules.set_up_s * handed_over + rules.resume_s * sum(interrupted(desk, touch) for touch in contact.touches)


def contexts(desk: Played) -> dict[tuple[int, int], tuple[int, bool]]:
    """By issue and contact: how often the matter was worked on before, and whether the agent knows of it."""
    follows = {(ticket.issue, ticket.ticket): ticket.follows for ticket in desk.tickets}
    out: dict[tuple[int, int], tuple[int, bool]] = {}
    for contacts in desk.threads():
        number, knows = 0, True
        for place, contact in enumerate(contacts):
            if contact.cause == Cause.TRANSFER:
                knows = desk.plan.matters.warm
            elif contact.cause in (Cause.RECONTACT, Cause.BOUNCED):
                tickets = [later.ticket for later in contacts[place:] if later.ticket >= 0]
                knows = not tickets or follows[contact.issue, tickets[0]] >= 0
            elif contact.cause not in (Cause.REDIAL, Cause.MESSAGE):
                knows = True
            out[contact.issue, contact.contact] = number, knows
            ends = [touch.end for touch in contact.touches]
            if (
                contact.cause != Cause.CONFIRM
                and not math.isnan(contact.answered_at)
                and ends[-1] != TouchEnd.TRANSFERRED
            ):
                number += contact.outcome != Outcome.SILENT
    return out


@on_random_desks
def test_the_touches_of_a_contact_do_the_work_that_was_drawn_and_its_set_ups(mapping: dict[str, Any]) -> None:
    desk = played(mapping)
    if desk.scenario.has_people:  # where each agent has a pace of their own: tests/laws/test_people.py
        return
    drawn, context = Drawn(desk), contexts(desk)
    progress = {agent: Progress(desk, touches) for agent, touches in by_agent(desk)}
    checked = 0
    for contact in desk.contacts:
        touches = [touch for touch in contact.touches if touch.end != TouchEnd.UNREACHED]
        if contact.outcome not in FINISHED or touches[-1].end == TouchEnd.OPEN:
            continue
        talked_s = wrapped_up_s = 0.0
        for touch in touches:
            hung_up = touch.started_at + touch.talk_s + touch.hold_s
            stopped = touch.held[0] if touch.held else hung_up
            if touch.chat:
                clock = progress[touch.agent]
                talked_s += clock.by(stopped) - clock.by(touch.started_at)
                wrapped_up_s += clock.by(touch.until) - clock.by(hung_up)
            else:
                talked_s += stopped - touch.started_at
                wrapped_up_s += touch.after_call_s
        known = context.get((contact.issue, contact.contact), (0, True))
        worked_s = talked_s - set_ups(desk, contact)
        work_s, after_call_s = drawn.of(contact, *known, worked_s)
        assert math.isclose(worked_s, work_s, rel_tol=1e-9, abs_tol=1e-3)
        assert math.isclose(wrapped_up_s, after_call_s, rel_tol=1e-9, abs_tol=1e-3)
        checked += 1
    assert checked > 0
