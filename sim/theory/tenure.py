"""How long people stay, how experienced those at work are, and which share of seats is productive.

Seats are independent. A leaver is replaced at once, or after a vacancy and a training. Time is in days, calendar or
working as the caller likes, but the same in all arguments.
"""

from dataclasses import dataclass
from math import exp, expm1

from sim.theory.checks import above_zero, at_least_zero


@dataclass(frozen=True)
class Seat:
    """Long-run shares of the time of one seat (unit-free), and how often somebody leaves it.

    productive          somebody trained is at work
    vacant              nobody is hired yet
    training            somebody is hired but not yet trained
    leavers_per_day     1 / mean cycle
    """

    productive: float
    vacant: float
    training: float
    leavers_per_day: float


def mean_tenure_days(
    quits_per_day: float,
    early_excess: float = 0.0,
    fading_days: float = 90.0,
    novice_days: float = 0.0,
    novice_factor: float = 1.0,
) -> float:
    """Return the mean tenure when the quit hazard is nu (1 + c exp(-tau / T)) at tenure tau.

    E tau = M(nu, c) = 1F1(1; 1 + nu T; -nu T c) / nu;  1 / nu when c = 0 (tenure Exp(nu))
    with a factor f on the hazard below tenure d, c' = c exp(-d / T) being what is left of c then:
    E tau = M(f nu, c) + S(d)^f (M(nu, c') - M(f nu, c'))

    `quits_per_day` nu > 0, `early_excess` c (unit-free), `fading_days` T, `novice_days` d, `novice_factor` f. M is the
    integral of the survival function S = exp(-nu (tau + c T (1 - exp(-tau / T)))) with u = exp(-tau / T), and Kummer's
    transformation. Raises ValueError for inputs out of range. Source: own derivation (model section 9).
    """
    from scipy.special import hyp1f1

    rate, excess = above_zero("quits_per_day", quits_per_day), at_least_zero("early_excess", early_excess)
    fading = above_zero("fading_days", fading_days)
    days, factor = at_least_zero("novice_days", novice_days), at_least_zero("novice_factor", novice_factor)

    def mean(rate: float, excess: float) -> float:
        return float(hyp1f1(1.0, 1.0 + rate * fading, -rate * fading * excess)) / rate

    if days == 0 or factor == 1:
        return mean(rate, excess)
    later = excess * exp(-days / fading)
    if factor == 0:
        return days + mean(rate, later)
    still_there = exp(-factor * rate * (days - excess * fading * expm1(-days / fading)))
    return mean(factor * rate, excess) + still_there * (mean(rate, later) - mean(factor * rate, later))


def mean_time_factor(quits_per_day: float, start_factor: float, ramp_days: float, step_days: float = 0.0) -> float:
    """Return the mean over those at work of the time factor 1 + (m0 - 1) exp(-tau / L) at tenure tau.

    constant hazard nu:  tenure of those at work is Exp(nu),  E A = 1 + (m0 - 1) / (1 + 1 / (nu L))
    in steps of d days:  E A = 1 + (m0 - 1) (1 - exp(-nu d)) / (1 - exp(-nu d - d / L))

    `start_factor` m0 of handle times (unit-free), `ramp_days` L, `quits_per_day` nu; with nu = 0 everybody is
    experienced in the end (1). `step_days` d > 0: quits and tenure move once in d days, tau = 0, d, 2d, ...  A vacancy
    or training before the start changes nothing here. The factor is of times: for speeds see `mean_speed`. Raises
    ValueError for inputs out of range. Source: Whitt, "The impact of increased employee retention on performance in a
    customer contact center", Manufacturing & Service Operations Management 8 (2006); steps: geometric tenure.
    """
    import numpy as np

    nu, ramp = at_least_zero("quits_per_day", quits_per_day), above_zero("ramp_days", ramp_days)
    extra, d = at_least_zero("start_factor", start_factor) - 1, at_least_zero("step_days", step_days)
    if nu == 0:
        return 1.0
    if d == 0:
        return 1 + extra / (1 + 1 / (nu * ramp))
    return 1 + extra * float(np.expm1(-nu * d) / np.expm1(-nu * d - d / ramp))


def mean_speed(quits_per_day: float, start_factor: float, ramp_days: float) -> float:
    """Return the mean speed E[1 / A] of those at work, relative to somebody experienced.

    E[1 / A] = int nu exp(-nu tau) / (1 + (m0 - 1) exp(-tau / L)) dtau = 2F1(1, nu L; 1 + nu L; -(m0 - 1))

    What busy people get done; at least 1 / E A by Jensen's inequality. Arguments as in `mean_time_factor`, start_factor
    m0 above 0. Raises ValueError for inputs out of range. Source: own derivation (u = exp(-tau / L), Euler's integral).
    """
    from scipy.special import hyp2f1

    scaled = at_least_zero("quits_per_day", quits_per_day) * above_zero("ramp_days", ramp_days)
    return float(hyp2f1(1.0, scaled, 1.0 + scaled, 1 - above_zero("start_factor", start_factor)))


def seat_renewal(mean_tenure_days: float, mean_lag_days: float, training_days: float) -> Seat:
    """Return the long-run shares of one seat that is filled, left, vacant for a lag, then in training, and again.

    productive = E[tenure] / (E[tenure] + E[lag] + E[training])

    Only means matter, whatever the laws. Tenure is counted from the end of training; time under notice belongs to it.
    With N independent seats the productive headcount is binomial(N, productive). Raises ValueError for inputs out of
    range. Source: the renewal reward theorem (model section 9).
    """
    tenure = above_zero("mean_tenure_days", mean_tenure_days)
    lag, training = at_least_zero("mean_lag_days", mean_lag_days), at_least_zero("training_days", training_days)
    cycle = tenure + lag + training
    return Seat(productive=tenure / cycle, vacant=lag / cycle, training=training / cycle, leavers_per_day=1 / cycle)
