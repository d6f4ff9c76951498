"""Pages that are declarations in another form say what the declarations say; `make docs` writes them anew."""

from __future__ import annotations

import runpy

import pytest

from sim.engine.order import Kind
from sim.settings.reference import reference
from tests.docs.pages import ROOT


def page(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def test_the_parameter_reference_is_up_to_date() -> None:
    assert page("parameters.md") == reference(), "run `make docs`"


@pytest.mark.parametrize("name", ["kpis.md", "log.md"])
def test_the_tables_of_kpis_and_of_the_log_are_up_to_date(name: str) -> None:
    pages = runpy.run_path(str(ROOT / "docs" / "write_pages.py"))["PAGES"]
    assert page(name) == pages[name](), "run `make docs`"


def test_the_architecture_page_lists_simultaneous_events_in_their_order() -> None:
    rows = [line.split("|")[1:3] for line in page("architecture.md").splitlines() if line.startswith("| `Kind.")]
    assert [(name.strip(), int(number)) for number, name in ((b, a) for a, b in rows)] == [
        (f"`Kind.{kind.name}`", kind.value) for kind in Kind
    ]
