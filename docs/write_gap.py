"""Write the table of what calibration misses into docs/validation.md: ``python docs/write_gap.py <calibrated folder>``.

The folder is what ``supportsim calibrate ... out=<folder>`` wrote for the record of the bank, which is no part of the
project; so this page is written by hand for the rest, and its sentences are to be read again after this.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

PAGE = Path(__file__).resolve().parent / "validation.md"
BEGIN, END = "<!-- from here: python docs/write_gap.py bank_found -->\n", "<!-- to here -->\n"


def share(value: float) -> str:
    """A share in per cent."""
    return f"{value:.1%}".replace("%", " %")


FIGURES: dict[str, tuple[str, Callable[[float], str]]] = {
    "offered": ("contacts", "{:,.0f}".format),
    "abandonment": ("gave up waiting (abandonment)", share),
    "wait_all": ("mean wait of everyone", "{:.1f} s".format),
    "wait": ("mean wait of those answered (average speed of answer)", "{:.1f} s".format),
    "service_level": ("answered within 20 s, of everyone (service level)", share),
}
"""Measures of the table, their words and how they are written."""


def table(folder: Path) -> Iterator[str]:
    """The lines of the table."""
    with (folder / "validation.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    yield "| told | figure | seen | simulated | interval | distance | half hours inside |"
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    for row in rows:
        told, measure = row["given"], row["measure"]
        if row["by"] != "all" or measure not in FIGURES or (measure == "offered" and told != "forecast"):
            continue
        words, write = FIGURES[measure]
        seen, simulated, low, high = (write(float(row[name])) for name in ("observed", "simulated", "low", "high"))
        distance = f"{float(row['distance']):+.1%}".replace("%", " %").replace("-", "−")
        outside = "" if row["inside"] == "True" else " (outside)"
        parts = [part for part in rows if (part["given"], part["measure"], part["by"]) == (told, measure, "half hour")]
        inside = sum(part["inside"] == "True" for part in parts) / len(parts)
        yield f"| {told} | {words} | {seen} | {simulated} | {low} to {high} | {distance}{outside} | {inside:.0%} |"


if __name__ == "__main__":
    text = PAGE.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN)
    after = rest.split(END)[1]
    PAGE.write_text(before + BEGIN + "\n".join(table(Path(sys.argv[1]))) + "\n" + END + after, encoding="utf-8")
    print("docs/validation.md: the table written; read the sentences around it again")
