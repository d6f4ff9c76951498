"""The whole product, scenario in and KPI out, against theory's exact numbers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.known.case import Case
from tests.known.cases import CASES
from tests.known.check import findings


def _name(make: Callable[[bool], Case]) -> str:
    return make(False).name


@pytest.mark.slow
@pytest.mark.parametrize("make", CASES, ids=_name)
def test_simulated_figures_agree_with_the_exact_ones(
    make: Callable[[bool], Case], known_table: list[object], tmp_path: Path
) -> None:
    found = findings(make(False), 20, tmp_path)
    known_table.extend(found)
    assert not [fault for finding in found for fault in finding.faults(error_at_most=0.03)]


@pytest.mark.validate
@pytest.mark.parametrize("make", CASES, ids=_name)
def test_they_agree_within_one_per_cent_at_higher_loads(
    make: Callable[[bool], Case], known_table: list[object], tmp_path: Path
) -> None:
    found = findings(make(True), 40, tmp_path)
    known_table.extend(found)
    assert not [fault for finding in found for fault in finding.faults(error_at_most=0.01)]
