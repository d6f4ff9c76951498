"""A bot's settings, and what its summary is worth to the human who takes over."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.policy import Chatbot
from sim.policy.chatbot import hand_off_factor

SHARES = st.floats(0, 1)


@given(SHARES, SHARES)
def test_a_summary_saves_work_and_none_adds_as_much_as_a_perfect_one_saves(fidelity: float, gain: float) -> None:
    factor = hand_off_factor(fidelity, gain)
    assert 1 - gain <= factor <= 1 + gain
    assert factor <= 1 if fidelity > 0 else factor == 1 + gain


@given(SHARES, SHARES, SHARES)
def test_the_truer_the_summary_the_less_work(one: float, other: float, gain: float) -> None:
    low, high = sorted((one, other))
    assert hand_off_factor(high, gain) <= hand_off_factor(low, gain)


def test_the_values_of_the_model() -> None:
    assert hand_off_factor(0.0, 0.10) == 1.10
    assert hand_off_factor(1.0, 0.10) == 0.90
    assert hand_off_factor(0.5, 0.10) == pytest.approx(0.95)


def test_a_bot_of_which_nothing_is_said_tells_the_human_nothing() -> None:
    bot = Chatbot()
    assert (bot.contains, bot.hides_human, bot.hand_off, bot.cost_per_session) == (0.35, 0.0, 0.0, 0.10)
    assert bot.session.mean_s == 120.0
