"""An independent calculation for the tests: birth-death chains in exact fractions, waits by matrix exponentials."""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from scipy.linalg import expm


@dataclass(frozen=True)
class ExactQueue:
    """M/M/n/K+M with rational rates; `law` is P(N = k), k = 0..K."""

    n: int
    arrivals: Fraction
    mu: Fraction
    theta: Fraction
    law: tuple[Fraction, ...]

    @property
    def places(self) -> int:
        return len(self.law) - 1

    @property
    def p_blocked(self) -> float:
        return float(self.law[-1])

    def over_admitted(self, total: Fraction) -> float:
        return float(total / (1 - self.law[-1]))

    @property
    def p_wait(self) -> float:
        return self.over_admitted(sum(self.law[self.n : -1], Fraction(0)))

    @property
    def mean_queue(self) -> Fraction:
        return sum((p * max(0, k - self.n) for k, p in enumerate(self.law)), Fraction(0))

    @property
    def p_abandon(self) -> float:
        return self.over_admitted(self.theta * self.mean_queue / self.arrivals)

    @property
    def mean_wait(self) -> float:
        return self.over_admitted(self.mean_queue / self.arrivals)

    @property
    def mean_busy(self) -> float:
        return float(sum((p * min(k, self.n) for k, p in enumerate(self.law)), Fraction(0)))

    def tail(self, wait: float, *, served: bool) -> float:
        """P(W > t) of admitted customers, or P(served, V > t): first passage through the line ahead of a customer."""
        mu_n, theta = float(self.n * self.mu), float(self.theta)
        total = 0.0
        for j in range(self.places - self.n):
            # States: j, j-1, ..., 0 ahead (and the tagged customer waiting), then served.
            size = j + 2
            q = np.zeros((size, size))
            for s in range(j + 1):
                ahead = j - s
                q[s, s + 1] = mu_n + ahead * theta
                q[s, s] = -(mu_n + (ahead + 1) * theta)  # the tagged customer may give up too: mass is lost
            waiting = expm(q * wait)[0, :-1]
            later = np.linalg.solve(-q[:-1, :-1], q[:-1, -1]) if served else np.ones(j + 1)
            total += float(self.law[self.n + j]) * float(waiting @ later)
        return total / float(1 - self.law[-1])


def exact_queue(n: int, arrivals: Fraction, mu: Fraction, theta: Fraction, places: int) -> ExactQueue:
    weights = [Fraction(1)]
    for k in range(1, places + 1):
        weights.append(weights[-1] * arrivals / (min(k, n) * mu + max(0, k - n) * theta))
    total = sum(weights)
    return ExactQueue(n, arrivals, mu, theta, tuple(w / total for w in weights))
