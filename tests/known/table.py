"""The table of known results, exact | simulated | interval | z, printed at the end of a run, in one process or many."""

from __future__ import annotations

from typing import Any

import pytest

from tests.known.check import Finding

_FOUND: list[Finding] = []
LINE = "{:<42} {:<25} {:>11} {:>11} {:>24} {:>7} {:>6}"


@pytest.fixture
def known_table() -> list[Finding]:
    """Findings that the closing table shows."""
    return _FOUND


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hand what a worker process found to the one that prints."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["known"] = [tuple(found) for found in _FOUND]


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take over what a worker process found."""
    _FOUND.extend(Finding(*row) for row in getattr(node, "workeroutput", {}).get("known", []))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the table."""
    if not _FOUND:
        return
    terminalreporter.section("known results")
    terminalreporter.write_line(LINE.format("model", "figure", "exact", "simulated", "95 % interval", "error", "z"))
    for found in sorted(_FOUND):
        terminalreporter.write_line(
            LINE.format(
                found.case,
                found.figure,
                f"{found.exact:.5g}",
                f"{found.simulated:.5g}",
                f"[{found.low:.5g}, {found.high:.5g}]",
                f"{found.relative_error:.2%}",
                f"{found.z:+.2f}",
            )
        )
