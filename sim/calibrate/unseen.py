"""What a history cannot show, and which default stands in for it.

A world is never found whole. What was not seen must be said beside what was, with the figure that is used instead and
where that comes from, so that nobody takes a default for a finding.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.calibrate.history import History

AT_LEAST = 100
"""Topics with fewer contacts are not compared (assumed)."""

EVIDENT_P = 0.001

_WORK_S = {
    "phone": "talk 330 s, hold 30 s, after-call work 60 s (range 240 to 900 s in all)",
    "chat": "600 s for a single chat, of which 360 s active, after-call work 30 s (range 300 to 1800 s)",
    "email": "360 s of active work a reply (range 240 to 900 s)",
    "social": "240 s a reply (range 120 to 600 s)",
}
"""Handle times that stand in, by channel: published ranges, centre assumed (the model's table of handle times)."""


@dataclass(frozen=True, slots=True)
class Unseen:
    """One thing that the history does not show: why, what stands in, and how to learn it."""

    what: str
    why: str
    default: str
    better: str


def unseen(history: History) -> tuple[Unseen, ...]:
    """Everything about this desk that has to be assumed although a history was given."""
    contacts, found = history.contacts, []
    channels = sorted(str(name) for name in contacts["channel"].unique())
    if not contacts["handle_s"].notna().any():
        work = "; ".join(f"{name}: {_WORK_S[name]}" for name in channels if name in _WORK_S)
        found.append(
            Unseen(
                "handle time",
                "the file shows when a contact was answered and closed, not how long anybody worked on it"
                if history.mapping.nature == "tickets"
                else "no contact has both the start and the end of its service",
                work or "the scenario's own default, as no channel of the file has a usual handle time",
                "time a week of work on tickets, or export the agents' activity",
            )
        )
    else:
        found.append(
            Unseen(
                "after-call work",
                "a call record ends with the call; what the agent does afterwards looks like waiting for the next one",
                "none; the availability factor takes it up, together with breaks",
                "export the agents' states from the telephone system",
            )
        )
    if history.mapping.nature == "tickets" or not (contacts["agent"] >= 0).any():
        found.append(
            Unseen(
                "presence",
                "nobody can be seen at work between two replies"
                if history.mapping.nature == "tickets"
                else "no service carries the name of its agent",
                "the roster that you give in the scenario",
                "take the roster, or the log-in times of the telephone system",
            )
        )
    if not (contacts["outcome"] == "abandoned").any():
        found.append(
            Unseen(
                "patience",
                "nobody is seen to give up waiting",
                "the patience of the scenario (Weibull, mean 240 s, shape 0.8 on the telephone; assumed)",
                "export contacts that were not answered too",
            )
        )
    found += _patience_by_topic(history)
    if not (contacts["customer"] >= 0).any():
        found.append(
            Unseen(
                "returning customers",
                "contacts carry no customer, so a second contact about the same thing looks like a new one",
                "all contacts count as first contacts: the exogenous volume is too high by the share that came back",
                "export a customer number (any code will do)",
            )
        )
    if history.n_days < 56:
        weeks = history.n_days / 7.0
        found.append(
            Unseen(
                "season and trend",
                f"{weeks:.1f} weeks show neither",
                "none: every week is expected to be alike",
                "use a year or more for volumes, even if only the last weeks serve for the rest",
            )
        )
    if np.isclose(float((contacts["second_of_day"] % 60 == 0).mean()), 1.0):
        found.append(
            Unseen(
                "seconds",
                "stamps are cut to whole minutes",
                "waits under a minute are not told apart",
                "export stamps with seconds",
            )
        )
    return tuple(found)


def _patience_by_topic(history: History) -> list[Unseen]:
    """Topics that give up at evidently different rates, which one law of patience a channel cannot show."""
    from scipy import stats

    offered = history.contacts[history.contacts["outcome"].isin(("answered", "abandoned"))]
    groups = [(str(name), part["outcome"] == "abandoned") for name, part in offered.groupby("topic") if name != ""]
    groups = [(name, gone) for name, gone in groups if len(gone) >= AT_LEAST]
    table = np.array([[int(gone.sum()), int((~gone).sum())] for _, gone in groups]).reshape(-1, 2)
    if len(table) < 2 or not table.all(axis=1).any() or not table.sum(axis=0).all():
        return []
    if float(stats.chi2_contingency(table).pvalue) > EVIDENT_P:
        return []
    shares = table[:, 0] / table.sum(axis=1)
    least, most = int(np.argmin(shares)), int(np.argmax(shares))
    return [
        Unseen(
            "patience by topic",
            f"{shares[most]:.0%} of {groups[most][0]} gave up and {shares[least]:.0%} of {groups[least][0]}, by their "
            "place in the queue or by their patience",
            "one law of patience for the channel; what is found by topic stands in the comments of the world",
            "write it as the topics' patience where topics are what you compare",
        )
    ]
