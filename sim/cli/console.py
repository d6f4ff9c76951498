"""Printing: rich in a terminal, plain text in a pipe, the same words in both."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def in_terminal() -> bool:
    """Whether a person reads along."""
    return sys.stdout.isatty()


def plain(text: str) -> str:
    """Text with ordinary spaces: what is copied from a terminal is pasted elsewhere."""
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


def print_table(head: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[int] = (), title: str = "") -> None:
    """A table; columns in ``right`` are set to the right."""
    rows = [[plain(cell) for cell in row] for row in rows]
    head = [plain(name) for name in head]
    if in_terminal():
        from rich.console import Console
        from rich.table import Table

        table = Table(title=title or None, title_justify="left", header_style="bold")
        for place, name in enumerate(head):
            table.add_column(name, justify="right" if place in right else "left")
        for row in rows:
            table.add_row(*row)
        Console(markup=False, highlight=False).print(table)
        return
    widths = [max(len(line[place]) for line in [head, *rows]) for place in range(len(head))]
    if title:
        print(title)
    for line in (head, ["-" * width for width in widths], *rows):
        cells = [
            cell.rjust(width) if place in right else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(line, widths, strict=True))
        ]
        print("  ".join(cells).rstrip())
