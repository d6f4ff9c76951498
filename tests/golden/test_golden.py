"""The golden summary: not a validation, but a bell that rings when any number changes."""

from tests.golden.summary import GOLDEN, summary


def test_the_numbers_are_those_of_the_last_release_of_the_golden_summary() -> None:
    assert summary() == GOLDEN.read_text(), "numbers changed: say why in CHANGELOG.md, then python -m tests.golden"
