"""Chat: agents who hold several conversations at once, each of them slower than one alone.

n agents with K slots each. A chat brings exponential work, measured in seconds of an agent who holds only this chat;
with k chats each goes on at r(k) = 1 / (1 + gamma (k - 1)). A new chat goes to an agent with the fewest chats; when all
slots are taken it waits, first come first served, with exponential patience, and takes the first slot that becomes
free. Left out: after-chat work, chats whose customer has silently gone, agents with different numbers of slots.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from sim.theory.checks import above_zero, at_least_zero, whole
from sim.theory.sparse_chain import stationary_law
from sim.theory.waiting_line import line_lengths, offered_wait_tails

Counts = tuple[int, ...]
Moves = Iterator[tuple[Counts, float]]


@dataclass(frozen=True)
class ChatQueue:
    """Stationary figures of a chat desk; waits in seconds, the rest unit-free.

    p_wait               found every slot taken
    p_abandon            gave up waiting / arrivals
    service_level        was answered within the threshold / arrivals
    mean_wait_s          mean wait of all, those who gave up included
    mean_wait_served_s   mean wait of those answered
    mean_queue           mean number waiting for a slot
    mean_chats           mean number of chats in service
    mean_chat_s          mean duration of a chat once it is answered (work plus the slowing by other chats)
    chat_load            chats in service / slots
    occupancy            share of agents with at least one chat
    p_chats              share of agents with 0, 1, ..., K chats
    """

    p_wait: float
    p_abandon: float
    service_level: float
    mean_wait_s: float
    mean_wait_served_s: float
    mean_queue: float
    mean_chats: float
    mean_chat_s: float
    chat_load: float
    occupancy: float
    p_chats: tuple[float, ...]


def chat_speed(chats: int, slowdown: float) -> float:
    """Return r(k) = 1 / (1 + gamma (k - 1)), the speed of each of `chats` k >= 1 chats of one agent (unit-free).

    `slowdown` gamma: 0 = no slowing, 1 = processor sharing. Raises ValueError for inputs out of range.
    Source: model section 2; state-dependent rates as in Cui and Tezcan, Mathematics of Operations Research (2016).
    """
    return 1.0 / (1.0 + at_least_zero("slowdown", slowdown) * (whole("chats", chats, at_least=1) - 1))


def chat_queue(
    n_agents: int,
    n_slots: int,
    arrivals_per_s: float,
    mean_work_s: float,
    mean_patience_s: float,
    slowdown: float,
    threshold_s: float = 20.0,
) -> ChatQueue:
    """Return the stationary figures of the chat desk described above, from its Markov chain.

    state (a_1 .. a_K), a_k agents with k chats;  to the least loaded: lambda;  a_k -> a_k - 1: a_k k r(k) mu
    all full with j waiting: lambda up, n K r(K) mu + j theta down

    The line meets the rest of the chain in one state (all slots taken, nobody waiting), so the two are solved apart and
    joined there: agents as a sparse chain of C(n + K, K) states, at most 300,000 (20,000 take 2 s, 50,000 half a
    minute); the line as a product, cut where its terms are 6e-19 of the largest. Rates per second, times in seconds;
    `mean_patience_s` = 1/theta may be math.inf while n K r(K) mu exceeds the arrivals. One slot is Erlang A; slowdown 0
    is Erlang A with n K agents. Raises ValueError for inputs out of range, too many states and a queue that would grow
    for ever. Source: own derivation; the model is that of Luo and Zhang 2013 and Tezcan and Zhang 2014 with
    least-loaded assignment (model section 2).
    """
    n, slots = whole("n_agents", n_agents, at_least=1), whole("n_slots", n_slots, at_least=1)
    arrivals = above_zero("arrivals_per_s", arrivals_per_s)
    mu = 1.0 / above_zero("mean_work_s", mean_work_s)
    theta = 1.0 / above_zero("mean_patience_s", mean_patience_s, finite=False)
    at_least_zero("threshold_s", threshold_s)
    if math.comb(n + slots, slots) > 300_000:
        raise ValueError(f"{n} agents with {slots} slots make {math.comb(n + slots, slots)} states, at most 300000")
    finishing = [0.0, *(k * chat_speed(k, slowdown) * mu for k in range(1, slots + 1))]
    serving = n * finishing[slots]
    if theta == 0 and arrivals >= serving:
        raise ValueError(
            f"nobody gives up, and at most {serving:.6g} of {arrivals:.6g} arrivals per s can be served: "
            "the queue would grow for ever"
        )

    def moves(state: Counts) -> Moves:
        counts = [n - sum(state), *state]
        least = next(k for k, agents in enumerate(counts) if agents)
        if least < slots:
            yield _moved(counts, least, least + 1), arrivals
        for k in range(1, slots + 1):
            if counts[k]:
                yield _moved(counts, k, k - 1), counts[k] * finishing[k]

    law = stationary_law((0,) * slots, moves)
    full = (0,) * (slots - 1) + (n,)
    # The line: P(j wait | full) in `line`; `log_sum` is the log of its weight relative to the state `full` alone.
    if theta == 0:
        ratio = arrivals / serving
        log_sum = -math.log1p(-ratio)
        mean_line = ratio / (1 - ratio)
    else:
        line, log_sum = line_lengths(arrivals, serving, theta)
        mean_line = float(line @ np.arange(line.size))
    p_full = _joined(law[full], log_sum)
    below = (1.0 - p_full) / (1.0 - law[full]) if law[full] < 1 else 0.0
    agents_with = [0.0] * (slots + 1)
    for state, p in law.items():
        share = p_full if state == full else p * below
        for k, agents in enumerate((n - sum(state), *state)):
            agents_with[k] += share * agents / n

    if theta == 0:
        p_abandon, wait_of_served_s = 0.0, p_full / (serving - arrivals)
        late = p_full * math.exp(-(serving - arrivals) * threshold_s)
    else:
        leaving = serving + theta * np.arange(1, line.size + 1, dtype=np.float64)
        _, served_over = offered_wait_tails(line.size, serving, theta, threshold_s)
        p_abandon = p_full * float(line @ ((leaving - serving) / leaving))
        late = p_full * float(line @ served_over)
        # As in Erlang A: E[V exp(-theta V)] of a sum of exponentials of rates serving + i theta.
        wait_of_served_s = p_full * float(line @ (serving / leaving * np.cumsum(1.0 / leaving))) / (1.0 - p_abandon)
    mean_chats = n * sum(k * share for k, share in enumerate(agents_with))
    return ChatQueue(
        p_wait=p_full,
        p_abandon=p_abandon,
        service_level=max(0.0, 1.0 - p_abandon - late),
        mean_wait_s=p_full * mean_line / arrivals,
        mean_wait_served_s=wait_of_served_s,
        mean_queue=p_full * mean_line,
        mean_chats=mean_chats,
        mean_chat_s=mean_chats / (arrivals * (1.0 - p_abandon)),
        chat_load=mean_chats / (n * slots),
        occupancy=1.0 - agents_with[0],
        p_chats=tuple(agents_with),
    )


def _moved(counts: list[int], out_of: int, into: int) -> Counts:
    """The state after one agent went from `out_of` to `into` chats (the number with none is not kept)."""
    after = counts.copy()
    after[out_of] -= 1
    after[into] += 1
    return tuple(after[1:])


def _joined(p_full: float, log_sum: float) -> float:
    """P(every slot taken, any number waiting) from P(full) of the chain without a line and the weight of the line."""
    if p_full <= 0 or p_full >= 1:
        return min(1.0, max(0.0, p_full))
    log_odds = math.log((1.0 - p_full) / p_full) - log_sum
    return 1.0 / (1.0 + math.exp(log_odds)) if log_odds < 700.0 else 0.0
