"""The price of wear, drawn from a small study that was really simulated and from tables made by hand."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.report.charts import same_service
from sim.report.charts.same_service import OPTION, PRICE, TARGET
from sim.report.gallery import charts
from sim.report.study_folder import StudyFolder
from sim.scenario import Scenario
from sim.study import Compute, StudyOptions, Variant, run_study
from tests.report.test_journey_charts import overlapping, plain, texts
from tests.report.test_people_charts import crew

WORN = {
    "calendar.days": 7,
    "world.strain": {"slower_tired": 1.5, "slower_exhausted": 1.5, "rush": 0.0},
    "world.fatigue": {},
    "world.departures": None,
}
RESTED = {"world.exhaustion": {"gain": 0.0, "at_start": 0.0}, "world.fatigue": None}


def option(agents: int, worn: bool, target: float = 0.8) -> Scenario:
    """So many on shift all day, who are much slower when worn."""
    scenario = crew(agents).with_values({**WORN, "policy.targets.phone.share": target})
    return scenario if worn else scenario.with_values(RESTED)


def played(folder: Path, target: float, agents: tuple[int, ...] = (4, 6, 8)) -> StudyFolder:
    variants = [
        Variant(f"{world}_{count}", option(count, world == "worn", target), f"{count} agents, {world}")
        for world in ("worn", "rested")
        for count in agents
    ]
    options = StudyOptions(replications=3, folder=str(folder), seed=3)
    return StudyFolder(run_study(variants, options, Compute(backend="serial"), name="same").folder)


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> StudyFolder:
    """Four, six and eight agents, with the loop and without."""
    return played(tmp_path_factory.mktemp("same"), target=0.86)


def test_the_rows_are_the_options_of_both_worlds_the_crossings_and_their_difference(study: StudyFolder) -> None:
    data = same_service.tidy(study)
    assert data is not None
    assert data["what"].tolist() == [OPTION] * 6 + [TARGET] * 2 + [PRICE]
    options = data[data["what"] == OPTION].set_index("option")
    assert options["staff"].to_list() == pytest.approx([count * 12 * 7 / 40 for count in (4, 6, 8, 4, 6, 8)])
    for name, row in options.iterrows():
        assert row["service"] == pytest.approx(study.value(str(name), "service_level", "phone").value)
        spent = [study.value(str(name), kpi).value for kpi in ("staff_cost", "hiring_cost", "training_cost")]
        assert row["cost"] == pytest.approx(np.sum(spent))  # one week
    worn, rested = (data[(data["what"] == TARGET) & (data["world"] == world)].iloc[0] for world in ("worn", "rested"))
    price = data[data["what"] == PRICE].iloc[0]
    assert price["cost"] == pytest.approx(worn["cost"] - rested["cost"])
    assert price["cost"] > 0
    assert price["cost_low"] < price["cost"] < price["cost_high"]
    low, high = options.loc["worn_6"], options.loc["worn_8"]
    share = (0.86 - low["service"]) / (high["service"] - low["service"])
    assert 0 < share < 1
    assert worn["cost"] == pytest.approx(low["cost"] + share * (high["cost"] - low["cost"]))


def test_the_picture_and_the_sentence_stand_in_the_place_of_cost_against_service(study: StudyFolder) -> None:
    drawn = {chart.name: chart for chart in charts(study)}
    assert "cost_against_service" not in drawn
    chart = drawn["same_service"]
    assert plain(chart.title).startswith("86 % answered within 20 s costs EUR ")
    assert "because people wear out" in plain(chart.title)
    assert "price of wear: EUR " in texts(chart.figure)
    assert overlapping(chart.figure) == []
    (said,) = [text for text in study.answer["also"] if "price of wear" in text]
    assert said.startswith("86 % answered within 20 s (phone) costs EUR ")
    assert said.endswith("are the price of wear.")


def test_an_option_in_which_nobody_wears_out_is_no_choice(study: StudyFolder) -> None:
    standings = {one["variant"]: one["choice"] for one in study.answer["standings"]}
    assert standings == {f"{world}_{count}": world == "worn" for world in ("worn", "rested") for count in (4, 6, 8)}
    assert str(study.answer["best"]).startswith("worn")


def test_a_target_that_no_option_reaches_has_curves_and_no_price(tmp_path: Path) -> None:
    far = played(tmp_path, target=0.999999, agents=(3, 4))
    data = same_service.tidy(far)
    assert data is not None
    assert data["what"].unique().tolist() == [OPTION]
    chart = same_service.chart(far)
    assert chart is not None
    assert chart.title == "The price of wear is not known: no two options have the target between them in either world."
    assert overlapping(chart.figure) == []


def rows(price: float, low: float, high: float) -> pd.DataFrame:
    """What the title reads."""
    return pd.DataFrame(
        [
            (TARGET, "worn", 1000.0 + price, 0, 0, 0.8),
            (TARGET, "rested", 1000.0, 0, 0, 0.8),
            (PRICE, "", price, low, high, 0.8),
        ],
        columns=["what", "world", "cost", "cost_low", "cost_high", "target"],
    )


@pytest.mark.parametrize(
    ("price", "low", "high", "said"),
    [
        (100.0, 50.0, 150.0, "EUR 100 a week (10.0 %) more because people wear out."),
        (100.0, -50.0, 250.0, "EUR 100 a week (10.0 %) more because people wear out, or perhaps nothing."),
        (100.0, math.nan, math.nan, "EUR 100 a week (10.0 %) more because people wear out, or perhaps nothing."),
        (-100.0, -150.0, -50.0, "EUR 100 a week (10.0 %) less because people wear out."),
    ],
)
def test_the_title_says_the_price_and_whether_it_may_be_nothing(
    price: float, low: float, high: float, said: str
) -> None:
    title = plain(same_service.wear_title(rows(price, low, high), "answered within 20 s", "EUR"))
    assert title == f"80 % answered within 20 s costs {said}"


def test_the_title_names_the_world_that_does_not_cross_the_target() -> None:
    data = rows(100.0, 50.0, 150.0)
    alone = data[data["world"] == "rested"]
    assert same_service.wear_title(alone, "answered", "EUR") == (
        "The price of wear is not known: no two options have the target between them where people wear out."
    )


def test_without_two_worlds_there_is_no_such_picture(tmp_path: Path) -> None:
    variants = [Variant(str(count), option(count, worn=True)) for count in (4, 6)]
    options = StudyOptions(replications=1, folder=str(tmp_path))
    short = [Variant(one.name, one.scenario.with_values({"calendar.days": 1})) for one in variants]
    folder = StudyFolder(run_study(short, options, Compute(backend="serial"), name="one_world").folder)
    assert same_service.chart(folder) is None
    assert "cost_against_service" in {chart.name for chart in charts(folder)}
