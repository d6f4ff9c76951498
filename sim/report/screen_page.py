"""The page of a sensitivity screen: which conclusions survive, what overturns the others, and every range behind it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sim.report.charts.sensitivity import charts
from sim.report.figures import inline, write_atomically, write_chart
from sim.report.options import ReportOptions
from sim.report.screen_folder import HOLDS, ScreenFolder, plain_name, short
from sim.report.words import per_cent


def render_screen(folder: Path, options: ReportOptions) -> Path:
    """Write ``figures/sensitivity_*`` and ``report.html`` into the folder; return the path of the page."""
    screen = ScreenFolder(folder)
    shown = []
    for chart in charts(screen):
        svg = write_chart(chart, screen.path / "figures", options.formats)
        shown.append({**vars(chart), "svg": inline(svg, chart.name, chart.title)})
    page = screen.path / "report.html"
    write_atomically(page, _html(screen, shown, options.title).encode())
    return page


def _html(screen: ScreenFolder, figures: list[dict[str, Any]], title: str) -> str:
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=PackageLoader("sim.report", "templates"),
        autoescape=True,  # titles of options are the user's text: they never become markup
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    for figure in figures:
        figure["svg"] = Markup(figure["svg"])
    extent = screen.about["extent"]
    return environment.get_template("sensitivity.html.j2").render(
        title=f"Sensitivity: {title or screen.about['title']}",
        headline=screen.headline(),
        sentences=screen.sentences(),
        table=conclusion_table(screen),
        figures=figures,
        coefficients=coefficient_table(screen),
        labels=screen.labels,
        extent=extent,
        replications=screen.about["replications"],
        days=screen.about["days"],
        seed=screen.about["seed"],
    )


def conclusion_table(screen: ScreenFolder) -> list[dict[str, str]]:
    """One row for each outcome: as assumed, its interval, agreement in both kinds of worlds, and the verdict."""
    rows = []
    for one in screen.outcomes:
        unit = str(one["unit"])
        few, every = (screen.one(one["key"], moved) for moved in ("few", "all"))
        verdict = screen.verdict(one["key"])
        rows.append(
            {
                "name": plain_name(one)[:1].upper() + plain_name(one)[1:],
                "value": screen.told(few.difference, unit),
                "ends": screen.ends(few.low, few.high, unit),
                "all": _shares(every),
                "few": _shares(few),
                "verdict": HOLDS[verdict],
                "kind": {"survives": "better", "keeps its sign": "better", "depends": "worse"}.get(verdict, ""),
            }
        )
    return rows


def _shares(row: Any) -> str:
    """``97 % agree, 3 % open``."""
    parts = [(row.agrees, "agree"), (row.open, "open"), (row.turns, "turned")]
    return ", ".join(f"{per_cent(float(share), 0)} {word}" for share, word in parts if share > 0) or "n/a"


def coefficient_table(screen: ScreenFolder) -> list[dict[str, Any]]:
    """Every coefficient with its range; those that went on to Sobol say at which place."""
    places = screen.morris.drop_duplicates("path").set_index("path")["place"]
    return [
        {
            "path": short(row.path),
            "value": f"{row.value:g}",
            "range": f"{row.low:.3g} to {row.high:.3g}",
            "unit": row.unit,
            "meaning": row.meaning,
            "why": row.why,
            "place": int(places[row.path]),
        }
        for row in screen.coefficients.itertuples()
    ]
