"""A random desk of phone, chat and email, for laws that hold on every desk: anything may happen, often and together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

import numpy as np

from tests.desks import MONDAY

T = TypeVar("T")


class Dice:
    """Choices that all follow from one number."""

    def __init__(self, seed: int) -> None:
        self._rng = np.random.default_rng(seed)

    def choice(self, options: Sequence[T]) -> T:
        """Any of some options."""
        return options[int(self._rng.integers(len(options)))]

    def integer(self, low: int, high: int) -> int:
        """An integer, both ends included."""
        return int(self._rng.integers(low, high + 1))

    def coin(self) -> bool:
        """Yes or no."""
        return self.choice((False, True))


NONE = {"law": "deterministic", "value": "0s"}
TIMES = (
    {"law": "deterministic", "value": "120s"},
    {"law": "exponential", "mean": "60s"},
    {"law": "exponential", "mean": "400s"},
    {"law": "lognormal", "mean": "300s", "cv": 1.3},
    {"law": "gamma", "mean": "700s", "cv": 0.5},
    {"law": "uniform", "low": "5s", "high": "90s"},
    {"law": "weibull", "mean": "240s", "shape": 0.7},
    {"law": "hyperexponential", "share": 0.8, "first": "60s", "second": "900s"},
)
PATIENCE = (*TIMES, None)
MINUTES = tuple({"law": "exponential", "mean": f"{mean}min"} for mean in (5, 20))

MECHANISMS = (
    "angry",
    "announced",
    "bounced",
    "callbacks",
    "chased",
    "concessions",
    "confirmed",
    "drained",
    "flagged",
    "languages",
    "last_agent",
    "left_in_silence",
    "lines",
    "messages",
    "paused",
    "people",
    "preempted",
    "redialled",
    "resolved",
    "several_chats",
    "sorted",
    "threshold",
    "urgent",
    "working_supervisors",
)
"""What may happen on a desk beyond being answered; each alone, and together with others."""


CONCEDING = frozenset(("concessions", "working_supervisors"))
"""Mechanisms with which customers need concessions."""
LIMITS = (
    (0.0, 0.0, 60.0),
    (30.0, 30.0, 30.0),
    (20.0, 80.0, 500.0),
    (40.0, 40.0, None),
    (40.0, None, None),
    (None, None, None),
)
"""Of agents, seniors and supervisors."""


def _mechanisms(dice: Dice) -> frozenset[str]:
    """One mechanism alone, about half of them, or all that go together."""
    kind = dice.choice(["one", "half", "half", "all"])
    if kind == "one":
        return frozenset([dice.choice(MECHANISMS)])
    if kind == "all":
        return frozenset(MECHANISMS) - {dice.choice(["preempted", "threshold"])}
    return frozenset(name for name in MECHANISMS if dice.coin())


def random_desk(number: int) -> dict[str, Any]:
    """A small desk of phone, chat and email, as a mapping: waits that take hours elsewhere take minutes here.

    It opens at 8:00, takes calls and chats for five hours, customers come for half an hour more, and agents are there
    for eight at most; or it opens at 20:00 for three hours, so that the end comes in the middle of things.
    """
    dice = Dice(number)
    has = _mechanisms(dice)
    resolved = "resolved" in has or "confirmed" in has
    opens = dice.choice([8, 20])
    mapping: dict[str, Any] = {
        "calendar": {
            "start": MONDAY,
            "days": 1,
            "interval": dice.choice(["15min", "1h"]),
            "at_end": "drain" if "drained" in has else "stop",
            "start_at": dice.choice(["00:00", "00:00", f"{opens + 1:02d}:30"]),
        },
        "world": _world(dice, has, resolved, opens),
        "policy": _policy(dice, has, resolved, opens),
    }
    if dice.coin():
        mapping["start"] = {
            "backlog": {
                "email": {"contacts": dice.integer(1, 8), "oldest": "2h"},
                "phone": {"contacts": dice.integer(0, 3), "oldest": "2min"},
            }
        }
    if has & CONCEDING:
        _with_concessions(mapping, dice, opens, working="working_supervisors" in has)
    if "people" in has:
        _with_people(mapping, dice, opens)
    return mapping


def _world(dice: Dice, has: frozenset[str], resolved: bool, opens: int) -> dict[str, Any]:
    channels, live = ("phone", "chat", "email"), ("phone", "chat")
    profile = _over_day(opens, {0: dice.integer(1, 3), 2: 1, 5.5: 0}, {"00:00": 0})
    world: dict[str, Any] = {
        "arrivals": {
            name: {
                "source": "profile",
                "per_week": 7 * dice.choice([15, 40, 80]),
                "profile": profile,
                "busyness": dice.choice([None, 10.0]),
                "interval_noise": dice.choice([None, 5.0]),
            }
            for name in channels
        },
        "incidents": dice.choice([None, None, {"per_week": 7.0}]),
        "topics": {
            "simple": {"share": 2, "urgent": 0.3 if "urgent" in has else 0.0},
            "hard": {
                "share": 1,
                "effort": 1.7,
                "patience": dice.choice([1.0, 2.0]),
                "share_on": dice.choice([{}, {"email": 0}]),
            },
        },
        "effort": {
            name: {
                "talk": dice.choice(TIMES),
                "hold": dice.choice((NONE, dice.choice(TIMES))),
                "after_call": dice.choice((NONE, dice.choice(TIMES))),
                "difficulty_cv": dice.choice([0.0, 0.6]),
                "by_time": dice.choice([1, {"00:00": 1, "10:00": 1.3}]),
                "slowdown": dice.choice([0.0, 0.35, 1.0]),
            }
            for name in channels
        },
        "patience": {
            name: {
                "law": dice.choice(PATIENCE),
                "balk": dice.choice([0.0, 0.1]),
                "balks_above": 1.0 if "announced" in has else None,
                "carried": dice.coin(),
                **({"silent": 0.6, "detected_after": "90s"} if "left_in_silence" in has and name == "chat" else {}),
            }
            for name in live
        },
        "bounced": {"delay": dice.choice(MINUTES)},
        "replies": {
            name: dice.choice(MINUTES) for name in ("customer", "third_party", "internal", "after_reminder", "confirms")
        },
        "callback": {"accepted": 0.7, "reached": 0.6},
        "people": {"absence": dice.choice([0.0, 0.1]), "lateness": dice.choice([0.0, 0.3])},
    }
    if "redialled" in has:
        again = {"share": 0.7, "after_closing": dice.coin(), "delay": dice.choice(MINUTES)}
        world["redial"] = {"phone": {**again, "switch": {"email": 0.2, "chat": 0.2}}, "chat": again}
    if "chased" in has:
        world["chase"] = {
            "per_hour": dice.choice([1.0, 6.0]),
            "waking": dice.choice([None, f"{opens:02d}:00-{opens + 3}:00"]),
            "expects": dice.choice(["0s", "20min"]),
            "expects_pending": "15min",
            "channels": dice.choice([{}, {"phone": 0.4, "chat": 0.2}]),
            "work": dice.choice(TIMES),
        }
    if "languages" in has:
        world["languages"] = {"german": {"share": 3}, "french": {"share": 1}}
    if resolved:
        world["resolution"] = {
            "solved": dice.choice([0.3, 0.7]),
            "wrong": dice.choice([0.0, 0.2]),
            "pending_customer": 0.15,
            "pending_third_party": 0.1,
            "noticed": dice.choice(MINUTES),
            "returns": 0.8,
            "to_senior": dice.choice([0.0, 0.5]),
            "to_internal": 0.3,
            "return_channels": dice.choice([{}, {"phone": 0.3, "chat": 0.3}]),
        }
    if "angry" in has or "flagged" in has:
        world["anger"] = {"share": 0.3, "waiting": 1.0, "handle_time": 1.5, "share_on": {"hard": 0.6}}
    return world


def _policy(dice: Dice, has: frozenset[str], resolved: bool, opens: int) -> dict[str, Any]:
    def line(kind: str, lines: int) -> dict[str, Any]:
        messages = "messages" in has
        return {
            "kind": kind,
            "open": f"{opens:02d}:00-{min(opens + 5, 23)}:00",
            "closing": dice.choice(["serve_out", "disconnect"]),
            "lines": lines if "lines" in has else None,
            "announce": "announced" in has,
            "when_closed": "take_message" if messages else "turn_away",
            "later": "email" if messages or dice.coin() else None,
        }

    channels = {"phone": line("live", 4), "chat": line("chat", 6), "email": {"kind": "async"}}
    if "bounced" in has:
        channels["phone"]["sends_to"] = {"email": 0.2, "chat": 0.1}
        channels["email"]["sends_to"] = {"phone": 0.2}
    speak = {"languages": ["german"]} if "languages" in has else {}
    chats = dice.integer(2, 4) if "several_chats" in has else 1
    waits_on = "email" if channels["phone"]["later"] or not resolved else dice.choice(["phone", "email"])
    pause = {"after": "1h", "lasts": "30min", "stagger": "30min"}
    policy: dict[str, Any] = {
        "channels": channels,
        "teams": {
            "callers": {"skills": {"phone/simple": 1.0, "chat/simple": 0.8}, "chats": chats, **speak},
            "writers": {"skills": {"chat": 1.0, "email": 1.0, "phone/hard": 0.9}, "chats": max(chats - 1, 1), **speak},
            "seniors": {
                "skills": {"phone": 1.0, "chat": 1.1, "email": 1.2},
                "chats": chats,
                "senior": True,
                "quality": 1.2,
            },
        },
        "heads": {
            "callers": {"on_queue": _over_day(opens, {0: dice.integer(1, 3), 1: 1, 2: 2, 3: dice.integer(0, 2), 7: 0})},
            "seniors": {"on_queue": _over_day(opens, {0: 1, 8: dice.integer(0, 1)})},
        },
        "shifts": {
            "early": {
                "team": "writers",
                "agents": dice.integer(1, 2),
                "hours": f"{opens:02d}:00-{opens + 4}:00",
                "pauses": {"tea": pause} if "paused" in has else {},
                "off_queue": 0.15 if "paused" in has else 0.0,
            },
            "late": {
                "team": "writers",
                "agents": dice.integer(0, 1),
                "hours": f"{opens + 3}:00-{(opens + 7) % 24:02d}:00",
            },
        },
        "end_of_shift": {"rule": dice.choice(["finish", "stop_new", "hand_over", "hand_over"])},
        "routing": {
            "next_contact": dice.choice(["fifo", "priority", "longest_wait", "due", "c_mu", "score"]),
            "next_agent": dice.choice(["longest_idle", "least_occupied", "best_skill", "random", "random_team"]),
            "priority": {"phone": 1, "chat": 2, "email": 3},
            "reserve": {"email": dice.choice([0, 0, 1])},
            "urgent_first": "urgent" in has,
            "last_agent": dice.choice(("2min", "20min")) if "last_agent" in has else "0s",
            "forgotten_after": {waits_on: "10min"} if "urgent" in has else {},
        },
        "blending": {"rule": "preempt" if "preempted" in has else "threshold" if "threshold" in has else "none"},
        "interpreter": dice.coin(),
        "follow_up": {
            "tell": 0.7,
            "timeframe": 0.7,
            "acknowledge": dice.coin(),
            "promise": dice.choice(["10min", "1h"]),
            "kept": dice.choice([0.0, 0.6]),
            "confirm": "confirmed" in has,
            "remind_after": "20min",
            "give_up_after": "30min",
            "close_after": dice.choice(["0s", "30min", "4h"]),
            "link": 0.6,
        },
        "targets": {"phone": {"within": "20s"}, "email": {"within": "1h", "clock": "business"}},
    }
    if "callbacks" in has:
        policy["callback"] = {"phone": {"offer_above": "1min", "tries": dice.integer(1, 3), "gap": "5min"}}
    if "sorted" in has:
        policy["sorting"] = {
            "correct": dice.choice([0.2, 0.7]),
            "correct_again": dice.choice([0.5, 0.9]),
            "detected": dice.choice([0.5, 1.0]),
            "warm": dice.coin(),
        }
    if "flagged" in has:
        policy["sentiment"] = {"then": dice.choice(["priority", "senior"])}
        policy["routing"]["urgent_first"] = True
    return policy


def _with_concessions(mapping: dict[str, Any], dice: Dice, opens: int, *, working: bool) -> None:
    """Customers need concessions, and supervisors decide what others may not grant; they may also serve customers."""
    world, policy = mapping["world"], mapping["policy"]
    agent, senior, supervisor = dice.choice(LIMITS)
    world["concession"] = {
        "needed": dice.choice([0.2, 0.8]),
        "median": 40.0,
        "sigma": dice.choice([0.0, 1.0, 1.0]),
        "patience": dice.choice((None, *MINUTES, *TIMES)),
        "refused": dice.choice([0.0, 1.2]),
        "unwarranted": dice.choice([0.0, 0.3]),
    }
    world["topics"]["hard"]["concession"] = dice.choice([None, 0.0, 1.0])
    policy["authority"] = {
        "agent": agent,
        "senior": senior,
        "supervisor": supervisor,
        "approval": dice.choice(["hold", "hold", "later", "by_wait"]),
        "hold_below": dice.choice(["2min", "15min"]),
        "finishing": dice.choice([0.1, 0.4, 1.0]),
        "offers_less": agent != 0.0 and dice.coin(),
        "goodwill": dice.choice([0.0, 10.0, 30.0]),
        "script": dice.choice([0.0, 0.0, 1.0]),
        "audited": dice.choice([0.0, 0.1]),
    }
    policy["supervision"] = {
        "decision": dice.choice(TIMES),
        "denied": dice.choice([0.0, 0.3, 1.0]),
        "duties": dice.choice([0.0, 0.3, 0.8]),
        "duty_lasts": dice.choice(["2min", "10min"]),
    }
    skills = {"phone": 1.0, "email": 0.9, "chat/hard": 1.0} if working else {}
    policy["teams"]["supervisors"] = {"approves": True, "skills": skills, "chats": dice.integer(1, 3) if working else 1}
    if dice.coin():
        steps = {0: dice.integer(0, 2), 1: 1, 1.75: dice.integer(0, 2), 3: 1, 6: dice.integer(0, 1), 8: 0}
        policy["heads"]["supervisors"] = {"on_queue": _over_day(opens, steps)}
    else:
        policy["shifts"]["supervisors"] = {
            "team": "supervisors",
            "agents": dice.integer(1, 2),
            "hours": f"{opens:02d}:00-{(opens + dice.integer(2, 7)) % 24:02d}:00",
            "pauses": {"meeting": {"after": "30min", "lasts": "20min", "kind": "meeting"}} if dice.coin() else {},
        }


def _with_people(mapping: dict[str, Any], dice: Dice, opens: int) -> None:
    """Agents learn, tire, wear out and leave over some days; who leaves is followed within days, or by nobody."""
    world, policy = mapping["world"], mapping["policy"]
    mapping["calendar"]["days"] = dice.integer(2, 5)
    every_part: dict[str, dict[str, Any]] = {
        "learning": {
            "curve": dice.choice(["exponential", "power"]),
            "ramp_weeks": dice.choice([0.1, 4.3]),
            "agent_cv": dice.choice([0.0, 0.3]),
            "forgetting": dice.choice([0.0, 0.5]),
            "at_start": dice.choice(({"law": "deterministic", "value": "0d"}, {"law": "exponential", "mean": "100d"})),
        },
        "fatigue": {"rise": dice.choice([0.12, 1.5]), "angry": dice.choice([0.03, 0.5])},
        "exhaustion": {"gain": dice.choice([0.02, 0.9]), "at_start": dice.choice([0.0, 0.6])},
        "strain": {name: dice.choice([0.05, 0.8]) for name in ("rush", "slower_tired", "slower_exhausted")},
        "departures": {"quits": 12.0, "cap": 12.0, "absence": dice.choice([0.0, 2.0])},
    }
    some = {name: part for name, part in every_part.items() if dice.coin()}
    world |= some or every_part
    policy["development"] = {"onboarding_weeks": dice.choice([0.0, 0.15, 0.3]), "hours": dice.choice([0.0, 2.0, 8.0])}
    policy["environment"] = {
        "break_every": dice.choice([None, "45min"]),
        "break_lasts": "10min",
        "coaching": dice.choice([0.0, 4.0]),
        "unclear": dice.choice([0.0, 1.0]),
    }
    policy["hiring"] = {
        "refill": dice.choice([True, True, False]),
        "notice": dice.choice(["0d", "1d"]),
        "opens": dice.choice(["vacancy", "notice"]),
        "lag": dice.choice(({"law": "deterministic", "value": "0d"}, {"law": "exponential", "mean": "1d"})),
        "class_size": dice.integer(1, 2),
        "class_waits": "1d",
        "trainee_pay": dice.choice([0.5, 1.0]),
    }
    if dice.coin():
        del policy["heads"]["callers"]
        policy["shifts"]["callers"] = {
            "team": "callers",
            "agents": dice.integer(2, 6),
            "hours": f"{opens:02d}:00-{(opens + 5) % 24:02d}:00",
            "days": "daily",
        }


def _over_day(opens: int, steps: dict[float, int], start: dict[str, int] | None = None) -> dict[str, int]:
    """A curve by hours after opening, as far as the day goes."""
    hours = {opens + after: level for after, level in steps.items() if opens + after < 24}
    return (start or {}) | {f"{int(at):02d}:{int(at % 1 * 60):02d}": level for at, level in hours.items()}
