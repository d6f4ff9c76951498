"""The report: one self-contained page, and every chart as a file of its own, made from a study folder alone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.report.answer import details, headline, stands
from sim.report.assumptions import GIVEN, assumptions, changes
from sim.report.figures import inline, write_atomically, write_chart
from sim.report.gallery import charts
from sim.report.measures import declared_name, leading_channel
from sim.report.options import ReportOptions
from sim.report.picture_columns import columns_of
from sim.report.study_folder import StudyFolder
from sim.report.words import amount, interval, listing, number, plural, sentence

if TYPE_CHECKING:
    from sim.report.charts.chart import Chart

TABLE_COLUMNS = 5


def render(folder: Path, options: ReportOptions | None = None) -> Path:
    """Writes ``figures/`` and ``report.html`` into the study folder and returns the path of the page.

    Reads only the study folder, the options too unless they are given; raises StudyError where it holds no finished
    replication.
    """
    study = StudyFolder(Path(folder))
    if options is None:
        options = ReportOptions.from_mapping(study.config.get("report") or {})
    shown: list[dict[str, Any]] = []
    for chart in charts(study):
        shown.append(_figure(chart, write_chart(chart, study.path / "figures", options.formats)))
    page = study.path / "report.html"
    write_atomically(page, _html(study, options, shown).encode())
    return page


def answer(folder: Path) -> str:
    """The headline of a study: what to do, and what it costs."""
    return headline(StudyFolder(Path(folder)))


def _figure(chart: Chart, svg: str) -> dict[str, Any]:
    return {
        "name": chart.name,
        "question": chart.question,
        "title": chart.title,
        "says": chart.says,
        "svg": inline(svg, chart.name, chart.title),
    }


def _html(study: StudyFolder, options: ReportOptions, figures: list[dict[str, Any]]) -> str:
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=PackageLoader("sim.report", "templates"),
        autoescape=True,  # titles and reasons are the user's text: they never become markup
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    for figure in figures:
        figure["svg"] = Markup(figure["svg"])  # our own drawing; matplotlib has escaped the texts in it
    formula = [figure for figure in figures if figure["name"].startswith("theory_")]
    return environment.get_template("report.html.j2").render(
        title=options.title or study.scenario.title or study.manifest.get("title") or "Support desk study",
        headline=headline(study),
        details=details(study),
        unfinished=not study.manifest.get("complete", True),
        table=option_table(study),
        figures=[figure for figure in figures if figure not in formula],
        formula=formula,
        reasons=reasons(study),
        assumptions=assumptions(study),
        changes=changes(study),
        given=GIVEN,
        base=study.options[0].label,
        several=len(study.all_options) > 1,
        hidden=len(study.all_options) - len(study.options),
        shown_at_most=len(study.options),
        run=how_it_was_run(study),
        terms=terms(study),
        confidence=f"{100 * study.confidence:.0f}",
        one_in=number(1 / (1 - study.confidence), 0),
        replications=study.replications,
    )


def option_table(study: StudyFolder) -> dict[str, Any]:
    """The main table: heads, and a row for each option with its cells of (value, interval), standing and verdict."""
    columns = columns_of(study, TABLE_COLUMNS)
    lead = leading_channel(study)
    table = study.comparison
    verdicts: dict[str, str] = {}
    if len(table):
        same = table[(table["kpi"] == "service_level") & (table["channel"] == lead)]
        verdicts = dict(zip(same["variant"], same["verdict"], strict=True))
    best = study.answer.get("best")
    rows = []
    for option in study.all_options:
        cells = []
        for column in columns:
            found = study.value(option.name, column.kpi, column.channel, column.team)
            ends = interval(found.low, found.high, found.unit, study.currency)
            cells.append(
                (
                    amount(found.value, found.unit, study.currency).removesuffix(" a week"),
                    "" if ends == "n/a" or found.low == found.high else ends.removesuffix(" a week"),
                )
            )
        rows.append(
            {
                "label": option.label,
                "because": option.because,
                "cells": cells,
                "stands": stands(study, option.name),
                "verdict": verdicts.get(option.name, ""),
                "best": option.name == best and len(study.all_options) > 1,
            }
        )
    targets = len({goal["channel"] for one in study.answer.get("standings", []) for goal in one["goals"]})
    return {
        "heads": [column.title for column in columns],
        "rows": rows,
        "target": "Target" if targets == 1 else "Every target" if targets else "",
        "verdict": "Verdict on " + columns[0].title.split(" (")[0].lower() if columns and len(rows) > 1 else "",
    }


def reasons(study: StudyFolder) -> list[tuple[str, list[str]]]:
    """(channel, reasons) why the formula and the simulation differ, of the first option."""
    table = study.theory
    found = []
    for channel in dict.fromkeys(table["channel"]):
        rows = table[(table["channel"] == channel) & (table["variant"] == study.options[0].name)]
        if len(rows):
            texts = [part.strip() for part in str(rows["reasons"].iloc[0]).split(" | ") if part.strip()]
            found.append((str(channel), texts))
    return found


def how_it_was_run(study: StudyFolder) -> list[tuple[str, str]]:
    """(what, value): days, replications, seed, versions."""
    calendar, manifest = study.scenario.calendar, study.manifest
    made_by = manifest.get("made_by", {})
    machine = manifest.get("machine", {})
    end = calendar.date(calendar.days - 1)
    finished = set(manifest.get("finished", {}).values())
    counts = number(study.replications) if len(finished) < 2 else f"{number(min(finished))} to {number(max(finished))}"
    rows = [
        (
            "Days simulated",
            f"{calendar.start.day} {calendar.start:%B %Y} to {end.day} {end:%B %Y} ({plural(calendar.days, 'day')})",
        ),
        ("Options", number(len(study.all_options))),
        ("Replications of each option", f"{counts}, on the same customers in every option"),
        ("Seed", str(manifest.get("seed", ""))),
        ("Warm-up, simulated but not counted", amount(float(manifest.get("warm_up_s", 0.0)), "s")),
        ("Intervals of profiles and charts", amount(calendar.interval, "s")),
        ("Amounts of money", f"in {study.currency}"),
        ("supportsim", f"{made_by.get('supportsim', '')} (code {made_by.get('code', '')})"),
        (
            "Packages",
            listing(f"{name} {version}" for name, version in made_by.items() if name not in ("supportsim", "code")),
        ),
        ("Machine", listing(str(value) for value in machine.values())),
    ]
    return [(what, value) for what, value in rows if value]


def terms(study: StudyFolder) -> list[tuple[str, str, str]]:
    """(name, formula, unit) of every KPI in the main table, as declared."""
    from sim.kpi import KPIS

    found = []
    for kpi in dict.fromkeys(column.kpi for column in columns_of(study, TABLE_COLUMNS + 2)):
        if kpi in KPIS:
            about = KPIS[kpi]
            found.append((declared_name(kpi), sentence(about.formula), about.unit_in(study.currency)))
    return found
