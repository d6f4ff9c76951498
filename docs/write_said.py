"""Play the commands whose results the README quotes in passing, and keep the numbers: ``python docs/write_said.py``.

``docs/pictures/said.csv`` has a row for each number as it has to stand in README.md; a test looks for them there. The
sentences themselves are written by hand (``make docs`` says which numbers are not there any more).
"""

from __future__ import annotations

import contextlib
import csv
import io
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from sim.cli.main import main

HERE = Path(__file__).resolve().parent
DESK = ("new", "my_desk", "weekly_volume=2000", "handle_time=5min", "people=6", "target=80%/20s", "wage=28")
ELEVEN = ("run", "my_desk.yaml", "calendar.days=1", "calendar.start_at=11:00", "study.replications=100")
SICK = ("start.missing.front=3", "start.backlog.phone.contacts=4", "start.backlog.phone.oldest=3min")
FIRST_COME = ("compare", "scenario=phone_email", "variants=[baseline,first_come]")
SERVICE, GAVE_UP = "service_level", "abandonment"

SAID: tuple[tuple[str, tuple[str, ...], tuple[tuple[str, str], ...]], ...] = (
    ("six people, and five", ("compare", "my_desk.yaml"), (("baseline", SERVICE), ("one_fewer", SERVICE))),
    ("three are sick", (*ELEVEN, *SICK), (("baseline", SERVICE), ("baseline", GAVE_UP))),
    ("nobody is sick", ELEVEN, (("baseline", SERVICE), ("baseline", GAVE_UP))),
    ("whoever waited longest", FIRST_COME, (("first_come", GAVE_UP), ("baseline", GAVE_UP))),
)
"""What is said, the command, and the options and KPIs whose values on the phone are quoted."""


def said() -> Iterator[tuple[str, str, str, str]]:
    """What, option, KPI, and the number as it is quoted; in an empty folder, which is the current one."""
    _quietly(DESK)
    for words, command, quoted in SAID:
        folder = Path(words.replace(",", "").replace(" ", "_"))
        _quietly((*command, "report=none", f"study.folder={folder}"))
        (study,) = folder.iterdir()
        with (study / "summary.csv").open(encoding="utf-8", newline="") as file:
            found = {(row["variant"], row["kpi"], row["channel"]): row["value"] for row in csv.DictReader(file)}
        for option, kpi in quoted:
            yield words, option, kpi, f"{100 * float(found[option, kpi, 'phone']):.1f} %"


def _quietly(arguments: tuple[str, ...]) -> None:
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()) as told:
        code = main(list(arguments))
    if code:
        raise SystemExit(f"supportsim {' '.join(arguments)} ended with {code}:\n{told.getvalue()}")


if __name__ == "__main__":
    readme = (HERE.parent / "README.md").read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as empty:
        os.chdir(empty)
        rows = list(said())
        os.chdir(HERE)
    with (HERE / "pictures" / "said.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("what", "option", "kpi", "quoted"))
        writer.writerows(rows)
    for what, option, kpi, quoted in rows:
        if quoted not in readme:
            print(f"README.md: {what} ({option}, {kpi}) is {quoted} now: mend the sentence")
    print("docs/pictures/said.csv written")
