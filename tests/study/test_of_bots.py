"""The sentences on what bots claim and do."""

from __future__ import annotations

import math

import pytest

from sim.study.answer import Interval
from sim.study.of_bots import of_bots
from sim.study.panel import Key
from sim.study.tables import table_of
from sim.study.variant import Variant
from tests.desks import desk, exponential, steady

PLAIN = desk({"chat": steady(10)}, exponential(60.0), 3, kinds={"chat": "chat"}, days=14)
BOT = PLAIN.with_values({"policy.chatbot": {"chat": {}}})
COLUMNS = ("variant", "kpi", "channel", "team", "difference", "low", "high")


def values(shown: float, deflected: float, solved: float) -> dict[Key, Interval]:
    """KPIs of a bot that 8 in 10 talk to, with intervals a point wide."""
    found = {"bot_engagement": 0.8, "containment_shown": shown, "net_deflection": deflected}
    found["solved_without_human"] = solved
    return {Key(kpi, "", ""): Interval(value, value - 0.005, value + 0.005) for kpi, value in found.items()}


def compared(**hours: float) -> dict[str, object]:
    """The differences in hours of work over the two weeks."""
    rows = [(name, "work_hours", "", "", more, more - 2, more + 2) for name, more in hours.items()]
    rows += [(name, "work_hours", "", "team", 0.0, 0.0, 0.0) for name in hours]
    columns = dict(zip(COLUMNS, zip(*rows, strict=True), strict=True)) if rows else dict.fromkeys(COLUMNS, ())
    return table_of({name: list(column) for name, column in columns.items()}, COLUMNS)


NONE = Variant("none", PLAIN, title="No bot")
LOUD, GOOD = Variant("loud", BOT, title="Loud"), Variant("good", BOT, title="Good")


def test_the_widest_gap_and_the_most_that_is_kept_are_told_with_their_intervals() -> None:
    found = {"loud": values(0.75, 0.2, 0.1), "good": values(0.5, 0.35, 0.3)}
    loud, good = of_bots(found, compared(loud=-20.0, good=-60.0), [NONE, LOUD, GOOD])  # type: ignore[arg-type]
    assert loud == (
        "The bot of “Loud” claims 60.0 % of the needs that come by chat: 20.0 % (19.5 % to 20.5 %) take no human "
        "within 7 days (net deflection), 10.0 % (9.5 % to 10.5 %) are truly met without one, and it frees 10.0 h "
        "(9.0 to 11.0) of agents' work a week."
    )
    assert good.startswith("Most is taken off people's hands by “Good”, which claims 40.0 %: 35.0 % (34.5 % to 35.5 %)")
    assert good.endswith("frees 30.0 h (29.0 to 31.0) of agents' work a week.")


def test_one_bot_has_one_sentence_and_may_cost_more_work_than_it_saves() -> None:
    (text,) = of_bots({"loud": values(0.75, 0.2, 0.1)}, compared(loud=8.0), [NONE, LOUD])  # type: ignore[arg-type]
    assert text.endswith("and it costs 4.0 h (3.0 to 5.0) of agents' work a week.")


def test_without_an_option_to_compare_with_nothing_is_said_of_work() -> None:
    (text,) = of_bots({"loud": values(0.75, 0.2, 0.1)}, compared(), [LOUD])  # type: ignore[arg-type]
    assert text.endswith("are truly met without one.")


@pytest.mark.parametrize("found", [{}, {"loud": {}}, {"loud": values(0.75, math.nan, 0.1)}])
def test_nothing_is_said_of_a_horizon_too_short_to_tell(found: dict[str, dict[Key, Interval]]) -> None:
    assert of_bots(found, compared(loud=0.0), [NONE, LOUD]) == ()  # type: ignore[arg-type]


def test_nothing_is_said_where_no_bot_is() -> None:
    assert of_bots({"none": {}}, compared(), [NONE]) == ()  # type: ignore[arg-type]
