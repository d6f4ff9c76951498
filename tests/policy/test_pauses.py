"""A pause has one start and a length."""

from __future__ import annotations

from typing import Any

import pytest

from sim.policy import Pause


@pytest.mark.parametrize("start", [{}, {"after": "1h", "at": "12:00"}])
def test_a_pause_with_no_start_or_two_is_refused(start: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="give one of the two"):
        Pause.from_mapping({"lasts": "30min", **start})


@pytest.mark.parametrize("start", [{"after": "0s"}, {"at": "00:00"}])
def test_a_start_of_zero_is_a_start(start: dict[str, Any]) -> None:
    assert Pause.from_mapping({"lasts": "30min", **start}).lasts == 1800.0
