import importlib
from math import sqrt
from statistics import fmean, stdev
from typing import Any

import pytest

from benchmarks.case import M_M_100_M, Case, Figures, at_load
from benchmarks.contenders import CONTENDERS
from benchmarks.contenders.ours import scenario_of
from sim.theory import erlang_a_queue

CASE = Case(n_agents=5, arrivals_per_s=5 / 60, mean_handle_s=60.0, mean_patience_s=120.0, horizon_s=7 * 3600.0)
REPLICATIONS = 8
FARTHEST = 3.5
"""Standard errors that a simulated figure may lie from the exact one."""


def played(contender: str) -> list[Figures]:
    package = CONTENDERS[contender]
    pytest.importorskip(package, reason=f"{package} is not installed")
    module: Any = importlib.import_module(f"benchmarks.contenders.{contender}")
    return [module.figures(module.play(CASE, seed)) for seed in range(1, REPLICATIONS + 1)]


@pytest.mark.slow
@pytest.mark.parametrize("contender", CONTENDERS)
def test_every_contender_simulates_the_queue_that_erlang_a_describes(contender: str) -> None:
    found = played(contender)
    exact = erlang_a_queue(CASE.n_agents, CASE.arrivals_per_s, CASE.mean_handle_s, CASE.mean_patience_s)
    for name, value, values in (
        ("P(abandon)", exact.p_abandon, [run.p_abandon for run in found]),
        ("mean wait", exact.mean_wait_s, [run.mean_wait_s for run in found]),
        ("contacts", CASE.contacts, [float(run.contacts) for run in found]),
    ):
        error = stdev(values) / sqrt(len(values))
        assert abs(fmean(values) - value) < FARTHEST * error, (
            f"{contender}: {name} {fmean(values):.4g}, not {value:.4g}"
        )
        assert error < 0.1 * value, f"{contender}: {name} is too blunt to find a fault"


def test_a_span_that_is_no_whole_number_of_days_begins_late_on_the_first() -> None:
    calendar = scenario_of(M_M_100_M.lasting(240_000.0)).calendar
    assert (calendar.days, calendar.start_at) == (3, 3 * 86_400.0 - 240_000.0)


def test_cases_of_a_scaling_run_differ_in_agents_and_in_nothing_that_a_contact_costs() -> None:
    few, many = at_load(10, 400_000), at_load(5000, 400_000)
    assert few.contacts == pytest.approx(many.contacts) == pytest.approx(400_000)
    assert few.arrivals_per_s * few.mean_handle_s / few.n_agents == pytest.approx(0.9)
    assert many.arrivals_per_s * many.mean_handle_s / many.n_agents == pytest.approx(0.9)
    assert many.horizon_s > 20 * many.mean_handle_s
