import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.theory import agents_for_blocking, erlang_a_queue, erlang_b, required_agents
from sim.theory.required_agents import smallest_count


@given(st.integers(0, 5000), st.integers(0, 5000))
def test_the_search_finds_the_first_count_from_any_guess(first, guess):
    assert smallest_count(lambda n: n >= first, guess) == first


def test_a_rule_that_never_holds_is_refused():
    with pytest.raises(ValueError, match="no number of agents up to 10000000 meets the target"):
        smallest_count(lambda n: False)


@given(st.floats(0.0, 300.0), st.floats(0.001, 0.9))
def test_lines_for_a_blocking_target_are_just_enough(load, limit):
    n = agents_for_blocking(load, limit)
    assert erlang_b(n, load) <= limit
    assert n == 0 or erlang_b(n - 1, load) > limit


@pytest.mark.parametrize(("load", "lines"), [(4.46, 10), (37.9, 50), (84.0, 100)])
def test_lines_for_one_per_cent_are_those_of_the_published_tables(load, lines):
    assert agents_for_blocking(load, 0.01) == lines


TARGETS = {
    "service_level": 0.8,
    "p_wait": 0.3,
    "mean_wait_s": 10.0,
    "p_abandon": 0.03,
    "occupancy": 0.85,
}


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("patience_s", [60.0, 400.0, math.inf])
@pytest.mark.parametrize("load", [0.3, 7.0, 120.0])
def test_required_agents_meet_the_target_and_one_fewer_do_not(target, patience_s, load):
    n = required_agents(load / 240, 240.0, patience_s, **{target: TARGETS[target]})

    def misses(agents):
        value = getattr(erlang_a_queue(agents, load / 240, 240.0, patience_s), target)
        if target == "service_level":
            return value < TARGETS[target]
        return not value <= TARGETS[target]  # an occupancy of nobody (NaN) misses

    assert not misses(n)
    assert n == 0 or misses(n - 1)


def test_several_targets_need_the_largest_of_their_numbers():
    alone = [required_agents(0.1, 240.0, 120.0, **{name: value}) for name, value in TARGETS.items()]
    assert required_agents(0.1, 240.0, 120.0, **TARGETS) == max(alone)


def test_the_well_known_example_of_200_calls_an_hour_needs_13_or_14_agents():
    assert required_agents(200 / 3600, 180.0, service_level=0.8) == 14
    assert required_agents(200 / 3600, 180.0, service_level=0.79) == 13


def test_nobody_is_needed_for_no_calls_where_only_occupancy_is_asked_for():
    assert required_agents(0.0, 240.0, 120.0, occupancy=0.8) == 0
    assert required_agents(0.0, 240.0, 120.0, service_level=0.8) == 1


def test_tens_of_thousands_of_agents_are_found():
    n = required_agents(300.0, 300.0, 120.0, service_level=0.8)
    assert erlang_a_queue(n, 300.0, 300.0, 120.0).service_level >= 0.8
    assert erlang_a_queue(n - 1, 300.0, 300.0, 120.0).service_level < 0.8


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: required_agents(0.1, 100.0), "state at least one target: service_level, p_wait, mean_wait_s"),
        (lambda: required_agents(0.1, 100.0, service_level=80), "service_level must lie between 0 and 1, got 80"),
        (lambda: required_agents(0.1, 100.0, mean_wait_s=0.0), "mean_wait_s must be a finite number above 0, got 0.0"),
        (lambda: required_agents(0.1, 100.0, occupancy=0.0), "occupancy must be a finite number above 0, got 0.0"),
        (lambda: agents_for_blocking(3.0, 0.0), "p_blocked_max must be above 0: a Poisson stream fills any number"),
    ],
)
def test_a_target_that_cannot_be_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
