import pytest

from benchmarks.table import goals, table

BENCH = {
    "kernel": {
        "ours_per_s": 90_000.0,
        "simpy_textbook_per_s": 60_000.0,
        "ciw_per_s": 24_000.0,
        "salabim_per_s": 4_400.0,
        "ours_contacts": 431_000,
        "simpy_textbook_contacts": 432_000,
        "ciw_contacts": 432_000,
        "salabim_contacts": 18_000,
        "ours_over_simpy_textbook": 1.5,
        "ours_over_ciw": 3.75,
        "ours_over_salabim": 20.5,
    },
    "agents_scaling": {"us_per_contact": {"10": 10.0, "100": 10.5, "1000": 13.0, "5000": 18.0}, "ratio": 1.8},
    "reference": {"contacts_per_s": 33_000.0, "ratio_to_textbook": 0.55, "contacts": 47_000},
    "bytes_per_contact": 264.0,
    "year": {
        "ratio_to_four_weeks": 0.97,
        "peak_mb": 608.0,
        "with_people": {"ratio_to_four_weeks": 0.98, "peak_mb": 642.0},
    },
    "workers_speedup": 1.9,
}


def test_goals_are_met_on_the_right_side_of_their_limits() -> None:
    assert [goal.is_met for goal in goals(BENCH)] == [True, True, True, False, True, True, True, True, True, True]


def test_the_table_says_what_is_reached_and_what_is_missed() -> None:
    text = table(BENCH)
    missed = [line for line in text.splitlines() if line.endswith("MISSED")]
    assert len(missed) == 1
    assert "5,000 agents over 10" in missed[0]
    assert text.count("reached") == 1 + 9  # the heading, and the other goals


@pytest.mark.parametrize(
    "words", ["ours is  3.75 times as fast", "  5,000 agents     18.00 µs", "(18,000 contacts)", "33,000"]
)
def test_the_table_shows_speeds_and_costs(words: str) -> None:
    assert words in table(BENCH)
