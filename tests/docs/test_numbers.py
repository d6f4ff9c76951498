"""The numbers that the README quotes of the demo are those of the picture beside them."""

from __future__ import annotations

import csv

from tests.docs.pages import ROOT

COLUMNS = {"service_level": "{:.1%}", "abandonment": "{:.1%}", "busy_hours": "{:.1%}", "cost_per_week": "EUR {:,.0f}"}


def test_the_readme_quotes_the_numbers_of_the_picture() -> None:
    with (ROOT / "docs" / "pictures" / "options.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    by_option: dict[str, dict[str, str]] = {}
    for row in rows:
        text = COLUMNS[row["kpi"]].format(float(row["value"])).replace("%", " %")
        by_option.setdefault(row["label"], {})[row["kpi"]] = text
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert len(by_option) == 4
    for label, values in by_option.items():
        quoted = f"| {label} | " + " | ".join(values[kpi] for kpi in COLUMNS)
        assert quoted in readme, "the demo has changed: mend the table of the README (and what it says of it)"
