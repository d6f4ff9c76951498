"""What a bot keeps from the people behind it: containment arithmetic, with the mix of what is left to them.

Every customer meets the bot and talks to it with probability e. On a topic t it contains c_t of the sessions, of which
s_t are solved in truth; of those not solved the share r comes back, to a human. Of the sessions that it does not
contain the share h finds no way to a human (and comes back like those not solved), the others are passed on at once.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from sim.theory.checks import above_zero, numbers, probability


@dataclass(frozen=True)
class Containment:
    """Shares of all customers whom the bot meets (unit-free), and what reaches humans."""

    claimed: float
    """contained, of all customers: e c"""
    net_deflection: float
    """contained and never at a human"""
    solved: float
    """truly solved without a human: e c s"""
    returns: float
    """at a human after a session in which they were kept or found no way to one"""
    contacts: float
    """contacts with humans for each customer; 1 without a bot"""
    mean_effort: float
    """of these contacts, relative to the effort of a contact without a bot"""

    @property
    def work(self) -> float:
        """Humans' work for each customer, relative to that without a bot."""
        return self.contacts * self.mean_effort


def containment(
    share: ArrayLike,
    contains: ArrayLike,
    solved: ArrayLike,
    *,
    engaged: float = 1.0,
    returns: float = 1.0,
    hidden: float = 0.0,
    effort: ArrayLike = 1.0,
    after_bot: float = 1.0,
    after_return: float = 1.0,
) -> Containment:
    """Return what a bot does to a mix of topics.

    net deflection   sum_t p_t e c_t (1 - (1 - s_t) r)
    truly solved     sum_t p_t e c_t s_t
    contacts         sum_t p_t n_t,   n_t = 1 - e + e (1 - c_t)(1 - h) + e (c_t (1 - s_t) + (1 - c_t) h) r
    mean effort      sum_t p_t f_t (1 - e + a e (1 - c_t)(1 - h) + b e (c_t (1 - s_t) + (1 - c_t) h) r)
                     / (contacts sum_t p_t f_t)

    `share` p, `contains` c, `solved` s and `effort` f have one number for each topic, or one for all; shares are scaled
    to sum to 1. `after_bot` a and `after_return` b are factors on the work of who takes over from the bot, and of who
    meets a customer that comes back. Raises ValueError for inputs out of range. Source: model section 7; the mix is own
    derivation.
    """
    weights = numbers("share", np.atleast_1d(np.asarray(share, dtype=float)))
    p = weights / above_zero("the sum of share", float(weights.sum()))
    c, s, f = (numbers(name, values, len(p)) for name, values in
               (("contains", contains), ("solved", solved), ("effort", effort)))  # fmt: skip
    for name, values in (("contains", c), ("solved", s)):
        probability(name, float(values.max()))
    e, r, h = probability("engaged", engaged), probability("returns", returns), probability("hidden", hidden)
    on = e * (1 - c) * (1 - h)
    back = e * (c * (1 - s) + (1 - c) * h) * r
    each = 1 - e + on + back
    contacts = float(p @ each)
    work = float(
        (p * f) @ (1 - e + above_zero("after_bot", after_bot) * on + above_zero("after_return", after_return) * back)
    )
    usual = above_zero("the mean of effort", float(p @ f))
    return Containment(
        claimed=float(p @ (e * c)),
        net_deflection=float(p @ (e * c * (1 - (1 - s) * r))),
        solved=float(p @ (e * c * s)),
        returns=float(p @ back),
        contacts=contacts,
        mean_effort=work / usual / contacts if contacts > 0 else float("nan"),
    )
