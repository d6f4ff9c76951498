import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from sim.theory import FatiguePiece, fatigue_after, fatigue_cycle, limit_cycle

DAY = (
    FatiguePiece(3.5, 1.0, 0.02),
    FatiguePiece(0.5, 0.0, 0.80),
    FatiguePiece(2.0, 0.0, 0.25),
    FatiguePiece(2.0, 1.15, 0.02),
    FatiguePiece(16.0, 0.0, 0.35),
)


def test_a_day_of_pieces_equals_its_differential_equation_over_many_days():
    cycle = fatigue_cycle(0.12, DAY)
    fatigue, area, mean_by_piece = 0.9, 0.0, []
    for _ in range(6):
        starts, areas = [], []
        for piece in DAY:
            starts.append(fatigue)
            push = 0.12 * piece.load
            solved = solve_ivp(
                lambda _, y, p=push, r=piece.recovery_per_h: [p * (1 - y[0]) - r * y[0], y[0]],
                (0, piece.hours),
                [fatigue, 0.0],
                rtol=1e-11,
                atol=1e-13,
            )
            fatigue, area = solved.y[:, -1]
            areas.append(area)
        mean_by_piece = [area / piece.hours for area, piece in zip(areas, DAY, strict=True)]
    assert cycle.at_start.tolist() == pytest.approx(starts, rel=1e-7)
    assert cycle.mean_by_piece.tolist() == pytest.approx(mean_by_piece, rel=1e-7)
    assert cycle.mean == pytest.approx(sum(areas) / 24, rel=1e-7)
    assert cycle.memory == pytest.approx(math.exp(-(0.14 * 3.5 + 0.4 + 0.5 + 0.158 * 2 + 5.6)), rel=1e-12)


def test_on_and_off_by_hand():
    # On for t with k = phi + rho, off for s with rate r: work ends at F (1 - e^-kt) / (1 - e^(-kt-rs)).
    cycle = fatigue_cycle(0.12, [FatiguePiece(8.0, 1.0, 0.02), FatiguePiece(16.0, 0.0, 0.35)])
    peak = 0.12 / 0.14 * (1 - math.exp(-1.12)) / (1 - math.exp(-1.12 - 5.6))
    assert cycle.at_start[1] == pytest.approx(peak, rel=1e-13)
    assert cycle.at_start[0] == pytest.approx(peak * math.exp(-5.6), rel=1e-13)


@given(st.floats(0.0, 1.0), st.floats(0.0, 2.0), st.floats(0.0, 2.0), st.floats(0.0, 20.0), st.floats(0.0, 20.0))
def test_a_piece_may_be_cut_anywhere(start, push, recovery, first_h, then_h):
    middle, mean_first = fatigue_after(start, push, recovery, first_h)
    end, mean_then = fatigue_after(min(1.0, max(0.0, middle)), push, recovery, then_h)
    whole, mean = fatigue_after(start, push, recovery, first_h + then_h)
    assert end == pytest.approx(whole, abs=1e-12)
    assert mean_first * first_h + mean_then * then_h == pytest.approx(mean * (first_h + then_h), abs=1e-9)
    assert -1e-12 <= whole <= 1 + 1e-12


def test_breaks_beat_equal_idle_time_exactly_if_they_recover_faster():
    def peak(break_recovery):
        return fatigue_cycle(
            0.12,
            [
                FatiguePiece(4.0, 1.0, 0.02),
                FatiguePiece(0.5, 0.0, break_recovery),
                FatiguePiece(3.5, 1.0, 0.02),
                DAY[-1],
            ],
        ).at_start[3]

    idle = peak(0.25)
    assert peak(0.80) < idle
    assert peak(0.2501) < idle < peak(0.2499)


def test_angry_contacts_act_on_the_mean_like_a_further_push():
    rng = np.random.default_rng(3)
    people, days, phi = 4_000, 3, 0.12
    work, night = FatiguePiece(8.0, 1.0, 0.02, jumps_per_h=1.5, jump=0.1), FatiguePiece(16.0, 0.0, 0.35)
    cycle = fatigue_cycle(phi, [work, night])
    at_night = np.zeros(people)
    for person in range(people):
        fatigue = 0.0
        for _ in range(days):
            times = np.sort(rng.random(rng.poisson(1.5 * 8.0))) * 8.0
            for gap in np.diff(times, prepend=0.0):
                fatigue = 6 / 7 + (fatigue - 6 / 7) * math.exp(-0.14 * gap)
                fatigue += 0.1 * (1 - fatigue)
            left = 8.0 - (times[-1] if times.size else 0.0)
            at_night[person] = fatigue = 6 / 7 + (fatigue - 6 / 7) * math.exp(-0.14 * left)
            fatigue *= math.exp(-0.35 * 16)
    assert abs(at_night.mean() - cycle.at_start[1]) < 4 * at_night.std() / math.sqrt(people)
    assert cycle.at_start[1] > fatigue_cycle(phi, [FatiguePiece(8.0, 1.0, 0.02), night]).at_start[1] + 0.03


def test_nobody_gets_tired_without_a_push():
    cycle = fatigue_cycle(0.0, DAY)
    assert cycle.at_start.tolist() == [0.0] * 5
    assert cycle.mean == 0.0


def test_the_limit_cycle_is_where_repetition_leads():
    slopes, shifts = [0.9, 0.5, 1.0], [0.2, -0.1, 0.05]
    values, memory = limit_cycle(slopes, shifts)
    x = 10.0
    for _ in range(100):
        seen = []
        for a, b in zip(slopes, shifts, strict=True):
            seen.append(x)
            x = a * x + b
    assert values.tolist() == pytest.approx(seen, rel=1e-12)
    assert memory == pytest.approx(0.45)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: fatigue_cycle(0.12, [FatiguePiece(8.0, 0.0, 0.0)]),
            "something in the cycle must pull back to a limit",
        ),
        (lambda: fatigue_cycle(0.12, []), "pieces must have at least one piece, got none"),
        (
            lambda: fatigue_cycle(0.12, [FatiguePiece(0.0, 1.0, 0.1)]),
            r"pieces\[0\].hours must be a finite number above",
        ),
        (lambda: fatigue_after(1.5, 0.1, 0.1, 1.0), r"start must lie between 0 and 1, got 1\.5"),
    ],
)
def test_a_wrong_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
