"""A ticket's way between its states: how many of 100 go where, and how long they stay."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.report import style
from sim.report.charts.chart import Chart
from sim.report.charts.flow_picture import draw_flow, rounded
from sim.report.charts.flow_places import DRAWN, WORDS
from sim.report.charts.panels import notes
from sim.report.frame import Frame
from sim.report.study_folder import StudyFolder
from sim.report.words import duration, listing, plural, sentence

if TYPE_CHECKING:
    from matplotlib.figure import Figure

STRAIGHT = {"NEW", "IN_SERVICE", "SOLVED", "CLOSED"}
"""Where tickets pass through nothing else, there is no way to show."""


def tidy(study: StudyFolder, channels: tuple[str, ...]) -> Frame | None:
    """option, label, from, to, moves, per_100, mean_s: moves in all replications, and the mean stay in ``from``.

    ``from`` is empty for tickets that are opened, ``to`` for those that are still there at the end.
    """
    import pandas as pd

    table = study.flow
    parts = []
    for option in study.options:
        rows = table[(table["variant"] == option.name) & table["channel"].isin(channels)]
        sums = rows.groupby(["from", "to"], as_index=False, sort=False)[["tickets", "seconds"]].sum()
        opened = float(sums.loc[sums["from"] == "", "tickets"].sum())
        if not opened:
            continue
        stays = sums.groupby("from")[["tickets", "seconds"]].transform("sum")
        mean_s = np.where(sums["from"] == "", np.nan, stays["seconds"] / stays["tickets"])
        parts.append(
            pd.DataFrame(
                {
                    "option": option.name,
                    "label": option.label,
                    "from": sums["from"],
                    "to": sums["to"],
                    "moves": sums["tickets"],
                    "per_100": 100 * sums["tickets"] / opened,
                    "mean_s": mean_s,
                }
            )
        )
    data = pd.concat(parts, ignore_index=True) if parts else None
    if data is None or set(data["from"]) <= STRAIGHT | {""} or "IN_SERVICE" not in set(data["to"]):
        return None
    return data


def chart(study: StudyFolder, channels: tuple[str, ...], name: str) -> Chart | None:
    """Which way does a ticket go? ``name`` is the file's; those of the channels may be many."""
    data = tidy(study, channels)
    if data is None:
        return None
    what = listing(channels)
    first = data[data["option"] == data["option"].iloc[0]]
    option = str(first["label"].iloc[0]) if data["option"].nunique() > 1 else ""
    title = flow_title(first, what, option)
    opened = int(first.loc[first["from"] == "", "moves"].sum())
    subtitle = f"Bands: moves of 100 tickets opened on {what}. Boxes: how often, and how long a stay is on average"
    note = notes(
        f"{plural(opened, 'ticket')} in {plural(study.replications, 'replication')}.",
        "A stay that goes on at the end counts as long as it has lasted.",
        _not_drawn(first),
    )
    says = (
        "Follow the blue bands for the straight way: a ticket waits, an agent takes it, it is solved. Orange bands "
        "wait for somebody else and come back to the queue; red ones were thought to be solved and were not."
    )
    question = f"{what[:1].upper() + what[1:]}: which way does a ticket go?"
    return Chart(name, question, title, says, _draw(first, title, subtitle, note), data)


def flow_title(first: Frame, what: str, option: str = "") -> str:
    """How often 100 tickets wait for somebody else, and how often they come back after they were solved."""
    into = first.groupby("to")["per_100"].sum()
    mean_s = first.drop_duplicates("from").set_index("from")["mean_s"]
    who = f"{what[:1].upper() + what[1:]}{f', “{option}”' if option else ''}"
    waits = into.reindex(["PENDING_CUSTOMER", "ON_HOLD", "PENDING_INTERNAL"]).dropna().sort_values(ascending=False)
    parts = []
    if len(waits):
        most = str(waits.index[0])
        words = {"PENDING_CUSTOMER": "the customer", "ON_HOLD": "a third party", "PENDING_INTERNAL": "a colleague"}
        parts.append(f"wait {_times(waits.iloc[0])} for {words[most]} ({duration(mean_s[most])} each)")
    if "REOPENED" in into:
        parts.append(f"come back {_times(into['REOPENED'])} after they were solved")
    if not parts:
        parts.append(f"go back to the queue {_times(into.get('OPEN', 0.0))}")
    return sentence(f"{who}: 100 tickets {' and '.join(parts)}")


def _times(per_100: float) -> str:
    text = rounded(per_100)
    return "once" if text == "1" else f"{text} times"


def _not_drawn(first: Frame) -> str:
    """Moves that have no place in the picture, the commonest first; hardly any are not worth a word."""
    rows = first[(first["from"] != "") & (first["to"] != "") & (first["per_100"] >= 0.1)]
    rest = rows[[(row["from"], row["to"]) not in DRAWN for _, row in rows.iterrows()]]
    if rest.empty:
        return ""
    rest = rest.sort_values("per_100", ascending=False).head(3)
    words = [
        f"“{WORDS[row['from']][0]}” to “{WORDS[row['to']][0]}” {rounded(row['per_100'])}" for _, row in rest.iterrows()
    ]
    return f"Not drawn: {listing(words)}."


def _draw(first: Frame, title: str, subtitle: str, note: str) -> Figure:
    with style.theme():
        figure, grid = style.canvas(title, subtitle, left=0.02, right=0.98, bottom=0.03, note=note)
        axes = grid[0][0]
        place = axes.get_position()
        size = (place.width * style.WIDTH_IN, place.height * style.HEIGHT_IN)
        moves = {(row["from"], row["to"]): float(row["per_100"]) for _, row in first.iterrows()}
        into = first.groupby("to")["per_100"].sum()
        mean_s = first.drop_duplicates("from").set_index("from")["mean_s"]
        lines: dict[str, tuple[str, ...]] = {}
        for state in WORDS:
            if state not in into.index:
                continue
            left = moves.get((state, ""), 0.0)
            often = f"{rounded(into[state])} of 100" if state == "CLOSED" else f"{rounded(into[state])} times"
            stay = "" if state == "CLOSED" else f", {duration(mean_s[state])}"
            still = f"{rounded(left)} still there at the end" if left >= 0.5 and state != "CLOSED" else ""
            lines[state] = tuple(line for line in (often + stay, still) if line)
        draw_flow(axes, size, moves, lines)
    return figure
