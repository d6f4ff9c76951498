"""The bank's calls: what its map makes of them, and what is found in them. Skipped where the data are absent.

Counts were taken from the raw file by a script of their own; parameters are set against published figures where there
are any, and against the two halves of the data elsewhere.
"""

from __future__ import annotations

import csv

import numpy as np
import pytest

from sim.calibrate.availability import estimate_availability
from sim.calibrate.busyness import busyness
from sim.calibrate.compared import FORECAST, WORK
from sim.calibrate.effort_fit import effort_fit
from sim.calibrate.exogenous import exogenous_share
from sim.calibrate.faults import RowFault
from sim.calibrate.find import find
from sim.calibrate.history import History, read_history
from sim.calibrate.patience_fit import patience_fit
from sim.calibrate.poisson_checks import poisson_check
from sim.calibrate.presence import presence
from sim.calibrate.profile import weekly_profile
from sim.calibrate.special_days import special_days
from sim.calibrate.turns import pairs, step_at, turns
from sim.calibrate.unseen import unseen
from sim.calibrate.validate import validate
from sim.errors import HistoryError
from tests.calibrate.histories import bank_file, shipped


@pytest.fixture(scope="module")
def bank() -> History:
    return read_history(bank_file(), shipped("bank"))


@pytest.fixture(scope="module")
def raw() -> list[dict[str, str]]:
    with bank_file().open(newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def test_every_row_is_read_and_phantoms_alone_are_dropped(bank: History) -> None:
    assert (bank.rows_read, bank.dropped) == (25890, {"phantom": 221})
    assert len(bank.contacts) == 25890 - 221
    assert (str(bank.first_date), bank.n_days) == ("1999-02-01", 21)


def test_outcomes_are_those_of_the_raw_file(bank: History, raw: list[dict[str, str]]) -> None:
    hung_up = [row["q_start"] != "0:00:00" for row in raw if row["outcome"] == "HANG"]
    assert bank.contacts["outcome"].value_counts().to_dict() == {
        "answered": sum(row["outcome"] == "AGENT" for row in raw),
        "abandoned": sum(hung_up),
        "left_before_queue": len(hung_up) - sum(hung_up),
    }
    assert (len(hung_up), sum(hung_up)) == (4770, 3111)


def test_the_clocks_of_queue_and_servers_disagree_in_8501_rows(raw: list[dict[str, str]]) -> None:
    def second(text: str) -> int:
        hours, minutes, seconds = text.split(":")
        return 3600 * int(hours) + 60 * int(minutes) + int(seconds)

    queued = [row for row in raw if row["outcome"] == "AGENT" and row["q_start"] != "0:00:00"]
    ahead = [second(row["q_exit"]) - second(row["ser_start"]) for row in queued]
    assert sum(gap > 0 for gap in ahead) == 8501
    assert sum(0 < gap <= 2 for gap in ahead) == 8329


def test_every_rule_that_mended_rows_is_counted(bank: History) -> None:
    assert bank.mended == {
        "midnight: roll_over": 19,
        "created_late: take_next_stamp": 21,
        "abandoned_with_service: ignore_service": 72,
        "answered_unstamped: keep_without_handle_time": 42,
        "clock_tolerance": 16012,
        "answered_early: trust_answer": 209,
    }


def test_without_its_rules_the_file_is_refused_with_every_kind_of_fault() -> None:
    mapping = shipped("bank").with_values({"rules": {}})
    with pytest.raises(HistoryError) as caught:
        read_history(bank_file(), mapping)
    counts = {fault.kind: fault.count for fault in caught.value.faults if isinstance(fault, RowFault)}
    assert counts["answered_unstamped"] == 42
    assert counts["abandoned_with_service"] == 72
    assert counts["answered_early"] > 16000
    assert all(len(fault.rows) <= 20 for fault in caught.value.faults if isinstance(fault, RowFault))


def test_waits_and_services_of_the_exchange_are_kept_to_the_second(bank: History, raw: list[dict[str, str]]) -> None:
    answered = bank.contacts[bank.contacts["outcome"] == "answered"]
    services = sorted(int(row["ser_time"]) for row in raw if row["outcome"] == "AGENT" and row["ser_time"] != "0")
    found = answered["handle_s"].dropna().sort_values().to_numpy()
    np.testing.assert_array_equal(found[found > 0.0], services)
    gave_up = bank.contacts[bank.contacts["outcome"] == "abandoned"]
    waits = sorted(int(row["q_time"]) for row in raw if row["outcome"] == "HANG" and row["q_start"] != "0:00:00")
    np.testing.assert_array_equal(gave_up["wait_s"].sort_values(), waits)


def test_the_desk_opens_at_seven_with_a_short_friday_and_saturday(bank: History) -> None:
    profile = weekly_profile(bank)
    assert profile.hours.model_dump() == {
        "mon-thu,sun": "07:00-24:00",
        "fri": "07:00-14:00",
        "sat": "19:00-24:00",
    }
    assert profile.per_week == pytest.approx(24010 / 3)
    assert profile.outside_hours < 0.002 * 24010


def test_days_are_busier_and_quieter_than_poisson_but_none_stands_out(bank: History) -> None:
    assert special_days(bank) == []
    profile = weekly_profile(bank)
    found = busyness(profile.counts, bank.weekdays())
    assert found.variance_ratio > 5.0
    low, high = found.kappa_range()
    assert 20.0 < low < found.kappa < high
    assert found.kappa < 400.0


def test_arrivals_are_poisson_given_the_number_in_each_half_hour(bank: History) -> None:
    # Brown et al. (2005) found the same of this desk. The test has power: a distance of 0.01 would be rejected.
    found = poisson_check(bank, np.random.default_rng(20240101))
    assert found.p_value > 0.05
    assert any("weeks must not be pooled" in warning for warning in found.warnings)


def test_services_are_lognormal_with_the_published_mean(bank: History) -> None:
    # Brown et al. (2005): mean about 188 s and standard deviation about 240 s over the year, short services aside.
    found = effort_fit(bank)
    assert found is not None
    assert found.best.name == "lognormal"
    assert found.best.ks_distance < 0.03 < 0.05 < min(fit.ks_distance for fit in found.fits[1:])
    assert found.mean_s == pytest.approx(188.0, rel=0.05)
    assert found.mean_s * found.cv == pytest.approx(240.0, rel=0.15)
    assert (found.excluded, round(found.excluded_share, 3)) == (1414, 0.068)
    assert found.by_topic is not None
    means = {group.name: group.mean_s for group in found.by_topic.groups}
    assert found.by_topic.evident
    assert means["new_customer"] < means["regular"] < means["stock"]  # as published


def test_patience_has_a_falling_hazard_and_two_kinds_of_customer(bank: History) -> None:
    found = patience_fit(bank)
    assert found is not None
    assert (found.n_waited, found.n_abandoned) == (13995, 3111)
    assert found.best.name == "hyperexponential"
    assert found.best.ks_distance < 0.03
    rates = [step.per_s for step in found.hazard]
    assert rates[1] > 2.0 * rates[9]  # 10 to 20 s against 240 to 300 s
    assert found.median_s == pytest.approx(268.0, abs=30.0)
    assert 0.2 < found.unseen_share < 0.5


def test_presence_over_counts_what_was_there_to_answer(bank: History) -> None:
    found = presence(bank)
    assert found is not None
    assert found.n_agents == 24
    assert 0.4 < found.occupancy < 0.8  # while 13 % abandon: breaks and unseen work are in it
    hours = list(found.agent_hours_by_gap.values())
    assert hours == sorted(hours)
    assert found.heads.sum() * 0.5 == pytest.approx(hours[1], rel=0.001)


def test_it_says_what_could_not_be_seen(bank: History) -> None:
    assert exogenous_share(bank) is None
    assert [item.what for item in unseen(bank)] == [
        "after-call work",
        "patience by topic",
        "returning customers",
        "season and trend",
    ]


@pytest.mark.slow
def test_the_availability_of_the_agents_explains_waits_and_abandonment(bank: History) -> None:
    # From presence alone far fewer would give up than did; a sixth of it was breaks and unseen work.
    found = estimate_availability(find(bank), replications=1)
    assert found is not None
    assert not found.at_limit
    assert found.factor == pytest.approx(0.85, abs=0.05)
    assert found.standard_error < 0.05
    assert abs(found.abandonment_gap) < 0.06
    assert abs(found.wait_gap) < 0.06
    everybody = next(gap for factor, gap in found.tried if factor == 1.05)
    assert everybody < -0.3


def test_new_customers_are_three_minutes_behind_the_others(bank: History) -> None:
    # The file's documentation: priority customers are counted as waiting 1.5 minutes longer. Here the regular ones are
    # that much ahead of the new, and those with priority twice that.
    found = turns(bank, "phone")
    assert found is not None
    assert found.held_back == ("internet", "new_customer")
    assert found.ahead_s == 180.0
    assert found.overtaken_within > 0.8 > 0.4 > found.overtaken_beyond
    contacts = bank.contacts[(bank.contacts["wait_s"] > 0.0) & (bank.contacts["topic"] == "regular")]
    prior = contacts["priority"].to_numpy() == "2"
    entered = contacts["queue_entered_at"].to_numpy()
    answered = (contacts["outcome"] == "answered").to_numpy()
    earlier, later, apart, overtaken = pairs(entered, entered + contacts["wait_s"].to_numpy(), answered)
    rows = ~prior[earlier] & prior[later]
    assert step_at(apart[rows], overtaken[rows]) == 90.0


def test_new_customers_are_less_patient_than_regular_ones(bank: History) -> None:
    found = patience_fit(bank)
    assert found is not None
    assert found.by_topic is not None
    assert found.by_topic.evident
    factor = {one.name: one.factor for one in found.by_topic.topics}
    assert factor["new_customer"] < 0.5 < factor["regular"] < factor["stock"]


@pytest.mark.slow
def test_the_third_week_is_forecast_from_the_first_two(bank: History) -> None:
    found = validate(bank, (FORECAST, WORK), replications=6, availability_replications=1)
    for measure in ("offered", "abandonment", "wait_all"):
        assert found.whole(measure).inside, measure
    assert abs(found.whole("abandonment").gap) < 0.04
    # What remains is mostly that fewer called, for longer, than in the weeks before.
    assert 0.4 < found.coverage("half hour", "abandonment") < 0.95
    before, after = found.work_s
    assert after > 1.08 * before
    for measure in ("abandonment", "wait_all"):
        assert abs(found.whole(measure, WORK).distance) < 0.1, measure
        assert found.coverage("half hour", measure, WORK) > 0.8
