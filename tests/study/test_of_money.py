"""The sentences on what the same money buys."""

from __future__ import annotations

from collections.abc import Mapping

from sim.study.of_money import of_money
from sim.study.options import StudyOptions
from sim.study.tables import Table, table_of
from sim.study.variant import Variant
from tests.desks import desk, exponential, steady

PLAIN = desk({"phone": steady(10)}, exponential(60.0), 3, policy__targets={"phone": {"within": "20s", "share": 0.8}})
COLUMNS = ("variant", "kpi", "channel", "team", "base", "difference", "low", "high", "verdict", "unit")
UNITS = {"cost_per_week": "EUR per week", "service_level": "share", "fcr_7d": "share", "wait_all": "s"}
BASES = {"cost_per_week": 1000.0, "service_level": 0.7, "fcr_7d": 0.7, "wait_all": 30.0}
ON_PHONE = ("service_level", "wait_all")


def compared(**options: Mapping[str, tuple[float, float, str]]) -> Table:
    """By option and KPI: difference, half-width and verdict."""
    rows = [
        (
            name,
            kpi,
            "phone" if kpi in ON_PHONE else "",
            "",
            BASES[kpi],
            more,
            more - half,
            more + half,
            says,
            UNITS[kpi],
        )
        for name, changes in options.items()
        for kpi, (more, half, says) in changes.items()
    ]
    return table_of(
        {name: list(column) for name, column in zip(COLUMNS, zip(*rows, strict=True), strict=True)}, COLUMNS
    )


def variants(*names: str) -> list[Variant]:
    return [Variant("today", PLAIN, "Today"), *(Variant(name, PLAIN, name.capitalize()) for name in names)]


AGENTS = {
    "cost_per_week": (200.0, 5.0, "worse"),
    "service_level": (0.02, 0.01, "better"),
    "wait_all": (-12.0, 1.0, "better"),
    "fcr_7d": (0.004, 0.006, "cannot tell yet (3 more replications would)"),
}
BOT = {"cost_per_week": (210.0, 20.0, "worse"), "fcr_7d": (0.0, 0.001, "no difference that matters")}


def told(table: Table, *names: str) -> tuple[str, ...]:
    return of_money(table, variants(*names), StudyOptions(), "EUR")


def test_what_changes_beyond_doubt_is_told_of_each_what_matters_most_first() -> None:
    # 12 s are 8 times what matters (5 % of 30 s), 2 points twice.
    assert told(compared(agents=AGENTS, bot=BOT), "agents", "bot") == (
        "The same money, EUR 200 to 210 a week more than “Today”, in 2 ways:",
        "“Agents” (EUR 200, 195 to 205): wait (phone) −12 s (−13 to −11); answered within 20 s (phone) +2.0 points "
        "(+1.0 to +3.0).",
        "“Bot” (EUR 210, 190 to 230): nothing changes beyond doubt.",
    )


def test_options_of_another_price_are_left_out() -> None:
    dear = {"cost_per_week": (400.0, 5.0, "worse")}
    first, *each = told(compared(agents=AGENTS, dear=dear, bot=BOT), "agents", "dear", "bot")
    assert first.endswith("in 2 ways:")
    assert [text[:6] for text in each] == ["“Agent", "“Bot” "]


def test_nothing_is_said_where_few_cost_the_same_or_none_costs_more() -> None:
    others = {f"other_{place}": {"cost_per_week": (500.0 * 2**place, 5.0, "worse")} for place in range(3)}
    assert told(compared(agents=AGENTS, bot=BOT, **others), "agents", "bot", *others) == ()
    saving = {"cost_per_week": (-200.0, 5.0, "better")}
    assert told(compared(agents=saving, bot=saving), "agents", "bot") == ()
    assert told(compared(agents=AGENTS), "agents") == ()
