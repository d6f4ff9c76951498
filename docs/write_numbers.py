"""Write the numbers of the demo into the pages: ``python docs/write_numbers.py <study folder>`` (``make docs``).

``docs/pictures/demo.csv`` holds what the table of options quotes, ``docs/pictures/support_desk.csv`` what is said of
the desk as it is today (the demo's first option). The tables of README.md and docs/support_desk.md between the marks
below are made from these two files alone, so that a test can make them again and compare.
"""

from __future__ import annotations

import csv
import json
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

HERE = Path(__file__).resolve().parent
PICTURES = HERE / "pictures"
Rows = list[dict[str, str]]

BEGIN, END = "<!-- from here: make docs ({}) -->\n", "<!-- to here -->\n"


def share(value: float) -> str:
    """A share in per cent."""
    return f"{100 * value:.1f} %"


def minutes(value: float) -> str:
    """``10 min 35 s``, ``1 h 12 min``."""
    whole = round(value)
    if whole < 60:
        return f"{value:.0f} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60:02d} s"
    return f"{whole // 3600} h {whole % 3600 // 60:02d} min"


def plain(value: float) -> str:
    """Two digits."""
    return f"{value:.2f}"


def whole(value: float) -> str:
    """No digits."""
    return f"{value:,.0f}"


def money(value: float) -> str:
    """``EUR 1,234``."""
    return f"EUR {value:,.0f}"


COLUMNS: tuple[tuple[str, str, str, Callable[[float], str]], ...] = (
    ("answered within 20 s (phone)", "service_level", "phone", share),
    ("gave up waiting", "abandonment", "phone", share),
    ("replied within 2 h (email)", "service_level", "email", share),
    ("failure demand", "failure_demand", "", share),
    ("cost per week, refunds included", "cost_per_week", "", money),
)
"""The table of the demo: head, KPI, channel (here as below, of some a team), how it is written."""

REACHED: tuple[tuple[str, str, str, Callable[[float], str], str], ...] = (
    ("share of the time on queue that is worked, failure demand included (load)", "occupancy", "", share, "80 to 85 %"),
    ("of callers", "occupancy", "callers", share, ""),
    ("of writers", "occupancy", "writers", share, ""),
    ("of seniors", "occupancy", "seniors", share, ""),
    ("of supervisors, their other duties included", "occupancy", "supervisors", share, ""),
    ("solved at the first contact, no other within 7 days (net FCR)", "fcr_7d", "", share, "70 to 72 %"),
    ("reopenings of a solved ticket", "reopen_share", "", share, "5 %; mean 3.1 %, below 5 % good, above 8 % poor"),
    ("touches for a ticket by email", "touches_per_ticket", "email", plain, "1.6"),
    ("touches for a ticket on social media", "touches_per_ticket", "social", plain, "1.8"),
    ("length of a chat, from its beginning to the customer's leaving", "talk_time", "chat", minutes, "10 min 35 s"),
    ("contacts that getting it right would have saved (failure demand)", "failure_demand", "", share,
     "40 to 60 % is quoted, 46 % measured in one case"),
    ("gave up waiting on the phone (abandonment)", "abandonment", "phone", share, ""),
    ("gave up waiting in the chat", "abandonment", "chat", share, ""),
    ("touches that end with passing it up to a senior, per need", "escalation_rate", "", plain, ""),
    ("contacts passed on to another queue (transfer)", "transfer_share", "", share, "19 % of calls"),
)  # fmt: skip
"""What the desk of today was set to, or is held against: words, KPI, channel, how it is written, industry."""

FURTHER: tuple[tuple[str, str, str, Callable[[float], str]], ...] = (
    ("answered within 20 s, phone", "service_level", "phone", share),
    ("replied within 2 opening hours, email", "service_level", "email", share),
    ("answered within 60 s, chat", "service_level", "chat", share),
    ("replied within 1 opening hour, social", "service_level", "social", share),
    ("median time to the first reply, email", "first_response_time_median", "email", minutes),
    ("tickets by email solved within 48 h of the customer's waiting", "solution_sla", "email", share),
    ("mean wait of those answered, phone", "wait", "phone", minutes),
    ("work on a call", "handle_time", "phone", minutes),
    ("an agent's own time on a chat", "agent_time", "chat", minutes),
    ("chats at once, while there are any", "concurrency", "", plain),
    ("of those who gave up a chat, left the window open", "silent_share", "chat", share),
    ("solved at the first contact, as the agents see it (gross FCR)", "fcr_7d_gross", "", share),
    ("truly solved at the first contact (true FCR)", "fcr_7d_true", "", share),
    ("needs that were met by the end of four weeks", "helped", "", share),
    ("asked where things stand, per need", "chase_rate", "", plain),
    ("came back with a new ticket, per need", "recontact_rate", "", plain),
    ("calls and chats that are a further try", "redial_share", "", share),
    ("tickets open at the end", "backlog", "", whole),
    ("needs that turned out to call for a concession", "concession_needed", "", share),
    ("a supervisor was asked, of these", "approval_share", "", share),
    ("from asking a supervisor to the decision, the customer on hold", "approval_time_on_hold", "", minutes),
    ("of this, until a supervisor is free", "approval_wait_on_hold", "", minutes),
    ("hung up while holding for it", "approval_hang_ups", "", share),
    ("first contact without a solution because a supervisor had to decide", "fcr_lost_to_approvals", "", share),
    ("given to customers in four weeks", "concession_cost", "", money),
    ("given without need, of this (leakage)", "leakage_share", "", share),
    ("contacts with an angry customer, of those that an agent took", "angry_share", "", share),
    ("paid hours in four weeks", "paid_hours", "", whole),
    ("staff cost in four weeks", "staff_cost", "", money),
    ("cost per need truly met, refunds included", "cost_per_resolution", "", lambda value: f"EUR {value:.2f}"),
)
"""What else is said of it."""


def read(path: Path) -> Rows:
    """The rows of a CSV."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def interval(row: Mapping[str, str], write: Callable[[float], str]) -> str:
    """``69.8 % to 71.0 %``."""
    low, high = write(float(row["low"])), write(float(row["high"]))
    return low if low == high else f"{low} to {high}"


def options(rows: Rows) -> Iterator[str]:
    """The table of options."""
    head = ["option", *(name for name, *_ in COLUMNS), "verdict"]
    yield _line(head)
    yield _line("---" for _ in head)
    for label in dict.fromkeys(row["label"] for row in rows):
        mine = {(row["kpi"], row["channel"]): row for row in rows if row["label"] == label}
        verdict = next(iter(mine.values()))["verdict"]
        yield _line([label, *(write(float(mine[kpi, on]["value"])) for _, kpi, on, write in COLUMNS), verdict])


def reached(rows: Rows) -> Iterator[str]:
    """The table of what the desk was set to."""
    found = {(row["kpi"], row["channel"]): row for row in rows}
    head = ["figure", "reached", "95 % interval", "industry, or aim"]
    yield _line(head)
    yield _line("---" for _ in head)
    for words, kpi, channel, write, aim in REACHED:
        row = found[kpi, channel]
        yield _line([words, write(float(row["value"])), interval(row, write), aim])


def further(rows: Rows) -> Iterator[str]:
    """The table of what else is said of the desk."""
    found = {(row["kpi"], row["channel"]): row for row in rows}
    head = ["figure", "reached", "95 % interval"]
    yield _line(head)
    yield _line("---" for _ in head)
    for words, kpi, channel, write in FURTHER:
        row = found[kpi, channel]
        yield _line([words, write(float(row["value"])), interval(row, write)])


def _line(cells: Iterator[str] | list[str]) -> str:
    return "| " + " | ".join(cells) + " |"


TABLES: tuple[tuple[str, str, str, Callable[[Rows], Iterator[str]]], ...] = (
    ("README.md", "demo", "demo.csv", options),
    ("README.md", "reached", "support_desk.csv", reached),
    ("docs/support_desk.md", "reached", "support_desk.csv", reached),
    ("docs/support_desk.md", "further", "support_desk.csv", further),
)
"""Page, mark, file and the function that makes the table."""


def between(text: str, mark: str) -> tuple[str, str, str]:
    """What stands before, between and after the marks of a table."""
    before, rest = text.split(BEGIN.format(mark))
    inside, after = rest.split(END, 1)
    return before, inside, after


def keep(folder: Path) -> None:
    """Write the two files of numbers from a study of the demo, and keep its picture."""
    rows = read(folder / "summary.csv")
    answer = json.loads((folder / "answer.json").read_text(encoding="utf-8"))
    labels = {one["variant"]: one["label"] for one in answer["standings"]}
    base = next(iter(labels))
    found = {(row["variant"], row["kpi"], row["channel"] or row["team"]): row for row in rows}
    verdicts = _verdicts(folder, answer)
    names = ("value", "low", "high")
    with (PICTURES / "demo.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("variant", "label", "kpi", "channel", *names, "verdict"))
        for variant, label in labels.items():
            for _, kpi, channel, _ in COLUMNS:
                row = found[variant, kpi, channel]
                values = [row[name] for name in names]
                writer.writerow((variant, label, kpi, channel, *values, verdicts[variant]))
    said = dict.fromkeys([(kpi, channel) for _, kpi, channel, *_ in (*REACHED, *FURTHER)])
    with (PICTURES / "support_desk.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("kpi", "channel", *names))
        for kpi, channel in said:
            writer.writerow((kpi, channel, *(found[base, kpi, channel][name] for name in names)))
    for name in ("options.png", "options.csv"):
        shutil.copy(folder / "figures" / name, PICTURES / name)


def _verdicts(folder: Path, answer: Mapping[str, object]) -> dict[str, str]:
    """The last column of the table that the command prints."""
    from sim.cli.outcome import stands

    leading = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["leading"]
    words = {
        row["variant"]: f"; {leading['channel']}: {row['verdict']}"
        for row in read(folder / "comparison.csv")
        if (row["kpi"], row["channel"], row["team"]) == (leading["kpi"], leading["channel"], "")
    }
    standings = answer["standings"]
    assert isinstance(standings, list)
    return {one["variant"]: stands(one) + words.get(one["variant"], "") for one in standings}


def write() -> None:
    """Put the tables into the pages."""
    for page, mark, name, table in TABLES:
        path = HERE.parent / page
        before, _, after = between(path.read_text(encoding="utf-8"), mark)
        inside = "\n".join(table(read(PICTURES / name))) + "\n"
        path.write_text(before + BEGIN.format(mark) + inside + END + after, encoding="utf-8")
        print(f"{page}: the table of {mark} written; read the sentences around it again")


if __name__ == "__main__":
    keep(Path(sys.argv[1]))
    write()
