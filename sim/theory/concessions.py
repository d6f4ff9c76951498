"""What a limit of authority costs: lognormal amounts, granted by agents up to the limit and by supervisors above it.

Agents give a little too much (a factor 1 + omega on what they decide themselves); supervisors give what is due, up to a
limit of their own, or deny it. All figures are for one issue that needs a concession, in the unit of its amounts.
"""

import math
from dataclasses import dataclass

from sim.theory.checks import above_zero, at_least_zero, probability


@dataclass(frozen=True)
class Concessions:
    """Means over issues that need a concession: a probability, then amounts of money.

    p_approval       the amount is above the agent's limit
    by_agents        granted by agents, over-granting included
    by_supervisors   granted by supervisors
    granted          their sum
    granted_sd       standard deviation of what one issue is granted
    over_granted     part of `by_agents` above what was due
    denied           due, but denied
    withheld         due and approved, but above the supervisor's limit
    """

    p_approval: float
    by_agents: float
    by_supervisors: float
    granted: float
    granted_sd: float
    over_granted: float
    denied: float
    withheld: float


def lognormal_partial_moment(
    median: float, sigma: float, low: float = 0.0, high: float = math.inf, order: float = 1.0
) -> float:
    """Return E[A^r 1(low < A <= high)] of a lognormal amount.

    median^r exp(r^2 sigma^2 / 2) (Phi(z_high - r sigma) - Phi(z_low - r sigma)),  z_x = ln(x / median) / sigma

    `sigma` is the standard deviation of ln A (unit-free); order r = 0 gives the probability. `high` may be math.inf.
    A mean m with coefficient of variation c has sigma^2 = ln(1 + c^2), median m / sqrt(1 + c^2). Raises ValueError for
    inputs out of range. Source: Aitchison and Brown, The Lognormal Distribution (1957).
    """
    from scipy.special import ndtr

    middle, spread = above_zero("median", median), above_zero("sigma", sigma)
    if not 0 <= low <= high:
        raise ValueError(f"low and high must satisfy 0 <= low <= high, got {low!r} and {high!r}")

    def shifted(x: float) -> float:
        ratio = x / middle  # 0 for the smallest of numbers, too
        if ratio in (0.0, math.inf):
            return math.inf if ratio else -math.inf
        return math.log(ratio) / spread - order * spread

    a, b = shifted(low), shifted(high)
    # In the upper tail the difference is taken between the complements, which keep their digits.
    between = ndtr(-a) - ndtr(-b) if a > 0 else ndtr(b) - ndtr(a)
    return float(middle**order * math.exp((order * spread) ** 2 / 2) * between)


def concessions(
    median: float,
    sigma: float,
    limit: float,
    *,
    over_grant: float = 0.0,
    p_denied: float = 0.0,
    supervisor_limit: float = math.inf,
    capped_at_limit: bool = False,
) -> Concessions:
    """Return what concessions of lognormal amount A cost when agents decide up to `limit` L.

    P(A > L) = Phi(-z_L)
    by agents       (1 + omega) E[A 1(A <= L)]
    by supervisors  (1 - d) E[min(A, L_s) 1(A > L)]

    `over_grant` omega and `p_denied` d are unit-free; both limits may be math.inf. With `capped_at_limit` an agent's
    over-granting stops at the limit: E[min((1 + omega) A, L) 1(A <= L)]. Always granted - over_granted + denied +
    withheld = E A. Raises ValueError for inputs out of range, and for agents who may grant more than supervisors.
    Source: own derivation (model section 6).
    """
    if not limit >= 0:
        raise ValueError(f"limit must be at least 0 (math.inf is allowed), got {limit!r}")
    if not supervisor_limit >= limit:
        raise ValueError(f"supervisor_limit must be at least limit = {limit!r}, got {supervisor_limit!r}")
    factor, kept = 1 + at_least_zero("over_grant", over_grant), 1 - probability("p_denied", p_denied)

    def moment(low: float, high: float, order: int) -> float:
        return lognormal_partial_moment(median, sigma, low, high, order)

    def up_to(low: float, cap: float, order: int) -> float:
        """E[min(A, cap)^order 1(A > low)]."""
        above = cap**order * moment(cap, math.inf, 0) if cap < math.inf else 0.0
        return moment(low, cap, order) + above

    full = limit / factor if capped_at_limit and limit < math.inf else limit
    stopped = moment(full, limit, 0)  # amounts whose over-granting the limit stops
    by_agents, square = (
        factor**r * moment(0.0, full, r) + (limit**r * stopped if stopped > 0 else 0.0) for r in (1, 2)
    )
    by_supervisors = kept * up_to(limit, supervisor_limit, 1)
    square += kept * up_to(limit, supervisor_limit, 2)
    granted, above = by_agents + by_supervisors, moment(limit, math.inf, 1)
    return Concessions(
        p_approval=moment(limit, math.inf, 0),
        by_agents=by_agents,
        by_supervisors=by_supervisors,
        granted=granted,
        granted_sd=math.sqrt(max(0.0, square - granted**2)),
        over_granted=by_agents - moment(0.0, limit, 1),
        denied=(1 - kept) * above,
        withheld=kept * (above - up_to(limit, supervisor_limit, 1)),
    )
