"""Hypothesis strategies: random desks on which laws must hold."""

from __future__ import annotations

from typing import Any

from hypothesis import Phase
from hypothesis import strategies as st

from sim.scenario import Scenario
from tests.desks import MONDAY

NO_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)
"""For laws on whole simulations: shrinking a desk takes minutes and the desks are small to begin with."""

seconds = st.integers(5, 900)


@st.composite
def laws(draw: st.DrawFn) -> dict[str, Any]:
    """Any law of durations."""
    mean = draw(seconds)
    kind = draw(
        st.sampled_from(["deterministic", "exponential", "lognormal", "gamma", "weibull", "uniform", "mixture"])
    )
    cv = draw(st.floats(0.2, 2.0))
    match kind:
        case "deterministic":
            return {"law": kind, "value": f"{mean}s"}
        case "exponential":
            return {"law": kind, "mean": f"{mean}s"}
        case "lognormal" | "gamma":
            return {"law": kind, "mean": f"{mean}s", "cv": cv}
        case "weibull":
            return {"law": kind, "mean": f"{mean}s", "shape": draw(st.floats(0.5, 3.0))}
        case "uniform":
            return {"law": kind, "low": f"{mean}s", "high": f"{2 * mean}s"}
    return {
        "law": "hyperexponential",
        "share": draw(st.floats(0.1, 0.9)),
        "first": f"{mean}s",
        "second": f"{3 * mean}s",
    }


@st.composite
def _pauses(draw: st.DrawFn) -> dict[str, Any]:
    if not draw(st.booleans()):
        return {}
    return {
        "lunch": {
            "after": draw(st.sampled_from(["1h", "2h"])),
            "lasts": "30min",
            "paid": draw(st.booleans()),
            "stagger": draw(st.sampled_from(["0s", "30min"])),
        }
    }


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    """A desk of two live channels and email, one team of heads and one of shifts, with any policy."""
    channels = ["phone", "sales", "email"]
    live = channels[:2]
    rate = st.integers(0, 60)
    mapping: dict[str, Any] = {
        "calendar": {
            "start": MONDAY,
            "days": 1,
            "interval": draw(st.sampled_from(["15min", "1h"])),
            "at_end": draw(st.sampled_from(["stop", "drain"])),
            "start_at": draw(st.sampled_from(["00:00", "09:30"])),
        },
        "world": {
            "arrivals": {
                name: {
                    "source": "profile",
                    "per_week": draw(rate) * 10 * 7,
                    "profile": {"08:00": 1, "10:00": draw(st.integers(1, 4)), "12:00": 1, "13:00": 0},
                    "busyness": draw(st.sampled_from([None, 10.0])),
                    "interval_noise": draw(st.sampled_from([None, 5.0])),
                }
                for name in channels
            },
            "incidents": draw(st.sampled_from([None, {"per_week": 7.0}])),
            "topics": {"simple": {"share": 2}, "hard": {"share": 1, "effort": 1.7, "share_on": {"email": 0}}},
            "effort": {
                name: {
                    "talk": draw(laws()),
                    "hold": draw(laws()) if draw(st.booleans()) else {"law": "deterministic", "value": "0s"},
                    "after_call": draw(laws()) if draw(st.booleans()) else {"law": "deterministic", "value": "0s"},
                    "difficulty_cv": draw(st.sampled_from([0.0, 0.6])),
                    "by_time": draw(st.sampled_from([1, {"00:00": 1, "10:00": 1.3}])),
                }
                for name in channels
            },
            "patience": {
                name: {
                    "law": draw(st.one_of(st.none(), laws())),
                    "balk": draw(st.sampled_from([0.0, 0.2])),
                    "delay": draw(st.sampled_from(["0s", "15s"])),
                    "by_time": draw(st.sampled_from([1, {"00:00": 1, "10:00": 0.5}])),
                }
                for name in live
            },
            "redial": {
                name: {"share": draw(st.sampled_from([0.0, 0.8])), "decay": 0.9, "delay": draw(laws())} for name in live
            },
            "people": {"absence": draw(st.sampled_from([0.0, 0.2])), "lateness": draw(st.sampled_from([0.0, 0.3]))},
        },
        "policy": {
            "channels": {
                **{
                    name: {
                        "kind": "live",
                        "open": "08:00-12:30",
                        "closing": draw(st.sampled_from(["serve_out", "disconnect"])),
                        "lines": draw(st.sampled_from([None, 4])),
                    }
                    for name in live
                },
                "email": {"kind": "async", "open": "08:00-12:30"},
            },
            "teams": {
                "callers": {"skills": {"phone": 1.0, "sales/simple": 0.8}},
                "blended": {"skills": {"phone": 0.9, "sales": 1.1, "email": 1.0}},
            },
            "heads": {"callers": {"on_queue": {"08:00": draw(st.integers(0, 5)), "11:00": draw(st.integers(0, 5))}}},
            "shifts": {
                "early": {
                    "team": "blended",
                    "agents": draw(st.integers(1, 6)),
                    "hours": "08:00-12:00",
                    "off_queue": draw(st.sampled_from([0.0, 0.15])),
                    "pauses": draw(_pauses()),
                }
            },
            "end_of_shift": {"rule": draw(st.sampled_from(["finish", "stop_new", "hand_over"]))},
            "routing": {
                "next_contact": draw(st.sampled_from(["fifo", "priority", "longest_wait", "due", "c_mu", "score"])),
                "next_agent": draw(
                    st.sampled_from(["longest_idle", "least_occupied", "best_skill", "random", "random_team"])
                ),
                "priority": {"sales": 1, "phone": 2, "email": 3},
                "reserve": {"email": draw(st.integers(0, 2))},
            },
            "targets": {
                "phone": {"within": "20s"},
                "email": {"within": "2h", "clock": draw(st.sampled_from(["calendar", "business"]))},
            },
        },
        "start": {"backlog": {"email": {"contacts": draw(st.integers(0, 20)), "oldest": "1d"}}},
    }
    return Scenario.from_mapping(mapping)
