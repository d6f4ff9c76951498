"""Why contacts happen: stacked by cause, with the share that getting it right would have saved (failure demand)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.report import style
from sim.report.charts.chart import Chart
from sim.report.charts.panels import hidden_note, legend_above, notes, patches, small_multiples
from sim.report.frame import Frame
from sim.report.study_folder import StudyFolder
from sim.report.words import number, per_cent, sentence
from sim.units import DAY_S, WEEK_S

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

ROW_IN = 0.19
"""Least height of a bar with its name, in inches."""

ALL = "all channels"

GROUPS = {
    "first contact": (("FIRST", "BACKLOG"), style.BLUE),
    "sent here by another channel (bounced)": (("BOUNCED",), style.SKY),
    "tries again (redial)": (("REDIAL",), style.ORANGE),
    "asks where it stands (chase)": (("CHASE",), style.VERMILION),
    "came back, same ticket (reopen)": (("REOPEN",), "#8f3f00"),
    "came back, new ticket (recontact)": (("RECONTACT",), style.PURPLE),
    "passed on between desks (transfer)": (("TRANSFER",), "#8e99a3"),
}
"""What causes are called, what belongs to each, and its colour: blue is need, warm colours failure, grey is ours."""

OURS = "answers we asked for, own follow-up"
"""What every other cause is called: it is in the table, and not in the picture."""


def tidy(study: StudyFolder) -> Frame | None:
    """option, label, channel, cause, why, contacts, failure_demand: a week (or a day), mean over replications.

    ``failure_demand`` is the share of the customers' own contacts of the channel that are redials, chases, reopens and
    recontacts; rows of all channels come first.
    """
    import pandas as pd

    why_of = {cause: why for why, (causes, _) in GROUPS.items() for cause in causes}
    span = _span_s(study) / (WEEK_S if _weekly(study) else DAY_S)
    table = study.causes
    parts = []
    for option in study.options:
        rows = table[table["variant"] == option.name]
        if rows.empty:
            continue
        runs = rows["replication"].nunique()
        sums = rows.groupby(["channel", "cause"], as_index=False, sort=False)["contacts"].sum()
        sums["contacts"] = sums["contacts"] / (runs * span)
        both = sums.groupby("cause", as_index=False, sort=False)["contacts"].sum().assign(channel=ALL)
        sums = pd.concat([both, sums], ignore_index=True) if sums["channel"].nunique() > 1 else sums
        sums.insert(0, "option", option.name)
        sums.insert(1, "label", option.label)
        parts.append(sums)
    if not parts:
        return None
    data = pd.concat(parts, ignore_index=True)[["option", "label", "channel", "cause", "contacts"]]
    data.insert(4, "why", [why_of.get(cause, OURS) for cause in data["cause"]])
    inbound, failed = _names()
    keys = [data["option"], data["channel"]]
    came = data["contacts"].where(data["cause"].isin(inbound), 0.0).groupby(keys).transform("sum")
    avoidable = data["contacts"].where(data["cause"].isin(failed), 0.0).groupby(keys).transform("sum")
    data["failure_demand"] = avoidable / came.where(came > 0)
    return data


def chart(study: StudyFolder) -> Chart | None:
    """Why do customers come?"""
    data = tidy(study)
    if data is None or set(data["cause"]) <= {"FIRST", "BACKLOG"}:
        return None
    title = causes_title(data)
    per = "week" if _weekly(study) else "day"
    subtitle = f"Contacts a {per} by why they happened, on the channel they came on; mean over all replications"
    note = notes(
        "At the end of a bar: redials, chases, reopens and recontacts, of all contacts that customers made of their "
        "own accord (failure demand). Left out: answers that the desk asked for, and its own follow-up.",
        hidden_note(study),
    )
    says = (
        "Blue is what customers need; the warm colours are contacts that come only because something did not work: "
        "nobody answered, nobody told them, or it was not solved. Grey is passed from desk to desk."
    )
    return Chart("causes", "Why do customers come?", title, says, _draw(data, title, subtitle, note), data)


def causes_title(data: Frame) -> str:
    """How much failure demand there is, which cause leads it, and which channel or option stands out."""
    _, failed = _names()
    first = data[data["option"] == data["option"].iloc[0]]
    whole = first[first["channel"] == first["channel"].iloc[0]]
    share = float(whole["failure_demand"].iloc[0])
    if not share > 0:
        return "No contact was caused by a failure of the desk (failure demand)."
    top = whole[whole["cause"].isin(failed)].sort_values("contacts", ascending=False).iloc[0]
    led = {"REDIAL": "redials", "CHASE": "chases", "REOPEN": "reopens", "RECONTACT": "recontacts"}[str(top["cause"])]
    text = f"{per_cent(share, 0)} of customers’ contacts would not have come had the first one worked, mostly {led}"
    if data["option"].nunique() > 1:
        everywhere = data[data["channel"] == first["channel"].iloc[0]].drop_duplicates("option")
        best = everywhere.loc[everywhere["failure_demand"].idxmin()]
        least = per_cent(float(best["failure_demand"]), 0)
        text = f"“{first['label'].iloc[0]}”: {text}"
        if best["option"] != first["option"].iloc[0] and least != per_cent(share, 0):
            text += f"; least with “{best['label']}”, {least}"
    elif first["channel"].nunique() > 2:
        apart = first[first["channel"] != ALL].drop_duplicates("channel")
        worst = apart.loc[apart["failure_demand"].idxmax()]
        text += f"; most of all on {worst['channel']}, {per_cent(float(worst['failure_demand']), 0)}"
    return sentence(text)


def _draw(data: Frame, title: str, subtitle: str, note: str) -> Figure:
    with style.theme():
        several = data["option"].nunique() > 1
        data = data[data["why"] != OURS]
        by, bars = ("channel", "label") if several else ("option", "channel")
        panels = [(str(name), part) for name, part in data.groupby(by, sort=False)]
        colours = {why: colour for why, (_, colour) in GROUPS.items() if (data["why"] == why).any()}
        names = list(dict.fromkeys(data[bars]))
        per_row = 3 if len(colours) > 4 else max(len(colours), 1)
        figure, axes = small_multiples(
            [name.capitalize() for name, _ in panels],
            title,
            subtitle,
            note,
            legend_lines=-(-len(colours) // per_row),
            left=0.19,
            wspace=0.16,
            row_in=ROW_IN * len(names),
            sharex=False,
        )
        for panel, (_, part) in zip(axes, panels, strict=True):
            _bars(panel, part, bars, names, colours, "" if several else " failure demand")
        legend_above(figure, axes, patches(colours), per_row)
        for panel in axes[1:]:
            panel.tick_params(labelleft=False)
        columns = style.grid_shape(len(panels))[1]
        for panel in axes[::columns]:
            panel.tick_params(labelleft=True)
    return figure


def _bars(panel: Axes, part: Frame, bars: str, names: list[str], colours: dict[str, str], word: str) -> None:
    """One bar for each name: its causes end to end, and the share of failure demand at the end."""
    from matplotlib.ticker import FuncFormatter

    sums = part.pivot_table(index=bars, columns="why", values="contacts", aggfunc="sum", fill_value=0.0)
    shares = part.drop_duplicates(bars).set_index(bars)["failure_demand"]
    right = (1.28 if word else 1.2) * float(sums.sum(axis=1).max())
    letter = 0.06 / (panel.get_position().width * style.WIDTH_IN) * right
    for place, name in enumerate(names):
        if name not in sums.index:
            continue
        left = 0.0
        for why, colour in colours.items():
            length = float(sums.loc[name, why]) if why in sums else 0.0
            panel.barh(place, length, left=left, height=0.62, color=colour, linewidth=0)
            text = number(length, 0)
            if length > (len(text) + 0.5) * letter and len(names) <= 8:
                ink = style.INK if colour in (style.SKY, style.ORANGE) else "white"
                panel.text(left + length / 2, place, text, ha="center", va="center", fontsize=7, color=ink)
            left += length
        share = float(shares[name])
        text = f"{per_cent(share, 0)}{'' if place else word}" if share == share else ""
        panel.annotate(
            text, (left, place), (4, 0), textcoords="offset points", va="center", fontsize=8.5, fontweight="bold",
            color=style.VERMILION,
        )  # fmt: skip
    panel.set_yticks(range(len(names)), [style.wrapped(name, 26, 2) for name in names], color=style.INK)
    panel.set_ylim(len(names) - 0.4, -0.6)
    panel.set_xlim(0, right)
    panel.xaxis.set_major_formatter(FuncFormatter(lambda value, _: number(value, 0)))
    panel.grid(True, axis="x")
    panel.grid(False, axis="y")
    panel.spines["left"].set_visible(False)


def _names() -> tuple[frozenset[str], frozenset[str]]:
    """Causes of customers who come of their own accord, and those of them that a failure caused."""
    from sim.log import FAILURE_DEMAND, INBOUND

    return frozenset(cause.name for cause in INBOUND), frozenset(cause.name for cause in FAILURE_DEMAND)


def _weekly(study: StudyFolder) -> bool:
    return _span_s(study) >= WEEK_S


def _span_s(study: StudyFolder) -> float:
    """Seconds that count: the horizon without its beginning and the warm-up."""
    calendar = study.scenario.calendar
    return calendar.horizon_s - calendar.start_at - float(study.manifest.get("warm_up_s", 0.0))
