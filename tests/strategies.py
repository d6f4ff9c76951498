"""Hypothesis strategies: random desks on which laws must hold."""

from __future__ import annotations

from typing import Any

from hypothesis import Phase
from hypothesis import strategies as st

from tests.random_desk import random_desk

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


def desks() -> st.SearchStrategy[dict[str, Any]]:
    """Small desks on which anything may happen, as mappings; each from one number, so that no two are alike.

    Of desks drawn choice by choice, two thirds would be others of Hypothesis' examples with a few choices changed.
    """
    return st.integers(0, 2**32 - 1).map(random_desk)
