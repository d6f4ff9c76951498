"""What is said while a study runs."""

import pytest

from sim.cli import progress
from sim.cli.console import plain, print_table
from sim.study import Progress


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (None, ""),
        (0.2, "about 1 s left"),
        (41, "about 41 s left"),
        (200, "about 3 min left"),
        (9000, "about 2.5 h left"),
    ],
)
def test_time_left_is_told_as_people_say_it(seconds: float | None, text: str) -> None:
    assert progress.time_left(seconds) == text


def test_the_time_left_is_told_once_there_is_enough_to_judge_by() -> None:
    assert progress.judged(Progress("simulating", 11, 100, 10, 3.0, 270.0)) is None
    assert progress.judged(Progress("simulating", 20, 100, 10, 3.0, 24.0)) == 24.0


def test_a_pipe_gets_a_line_now_and_then_and_nothing_at_first(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    now = [100.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: now[0])
    with progress.shown() as tell:
        for second, done in ((101.0, 5), (102.5, 20), (110.0, 30), (123.0, 60)):
            now[0] = second
            tell(Progress("simulating", done, 100, 0, second - 100, 10.0))
    assert capsys.readouterr().err.splitlines() == [
        "simulating: 20 of 100 replications, about 10 s left",
        "simulating: 60 of 100 replications, about 10 s left",
    ]


def test_a_table_in_a_pipe_is_plain_text(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(
        ["option", "cost"], [["as today", "1\N{NO-BREAK SPACE}000"], ["more", "12"]], right=[1], title="A table"
    )
    assert capsys.readouterr().out == "A table\noption     cost\n--------  -----\nas today  1 000\nmore         12\n"
    assert plain("20\N{NO-BREAK SPACE}s") == "20 s"
