"""What was measured as a plain table, beside what it must reach."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple


class Goal(NamedTuple):
    """A figure that must be reached."""

    what: str
    measured: float
    limit: float
    at_least: bool
    unit: str

    @property
    def is_met(self) -> bool:
        """Whether the figure is on the right side of its limit."""
        return self.measured >= self.limit if self.at_least else self.measured <= self.limit


def goals(bench: Mapping[str, Any]) -> list[Goal]:
    """The figures with their limits."""
    kernel, year = bench["kernel"], bench["year"]
    people = year["with_people"]
    return [
        Goal("our engine, times as fast as textbook SimPy", kernel["ours_over_simpy_textbook"], 1.3, True, "x"),
        Goal("our engine, times as fast as Ciw", kernel["ours_over_ciw"], 2.5, True, "x"),
        Goal("reference desk, over textbook SimPy's queue", bench["reference"]["ratio_to_textbook"], 0.5, True, "x"),
        Goal("cost per contact, 5,000 agents over 10", bench["agents_scaling"]["ratio"], 1.7, False, "x"),
        Goal("memory per contact", bench["bytes_per_contact"], 600, False, "bytes"),
        Goal("a year of the desk, speed over four weeks'", year["ratio_to_four_weeks"], 0.75, True, "x"),
        Goal("a year of the desk, memory", year["peak_mb"], 1000, False, "MB"),
        Goal("the same with people, speed", people["ratio_to_four_weeks"], 0.75, True, "x"),
        Goal("the same with people, memory", people["peak_mb"], 1000, False, "MB"),
        Goal("two workers, times as fast as one", bench["workers_speedup"], 1.8, True, "x"),
    ]


def table(bench: Mapping[str, Any]) -> str:
    """Speeds, costs and goals."""
    kernel, costs = bench["kernel"], bench["agents_scaling"]["us_per_contact"]
    lines = ["M/M/100+M, contacts per second of processor time"]
    for name in ("ours", "simpy_textbook", "ciw", "salabim"):
        over = kernel.get(f"ours_over_{name}")
        times = f"   ours is {over:5.2f} times as fast" if over else ""
        lines.append(f"  {name:15} {kernel[f'{name}_per_s']:>9,.0f}   ({kernel[f'{name}_contacts']:,} contacts){times}")
    desk = bench["reference"]
    lines += ["", "The reference desk (support_desk, four weeks), contacts per second of processor time"]
    lines.append(f"  {'ours':15} {desk['contacts_per_s']:>9,.0f}   ({desk['contacts']:,} contacts)")
    lines += ["", "M/M/n+M at load 0.9, cost per contact"]
    lines += [f"  {int(n_agents):>6,} agents    {cost_us:>6.2f} µs" for n_agents, cost_us in costs.items()]
    lines += ["", f"  {'what must be reached':46} {'measured':>10}  {'limit':>12}"]
    for goal in goals(bench):
        limit = f"{'≥' if goal.at_least else '≤'} {goal.limit:g} {goal.unit}"
        measured = f"{goal.measured:.0f}" if goal.measured >= 100 else f"{goal.measured:.2f}"
        lines.append(f"  {goal.what:46} {measured:>10}  {limit:>12}   {'reached' if goal.is_met else 'MISSED'}")
    return "\n".join(lines)
