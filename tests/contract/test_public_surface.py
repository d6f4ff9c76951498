"""What a user may rely on: the names of ``sim``, pinned; a change of this list is a change of the product."""

from __future__ import annotations

import pytest

import sim

PUBLIC = {
    "KPIS": "sim.kpi",
    "Compute": "sim.study",
    "Fault": "sim.errors",
    "InputError": "sim.errors",
    "Log": "sim.log",
    "Scenario": "sim.scenario",
    "Study": "sim.study",
    "StudyError": "sim.errors",
    "StudyOptions": "sim.study",
    "SupportsimError": "sim.errors",
    "Typed": "sim.settings",
    "Variant": "sim.study",
    "load": "sim.settings",
    "measure": "sim.kpi",
    "pool": "sim.kpi",
    "render": "sim.report",
    "run_study": "sim.study",
    "simulate": "sim.engine",
    "sweep": "sim.study",
}


def test_the_public_names_are_pinned() -> None:
    assert sorted(sim.__all__) == sorted(PUBLIC)
    assert set(PUBLIC) <= set(dir(sim))


@pytest.mark.parametrize("name", PUBLIC)
def test_a_public_name_is_loaded_from_its_home(name: str) -> None:
    found = getattr(sim, name)
    if name != "KPIS":  # a table has no home of its own
        assert found.__name__ == name
        assert found.__module__.startswith(PUBLIC[name])


def test_another_name_is_refused_as_python_does() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'nonsense'"):
        sim.nonsense  # noqa: B018  # the access is what is tested
