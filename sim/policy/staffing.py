"""Who is on duty when: heads by interval, shifts, or a roster; each team uses one of the three."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import Any, Literal, Self

from pydantic import field_validator, model_validator

from sim.clock import WeekCurve
from sim.declare import Days, Duration, Settings, Span, TimeOfDay, setting
from sim.units import DAY_S, format_span


class Heads(Settings):
    """Agents on queue by interval: heads that are really there, shrinkage already taken off.

    When the number falls, the highest-numbered idle agent leaves; if nobody is idle, the end-of-shift rule applies to
    the highest-numbered busy one.
    """

    on_queue: WeekCurve = setting(unit="agents", meaning="agents on queue over the week")
    plus: int = setting(0, unit="agents", ge=-100_000, le=100_000, meaning="this many more (or fewer) whenever staffed")
    times: float = setting(1.0, ge=0, le=1000, meaning="heads are multiplied by this and rounded, before plus")
    paid_share: float = setting(
        1.0,
        gt=0,
        le=1,
        meaning="on-queue hours over paid hours: what is paid beside the hours on queue (1 - shrinkage)",
    )


class Pause(Settings):
    """A break or a meeting inside a shift."""

    after: Duration | None = setting(None, unit="s", ge=0, meaning="start, counted from the start of the shift")
    at: TimeOfDay | None = setting(None, unit="s", meaning="start, as a time of day")
    lasts: Duration = setting(unit="s", gt=0, meaning="length")
    kind: Literal["break", "meeting", "training"] = setting("break", meaning="what it is")
    paid: bool = setting(True, meaning="whether it is paid")
    stagger: Duration = setting(
        0.0,
        unit="s",
        ge=0,
        meaning="agents start it one after another, spread over this time, so that not all leave at once",
    )

    @model_validator(mode="after")
    def _one_start(self) -> Self:
        if (self.after is None) == (self.at is None):
            raise ValueError("a pause starts either after a time in the shift or at a time of day: give one of the two")
        return self


class Shift(Settings):
    """Real agents who work the same hours on the same weekdays."""

    team: str = setting(meaning="the team they belong to")
    agents: int = setting(unit="agents", ge=0, le=100_000, meaning="how many")
    hours: Span = setting(unit="s", meaning="from when to when, such as 08:00-16:30")
    days: Days = setting((0, 1, 2, 3, 4), meaning="weekdays")
    pauses: dict[str, Pause] = setting(default_factory=dict, meaning="breaks and meetings by name")
    off_queue: float = setting(
        0.0,
        ge=0,
        lt=1,
        meaning="planned shrinkage: share of the shift spent off queue, in rotating blocks of real agents",
    )
    off_queue_block: Duration = setting(1800.0, unit="s", gt=0, meaning="length of one such block")


class RosterRow(Settings):
    """One person's work on one date."""

    agent: str = setting(meaning="who", min_length=1)
    date: dt.date = setting(meaning="the date on which the shift starts")
    hours: Span = setting(unit="s", meaning="from when to when")
    activity: Literal["work", "break", "meeting", "training", "absent"] = setting(
        "work", meaning="work, or a pause inside work"
    )
    paid: bool = setting(True, meaning="whether it is paid")

    @model_validator(mode="before")
    @classmethod
    def _from_columns(cls, value: Any) -> Any:
        if isinstance(value, dict) and "start" in value and "end" in value and "hours" not in value:
            value = dict(value)
            start, end = value.pop("start"), value.pop("end")
            value["hours"] = f"{start}-{end}"
        return value

    @field_validator("date", mode="before")
    @classmethod
    def _date(cls, value: Any) -> Any:
        return dt.date.fromisoformat(value) if isinstance(value, str) else value


class Roster(Settings):
    """A roster of persons: rows of agent, date, hours and activity (a table beside the YAML)."""

    rows: tuple[RosterRow, ...] = setting(min_length=1, meaning="the roster")

    @model_validator(mode="after")
    def _one_place_at_a_time(self) -> Self:
        work: dict[str, list[tuple[float, float, RosterRow]]] = {}
        for row in self.rows:
            if row.activity == "work":
                midnight = row.date.toordinal() * DAY_S
                work.setdefault(row.agent, []).append((midnight + row.hours[0], midnight + row.hours[1], row))
        twice = [
            f"{row.agent} {row.date} {format_span(*row.hours)}"
            for spans in work.values()
            for (_, ends, _), (begins, _, row) in pairwise(sorted(spans, key=lambda span: span[:2]))
            if begins < ends
        ]
        if twice:
            more = f" and {len(twice) - 20} more" if len(twice) > 20 else ""
            raise ValueError(f"somebody works twice at the same time: {', '.join(twice[:20])}{more}")
        return self


class EndOfShift(Settings):
    """What happens when a shift ends with work in hand; asynchronous work always goes back with what is left of it."""

    rule: Literal["finish", "stop_new", "hand_over"] = setting(
        "finish",
        meaning="finish the contact in overtime; or stop_new: take nothing new shortly before the end and finish; "
        "or hand_over: the contact goes back to the head of its queue with the work that is left, if a colleague with "
        "the skill is on duty (if not, it is finished)",
    )
    stop_before: Duration = setting(600.0, unit="s", ge=0, meaning="stop_new: this long before the end")
    set_up: Duration = setting(60.0, unit="s", ge=0, meaning="hand_over: extra work for the one who takes over")
