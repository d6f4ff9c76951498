"""Synchronous approvals simulated event by event, customer by customer: shares no code and no state with the chain."""

import heapq
import math
from collections import deque

import numpy as np


def simulate(n, k, arrivals_per_s, talk_s, p_ask, approval_s, patience_s, hold_patience_s, customers, seed):
    """Return by customer a dict of arrays: wait, gave_up, asked, ask_wait, reached, hold, hung_up; and by unit busy."""
    rng = np.random.default_rng(seed)
    arrived = np.cumsum(rng.exponential(1 / arrivals_per_s, customers))
    # numpy's exponential with an infinite scale is infinite: such customers never give up.
    patience, hold_patience = rng.exponential(1.0, (2, customers))
    patience = patience * patience_s if patience_s < math.inf else np.full(customers, math.inf)
    hold_patience = hold_patience * hold_patience_s if hold_patience_s < math.inf else np.full(customers, math.inf)
    talk, approval = rng.exponential(talk_s, customers), rng.exponential(approval_s, customers)
    asks = rng.random(customers) < p_ask
    out = {name: np.zeros(customers) for name in ("wait", "gave_up", "ask_wait", "reached", "hold", "hung_up")}
    out["asked"] = np.zeros(customers)
    queue, requests, state = deque(), deque(), [""] * customers
    asked_at = np.zeros(customers)
    free_agents, free_supervisors = n, k
    seized_s = supervised_s = 0.0
    events = [(t, i, "arrives") for i, t in enumerate(arrived)]
    while events:
        now, who, what = heapq.heappop(events)
        if what == "arrives":
            state[who] = "queue"
            queue.append(who)
            if patience[who] < math.inf:
                heapq.heappush(events, (now + patience[who], who, "gives up"))
        elif what == "gives up" and state[who] == "queue":
            state[who] = "gone"
            out["gave_up"][who], out["wait"][who] = 1, patience[who]
        elif what == "talked":
            if asks[who]:
                state[who], asked_at[who], out["asked"][who] = "asks", now, 1
                requests.append(who)
                if hold_patience[who] < math.inf:
                    heapq.heappush(events, (now + hold_patience[who], who, "hangs up"))
            else:
                free_agents += 1
        elif what == "hangs up" and state[who] in ("asks", "decided"):
            if state[who] == "asks":
                out["ask_wait"][who] = now - asked_at[who]
            state[who], out["hung_up"][who], out["hold"][who] = "gone", 1, now - asked_at[who]
            seized_s += now - asked_at[who]
            free_agents += 1
        elif what == "decision":
            free_supervisors += 1
            if state[who] == "decided":
                state[who], out["hold"][who] = "gone", now - asked_at[who]
                seized_s += now - asked_at[who]
                free_agents += 1
        while free_supervisors and requests:
            next_one = requests.popleft()
            if state[next_one] != "asks":
                continue
            free_supervisors -= 1
            state[next_one], out["reached"][next_one] = "decided", 1
            out["ask_wait"][next_one] = now - asked_at[next_one]
            supervised_s += approval[next_one]
            heapq.heappush(events, (now + approval[next_one], next_one, "decision"))
        while free_agents and queue:
            next_one = queue.popleft()
            if state[next_one] != "queue":
                continue
            free_agents -= 1
            state[next_one], out["wait"][next_one] = "talks", now - arrived[next_one]
            seized_s += talk[next_one]
            heapq.heappush(events, (now + talk[next_one], next_one, "talked"))
    out["seized"], out["supervised"] = seized_s / (n * arrived[-1]), supervised_s / (k * arrived[-1])
    return out


def ratio_with_error(above, below, batches=40):
    """Return sum(above) / sum(below) and its standard error from batches of consecutive customers."""
    tops = np.array([part.sum() for part in np.array_split(above, batches)])
    bottoms = np.array([part.sum() for part in np.array_split(below, batches)])
    ratio = tops.sum() / bottoms.sum()
    residual = tops - ratio * bottoms
    return ratio, math.sqrt((residual**2).sum() / (batches * (batches - 1))) / bottoms.mean()
