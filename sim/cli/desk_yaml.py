"""The YAML of a new desk: every line with its unit, and whether the user gave it or we assumed it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sim.units import format_days, format_duration, format_span, format_time_of_day

PROFILE = (0.6, 0.9, 1.2, 1.25, 1.0, 0.9, 1.1, 1.15, 1.0, 0.7)
"""Relative rate of calls over the opening hours in ten equal parts: a morning and an afternoon peak (assumed)."""

AFTER_CALL = 0.15
"""Share of the handle time that is after-call work; 15 to 25 % are published (model, table of handle times)."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What the user said; ``people`` by time of day (-1 for all day); ``given`` names what was really said."""

    name: str
    per_week: float
    handle_s: float
    people: Mapping[float, int]
    hours: tuple[float, float]
    days: tuple[int, ...]
    share: float
    within_s: float
    wage: float
    currency: str
    given: tuple[str, ...] = ()

    def source(self, key: str) -> str:
        """``yours`` or ``assumed``."""
        return "yours" if key in self.given else "assumed"


def desk_yaml(desk: Desk) -> str:
    """The file as text."""
    days, hours = format_days(desk.days), format_span(*desk.hours)
    talk_s = round(desk.handle_s * (1 - AFTER_CALL))
    after_s = max(round(desk.handle_s) - talk_s, 1)
    more = 1.1 * desk.per_week
    return f"""\
# {desk.name}: a phone desk. Written by `supportsim new`; it is yours to change. Times of day are quoted.
#   supportsim show {desk.name}.yaml                     where every value came from; load against people
#   supportsim compare {desk.name}.yaml                  the options at the end of this file, on the same customers
#   supportsim compare {desk.name}.yaml world.arrivals.phone.per_week={more:.0f}    the same with more calls
# "assumed" marks what nobody measured: replace it by your own figures first.

title: {desk.name.replace("_", " ").replace("-", " ").capitalize()}

calendar:
  start: "2026-01-05" # a Monday; give real dates to have holidays and special days
  days: 7
  interval: 30min # of profiles, staffing and the charts by interval
  # holidays: ["2026-01-06"]

world: # what happens to you
  arrivals:
    phone:
      source: profile
      per_week: {desk.per_week:g} # first calls in an ordinary week; {desk.source("weekly_volume")}
      profile: # relative rate over the day; only its shape counts; assumed
        {_key(days)}: {_curve(_profile(desk))}
      # weekday: {{mon: 1.2, tue: 1.05, wed: 1.0, thu: 0.95, fri: 0.8}} # relative volume of the days
      busyness: 50 # kappa: days differ by about 14 %; published volumes lie between 10 and 400; assumed
  effort:
    phone:
      # talk and after-call work together: {format_duration(round(desk.handle_s))} ({desk.source("handle_time")})
      talk: {{law: lognormal, mean: {format_duration(talk_s)}, cv: 1.0}}
      after_call: {{law: lognormal, mean: {format_duration(after_s)}, cv: 0.8}} # {AFTER_CALL:.0%} of it; assumed
  patience:
    phone:
      law: {{law: weibull, mean: 4min, shape: 0.8}} # time until a caller gives up; assumed
  redial:
    phone:
      share: 0.3 # of those who gave up call again; assumed
      delay: {{law: exponential, mean: 15min}} # assumed
  prices: {{currency: {_key(desk.currency)}}}

policy: # what you choose
  channels:
    phone: {{kind: live, open: {{{_key(days)}: "{hours}"}}}} # {desk.source("open")}
  teams:
    front:
      skills: {{phone: 1.0}}
      wage_per_h: {desk.wage:g} # {desk.currency} per paid hour; {desk.source("wage")}
  heads: # agents on the phones, breaks and absence already taken off
    front:
      on_queue:
        {_key(days)}: {_curve(_heads(desk))} # {desk.source("people")}
      paid_share: 0.7 # hours on the phones over paid hours (30 % shrinkage); assumed
  targets:
    phone: {{share: {desk.share:g}, within: {format_duration(desk.within_s)}}} # {desk.source("target")}

variants: # the options to compare; the first is what the others are measured against
  baseline: {{title: As today}}
  one_fewer: {{title: One fewer, overrides: ["policy.heads.front.plus=-1"]}}
  one_more: {{title: One more, overrides: ["policy.heads.front.plus=1"]}}
  two_more: {{title: Two more, overrides: ["policy.heads.front.plus=2"]}}
"""


def _profile(desk: Desk) -> dict[float, float]:
    start, end = desk.hours
    part = (end - start) / len(PROFILE)
    steps = {start + part * place: level for place, level in enumerate(PROFILE)}
    return {**{_to_quarter(at): level for at, level in steps.items()}, end: 0}


def _heads(desk: Desk) -> dict[float, float]:
    start, end = desk.hours
    steps = {start if at < 0 else at: float(count) for at, count in sorted(desk.people.items())}
    return {**steps, end: 0}


def _to_quarter(seconds: float) -> float:
    return round(seconds / 900) * 900.0


def _curve(steps: Mapping[float, float]) -> str:
    return "{" + ", ".join(f'"{format_time_of_day(at)}": {level:g}' for at, level in steps.items()) + "}"


def _key(text: str) -> str:
    """A word as YAML, quoted where YAML would read it otherwise."""
    read_otherwise = text.lower() in ("no", "yes", "on", "off", "null", "y", "n")
    return text if text.replace("-", "").isalpha() and not read_otherwise else f'"{text}"'
