"""Charts of a ticket's journey: its way, the age of what is open, why customers come, when it is solved."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from sim.log import FAILURE_DEMAND, INBOUND, Cause, Status
from sim.report.charts import backlog_ages, causes, resolution_times, ticket_flow
from sim.report.charts.causes import GROUPS
from sim.report.charts.chart import Chart
from sim.report.charts.flow_picture import rounded
from sim.report.charts.flow_places import COLOURS, DRAWN, WORDS
from sim.report.figures import svg
from sim.report.gallery import charts
from sim.report.study_folder import StudyFolder
from tests.report.drawn import overlapping, plain, texts

Write = Callable[..., Path]


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory, write: Write) -> StudyFolder:
    """One option over two weeks."""
    return StudyFolder(write(tmp_path_factory.mktemp("journeys") / "desk", n_options=1, replications=2, days=14))


# -- a ticket's way ---------------------------------------------------------------------------------------------------


def moves(*rows: tuple[str, str, float, float]) -> pd.DataFrame:
    data = pd.DataFrame(rows, columns=["from", "to", "per_100", "mean_s"])
    return data.assign(option="a", label="A", moves=data["per_100"])


def test_the_title_says_for_whom_tickets_wait_most_and_how_often_they_come_back() -> None:
    data = moves(
        ("", "NEW", 100, np.nan),
        ("NEW", "IN_SERVICE", 100, 60),
        ("IN_SERVICE", "PENDING_CUSTOMER", 12, 300),
        ("IN_SERVICE", "ON_HOLD", 31, 300),
        ("ON_HOLD", "OPEN", 31, 172_800),
        ("PENDING_CUSTOMER", "OPEN", 12, 3600),
        ("SOLVED", "REOPENED", 1, 86_400),
    )
    title = plain(ticket_flow.flow_title(data, "email"))
    assert (
        title
        == "Email: 100 tickets wait 31 times for a third party (2 days each) and come back once after they were solved."
    )
    title = ticket_flow.flow_title(data, "email and social", "As today")
    assert title.startswith("Email and social, “As today”: 100 tickets wait")


def test_without_waits_for_others_the_title_says_how_often_tickets_go_back_to_the_queue() -> None:
    data = moves(("", "NEW", 100, np.nan), ("IN_SERVICE", "OPEN", 7.25, 300))
    assert ticket_flow.flow_title(data, "email") == "Email: 100 tickets go back to the queue 7.2 times."


def test_moves_are_counted_per_100_tickets_and_stays_are_means_over_all_visits(alone: StudyFolder) -> None:
    data = ticket_flow.tidy(alone, ("email",))
    assert data is not None
    raw = alone.flow[alone.flow["channel"] == "email"]
    opened = raw.loc[raw["from"] == "", "tickets"].sum()
    for _, row in data.iterrows():
        mine = raw[(raw["from"] == row["from"]) & (raw["to"] == row["to"])]
        assert row["moves"] == mine["tickets"].sum()
        assert row["per_100"] == pytest.approx(100 * mine["tickets"].sum() / opened)
    stays = raw[raw["from"] == "ON_HOLD"]
    mean_s = data.loc[data["from"] == "ON_HOLD", "mean_s"].iloc[0]
    assert mean_s == pytest.approx(stays["seconds"].sum() / stays["tickets"].sum())


def test_the_picture_names_every_state_and_writes_every_number_of_its_bands(alone: StudyFolder) -> None:
    chart = ticket_flow.chart(alone, ("email",), "ticket_flow")
    assert chart is not None
    written = texts(chart.figure)
    data = chart.data
    for state in set(data["to"]) - {""}:
        assert f"({WORDS[state][1]})" in written
    for _, row in data.iterrows():
        if (row["from"], row["to"]) in DRAWN:
            assert rounded(row["per_100"]) in written
    assert "no answer" in written


def test_moves_without_a_place_in_the_picture_are_told_below_it(folder: Path, tmp_path: Path) -> None:
    path = shutil.copytree(folder, tmp_path / "odd")
    table = pd.read_parquet(path / "flow.parquet")
    first = table[table["channel"] == "email"].iloc[[0]]
    odd = first.assign(**{"from": "NEW", "to": "CLOSED", "tickets": first["tickets"].iloc[0] // 5})
    pd.concat([table, odd], ignore_index=True).to_parquet(path / "flow.parquet")
    chart = ticket_flow.chart(StudyFolder(path), ("email",), "ticket_flow")
    assert chart is not None
    written = texts(chart.figure).replace("\n", " ")
    assert "Not drawn: “waits for its first answer” to “closed for good” " in written


def test_a_desk_whose_tickets_go_one_way_only_has_no_picture_of_it(folder: Path, tmp_path: Path) -> None:
    path = shutil.copytree(folder, tmp_path / "straight")
    table = pd.read_parquet(path / "flow.parquet")
    straight = table["from"].isin(["", "NEW", "SOLVED"]) & table["to"].isin(["NEW", "IN_SERVICE", "CLOSED"])
    table[straight].to_parquet(path / "flow.parquet")
    assert ticket_flow.chart(StudyFolder(path), ("email",), "ticket_flow") is None


def test_a_day_on_which_nothing_is_solved_yet_has_its_picture_too(folder: Path, tmp_path: Path) -> None:
    path = shutil.copytree(folder, tmp_path / "young")
    table = pd.read_parquet(path / "flow.parquet")
    later = {"SOLVED", "CLOSED", "REOPENED", "PENDING_INTERNAL"}
    table[~table["from"].isin(later) & ~table["to"].isin(later)].to_parquet(path / "flow.parquet")
    chart = ticket_flow.chart(StudyFolder(path), ("email",), "ticket_flow")
    assert chart is not None
    assert "(SOLVED)" not in texts(chart.figure)
    assert "(ON_HOLD)" in texts(chart.figure)
    assert "come back" not in chart.title


def test_every_state_has_its_words_and_colour() -> None:
    names = {status.name for status in Status}
    assert set(WORDS) == set(COLOURS) == names
    assert {state for move in DRAWN for state in move} == names
    assert [rounded(value) for value in (0.04, 0.12, 1.0, 9.94, 9.96, 31.4)] == ["<0.1", "0.1", "1", "9.9", "10", "31"]


# -- the age of what is open ------------------------------------------------------------------------------------------


def test_the_title_says_how_many_are_open_how_old_and_when_most(alone: StudyFolder) -> None:
    ages = ["under 1 day", "1 to 3 days", "3 to 7 days", "over 7 days"]
    rows = [
        ("a", "A", "email", day, f"2026-01-{5 + day:02d}", age, float(count))
        for day, counts in enumerate([(10, 0, 0, 0), (10, 5, 10, 5)])
        for age, count in zip(ages, counts, strict=True)
    ]
    data = pd.DataFrame(rows, columns=["option", "label", "channel", "day", "date", "age", "tickets"])
    assert plain(backlog_ages.ages_title(data)) == (
        "Email: 20 tickets are open at the end of a day on average, 38 % of them for over 3 days; most on Tue 6 "
        "January with 30."
    )


def test_open_tickets_by_age_are_means_over_replications(alone: StudyFolder) -> None:
    data = backlog_ages.tidy(alone, ("email",))
    assert data is not None
    raw = alone.backlog_ages
    for day, age in ((3, "under 1 day"), (13, "over 7 days")):
        mine = raw[(raw["channel"] == "email") & (raw["day"] == day) & (raw["age"] == age)]
        shown = data[(data["day"] == day) & (data["age"] == age)].iloc[0]
        assert len(mine) == 2
        assert shown["tickets"] == pytest.approx(mine["tickets"].mean())
    assert data.loc[data["day"] == 13, "date"].unique().tolist() == ["2026-01-18"]


def test_one_option_has_a_panel_for_each_channel_and_several_have_one_each(
    alone: StudyFolder, study: StudyFolder
) -> None:
    both = backlog_ages.chart(alone, ("phone", "email"))
    assert both is not None
    assert both.name == "backlog_ages"
    assert {"Phone", "Email"} <= {axes.get_title(loc="left") for axes in both.figure.axes}
    options = backlog_ages.chart(study, ("email",))
    assert options is not None
    assert options.name == "backlog_ages_email"
    assert [axes.get_title(loc="left") for axes in options.figure.axes] == [option.label for option in study.options]


# -- why customers come -----------------------------------------------------------------------------------------------


def test_failure_demand_is_counted_among_the_customers_own_contacts_only(alone: StudyFolder) -> None:
    data = causes.tidy(alone)
    assert data is not None
    raw = alone.causes
    for channel in ("phone", "email"):
        mine = raw[raw["channel"] == channel].groupby("cause")["contacts"].sum()
        came = sum(mine.get(cause.name, 0) for cause in INBOUND)
        failed = sum(mine.get(cause.name, 0) for cause in FAILURE_DEMAND)
        assert data.loc[data["channel"] == channel, "failure_demand"].unique() == pytest.approx([failed / came])
        first = data[(data["channel"] == channel) & (data["cause"] == "FIRST")].iloc[0]
        assert first["contacts"] == pytest.approx(mine["FIRST"] / 2 / 2)  # two weeks, two replications
    parts = data[data["channel"] != causes.ALL].groupby("cause")["contacts"].sum()
    whole = data[data["channel"] == causes.ALL].set_index("cause")["contacts"]
    assert parts.sort_index().tolist() == pytest.approx(whole.sort_index().tolist())


def test_the_customers_own_contacts_and_transfers_are_drawn_and_each_belongs_to_one_group(alone: StudyFolder) -> None:
    named = [cause for group, _ in GROUPS.values() for cause in group]
    assert sorted(named) == sorted(cause.name for cause in {*INBOUND, Cause.TRANSFER})
    chart = causes.chart(alone)
    assert chart is not None
    assert (chart.data.loc[chart.data["cause"] == "REPLY", "why"] == causes.OURS).all()
    assert causes.OURS not in texts(chart.figure)
    assert "came back, same ticket (reopen)" in texts(chart.figure)


def why(**shares: float) -> pd.DataFrame:
    rows = [
        (option, option.upper(), channel, cause, contacts, share)
        for option, share in shares.items()
        for channel in (causes.ALL, "phone", "email")
        for cause, contacts in (("FIRST", 80.0), ("CHASE", 15.0), ("REDIAL", 5.0))
    ]
    names = ["option", "label", "channel", "cause", "contacts", "failure_demand"]
    data = pd.DataFrame(rows, columns=names)
    data.loc[data["channel"] == "email", "failure_demand"] += 0.1
    return data


def test_the_title_says_how_much_would_not_have_come_and_where_most() -> None:
    assert plain(causes.causes_title(why(a=0.2))) == (
        "20 % of customers’ contacts would not have come had the first one worked, mostly chases; most of all on "
        "email, 30 %."
    )
    assert plain(causes.causes_title(why(a=0.2, b=0.1))) == (
        "“A”: 20 % of customers’ contacts would not have come had the first one worked, mostly chases; least with "
        "“B”, 10 %."
    )
    assert causes.causes_title(why(a=0.0)).startswith("No contact was caused by a failure")


def test_a_desk_to_which_everybody_comes_once_needs_no_picture_of_causes(folder: Path, tmp_path: Path) -> None:
    path = shutil.copytree(folder, tmp_path / "once")
    table = pd.read_parquet(path / "causes.parquet")
    table[table["cause"] == "FIRST"].to_parquet(path / "causes.parquet")
    assert causes.chart(StudyFolder(path)) is None


def test_over_less_than_a_week_contacts_are_counted_by_the_day(tmp_path: Path, write: Write) -> None:
    chart = causes.chart(StudyFolder(write(tmp_path, n_options=1, replications=1, days=2)))
    assert chart is not None
    assert "Contacts a day by why they happened" in texts(chart.figure)


# -- when it is solved ------------------------------------------------------------------------------------------------


def solved(**curves: list[float]) -> pd.DataFrame:
    after = [0.0, 60.0, 3600.0, 86_400.0, 172_800.0]
    parts = [
        pd.DataFrame({"option": "a", "label": "A", "channel": channel, "after_s": after, "solved": curve})
        for channel, curve in curves.items()
    ]
    return pd.concat(parts, ignore_index=True)


def test_the_title_says_when_half_are_solved_on_each_channel() -> None:
    data = solved(phone=[0, 0.5, 0.9, 0.9, 0.9], email=[0, 0, 0.5, 0.9, 1.0])
    assert plain(resolution_times.resolution_title(data)) == (
        "Half of the needs are solved within 60 s on phone and within 60 min on email; nine in ten on email within "
        "24 h."
    )
    never = solved(phone=[0, 0.5, 0.9, 0.9, 0.9], email=[0, 0, 0.1, 0.2, 0.3])
    assert plain(resolution_times.resolution_title(never)).endswith("; on email fewer than half are by the end.")
    late = solved(phone=[0, 0.2, 0.6, 0.7, 0.8])
    assert plain(resolution_times.resolution_title(late)).endswith("; on phone 20 % are not solved by the end.")
    assert "Fewer than half" in resolution_times.resolution_title(solved(email=[0, 0, 0.1, 0.2, 0.3]))


def test_what_is_still_open_counts_as_not_solved(alone: StudyFolder) -> None:
    data = resolution_times.tidy(alone)
    assert data is not None
    raw = alone.histograms[alone.histograms["channel"] == "email"].groupby("kpi")["count"].sum()
    share = raw["resolution_time"] / (raw["resolution_time"] + raw["resolution_time_open"])
    assert data.loc[data["channel"] == "email", "solved"].max() == pytest.approx(share)
    for _, part in data.groupby("channel"):
        assert (np.diff(part["solved"]) >= 0).all()


def test_the_target_is_marked_on_its_channels_curve(folder: Path, tmp_path: Path) -> None:
    import json

    path = shutil.copytree(folder, tmp_path / "target")
    scenarios: dict[str, Any] = json.loads((path / "scenarios.json").read_text())
    for scenario in scenarios.values():
        scenario["world"]["resolution"] = {}
        scenario["policy"]["targets"]["email"]["solved_within"] = "24h"
    (path / "scenarios.json").write_text(json.dumps(scenarios))
    chart = resolution_times.chart(StudyFolder(path))
    assert chart is not None
    written = texts(chart.figure)
    assert "email (target 24 h)" in written
    assert "its clock stands still while the customer has to act" in written
    plain_chart = resolution_times.chart(StudyFolder(folder))
    assert plain_chart is not None
    assert "target" not in texts(plain_chart.figure)


# -- all of them ------------------------------------------------------------------------------------------------------

JOURNEY = ("backlog_ages", "resolution_times", "ticket_flow", "causes")


def journey_charts(study: StudyFolder) -> list[Chart]:
    return [chart for chart in charts(study) if chart.name.startswith(JOURNEY)]


@pytest.mark.parametrize("which", ["alone", "study"])
def test_no_text_lies_on_another(which: str, request: pytest.FixtureRequest) -> None:
    found = journey_charts(request.getfixturevalue(which))
    assert len(found) == 5
    for chart in found:
        assert overlapping(chart.figure) == []


def test_pictures_of_journeys_are_the_same_bytes_when_drawn_again(alone: StudyFolder) -> None:
    for first, again in zip(journey_charts(alone), journey_charts(alone), strict=True):
        assert svg(first.figure, first.name) == svg(again.figure, again.name)


def test_a_study_without_these_tables_has_a_report_without_these_charts(folder: Path, tmp_path: Path) -> None:
    path = shutil.copytree(folder, tmp_path / "older")
    for name in ("flow", "backlog_ages", "causes", "histograms"):
        (path / f"{name}.parquet").unlink()
    assert journey_charts(StudyFolder(path)) == []
