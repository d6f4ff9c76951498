"""Which contacts belong together: a row that was passed on goes on as another one, of cause TRANSFER.

In each issue the k-th row that was passed on, in order of that, goes on as the k-th row of cause TRANSFER.
"""

from __future__ import annotations

import numpy as np

from sim.kpi.period import Bools, Floats, Ints, floats, ints
from sim.log import INBOUND, Cause, Log, Outcome

IS_INBOUND: Bools = np.isin(np.arange(len(Cause)), [int(cause) for cause in INBOUND])
"""By cause: whether a customer came of their own accord."""

IS_ATTEMPT: Bools = IS_INBOUND & (np.arange(len(Cause)) != Cause.BACKLOG)
"""By cause: whether a customer came of their own accord, after the start."""


def root_causes(log: Log) -> Ints:
    """Shape (contacts,): the cause of each row, for one of cause TRANSFER that of the row it all began with."""
    contacts = log.contacts
    cause = ints(contacts["cause"])
    passed_on = np.flatnonzero(contacts["outcome"] == Outcome.TRANSFERRED)
    going_on = np.flatnonzero(cause == Cause.TRANSFER)
    if not len(passed_on) or not len(going_on):
        return cause
    issue = ints(contacts["issue"])
    left, from_rank = _ranked(issue[passed_on], floats(contacts["ended_at"])[passed_on])
    right, to_rank = _ranked(issue[going_on], floats(contacts["entered_at"])[going_on])
    passed_on, going_on = passed_on[left], going_on[right]
    most = int(max(from_rank.max(), to_rank.max())) + 1
    from_key = issue[passed_on] * most + from_rank
    to_key = issue[going_on] * most + to_rank
    place = np.minimum(np.searchsorted(from_key, to_key), len(from_key) - 1)
    found = (from_key[place] == to_key) & (passed_on[place] < going_on)
    root = np.arange(len(cause))
    root[going_on[found]] = passed_on[place[found]]
    while (root != root[root]).any():
        root = root[root]
    return cause[root]


def on_line(log: Log, waits_on_line: Bools) -> Bools:
    """Shape (contacts,): whether a customer waits on the line in this row; ``waits_on_line`` is by channel."""
    queued = ~np.isin(log.contacts["outcome"], (Outcome.BLOCKED, Outcome.CLOSED, Outcome.MESSAGE))
    return queued & waits_on_line[channels(log)] & IS_INBOUND[root_causes(log)]


def channels(log: Log) -> Ints:
    """Shape (contacts,): the channel of each row's queue."""
    return ints(np.asarray(log.queue_channel))[ints(log.contacts["queue"])]


def reached(log: Log) -> Bools:
    """Shape (contacts,): whether an agent took it while the customer was still there."""
    outcome = log.contacts["outcome"]
    gone = (outcome == Outcome.SILENT) | (outcome == Outcome.UNREACHED)
    return np.asarray(~np.isnan(floats(log.contacts["answered_at"])) & ~gone)


def _ranked(group: Ints, instants: Floats) -> tuple[Ints, Ints]:
    """Order by (group, instant), and the rank within the group, 0 for the first."""
    order = np.lexsort((instants, group))
    grouped = group[order]
    starts = np.flatnonzero(np.diff(grouped, prepend=-1))
    sizes = np.diff(np.append(starts, len(grouped)))
    return order, np.arange(len(grouped)) - np.repeat(starts, sizes)
