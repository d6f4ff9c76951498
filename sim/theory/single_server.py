"""One server: the exact results that a simulation of one agent must reproduce.

Poisson arrivals and any service law. First come first served (Pollaczek-Khinchine), and sharing (an agent who works on
all chats at once). Unstable queues (load >= 1) return math.inf.
"""

import math

from sim.theory.checks import above_zero, at_least_zero


def pollaczek_khinchine_wait(arrivals_per_s: float, mean_service_s: float, service_cv: float) -> float:
    """Return the mean wait of M/G/1, first come first served.

    W = rho / (1 - rho) * (1 + cv^2) / 2 * E[S],  rho = lambda E[S]

    Per second, seconds; `service_cv` = standard deviation / mean (unit-free; exponential 1, deterministic 0).
    math.inf when rho >= 1. Raises ValueError for inputs out of range. Source: Pollaczek 1930, Khinchine 1932.
    """
    mean = above_zero("mean_service_s", mean_service_s)
    rho = at_least_zero("arrivals_per_s", arrivals_per_s) * mean
    if rho >= 1:
        return math.inf
    return rho / (1 - rho) * (1 + at_least_zero("service_cv", service_cv) ** 2) / 2 * mean


def pollaczek_khinchine_number(arrivals_per_s: float, mean_service_s: float, service_cv: float) -> float:
    """Return the mean number in M/G/1, rho + lambda W (Little's law; unit-free), math.inf when rho >= 1."""
    wait_s = pollaczek_khinchine_wait(arrivals_per_s, mean_service_s, service_cv)
    return arrivals_per_s * (mean_service_s + wait_s) if arrivals_per_s > 0 else 0.0


def sharing_time(arrivals_per_s: float, mean_service_s: float, work_s: float | None = None) -> float:
    """Return the mean time in system of M/G/1 processor sharing, for all customers or for those with `work_s` of work.

    E[T] = E[S] / (1 - rho);  E[T | work x] = x / (1 - rho)

    Insensitive to the service law. Per second, seconds; math.inf when rho >= 1. Source: Kleinrock 1967; Sakata,
    Noguchi and Oizumi 1971.
    """
    mean = above_zero("mean_service_s", mean_service_s)
    rho = at_least_zero("arrivals_per_s", arrivals_per_s) * mean
    work = mean if work_s is None else at_least_zero("work_s", work_s)
    return work / (1 - rho) if rho < 1 else math.inf


def sharing_p_number(number: int, load: float) -> float:
    """Return P(N = number) = (1 - rho) rho^number of M/G/1 processor sharing; `load` rho < 1 (unit-free).

    Raises ValueError when load >= 1: there is no stationary state.
    """
    if at_least_zero("load", load) >= 1:
        raise ValueError(f"load must be below 1 for a stationary state, got {load!r}")
    return (1 - load) * load**number
