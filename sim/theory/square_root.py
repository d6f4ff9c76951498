"""Square-root staffing: agents = load + safety * sqrt(load), and what it gives in large systems (the QED regime).

Approximations for many agents; the exact formulas are Erlang C and Erlang A. With busyness that varies from day to day
the safety grows with the load itself, not with its root.
"""

import math

from sim.theory.checks import above_zero, at_least_zero


def normal_hazard(x: float) -> float:
    """Return h(x) = phi(x) / (1 - Phi(x)), the hazard of the standard normal law, to full precision (unit-free)."""
    from scipy.special import erfcx

    return math.sqrt(2.0 / math.pi) / float(erfcx(x / math.sqrt(2.0))) if x > -37.0 else 0.0


def halfin_whitt_p_wait(beta: float) -> float:
    """Return the limit of Erlang C's waiting probability at n = a + beta sqrt(a).

    P(wait) = 1 / (1 + beta Phi(beta) / phi(beta)) for beta > 0;  1 for beta <= 0 (unstable)

    Unit-free. Source: Halfin and Whitt, Operations Research 29 (1981).
    """
    if beta <= 0:
        return 1.0
    return 1.0 / (1.0 + beta / normal_hazard(-beta))


def garnett_p_wait(beta: float, patience_ratio: float) -> float:
    """Return the limit of Erlang A's waiting probability at n = a + beta sqrt(a), any sign of beta.

    P(wait) = 1 / (1 + sqrt(theta/mu) h(beta sqrt(mu/theta)) / h(-beta)),  h = phi / (1 - Phi)

    `patience_ratio` = theta/mu = mean handle time / mean patience (unit-free). Raises ValueError if it is not above 0.
    Source: Garnett, Mandelbaum and Reiman, M&SOM 4 (2002).
    """
    root = math.sqrt(above_zero("patience_ratio", patience_ratio))
    denominator = normal_hazard(-beta)
    if denominator == 0.0:  # more than 37 standard deviations of spare agents
        return 0.0
    return 1.0 / (1.0 + root * normal_hazard(beta / root) / denominator)


def garnett_p_abandon(beta: float, patience_ratio: float, load: float) -> float:
    """Return Erlang A's abandonment near the limit, P(wait) * sqrt(theta/(mu n)) * (h(b) - b), b = beta sqrt(mu/theta).

    n = load + beta sqrt(load); unit-free. Source: Garnett, Mandelbaum and Reiman, M&SOM 4 (2002).
    """
    root = math.sqrt(above_zero("patience_ratio", patience_ratio))
    n = load + beta * math.sqrt(above_zero("load", load))
    scaled = beta / root
    return garnett_p_wait(beta, patience_ratio) * root * (normal_hazard(scaled) - scaled) / math.sqrt(n)


def beta_for_p_wait(p_wait: float, patience_ratio: float = 0.0) -> float:
    """Return the beta at which Halfin-Whitt (patience_ratio 0) or Garnett gives this waiting probability (unit-free).

    Found by bisection to 1e-12. Raises ValueError unless 0 < p_wait < 1.
    """
    if not 0 < p_wait < 1:
        raise ValueError(f"p_wait must lie strictly between 0 and 1, got {p_wait!r}")
    low, high = (0.0 if patience_ratio == 0 else -37.0), 37.0
    while high - low > 1e-12:
        beta = (low + high) / 2
        waits = halfin_whitt_p_wait(beta) if patience_ratio == 0 else garnett_p_wait(beta, patience_ratio)
        low, high = (beta, high) if waits > p_wait else (low, beta)
    return (low + high) / 2


def square_root_agents(load: float, beta: float) -> int:
    """Return ceil(a + beta sqrt(a)), at least 0, for `load` a in erlangs (unit-free)."""
    a = at_least_zero("load", load)
    return max(0, math.ceil(a + beta * math.sqrt(a)))


def busy_day_agents(load: float, busyness_variance: float, z: float) -> int:
    """Return ceil(m + z sqrt(m + m^2 Var B)): safety for chance within the day and for how busy the day is.

    `load` m in erlangs, `busyness_variance` Var B = 1/kappa of the day factor (mean 1), z the number of standard
    deviations; unit-free. With Var B = 0 it is square-root staffing. Raises ValueError for negative inputs.
    """
    m = at_least_zero("load", load)
    variance = m + m * m * at_least_zero("busyness_variance", busyness_variance)
    return max(0, math.ceil(m + z * math.sqrt(variance)))
