"""Tickets that are flagged as angry, and then go before all customers on the line."""

from __future__ import annotations

from sim.scenario.scenario import Scenario


def flagged_before_the_line(scenario: Scenario) -> list[str]:
    """One remark, if what is flagged off the line goes before everybody on it."""
    sentiment, channels = scenario.policy.sentiment, scenario.policy.channels
    if sentiment is None or sentiment.then != "priority" or scenario.policy.blending.rule == "preempt":
        return []
    tickets = [name for name, channel in channels.items() if not channel.waits_on_line and sentiment.reads(name)]
    on_line = [name for name, channel in channels.items() if channel.waits_on_line]
    if not tickets or not on_line:
        return []
    return [
        f"policy.sentiment: what is flagged on {_listed(tickets)} is urgent, and urgent contacts go before all others, "
        f"those on {_listed(on_line)} too (policy.sentiment.channels says where customers are flagged)"
    ]


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
