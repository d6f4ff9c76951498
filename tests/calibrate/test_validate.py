from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from sim.calibrate.compared import COLUMNS, CONTACTS, FORECAST, GIVEN, MEASURES, WORK, Validation
from sim.calibrate.gap import gap_lines
from sim.calibrate.validate import uncertain_arrivals, validate
from sim.errors import HistoryError
from tests.calibrate.histories import history_of, shipped
from tests.calibrate.simulated_desk import recorded


@pytest.fixture(scope="module")
def known() -> Validation:
    return validate(recorded().history, replications=10, availability_replications=1)


def test_a_desk_that_is_what_it_was_is_found_right(known: Validation) -> None:
    assert [str(day) for day in (*known.fitted, *known.simulated)] == [
        "2024-01-01",
        "2024-01-14",
        "2024-01-15",
        "2024-01-21",
    ]
    for measure in MEASURES:
        whole = known.whole(measure)
        assert whole.inside, measure
        assert abs(whole.gap) < 0.35 * whole.observed
        assert known.coverage("half hour", measure) >= 0.8  # of 20, 19 expected
    assert known.whole("offered").high < 1.3 * known.whole("offered").observed  # the interval says something


def test_the_table_has_a_row_for_every_busy_half_hour_day_and_measure(known: Validation) -> None:
    table = known.table()
    assert tuple(table) == COLUMNS
    by = [(row.by, row.measure) for row in known.rows if row.given == FORECAST]
    assert by.count(("half hour", "offered")) == 20
    assert by.count(("day", "service_level")) == 5
    assert by.count(("all", "wait")) == 1
    offered = [row.observed for row in known.select("half hour", "offered")]
    assert sum(offered) * 7 == pytest.approx(known.whole("offered").observed)
    assert all(0.0 <= row.low <= row.simulated <= row.high for row in known.rows)


def test_a_desk_that_changed_is_told_by_what_remains() -> None:
    history = recorded().history
    contacts = history.contacts.copy()
    late = (contacts["day"] >= 14) & (contacts["outcome"] == "answered") & (np.arange(len(contacts)) % 4 == 0)
    contacts.loc[late, "outcome"] = "abandoned"
    contacts.loc[late, ["handle_s", "answered_at", "ended_at"]] = np.nan
    found = validate(replace(history, contacts=contacts), (FORECAST,), replications=8, availability_replications=1)
    whole = found.whole("abandonment")
    assert not whole.inside
    assert whole.gap < -0.1


def test_replayed_contacts_leave_no_doubt_about_the_volume() -> None:
    found = validate(recorded().history, (CONTACTS,), replications=4, availability_replications=1)
    offered = found.whole("offered", CONTACTS)
    assert offered.observed == offered.simulated == offered.low == offered.high
    assert found.whole("abandonment", CONTACTS).inside
    assert found.steps == (CONTACTS,)


def test_longer_work_in_the_second_part_is_told_apart_from_a_wrong_desk() -> None:
    history = recorded().history
    contacts = history.contacts.copy()
    contacts.loc[contacts["day"] >= 14, "handle_s"] *= 1.25
    found = validate(replace(history, contacts=contacts), (CONTACTS, WORK), replications=3, availability_replications=1)
    before, after = found.work_s
    assert after / before == pytest.approx(1.25, abs=0.08)
    assert found.whole("wait_all", WORK).simulated > 1.3 * found.whole("wait_all", CONTACTS).simulated
    words = "\n".join(gap_lines(found))
    assert f"Handle time went from {before:.0f} s to {after:.0f} s" in words
    assert "The forecast volume" not in words


def test_the_gap_is_printed_with_interval_and_distance_whatever_it_is(known: Validation) -> None:
    words = "\n".join(gap_lines(known))
    for step in GIVEN:
        assert f"{step[0].upper()}{step[1:]}: {GIVEN[step]}." in words
        assert f"{step[0].upper()}{step[1:]}: simulated abandonment is" in words
    whole = known.whole("abandonment")
    text = f"seen {100 * whole.observed:.1f} %, simulated {100 * whole.simulated:.1f} % ({100 * whole.low:.1f} to "
    assert text in words
    assert words.count("the aim, within 10 % of what was seen, is ") == 3


def test_a_short_history_and_one_without_presence_are_refused_in_our_words() -> None:
    with pytest.raises(HistoryError, match="needs more than a week"):
        validate(recorded(days=7).history)
    tickets = history_of(np.arange(28) * 86400.0, mapping=shipped("zendesk"))
    with pytest.raises(HistoryError, match="shows no presence, or nobody who gave up"):
        validate(tickets)


def test_a_measure_that_was_not_compared_has_no_coverage(known: Validation) -> None:
    assert math.isnan(known.coverage("half hour", "mood"))


def test_profiles_that_might_have_been_spread_as_their_means_do(known: Validation) -> None:
    found = known.findings.channels["phone"]
    assert found.busyness is not None
    chance = np.random.default_rng(7)
    drawn = np.array([uncertain_arrivals(found, chance).profile.sampled(1800.0) for _ in range(600)])
    mean, n = found.profile.mean, found.profile.days[0]
    busy, noise = max(found.busyness.inverse, 0.0), max(found.busyness.inverse_interval, 0.0)
    cells = mean > 0.0
    own = (1.0 / mean[cells] + noise) / n
    spread = np.sqrt((1.0 + own) * (1.0 + busy / n) - 1.0)
    relative = drawn[:, cells] / mean[cells] - 1.0
    assert np.abs(relative.mean(axis=0) / (spread / np.sqrt(600))).max() < 4.5
    assert (relative.std(axis=0) / spread).mean() == pytest.approx(1.0, abs=0.03)
    assert drawn[:, ~cells].max() == 0.0
    volumes = [uncertain_arrivals(found, chance).per_week for _ in range(200)]
    assert np.mean(volumes) == pytest.approx(found.profile.per_week, rel=0.01)
    assert np.std(volumes) > 0.01 * found.profile.per_week
