from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.report.charts import (
    backlog,
    by_time,
    comparison,
    frontier,
    load,
    load_data,
    occupancy,
    options_picture,
    theory,
    theory_by_time,
)
from sim.report.charts import wait_distribution as waits
from sim.report.charts.panels import apart, usual_days
from sim.report.figures import png, svg
from sim.report.gallery import charts
from sim.report.study_folder import StudyFolder
from tests.report.drawn import plain, texts

Write = Callable[..., Path]


def by_interval(**values: list[float]) -> pd.DataFrame:
    """A tidy table of half hours from 08:00, one option for each name."""
    parts = []
    for name, course in values.items():
        hours = 8 + 0.5 * np.arange(len(course))
        part = pd.DataFrame({"option": name, "label": name, "from_h": hours, "to_h": hours + 0.5, "value": course})
        parts.append(part.assign(low=part["value"] - 0.01, high=part["value"] + 0.01))
    return pd.concat(parts, ignore_index=True)


# -- titles say what the data show ------------------------------------------------------------------------------------


def test_the_title_names_the_hours_in_which_the_target_is_missed() -> None:
    data = by_interval(today=[0.9, 0.7, 0.6, 0.9])
    assert plain(by_time.service_title(data, 0.8, "phone")) == (
        "Phone: the target of 80 % is missed from 08:30 to 09:30, most at 09:00 with 60 %."
    )


def test_the_title_says_when_the_target_is_met_all_day_or_missed_all_day() -> None:
    assert "is met in every interval" in by_time.service_title(by_interval(today=[0.9, 0.85]), 0.8, "phone")
    assert "is missed all day" in by_time.service_title(by_interval(today=[0.5, 0.6]), 0.8, "phone")


def test_intervals_without_contacts_are_neither_met_nor_missed() -> None:
    data = by_interval(today=[np.nan, 0.9, np.nan])
    assert "is met in every interval" in by_time.service_title(data, 0.8, "phone")
    nobody = by_interval(today=[np.nan, np.nan])
    assert by_time.service_title(nobody, 0.8, "phone") == "Phone: nobody came, so there is nothing to measure."


def test_with_several_options_the_title_says_which_one_it_speaks_of() -> None:
    assert "“today”" in by_time.service_title(by_interval(today=[0.5], more=[0.9]), 0.8, "phone")


def loads(load_: list[float], agents: list[float], worked: list[float]) -> pd.DataFrame:
    hours = 8 + 0.5 * np.arange(len(load_))
    return pd.DataFrame(
        {
            "option": "a",
            "label": "a",
            "from_h": hours,
            "to_h": hours + 0.5,
            "load": load_,
            "live_load": load_,
            "agents": agents,
            "worked": worked,
            "on_queue": agents,
        }
    )


def test_the_load_title_speaks_of_the_whole_work_and_then_of_first_contacts_alone() -> None:
    title = plain(load.load_title(loads([2, 2], [4, 4], [3, 4]), "phone"))
    assert title == (
        "Phone: agents are with a contact for 88 % of their time on queue, most at 08:30 with 100 %; first contacts "
        "alone would take 50 %."
    )


def test_the_load_title_counts_the_hours_with_more_first_contacts_than_agents() -> None:
    title = plain(load.load_title(loads([3, 5, 5, 3], [4, 4, 4, 4], [3, 4, 4, 4]), "phone"))
    assert title == (
        "Phone: more first contacts than agents for 1 h of the day, from 08:30 to 09:30; with repeats and later "
        "touches agents are with a contact for 94 % of their time on queue."
    )


def test_the_load_title_says_how_many_other_options_have_no_hour_with_too_much() -> None:
    short, enough = loads([5, 3], [4, 4], [4, 4]), loads([5, 3], [6, 6], [5, 4]).assign(option="b", label="b")
    assert load.load_title(pd.concat([short, enough]), "phone").endswith("; 1 other option has no such hour.")


def test_tickets_that_wait_overload_nobody() -> None:
    data = loads([3, 5], [4, 4], [3, 4]).assign(live_load=[2.0, 3.0])
    title = plain(load.load_title(data, "phone and email"))
    assert "more first contacts" not in title
    assert title.endswith("first contacts alone would take 100 %.")


def test_an_hour_with_hardly_anybody_is_not_called_the_fullest() -> None:
    title = plain(load.load_title(loads([2, 2, 0], [10, 10, 0.5], [5, 6, 0.5]), "phone"))
    assert "most at 08:30 with 60 %" in title


def test_without_anybody_on_queue_the_load_title_says_so() -> None:
    assert load.load_title(loads([2], [0], [0]), "phone") == "Phone: nobody is on queue."


def test_the_whole_work_of_a_day_is_what_was_simulated(study: StudyFolder) -> None:
    data = load_data.tidy(study, ("phone",), ("phones",))
    mine = data[data["option"] == "two_more"]
    raw = study.series
    raw = raw[
        (raw["variant"] == "two_more") & (raw["team"] == "phones") & (raw["interval"] < 5 * 48)
    ]  # Monday to Friday
    ten = raw[(raw["kpi"] == "agents_busy") & (raw["interval"] % 48 == 20)]
    at_ten = mine[mine["from_h"] == 10.0].iloc[0]
    assert at_ten["worked"] == pytest.approx(ten["num"].sum() / ten["den"].sum())
    all_day = raw[(raw["kpi"] == "occupancy") & (raw["interval"] % 48 >= 16) & (raw["interval"] % 48 < 40)]
    assert load.busy_share(mine) == pytest.approx(all_day["num"].sum() / all_day["den"].sum())
    assert f"{100 * load.busy_share(data[data['option'] == 'baseline']):.0f}" in load.load_title(data, "phone")


def test_the_fullest_weekday_is_the_one_with_the_most_work_done_for_its_agents(study: StudyFolder) -> None:
    chart = load.weekday_chart(study, ("phone",), ("phones",))
    assert chart is not None
    days = chart.data.groupby("day")[["worked", "on_queue"]].sum()
    share = days["worked"] / days["on_queue"]
    assert f"{share.idxmax()} is the fullest day, agents are with a contact for {100 * share.max():.0f} %" in plain(
        chart.title
    )
    assert f"{share.idxmin()} is the lightest with {100 * share.min():.0f} %" in plain(chart.title)


def test_the_title_of_tickets_alone_speaks_of_first_contacts_and_of_the_whole_work(study: StudyFolder) -> None:
    chart = load.chart(study, ("email",), ("tickets",))
    assert chart is not None
    share = load.busy_share(chart.data[chart.data["option"] == "baseline"])
    assert "of first contacts for" in chart.title
    assert plain(chart.title).endswith(f"with chases and later touches agents work for {100 * share:.0f} % of it.")


def test_the_load_picture_says_which_part_is_first_contacts(study: StudyFolder) -> None:
    chart = load.chart(study, ("phone",), ("phones",))
    assert chart is not None
    shown = texts(chart.figure)
    assert "first contacts (expected)" in shown
    assert "with repeats, chases and later touches (simulated)" in shown
    over = bool((chart.data["live_load"] > chart.data["agents"]).any())
    assert ("more first contacts than agents" in shown.splitlines()) == over


def test_the_comparison_title_names_the_options_that_are_better_and_worse() -> None:
    rows = [("x", "X", "better"), ("y", "Y", "worse"), ("z", "Z", "cannot tell yet (3 more replications would)")]
    data = pd.DataFrame(rows, columns=["option", "label", "verdict"]).assign(
        kpi="service_level", channel="phone", name="Answered within 20 s (service level)"
    )
    title = comparison.comparison_title(data, "today")
    assert title == "“X” is better and “Y” is worse than “today” in “answered within 20 s”."
    unclear = data.assign(verdict="cannot tell yet")
    assert comparison.comparison_title(unclear, "today").startswith("No option differs clearly from “today”")


def test_an_option_that_costs_more_and_serves_less_is_beaten() -> None:
    cost, service = np.array([1.0, 2.0, 3.0]), np.array([0.7, 0.6, 0.9])
    assert frontier.undominated(cost, service).tolist() == [True, False, True]
    data = pd.DataFrame({"label": ["A", "B", "C"], "cost": 1000 * cost, "service": service})
    data["best_for_its_cost"] = frontier.undominated(cost, service)
    title = frontier.frontier_title(data, "EUR")
    assert title == ("From “A” to “C” a further point of service costs about EUR 100 a week; “B” is beaten on both.")


def test_the_occupancy_title_counts_the_hours_that_are_too_busy() -> None:
    data = pd.DataFrame(
        {"option": "a", "label": "a", "weekday": [0, 0, 1], "hour": [9, 10, 9], "occupancy": [0.9, 0.5, 0.95]}
    )
    title = plain(occupancy.occupancy_title(data, "phones"))
    assert title == "Team phones: 2 of 3 staffed hours of the week are too busy, most of all Tuesday 09:00 with 95 %."
    calm = plain(occupancy.occupancy_title(data.assign(occupancy=0.5), "phones"))
    assert "no hour of the week is too busy" in calm


def test_the_backlog_title_says_how_high_it_rose_and_where_it_ended(study: StudyFolder) -> None:
    data = pd.DataFrame(
        {"option": "a", "label": "a", "from_day": [0.0, 1.0, 2.0], "to_day": [1.0, 2.0, 3.0], "open": [5.0, 30.0, 12.0]}
    )
    title = backlog.backlog_title(data, "email", study.scenario.calendar.start)
    assert title == "Email: open tickets reach 30 on Tuesday, fall to 5 at best and stand at 12 at the end."


def test_the_backlog_title_names_the_option_that_ends_with_far_more_and_the_date_in_a_long_horizon() -> None:
    course = pd.DataFrame({"from_day": [0.0, 7.0], "to_day": [7.0, 14.0], "open": [30.0, 12.0]})
    fewer = course.assign(option="fewer", label="Two fewer", open=[30.0, 25.0])
    data = pd.concat([course.assign(option="now", label="Now"), fewer], ignore_index=True)
    title = backlog.backlog_title(data, "email", dt.date(2026, 1, 5))
    assert "reach 30 on Monday 5 January, fall to 12 at best and stand at 12 at the end; in “Two fewer” at 25." in title
    data.loc[data["option"] == "fewer", "open"] = 24.0
    assert "Two fewer" not in backlog.backlog_title(data, "email", dt.date(2026, 1, 5))


def test_the_title_of_the_waits_adds_up_to_everyone() -> None:
    data = pd.DataFrame(
        {
            "option": "a",
            "label": "a",
            "after_s": [0.0, 20.0, 40.0],
            "answered": [0.5, 0.8, 0.9],
            "gave_up": [0.0, 0.05, 0.1],
        }
    )
    data["waiting"] = 1 - data["answered"] - data["gave_up"]
    title = plain(waits.distribution_title(data, "phone", 20.0, live=True))
    assert title == "Phone: after 20 s, 80 % had been answered, 5 % had given up and 15 % still waited."


def test_the_theory_title_says_whether_the_two_agree(study: StudyFolder) -> None:
    chart = theory.chart(study, "phone")
    assert chart is not None
    row = chart.data.iloc[0]
    inside = row["low"] <= row["formula"] <= row["high"]
    assert ("agrees" in chart.title) == inside


# -- pictures hold what their tables say ------------------------------------------------------------------------------


def test_every_chart_is_drawn_with_its_numbers(folder: Path, study: StudyFolder) -> None:
    names = [chart.name for chart in charts(study)]
    assert len(names) == len(set(names))
    for name in names:
        for kind in ("svg", "png", "csv"):
            assert (folder / "figures" / f"{name}.{kind}").stat().st_size > 100
    wanted = {"options", "comparison", "cost_against_service", "load_phone", "load_by_weekday_phone", "load_email"}
    wanted |= {
        "service_level_phone",
        "service_level_email",
        "waits_phone",
        "waits_distribution_phone",
        "theory_phone",
        "theory_by_time_phone",
    }
    wanted |= {"waits_distribution_email", "backlog_email", "occupancy_phones", "occupancy_tickets"}
    wanted |= {"backlog_ages_email", "resolution_times", "ticket_flow", "ticket_flow_live", "causes"}
    assert set(names) == wanted


def test_the_csv_of_a_chart_reads_back_as_what_it_shows(folder: Path, study: StudyFolder) -> None:
    chart = options_picture.chart(study)
    assert chart is not None
    written = pd.read_csv(
        folder / "figures" / "options.csv", keep_default_na=False, na_values={"value": "", "target": ""}
    )
    assert len(written) == len(chart.data) == 4 * 4
    for row in written.itertuples():
        value = study.value(row.option, row.kpi, row.channel, row.team)
        assert float(row.value) == pytest.approx(value.value)
        assert row.unit == value.unit


def test_service_by_interval_is_pooled_from_the_series(study: StudyFolder) -> None:
    data = by_time.tidy(study, by_time.service(study, "phone"))
    assert data is not None
    usual = usual_days(study, ["phone"])
    assert usual.weekdays == (0, 1, 2, 3, 4)
    raw = study.series
    raw = raw[(raw["variant"] == "two_more") & (raw["kpi"] == "service_level") & (raw["channel"] == "phone")]
    ten = raw[(raw["interval"] % 48 == 20) & (raw["interval"] < 5 * 48)]
    shown = data[(data["option"] == "two_more") & (data["from_h"] == 10.0)].iloc[0]
    assert shown["value"] == pytest.approx(ten["num"].sum() / ten["den"].sum())
    assert shown["low"] < shown["value"] < shown["high"]


def test_the_formula_by_interval_stands_beside_the_simulated_number(study: StudyFolder) -> None:
    data = theory_by_time.tidy(study, "phone")
    assert data is not None
    simulated = by_time.tidy(study, by_time.service(study, "phone"))
    assert data["value"].tolist() == simulated["value"].tolist()
    assert data["formula"].between(0, 1).all()
    fewer, more = (data.loc[data["option"] == name, "formula"].to_numpy() for name in ("one_fewer", "four_more"))
    assert (more > fewer).all()


def test_the_formula_title_says_which_way_it_errs_and_when_most() -> None:
    data = by_interval(today=[0.9, 0.6, 0.8]).assign(formula=[0.91, 0.8, 0.85])
    title = plain(theory_by_time.formula_title(data, "phone"))
    assert title == (
        "Phone: the formula promises too much; it is furthest off at 08:30, with 80 % against the simulated 60 %."
    )


def test_calls_outside_opening_hours_are_no_work_for_anybody(study: StudyFolder) -> None:
    data = load_data.tidy(study, ("phone",), ("phones",), by_weekday=True)
    saturday = data[data["day"] == "Saturday"]
    assert (saturday.loc[saturday["from_h"] >= 14, "load"] == 0).all()
    assert (saturday.loc[saturday["from_h"].between(9, 13.5), "load"] > 0).all()


def test_shares_of_waits_grow_and_add_up_to_one(study: StudyFolder) -> None:
    data = waits.tidy(study, "phone")
    assert data is not None
    for _, part in data.groupby("option"):
        assert (np.diff(part["answered"]) >= 0).all()
        assert (np.diff(part["gave_up"]) >= 0).all()
        assert np.allclose(part[["answered", "gave_up", "waiting"]].sum(axis=1), 1)


def test_options_that_show_the_same_share_a_panel() -> None:
    data = by_interval(a=[0.5, 0.6], b=[0.5, 0.6], c=[0.9, 0.9])
    panels, note = apart(data, ["value"])
    assert [label for label, _ in panels] == ["a", "c"]
    assert note == "“a” stands for “b” too."
    panels, note = apart(data[data["option"] != "c"], ["value"])
    assert [label for label, _ in panels] == ["every option"]
    assert note == "The same in every option."


def test_parts_of_the_desk_that_share_agents_are_looked_at_together(study: StudyFolder) -> None:
    assert load_data.desks(study) == [(("phone",), ("phones",)), (("email",), ("tickets",))]


def test_ticks_of_durations_are_round() -> None:
    from matplotlib.figure import Figure

    for top, first in (
        (3, "1 s"),
        (100, "20 s"),
        (200, "1 min"),
        (4000, "15 min"),
        (15 * 3600, "3 h"),
        (8e5, "2 days"),
    ):
        axes = Figure().subplots()
        axes.set_ylim(0, top)
        by_time.duration_axis(axes, top)
        assert axes.yaxis.get_major_formatter()(axes.get_yticks()[1]) == first


# -- the same data, the same bytes ------------------------------------------------------------------------------------


def test_pictures_are_the_same_bytes_when_drawn_again(study: StudyFolder) -> None:
    for make in (options_picture.chart, comparison.chart):
        first, again = make(study), make(study)
        assert first is not None
        assert again is not None
        assert svg(first.figure, first.name) == svg(again.figure, again.name)
        assert svg(first.figure, first.name) == svg(first.figure, first.name)
        assert png(first.figure) == png(again.figure)


def test_pictures_hold_no_date_and_no_address(folder: Path) -> None:
    for path in (folder / "figures").glob("*.svg"):
        text = path.read_text(encoding="utf-8")
        assert "<dc:date>" not in text
        assert "matplotlib.org" not in text


def test_pictures_are_wide_and_sharp(folder: Path) -> None:
    header = (folder / "figures" / "options.png").read_bytes()[16:24]
    assert (int.from_bytes(header[:4], "big"), int.from_bytes(header[4:], "big")) == (1920, 1080)


# -- studies of every shape -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kinds", "n_options", "replications", "days"),
    [(("async",), 2, 3, 7), (("live",), 1, 3, 3), (("live", "async"), 2, 1, 1)],
    ids=["tickets only", "one option, phone only", "one replication of one day"],
)
def test_every_kind_of_study_has_its_charts(
    tmp_path: Path, write: Write, kinds: tuple[str, ...], n_options: int, replications: int, days: int
) -> None:
    study = StudyFolder(write(tmp_path, kinds=kinds, n_options=n_options, replications=replications, days=days))
    made = {chart.name: chart for chart in charts(study)}
    assert "options" in made
    assert ("comparison" in made) == (n_options > 1)
    assert ("service_level_phone" in made) == ("live" in kinds)
    assert ("backlog_email" in made) == ("async" in kinds)
    for chart in made.values():
        assert chart.title.endswith((".", "!", "?"))
        assert "nan" not in chart.title
        assert svg(chart.figure, chart.name).endswith("</svg>\n")


def test_more_options_than_a_picture_holds_are_said_to_be_left_out(tmp_path: Path, write: Write) -> None:
    study = StudyFolder(write(tmp_path, kinds=("live",), n_options=14, replications=2, days=1))
    assert len(study.options) == 12
    chart = options_picture.chart(study)
    assert chart is not None
    assert chart.data["option"].nunique() == 12
    assert "Shows the first 12 of 14 options." in svg(chart.figure, "options")


def test_values_that_are_missing_are_shown_as_such(folder: Path, tmp_path: Path) -> None:
    path = shutil.copytree(folder, tmp_path / "holes")
    for name, columns in (
        ("summary.csv", ["value", "low", "high"]),
        ("comparison.csv", ["difference", "low", "high", "adjusted_low", "adjusted_high"]),
    ):
        table = pd.read_csv(path / name)
        hole = (table["kpi"] == "abandonment") & (table["variant"] == "two_more")
        table.loc[hole, columns] = np.nan
        table.to_csv(path / name, index=False)
    study = StudyFolder(path)
    made = {chart.name: chart for chart in charts(study)}
    assert ">n/a<" in svg(made["options"].figure, "options").replace("\n", "")
    assert "n/a" in svg(made["comparison"].figure, "comparison")
    assert "nan" not in svg(made["options"].figure, "options")
