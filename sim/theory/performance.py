"""What a queueing formula says of one queue in its stationary state: the same fields for every model."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Performance:
    """The stationary figures of one queue.

    Every probability and mean wait is taken over customers who were admitted; only `p_blocked` is taken over all who
    tried. Waits are in seconds, the rest has no unit.

    p_blocked             found every place taken and was turned away
    p_wait                found every agent busy (offered wait V > 0)
    p_abandon             left without service
    service_level         was answered within the threshold (answered in time / offered)
    p_over_threshold      was still waiting at the threshold, whatever happened next: P(W > t), W = min(V, patience)
    mean_wait_s           mean wait of all, abandoned customers included: E W
    mean_wait_served_s    mean wait of those answered (speed of answer); NaN when nobody is answered
    mean_queue            mean number waiting (agents' customers excluded)
    mean_busy             mean number of busy agents
    occupancy             mean_busy / agents; NaN with no agents
    """

    n_agents: int
    load: float
    p_blocked: float
    p_wait: float
    p_abandon: float
    service_level: float
    p_over_threshold: float
    mean_wait_s: float
    mean_wait_served_s: float
    mean_queue: float
    mean_busy: float
    occupancy: float
