"""Bins are (low, high], so that W = T falls below the target's edge."""

from __future__ import annotations

import numpy as np

from sim.kpi import measure
from sim.kpi.histograms import REPLY_EDGES_S, RESOLUTION_EDGES_S, WAIT_EDGES_S
from sim.log import Outcome
from tests.kpi.logs import EMAIL, at, contact, desk, log


def test_a_wait_on_an_edge_falls_below_it() -> None:
    waits = [0.0, 5.0, 5.5, 20.0, 4000.0]
    calls = [contact(Outcome.ANSWERED, at(9), at(9) + wait, at(11), issue=i) for i, wait in enumerate(waits)]
    table = measure(log(calls), desk()).histograms
    filled = (table["kpi"] == "wait") & (table["count"] > 0)
    bins = list(zip(table["low"][filled], table["high"][filled], table["count"][filled], strict=True))
    assert bins == [(0, 5, 2), (5, 10, 1), (15, 20, 1), (3600, np.inf, 1)]


def test_replies_have_an_hourly_grid_and_open_tickets_their_own_counts() -> None:
    tickets = [
        contact(Outcome.ANSWERED, at(9), at(9), at(10), issue=0, queue=EMAIL),
        contact(Outcome.WAITING, at(9, day=1), issue=1, queue=EMAIL),
    ]
    table = measure(log(tickets), desk()).histograms
    filled = (table["count"] > 0) & (table["kpi"] != "resolution_time") & (table["kpi"] != "resolution_time_open")
    found = list(zip(table["kpi"][filled], table["low"][filled], table["high"][filled], strict=True))
    assert found == [("first_response_time", 0.0, 3600.0), ("first_response_time_open", 14 * 3600.0, 15 * 3600.0)]


def test_the_grids_rise_from_0_to_infinity() -> None:
    for edges in (WAIT_EDGES_S, REPLY_EDGES_S, RESOLUTION_EDGES_S):
        assert edges[0] == 0
        assert edges[-1] == np.inf
        assert (np.diff(edges) > 0).all()


def test_every_log_has_the_same_bins_so_that_counts_can_be_added() -> None:
    one = measure(log(), desk()).histograms
    calls = [contact(Outcome.ABANDONED, at(9), ended=at(9, 5), issue=0)]
    other = measure(log(calls), desk()).histograms
    for column in ("kpi", "channel", "low", "high"):
        np.testing.assert_array_equal(one[column], other[column])
    assert other["count"].sum() == one["count"].sum() + 1


def test_resolution_times_have_a_grid_of_minutes_and_open_needs_their_own_counts() -> None:
    calls = [
        contact(Outcome.ANSWERED, at(9), at(9), at(9, 4), issue=0),
        contact(Outcome.WAITING, at(23, 50, day=1), issue=1),
    ]
    table = measure(log(calls), desk()).histograms
    filled = (table["count"] > 0) & np.isin(table["kpi"], ("resolution_time", "resolution_time_open"))
    found = list(zip(table["kpi"][filled], table["low"][filled], table["high"][filled], strict=True))
    assert found == [("resolution_time", 180.0, 240.0), ("resolution_time_open", 450.0, 600.0)]
