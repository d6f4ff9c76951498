"""Declarations of KPIs."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

from sim.kpi import KPIS, measure
from sim.kpi.declare import Better, Kind, Scope
from sim.log import Outcome
from tests.kpi.logs import ABSENT, at, contact, desk, log
from tests.kpi.random_logs import random_log


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
        everywhere = {("phone", ""), ("email", ""), ("chat", ""), ("", "")}
        expected = {
            "contacts": everywhere,
            "live": everywhere - {("email", "")},
            "chat": {("chat", ""), ("", "")},
            "async": {("email", ""), ("", "")},
            "tickets": everywhere,
            **{scope: set() for scope in ABSENT},
            "people": {("", "front"), ("", "back"), ("", "")},
            "desk": {("", "")},
        }[kpi.scope]
        if kpi.id.startswith("callback_"):  # only the phone offers them
            expected = expected - {("chat", "")}
        if kpi.id == "solution_sla":  # only email has a target for it
            expected = {("email", ""), ("", "")}
        assert where == expected, kpi.id


def test_a_desk_that_keeps_no_tickets_has_no_rows_about_them() -> None:
    mapping = desk().to_mapping()
    del (
        mapping["policy"]["channels"]["email"],
        mapping["world"]["arrivals"]["email"],
        mapping["policy"]["targets"]["email"],
    )
    del mapping["world"]["effort"]["email"], mapping["policy"]["shifts"], mapping["policy"]["teams"]["back"]
    only_live = type(desk()).from_mapping(mapping)
    call = contact(Outcome.ANSWERED, at(9), at(9), at(9, 5), issue=0)
    plain = replace(log([call]), channels=("phone", "chat"), queue_channel=(0, 1), teams=("front",))
    plain = replace(plain, queues=("phone/any", "chat/any"), agents={key: col[:1] for key, col in plain.agents.items()})
    measured = measure(plain, only_live)
    assert measured.value("helped", "phone") == 1.0
    assert measured.value("resolution_time", "phone") == 300.0
    assert not [kpi for kpi in set(measured.kpis["kpi"]) if KPIS[kpi].scope in ("tickets", "async")]
