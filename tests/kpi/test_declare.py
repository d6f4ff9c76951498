"""Declarations of KPIs."""

from __future__ import annotations

from typing import get_args

from sim.kpi import KPIS, measure
from sim.kpi.declare import Better, Kind, Scope
from tests.kpi.logs import desk, random_log


def test_every_kpi_is_declared_in_full() -> None:
    for key, kpi in KPIS.items():
        assert key == kpi.id
        assert kpi.name
        assert kpi.formula
        assert kpi.unit
        assert kpi.kind in get_args(Kind)
        assert kpi.scope in get_args(Scope)
        assert kpi.better is None or kpi.better in get_args(Better)


def test_names_are_told_apart() -> None:
    names = [kpi.name for kpi in KPIS.values()]
    assert len(names) == len(set(names))


def test_money_is_in_the_scenarios_currency() -> None:
    assert KPIS["cost_per_week"].unit_in("GBP") == "GBP per week"
    assert KPIS["wait"].unit_in("GBP") == "s"
    table = measure(random_log(2, 20, 2), desk()).kpis
    assert not [unit for unit in table["unit"] if "currency" in unit]


def test_rows_have_the_scope_that_is_declared() -> None:
    table = measure(random_log(2, 40, 3), desk()).kpis
    for kpi in KPIS.values():
        rows = table["kpi"] == kpi.id
        where = set(zip(table["channel"][rows], table["team"][rows], strict=True))
        expected = {
            "contacts": {("phone", ""), ("email", ""), ("", "")},
            "live": {("phone", ""), ("", "")},
            "async": {("email", ""), ("", "")},
            "people": {("", "front"), ("", "back"), ("", "")},
            "desk": {("", "")},
        }[kpi.scope]
        assert where == expected, kpi.id
