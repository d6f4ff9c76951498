"""The pages that people read, and the blocks of code in them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]

PAGES = (
    "README.md",
    "CHANGELOG.md",
    "results/README.md",
    *sorted(f"docs/{path.name}" for path in ROOT.glob("docs/*.md")),
)

FENCE = re.compile(r"^```(\w*)$")
NOT_RUN = re.compile(r"^<!-- not run by the tests: (.+) -->$")
LINK = re.compile(r"\]\(([^)\s]+)\)")


class Block(NamedTuple):
    """A fenced block: its language, its text, its first line's number, and why it is not run ('' if it is)."""

    language: str
    text: str
    line: int
    not_run: str


def blocks(page: str) -> list[Block]:
    """Every fenced block of a page, in order."""
    lines = (ROOT / page).read_text(encoding="utf-8").splitlines()
    found: list[Block] = []
    start: int | None = None
    for number, line in enumerate(lines):
        fence = FENCE.match(line)
        if fence and start is None:
            start, language = number, fence[1]
        elif fence and start is not None:
            above = NOT_RUN.match(lines[start - 1]) if start else None
            found.append(
                Block(language, "\n".join(lines[start + 1 : number]) + "\n", start + 2, above[1] if above else "")
            )
            start = None
    assert start is None, f"{page}: the block that begins in line {start} has no end"
    return found


def links(page: str) -> list[str]:
    """Targets of the links and pictures of a page, those of the web left out."""
    text = (ROOT / page).read_text(encoding="utf-8")
    return [target for target in LINK.findall(text) if "://" not in target]
