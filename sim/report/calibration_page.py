"""The page of a calibration: how well the found world gives what was seen, as charts, tables and plain words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.calibrate.compared import CONTACTS, FORECAST, WORK, Validation
from sim.calibrate.gap import AIMED_AT, apart, distance, too, unit, verdict_lines, written
from sim.report.charts.observed import observed_against_simulated
from sim.report.figures import inline, write_atomically, write_chart
from sim.report.words import MINUS, NB, per_cent, sentence
from sim.units import HOUR_S, parse_time_of_day

if TYPE_CHECKING:
    from sim.calibrate.calibration import Calibration
    from sim.report.charts.chart import Chart

WORDS = {
    "offered": ("volume", "contacts", "volume"),
    "abandonment": ("abandonment", "share", "abandonment"),
    "wait_all": ("mean wait of everyone", "s", "wait"),
    "service_level": ("answered within {within:g} s, of everyone", "share", "service_level"),
}
"""What a chart calls a measure, its unit, and the end of its file name."""

TOLD = {
    FORECAST: "A true forecast",
    CONTACTS: "The contacts as they came",
    WORK: "The contacts and their handle time",
}

STEPS = ((FORECAST, ""), (WORK, "_known_load"))
"""The steps that are drawn, and what their file names add."""

QUESTIONS = {
    FORECAST: "seen against forecast",
    WORK: "seen against simulated with the load known",
}

PLAIN = {
    FORECAST: "The model was told only who was there; volume and handle time are forecast from the days before.",
    WORK: "The model was told who was there, which contacts came, and their mean handle time; the rest is the model's.",
}


def render_calibration(found: Calibration, folder: Path, formats: Sequence[str] = ("svg", "png")) -> Path:
    """Write ``figures/observed_*`` and ``validation.html`` into ``folder``; return the path of the page."""
    shown = []
    if found.validation is not None:
        for chart in validation_charts(found.validation):
            svg = write_chart(chart, folder / "figures", formats)
            shown.append({**vars(chart), "svg": inline(svg, chart.name, chart.title)})
    page = folder / "validation.html"
    write_atomically(page, _html(found, shown).encode())
    return page


def validation_charts(checked: Validation) -> Iterator[Chart]:
    """Observed against simulated by half hour: the forecast, and the same days with the load known."""
    dates = _dates(checked)
    for step, ending in STEPS:
        for measure, (what, its_unit, name) in WORDS.items():
            rows = checked.select("half hour", measure, step)
            if not rows or (measure == "offered" and step != FORECAST):
                continue
            whole = checked.whole(measure, step)
            slots = {parse_time_of_day(row.label): row for row in rows}
            starts = np.arange(min(slots), max(slots) + 1.0, checked.interval_s)
            columns = {
                column: [getattr(slots[start], column) if start in slots else np.nan for start in starts]
                for column in ("observed", "simulated", "low", "high")
            }
            chart = observed_against_simulated(
                starts / HOUR_S,
                columns["observed"],
                columns["simulated"],
                columns["low"],
                columns["high"],
                what=what.format(within=checked.within_s),
                unit=its_unit,
                name=f"observed_{name}{ending}",
                totals=(whole.observed, whole.simulated),
                interval_h=checked.interval_s / HOUR_S,
                days=dates,
                band_of="such days",
                note=PLAIN[step]
                + (
                    " The picture counts contacts by interval of the mean day, the title all days."
                    if measure == "offered"
                    else ""
                ),
            )
            yield replace(chart, question=f"{chart.question.split(':')[0]}: {QUESTIONS[step]}")


def _dates(checked: Validation) -> str:
    """``15 to 21 February 1999``, with the first month and year where they differ."""
    first, last = checked.simulated
    start = str(first.day)
    if (first.year, first.month) != (last.year, last.month):
        start = f"{first.day} {first:%B}" + ("" if first.year == last.year else f" {first.year}")
    return f"{start} to {last.day} {last:%B} {last.year}"


def _html(found: Calibration, figures: list[dict[str, Any]]) -> str:
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=PackageLoader("sim.report", "templates"),
        autoescape=True,  # titles of maps and names of topics are the user's text: they never become markup
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    for figure in figures:
        figure["svg"] = Markup(figure["svg"])
    checked = found.validation
    history = found.findings.history
    return environment.get_template("calibration.html.j2").render(
        title=f"Calibration: {history.mapping.title}",
        headline=headline(checked) if checked else sentence(f"not validated: {found.not_validated}"),
        verdicts=[line.strip().replace(" -", f" {MINUS}") for line in verdict_lines(checked)] if checked else [],
        table=whole_table(checked) if checked else None,
        days=day_table(checked) if checked else None,
        figures=figures,
        found=list(found.found_lines()),
        fits=fit_tables(found),
        unseen=found.findings.unseen,
        replications=checked.replications if checked else 0,
        fitted=[str(day) for day in checked.fitted] if checked else [],
        simulated=[str(day) for day in checked.simulated] if checked else [],
    )


def headline(checked: Validation) -> str:
    """How far the two figures that are aimed at are off, as a forecast and with the load known."""
    parts = []
    if FORECAST in checked.steps:
        parts.append(f"as a forecast, {apart(checked, FORECAST)}")
    if WORK in checked.steps:
        off = [too(checked.whole(measure, WORK).distance) for measure in AIMED_AT]
        parts.append(f"with contacts and handle time known, they are {off[0]} and {off[1]}")
    return sentence("; ".join(parts)).replace(" %", f"{NB}%")


def whole_table(checked: Validation) -> dict[str, Any]:
    """Rows of (measure, seen, [(simulated, interval, distance, inside)]) for all days together."""
    rows = []
    for measure, (what, _, _) in WORDS.items():
        cells = []
        for step in checked.steps:
            row = checked.whole(measure, step)
            ends = f"{written(row.low, measure).removesuffix(unit(measure))} to {written(row.high, measure)}"
            fixed = measure == "offered" and step != FORECAST
            cells.append(
                {
                    "value": written(row.simulated, measure),
                    "ends": "as recorded" if fixed else ends,
                    "apart": "" if fixed else distance(row.distance).replace("-", MINUS),
                    "inside": fixed or row.inside,
                    "coverage": "" if fixed else per_cent(checked.coverage("half hour", measure, step), 0),
                }
            )
        name = what.format(within=checked.within_s)
        name = name[:1].upper() + name[1:]
        rows.append({"name": name, "seen": written(checked.whole(measure).observed, measure), "cells": cells})
    return {"heads": [TOLD[step] for step in checked.steps], "rows": rows}


def day_table(checked: Validation) -> list[dict[str, Any]]:
    """One row a day: seen and forecast, volume, abandonment and mean wait, and with the load known."""
    rows = []
    for forecast in checked.select("day", "offered", FORECAST):
        cells = []
        for measure in ("offered", "abandonment", "wait_all"):
            chosen = [
                next((row for row in checked.select("day", measure, step) if row.label == forecast.label), None)
                for step in (FORECAST, WORK)
            ]
            if chosen[0] is None:
                continue
            cells += [written(chosen[0].observed, measure), written(chosen[0].simulated, measure)]
            if measure != "offered":
                cells.append(written(chosen[1].simulated, measure) if chosen[1] else "n/a")
        rows.append({"day": forecast.label, "cells": cells})
    return rows


def fit_tables(found: Calibration) -> list[dict[str, Any]]:
    """The laws that were tried for handle time and patience, the best first."""
    tables = []
    for name, channel in found.findings.channels.items():
        for what, fit in (("handle time", channel.effort), ("patience", channel.patience)):
            if fit is not None:
                rows = [
                    (one.name, f"{one.law.mean_s:.0f} s", f"{one.aic:,.0f}", f"{one.ks_distance:.3f}")
                    for one in fit.fits
                ]
                tables.append({"what": f"{what}, {name}", "rows": rows})
    return tables
