"""Printing: rich in a terminal, plain text in a pipe, the same words in both."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Sequence

LONGEST_NAME, LONGEST_WORD = 44, 16
"""Letters of a word that are kept together in the first and in the other columns of a narrow table."""


def in_terminal() -> bool:
    """Whether a person reads along."""
    return sys.stdout.isatty()


def safe(text: str) -> str:
    """Text from files and names without what steers a terminal: control and direction marks are spelled out."""
    return "".join(
        letter
        if letter == "\n" or unicodedata.category(letter) not in ("Cc", "Cf", "Cs")
        else letter.encode("unicode_escape").decode()
        for letter in text
    )


def plain(text: str) -> str:
    """Safe text with ordinary spaces: what is copied from a terminal is pasted elsewhere."""
    return safe(text).replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


def print_table(
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    right: Sequence[int] = (),
    title: str = "",
    last_below: bool = False,
) -> None:
    """A table; columns in ``right`` are set to the right.

    In a terminal that is too narrow for it, text is wrapped; with ``last_below`` the last column is first taken out
    and printed below the table, a line a row, after the row's first cell.
    """
    rows = [[plain(cell) for cell in row] for row in rows]
    head, title = [plain(name) for name in head], plain(title)
    if in_terminal():
        _print_in_terminal(head, rows, right, title, last_below)
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


def _print_in_terminal(
    head: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[int], title: str, last_below: bool
) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console(markup=False, highlight=False, emoji=False)
    natural = sum(max(len(line[place]) for line in (head, *rows)) + 3 for place in range(len(head))) + 1
    below = last_below and natural > console.width
    shown = len(head) - 1 if below else len(head)
    if title:
        print(title)
    table = Table(header_style="bold")
    for place, name in enumerate(head[:shown]):
        longest = max((len(word) for row in rows for word in row[place].split()), default=1)
        room = min(longest, LONGEST_NAME if place == 0 else LONGEST_WORD)
        table.add_column(name, justify="right" if place in right else "left", overflow="fold", min_width=room)
    for row in rows:
        table.add_row(*row[:shown])
    console.print(table)
    if below:
        first = max((len(row[0]) for row in rows), default=0)
        for row in rows:
            print(f"{row[0]:<{first}}  {row[-1]}")
