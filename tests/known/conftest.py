"""The table of known results: exact, simulated, interval, z."""

from __future__ import annotations

import pytest

from tests.known.check import Finding

_FOUND: list[Finding] = []


@pytest.fixture
def known_table() -> list[Finding]:
    """Findings that the closing table shows."""
    return _FOUND


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what was found, where the tests ran in this process."""
    if not _FOUND:
        return
    terminalreporter.section("known results")
    line = "{:<36} {:<28} {:>11} {:>11} {:>25} {:>7} {:>7}"
    terminalreporter.write_line(line.format("model", "figure", "exact", "simulated", "95 % interval", "error", "z"))
    for found in _FOUND:
        interval = f"[{found.low:.6g}, {found.high:.6g}]"
        terminalreporter.write_line(
            line.format(
                found.case,
                found.figure,
                f"{found.exact:.6g}",
                f"{found.simulated:.6g}",
                interval,
                f"{found.relative_error:.2%}",
                f"{found.z:+.2f}",
            )
        )
