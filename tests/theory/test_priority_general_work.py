import math

import pytest

from sim.theory import preemptive_resume_times, single_server_priority_waits, stationary_law

RATES, MEANS = (0.003, 0.004), (100.0, 120.0)
SQUARES = (1.5 * 100.0**2, 1.5 * 120.0**2)  # two stages: E S^2 = (1 + 1/2) m^2
TOPS = (60, 260)


def _stages(preempt):
    """Two classes of two-stage work on one agent; state: stages left of class 0, of class 1, class in service."""
    stage = tuple(2 / mean for mean in MEANS)

    def moves(state):
        first, second, serving = state
        if first < TOPS[0]:
            now = 0 if preempt or serving is None else serving
            yield (first + 2, second, now), RATES[0]
        if second < TOPS[1]:
            yield (first, second + 2, 1 if serving is None else serving), RATES[1]
        if serving is None:
            return
        left = [first, second]
        left[serving] -= 1
        # In the middle of an item its agent goes on, unless class 0 may break in (it then serves already).
        goes_on = left[serving] % 2 == 1
        after = serving if goes_on else 0 if left[0] else 1 if left[1] else None
        yield (*left, after), stage[serving]

    return stationary_law((0, 0, None), moves)


@pytest.mark.parametrize("preempt", [True, False])
def test_two_stage_work_with_priorities_equals_its_markov_chain(preempt):
    law = _stages(preempt)
    number = [sum(p * math.ceil(state[k] / 2) for state, p in law.items()) for k in (0, 1)]
    if preempt:
        times = preemptive_resume_times(RATES, MEANS, SQUARES)
    else:
        times = single_server_priority_waits(RATES, MEANS, SQUARES) + MEANS
    assert [n / rate for n, rate in zip(number, RATES, strict=True)] == pytest.approx(times.tolist(), rel=1e-6)
