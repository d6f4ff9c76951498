"""The agents as persons at work: what their days do to them, and what that does to their work.

Within a day fatigue changes with what an agent does; experience and exhaustion are constant until midnight, when the
day is told to :mod:`sim.engine.lives` and everybody's tomorrow is settled. Effects are read once for each touch.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.engine.contact import Contact
from sim.engine.lives import (
    Day,
    Stage,
    begin,
    effort_by_skill,
    is_away,
    quality_by_skill,
    stays_away,
    step_day,
)
from sim.engine.lives.step import each
from sim.engine.plan import Plan
from sim.engine.tiredness import Doing, Tiredness
from sim.engine.todays_work import AWAY, ON_DUTY, TodaysWork
from sim.log import Duty
from sim.policy.assist import assist_quality, assist_speed
from sim.policy.knowledge import coverage_after, knowledge_logit
from sim.units import DAY_S, HOUR_S, MONTH_DAYS
from sim.world.learning import weeks_gained
from sim.world.strain import strain_factor, strain_logit

if TYPE_CHECKING:
    from sim.engine.desk import Desk


class Persons:
    """Everybody's fatigue, exhaustion, experience and stage."""

    def __init__(self, desk: Desk, plan: Plan) -> None:
        self._desk = desk
        self._env = desk.env
        self._plan = plan
        self._p = plan.people
        n = self._n = len(plan.agents.team)
        k = self._k = len(plan.channels.live)
        self._channel_of: list[int] = plan.queues.channel.tolist()
        self._groups = desk.dispatcher.group
        self._reach = desk.dispatcher.queues_of
        self._autonomy: list[float] = plan.people.autonomy.tolist()
        self._person: list[bool] = plan.people.person.tolist()
        self._work = TodaysWork(desk, plan)
        self._tired = Tiredness(plan.fatigue, n, plan.rules.starts_at)
        self._lives = begin(
            plan.lives,
            plan.chances,
            plan.agents.team.astype(np.int64),
            plan.people.person,
            plan.people.resource,
            plan.people.assisted,
            k,
        )
        stays_away(self._lives, 0, plan.lives, plan.chances)
        self._kappa = plan.people.kappa
        self._resolved = 0
        self._duty = [int(Duty.OFF)] * n
        eve = is_away(self._lives, plan.chances.u_eve, plan.lives)
        self._status = [(Stage.AT_WORK, away) for away in eve.tolist()]
        """of the shift that goes on: at the start, the eve's"""
        self._rows = desk.recorder.people
        self._settles()

    def _settles(self) -> None:
        """What experience makes of everybody until the next midnight."""
        lives, skills = self._lives, self._plan.skills
        effort = effort_by_skill(lives, skills, self._kappa)
        helped = np.full(self._n, knowledge_logit(self._kappa, self._p.solved_logit))
        if self._p.learn:
            helped_by = self._p.assisted
            months = lives.tenure_days[helped_by] / MONTH_DAYS
            assist = self._plan.assist
            effort[helped_by] /= each(assist_speed, months, assist.gain, assist.fades, assist.floor)[:, None]
            helped[helped_by] += each(
                assist_quality,
                months,
                assist.novice_below,
                assist.novice_quality,
                assist.top_from,
                assist.top_quality,
            )
        self._effort: list[list[float]] = effort.tolist()
        self._quality: list[list[float]] = quality_by_skill(lives, skills).tolist()
        self._helped: list[float] = helped.tolist() if self._p.learn else [0.0] * self._n
        self._less_wrong = knowledge_logit(self._kappa, self._p.wrong_logit) if self._p.learn else 0.0
        self._exhaustion: list[float] = lives.exhaustion.tolist()

    # What it does to work.

    def pace(self, agent: int, queue: int, now: float) -> float:
        """Factor on the handle time of a touch that begins."""
        s = self._plan.strain
        queue_per_agent = self._queue_per_agent(agent) if s.rush > 0.0 else 0.0
        return self._effort[agent][self._channel_of[queue]] * strain_factor(
            queue_per_agent,
            self._tired.now(agent, now),
            self._exhaustion[agent],
            s.rush,
            s.slower_tired,
            s.slower_exhausted,
        )

    def _queue_per_agent(self, agent: int) -> float:
        """Contacts that wait for agents like this one, for each of them on duty."""
        dispatcher, group = self._desk.dispatcher, self._groups[agent]
        count = dispatcher.waiting.count
        waiting = sum(count[place] for place in self._reach[group])
        return waiting / max(dispatcher.n_on_duty[group], 1)

    def quality(self, agent: int, queue: int) -> float:
        """Quality of an agent's answers by experience, a factor on the team's."""
        return self._quality[agent][self._channel_of[queue]]

    def solves(self, agent: int, now: float) -> float:
        """What strain and tools add to the log-odds of a resolution."""
        s = self._plan.strain
        strain = strain_logit(self._tired.now(agent, now), self._exhaustion[agent], s.solves_tired, s.solves_exhausted)
        return self._helped[agent] + strain

    def errs(self, agent: int, now: float) -> float:
        """What strain adds to the log-odds of wrong information, and the knowledge base takes off."""
        return self._plan.strain.wrong_tired * self._tired.now(agent, now) - self._less_wrong

    def empathy(self, agent: int, now: float) -> float:
        """What strain takes off the log-odds that a customer is satisfied, if the touch is judged now."""
        s = self._plan.strain
        return strain_logit(self._tired.seen(agent, now), self._exhaustion[agent], s.empathy_tired, s.empathy_exhausted)

    # What work does to them.

    def looks(self, agent: int, now: float) -> None:
        """What an agent does may have changed. Heads are nobody, and do not tire."""
        if not self._person[agent]:
            return
        in_hand = self._desk.chats.in_hand[agent]
        if in_hand or self._desk.dispatcher.contact_of[agent] is not None:
            self._tired.changes(agent, Doing.BUSY, max(in_hand, 1), now)
            return
        duty = self._duty[agent]
        doing = Doing.OFF if duty in AWAY else Doing.IDLE if duty in ON_DUTY else Doing.RESTING
        self._tired.changes(agent, doing, 0.0, now)

    def does(self, agent: int, duty: int, now: float, was: int, since: float) -> None:
        """An agent's actual duty changes; a stretch of the old one is over."""
        self._work.was_on(agent, was, since, now)
        self._duty[agent] = duty
        self.looks(agent, now)

    def has_worked(self, contact: Contact, now: float, for_good: bool) -> None:
        """An agent and a contact have parted: the time counts, and for good an angry customer leaves a mark."""
        agent = contact.agent
        self.looks(agent, now)
        angry = for_good and contact.angry == 1
        self._work.parted(contact, angry)
        if angry and self._person[agent]:
            self._tired.is_shaken(agent, self._autonomy[agent], self._p.support, now)

    def has_solved(self) -> None:
        """A matter was resolved: something may have been written down."""
        self._resolved += 1

    # From day to day.

    def comes(self, agent: int) -> None:
        """A planned shift begins: who is there for it, and as what, does not change before it is over."""
        self._work.shift_begins(agent)
        self._status[agent] = Stage(self._lives.stage[agent]), bool(self._lives.absent[agent])

    def today(self, agent: int, duty: int, paid: int) -> tuple[int, int]:
        """What a planned stretch of the shift becomes: (duty, paid)."""
        stage, absent = self._status[agent]
        if stage in (Stage.VACANT, Stage.READY):
            return int(Duty.OFF), 0
        if stage == Stage.TRAINING:
            return (duty if duty == Duty.BREAK else int(Duty.TRAINING)), paid
        return (int(Duty.ABSENT), paid) if absent else (duty, paid)

    def midnight(self, day: int) -> None:
        """A day is over (counted from 0): write it down, and settle everybody's tomorrow."""
        now = self._env.now
        asked = self._asked(now)
        self._write_down(day, asked)
        what = step_day(self._lives, day, asked, self._plan.lives, self._plan.chances)
        for agent in what.on_queue.tolist():
            self._tired.is_new(agent, now)
        if self._p.learn and self._p.kappa > 0.0:
            p = self._p
            self._kappa = coverage_after(self._kappa, float(self._resolved), p.documented, p.per_entry, p.ageing)
        self._resolved = 0
        self._work.begins(now)
        self._settles()

    def _asked(self, now: float) -> Day:
        """What today asked of everybody."""
        work, n, week_h = self._work, self._n, self._p.week_h
        work.ends(now, self._desk.attendance.going_on())
        gained = np.zeros((n, self._k))
        for agent in range(n):
            shares = work.shares(agent)
            if shares is not None:
                hours = work.queue_s[agent] / HOUR_S
                gained[agent] = [weeks_gained(hours, share, week_h) for share in shares]
        return Day(
            worked=np.array(work.worked, dtype=bool),
            occupancy=np.array([work.occupancy(agent) for agent in range(n)]),
            fatigue=np.array([self._tired.mean_of_day(agent, now) for agent in range(n)]),
            angry=np.array(work.angry, dtype=float),
            overtime_h=np.array(work.overtime_s) / HOUR_S,
            gained=gained,
        )

    def _write_down(self, day: int, asked: Day) -> None:
        lives, work, write, pack = self._lives, self._work, self._rows.write, self._rows.pack
        for agent in range(self._n):
            weights = work.shares(agent) or [1.0 / self._k] * self._k
            write(
                pack(
                    agent,
                    day,
                    lives.stage[agent],
                    lives.incarnation[agent],
                    lives.absent[agent],
                    lives.tenure_days[agent],
                    self._exhaustion[agent],
                    asked.fatigue[agent],
                    asked.occupancy[agent],
                    work.work_s(agent),
                    work.queue_s[agent],
                    work.overtime_s[agent],
                    asked.angry[agent],
                    sum(w * e for w, e in zip(weights, self._effort[agent], strict=True)),
                    sum(w * q for w, q in zip(weights, self._quality[agent], strict=True)),
                )
            )

    def stop(self, now: float) -> None:
        """The end of the simulation: write down the last day, with what was served out after it."""
        self._write_down(round(self._plan.rules.ends_at / DAY_S) - 1, self._asked(now))
