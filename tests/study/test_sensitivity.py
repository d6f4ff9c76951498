"""A sensitivity screen: what is moved and how far, what survives, that it resumes, what it says before it starts."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.engine import simulate
from sim.errors import SettingsError
from sim.kpi import measure
from sim.study import Compute, StudyInterruptedError, Variant
from sim.study.job import Done, Job
from sim.study.sensitivity import Coefficient, Extent, assumed, left_out, values_at
from sim.study.sensitivity.coefficient import by_a_factor, declared
from sim.study.sensitivity.conclusions import concluded, culprit, verdict
from sim.study.sensitivity.outcomes import outcomes_of, play
from sim.study.sensitivity.spread import Spread, fitted
from sim.world.departures import quit_probability, quit_rate
from tests import desks
from tests.study.screens import PATHS, SERIAL, SMALL, coefficients, made_up, options, pair, screen

# -- what is moved ----------------------------------------------------------------------------------------------------


def test_the_desk_as_assumed_lies_inside_every_range() -> None:
    desk = pair()[0].scenario
    found = assumed(desk)
    assert len(found) >= 40
    for one in found:
        assert one.low <= one.value <= one.high, one.path
        assert one.low < one.high, one.path
        assert one.meaning
        assert one.why


@pytest.mark.parametrize("corner", [0.0, 1.0])
def test_every_corner_of_the_cube_is_a_world_that_can_be_played(corner: float) -> None:
    desk = pair()[0].scenario
    found = assumed(desk)
    moved = desk.with_values(values_at(found, [corner] * len(found)))
    assert moved.world.exhaustion is not None
    assert moved.world.exhaustion.gain == (0.01 if corner == 0.0 else 0.04)


def test_half_to_double_has_the_desks_value_in_its_middle() -> None:
    one = by_a_factor(pair()[0].scenario, "world.exhaustion.gain")
    assert (one.low, one.high, one.scale) == (0.01, 0.04, "log")
    assert [one.at(share) for share in (0.0, 0.5, 1.0)] == pytest.approx([0.01, 0.02, 0.04], rel=1e-15)


def test_an_end_that_is_not_allowed_moves_to_the_nearest_that_is() -> None:
    desk = pair()[0].scenario.with_values({"world.exhaustion.buffer": 0.8})
    assert by_a_factor(desk, "world.exhaustion.buffer").high == 1.0


def test_a_range_with_a_reason_is_straight_and_holds_the_desks_own_value() -> None:
    desk = pair()[0].scenario.with_values({"world.learning.novice": 2.0})
    (one,) = (one for one in assumed(desk) if one.path == "world.learning.novice")
    assert (one.low, one.high, one.scale) == (1.3, 2.0, "linear")
    assert one.at(0.5) == pytest.approx(1.65)


def test_what_a_desk_cannot_feel_is_left_out_by_name() -> None:
    desk = pair()[0].scenario
    assert "world.fatigue.per_chat" in left_out(desk)
    assert "world.departures.pay_elasticity" in left_out(desk)
    paid = desk.with_values({"policy.environment.pay": 1.1})
    assert "world.departures.pay_elasticity" not in left_out(desk, paid)
    without = desk.with_values({"world.fatigue": None})
    assert not [one for one in assumed(without) if "fatigue" in one.path or "tired" in one.path]


def test_the_pace_of_tickets_is_felt_only_through_exhaustion_and_empathy_is_not_screened() -> None:
    desk = pair()[0].scenario
    assert "world.people.async_pace" in left_out(desk)
    written = desks.desk({"email": desks.steady(5.0)}, 60.0, 1, kinds={"email": "async"}, world__exhaustion={})
    assert "world.people.async_pace" in [one.path for one in assumed(written)]
    tired = written.with_values({"world.exhaustion": None, "world.fatigue": {}})
    assert "world.people.async_pace" in left_out(tired)
    assert not [path for path in (*[one.path for one in assumed(desk)], *left_out(desk)) if "empathy" in path]


def test_every_path_is_declared_and_another_is_refused() -> None:
    desk = pair()[0].scenario
    for path in (*[one.path for one in assumed(desk)], *left_out(desk)):
        assert declared(path).description
    with pytest.raises(KeyError, match=re.escape("world.exhaustion.nonsense")):
        declared("world.exhaustion.nonsense")


# -- what is looked at ------------------------------------------------------------------------------------------------


def test_attrition_is_the_mean_rate_at_which_the_declared_law_lets_people_leave() -> None:
    desk = pair()[0].scenario
    key = {one.id: one.key for one in outcomes_of(desk)}
    table = play(Job(desk, 0, 1)).tables["outcomes"]
    found = dict(zip(table["outcome"].texts(), table["value"].tolist(), strict=True))  # type: ignore[union-attr]
    log, law = simulate(desk, 1, 0), desk.world.departures
    assert law is not None
    people = pd.DataFrame({name: log.people[name] for name in ("stage", "exhaustion", "tenure_days")})
    there = people[people["stage"] <= 1]
    numbers = (law.quits_exhausted, law.reference, law.early, law.early_days, 1.0, law.cap)
    rates = [
        365 * quit_probability(quit_rate(law.quits, row.exhaustion, row.tenure_days, *numbers))
        for row in there.itertuples()
    ]
    days = desk.calendar.days
    # Of seven mornings six have an evening behind them in the period.
    assert found[key["attrition_expected"]] == pytest.approx(np.mean(rates) * (days - 1) / days, rel=0.05)
    assert found[key["exhaustion"]] == pytest.approx(there["exhaustion"].mean())
    assert found["service_level/phone"] == measure(log, desk).value("service_level", "phone")


def test_a_desk_without_exhaustion_or_leaving_has_no_such_outcomes() -> None:
    desk = pair()[0].scenario.with_values({"world.exhaustion": None, "world.departures": None})
    assert [one.key for one in outcomes_of(desk)] == ["service_level/phone", "cost_per_resolution"]


# -- what is concluded ------------------------------------------------------------------------------------------------


def conclusion(differences: list[float], spread: float = 0.1, points: list[list[float]] | None = None):  # type: ignore[no-untyped-def]
    as_assumed = np.array([1.0, 1.1, 0.9, 1.0])
    at = np.zeros((len(differences), 1)) if points is None else np.array(points)
    return concluded(as_assumed, at, np.array(differences), 1, Spread(spread**2, 0.0, 10))


def test_a_conclusion_that_every_world_shares_survives() -> None:
    found = conclusion([0.5, 1.0, 2.0])
    assert (found.sign, found.agrees, found.turns, found.verdict) == (1, 1.0, 0.0, "survives")
    assert (found.least, found.most, found.worlds) == (0.5, 2.0, 3)
    assert found.low < 1.0 < found.high


def test_a_difference_within_chance_is_open_and_keeps_its_sign() -> None:
    found = conclusion([0.5, 0.1, 0.1, 2.0])  # t of 10 degrees is 2.2
    assert (found.agrees, found.open, found.same, found.verdict) == (0.5, 0.5, 1.0, "keeps its sign")


def test_a_conclusion_that_worlds_turn_depends_and_names_what_turns_it() -> None:
    points = [[share, (7 * place) % 10 / 10] for place, share in enumerate(np.linspace(0, 1, 20))]
    found = conclusion([1.0 - 2.0 * share for share, _ in points], points=points)
    assert found.verdict == "depends"
    assert 0.3 < found.turns < 0.5
    assert (found.overturns, found.towards) == (0, 1)


def test_nothing_concluded_as_assumed_is_nothing_to_survive() -> None:
    found = concluded(np.array([-1.0, 1.0, 0.5]), np.zeros((2, 1)), np.array([1.0, 2.0]), 1, Spread(0.01, 0.0, 5))
    assert (found.sign, found.same, found.turns, found.verdict) == (0, 0.0, 0.0, "open as assumed")


@pytest.mark.parametrize(
    ("agrees", "same", "turns", "word"),
    [(0.95, 1.0, 0.0, "survives"), (1.0, 1.0, 0.01, "mostly holds"), (0.2, 0.95, 0.0, "keeps its sign"),
     (0.2, 0.9, 0.0, "mostly holds"), (0.7, 0.79, 0.0, "depends"), (0.9, 0.9, 0.05, "depends")],
)  # fmt: skip
def test_the_verdict_follows_the_shares_of_worlds(agrees: float, same: float, turns: float, word: str) -> None:
    assert verdict(1, agrees, same, turns) == word


def test_where_all_worlds_are_alike_nothing_overturns() -> None:
    points = np.random.default_rng(1).random((20, 3))
    assert culprit(points, np.zeros(20, dtype=bool)) == (-1, 0)
    assert culprit(points, points[:, 2] > 0.5) == (2, 1)
    assert culprit(points, points[:, 2] < 0.5) == (2, -1)


@pytest.mark.parametrize(("a", "b"), [(0.04, 0.0), (0.0, 0.09), (0.02, 0.05)])
def test_the_law_of_the_spread_is_found_again(a: float, b: float) -> None:
    rng = np.random.default_rng(4)
    true = rng.lognormal(0.0, 0.7, 4000)
    played = true[:, None] + np.sqrt(a + b * true**2)[:, None] * rng.normal(0.0, 1.0, (4000, 2))
    found = fitted(true, played.var(axis=1, ddof=1), 6)
    at = np.array([0.5, 1.0, 3.0])
    np.testing.assert_allclose(found.variance(at), a + b * at**2, rtol=0.15)
    assert found.degrees == 6


def test_the_law_of_the_spread_where_there_is_none_or_nothing_is_known() -> None:
    assert fitted(np.array([1.0, 2.0]), np.zeros(2), 3).variance(5.0) == 0.0
    assert fitted(np.zeros(3), np.full(3, 0.5), 3).variance(0.0) == pytest.approx(0.5)
    assert np.isnan(fitted(np.array([np.nan]), np.array([np.nan]), 3).variance(1.0))


# -- the whole screen -------------------------------------------------------------------------------------------------


def test_the_screen_finds_what_was_built_in(tmp_path: Path) -> None:
    found = screen(tmp_path)
    assert {found.coefficients[index].path for index in found.chosen} == set(PATHS) - {
        "world.fatigue.rise",
        "world.strain.rush",
    }
    told = {one.key: one_ for one, one_ in zip(found.outcomes, found.conclusions, strict=True)}
    assert told["service_level/phone"].verdict == "survives"
    assert told["exhaustion"].verdict == "survives"
    assert told["cost_per_resolution"].verdict == "depends"  # 0.38 lies inside the range of quits, 0.2 to 0.45
    assert told["attrition_expected"].verdict == "open as assumed"
    turned = told["cost_per_resolution"]
    assert found.coefficients[found.chosen[turned.overturns]].path == "world.departures.quits"
    assert turned.towards == 1
    assert turned.turns == pytest.approx((0.45 - 0.38) / 0.25, abs=0.06)
    assert found.indices is not None
    gain = [found.coefficients[index].path for index in found.chosen].index("world.exhaustion.gain")
    assert found.indices.total[gain, 2] == pytest.approx(1.0, abs=0.15)


def test_its_tables_say_what_was_moved_and_what_came_out(tmp_path: Path) -> None:
    found = screen(tmp_path)
    about = json.loads((found.folder / "sensitivity.json").read_text())
    assert [one["label"] for one in about["options"]] == ["Ten callers", "Eight callers"]
    assert about["extent"]["samples"] == 16
    tables = {path.stem: pd.read_csv(path) for path in found.folder.glob("*.csv")}
    assert tables["coefficients"]["path"].tolist() == [one.path for one in found.coefficients]
    assert len(tables["morris"]) == 4 * 4
    assert len(tables["worlds_morris"]) == 4 * 5 * 2
    assert len(tables["worlds_sobol"]) == 16 * (2 + 2)
    assert set(tables["conclusions"]["moved"]) == {"all", "few"}
    moved = tables["worlds_sobol"]["world.departures.quits"]
    assert moved.between(0.2, 0.45).all()


def test_the_budget_is_said_before_anything_else_is_played(tmp_path: Path) -> None:
    said: list[str] = []
    played: list[str] = []

    def work(job: Job) -> Done:
        played.append("played" if said else "timed")
        return made_up(job)

    screen(tmp_path, say=said.append, work=work)
    total = 2 * (5 + 4 * 5 * 2 + 16 * 5)
    (text,) = said
    assert text.startswith(f"Budget: at most {total} runs of 0.00 s, 1 at a time: about 0 s (2 options x [5 as assumed")
    assert "4 trajectories x 5 worlds x 2 replications + 16 samples x 5])" in text
    assert played[:3] == ["timed", "timed", "played"]
    assert played.count("timed") == 2
    assert played.count("played") <= total


def test_an_interrupted_screen_goes_on_and_ends_with_the_same_tables(tmp_path: Path) -> None:
    whole = screen(tmp_path / "whole")
    left = 60

    def stopping(job: Job) -> Done:
        nonlocal left
        left -= 1
        if left == 0:
            raise KeyboardInterrupt
        return made_up(job)

    with pytest.raises(StudyInterruptedError, match="interrupted after 57 of"):  # two were timed, one was stopped
        screen(tmp_path / "stopped", work=stopping)
    again: list[Job] = []

    def counted(job: Job) -> Done:
        again.append(job)
        return made_up(job)

    resumed = screen(tmp_path / "stopped", work=counted)
    first: list[Job] = []
    screen(tmp_path / "counted", work=lambda job: first.append(job) or made_up(job))
    assert len(again) == len(first) - 57
    for path in whole.folder.glob("*.csv"):
        assert path.read_bytes() == (resumed.folder / path.name).read_bytes(), path.name


@pytest.mark.slow
def test_two_workers_find_what_one_finds(tmp_path: Path) -> None:
    one, two = screen(tmp_path / "one"), screen(tmp_path / "two", compute=Compute(workers=2))
    for path in one.folder.glob("*.csv"):
        assert path.read_bytes() == (two.folder / path.name).read_bytes(), path.name


def test_where_nothing_matters_there_is_no_sobol_and_worlds_are_those_of_morris(tmp_path: Path) -> None:
    inert = tuple(one for one in coefficients() if one.path in ("world.fatigue.rise", "world.strain.rush"))
    found = screen(tmp_path, coefficients=inert)
    assert found.chosen == ()
    assert found.indices is None
    assert not (found.folder / "sobol.csv").exists()
    assert found.conclusions == found.of_all


def test_all_that_cannot_be_screened_is_said_at_once(tmp_path: Path) -> None:
    nobody = pair()[0].scenario.with_values(
        {f"world.{part}": None for part in ("learning", "fatigue", "exhaustion", "strain", "departures")}
    )
    from sim.study.sensitivity import run_screen

    two = (Variant("one", nobody), Variant("other", nobody.with_values({"policy.shifts.callers_early.agents": 2})))
    asked = options(tmp_path).with_values({"replications": 1})
    with pytest.raises(SettingsError) as caught:
        run_screen(two, Extent(1, 1, 3, 0), asked, SERIAL, name="none", work=made_up)
    told = str(caught.value)
    for part in (
        "trajectories = 1: at least 2, for a spread",
        "replications = 1: at least 2, to tell effects from chance",
        "samples = 3: a power of two",
        "most = 0: at least 1",
        "study.replications = 1: at least 2, for an interval",
        "world: nobody on this desk learns, tires, wears out or leaves, so nothing is to screen",
    ):
        assert part in told
    assert not list(tmp_path.iterdir())


@pytest.mark.slow
def test_a_quick_screen_of_the_real_crew_comes_to_an_end(tmp_path: Path) -> None:
    few: tuple[Coefficient, ...] = tuple(
        one for one in assumed(pair()[0].scenario) if one.path in ("world.exhaustion.gain", "world.learning.novice")
    )
    extent = Extent(trajectories=2, replications=2, samples=2, most=1)
    found = screen(tmp_path, extent=extent, coefficients=few, work=play)
    assert np.isfinite([one.difference for one in found.conclusions]).all()
    assert found.conclusions[0].difference < 0  # eight answer fewer in time than ten
    assert SMALL.runs(44, 10) == 2 * (10 + 4 * 45 * 2 + 16 * 5)
