"""Elementary effects: what one step of one coefficient does, wherever in the cube it is taken (Morris 1991).

    EE_i = (y(x + step e_i) - y(x)) / step,   mu_i = mean,   mu*_i = mean |EE_i|,   sigma_i = standard deviation

over trajectories; per range of the coefficient, in the unit of y. mu* says how much a coefficient matters (Campolongo
et al., Environmental Modelling & Software 22, 2007), sigma how much that depends on the others or bends.

Simulated y carry noise, and mu* of noise alone is not 0. Each trajectory is played with several replications of its
own, the same at all of its points; the spread of an effect between them says what chance alone would show.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.study.sensitivity.designs import Trajectories

Floats = NDArray[np.float64]

FOLDED_MEAN = float(np.sqrt(2.0 / np.pi))
"""E|Z| of a standard normal Z."""

FOLDED_SPREAD = float(np.sqrt(1.0 - 2.0 / np.pi))
"""Standard deviation of |Z|."""

ERRORS_ABOVE = 2.0
"""mu* counts as more than noise this many standard errors above what noise alone would show (assumed)."""


class Effects(NamedTuple):
    """Shapes (d, s) for d coefficients and s outputs.

    ``error``: standard error of one averaged effect, by the replications; ``noise``: the mu* that chance alone would
    hardly exceed.
    """

    mu: Floats
    mu_star: Floats
    sigma: Floats
    error: Floats
    noise: Floats

    @property
    def above(self) -> NDArray[np.bool_]:
        """Shape (d, s): whether mu* is more than noise."""
        return np.asarray(self.mu_star > self.noise)


def elementary_effects(design: Trajectories, y: Floats) -> Floats:
    """Shape (r, d, ...) from y of shape (r, d + 1, ...): the effects in the order of the coefficients."""
    r, d = design.moved.shape
    extra = (1,) * (y.ndim - 2)
    by_step = np.diff(y, axis=1) / design.step.reshape(r, d, *extra)
    effects = np.empty_like(by_step)
    for t in range(r):
        effects[t, design.moved[t]] = by_step[t]
    return effects


def summary(effects: Floats) -> Effects:
    """mu, mu* and sigma of effects of shape (r, d, m, s): r trajectories, m replications of each, s outputs.

    Effects are averaged over the replications first. With one replication the noise is not known, and NaN.
    """
    r, _, m, _ = effects.shape
    mean = effects.mean(axis=2)
    sigma = mean.std(axis=0, ddof=1) if r > 1 else np.full(mean.shape[1:], np.nan)
    if m > 1:
        error = np.sqrt(effects.var(axis=2, ddof=1).mean(axis=0) / m)
    else:
        error = np.full(mean.shape[1:], np.nan)
    noise = error * (FOLDED_MEAN + ERRORS_ABOVE * FOLDED_SPREAD / np.sqrt(r))
    return Effects(mean.mean(axis=0), np.abs(mean).mean(axis=0), sigma, error, noise)


def chosen(effects: Effects, spread: Floats, most: int) -> list[int]:
    """At most ``most`` coefficients that matter, the one that matters most first.

    A coefficient's weight is the largest mu* above the noise over ``spread``, shape (s,): how much that output varies
    between all the worlds that were played. Outputs that do not vary at all choose nobody.
    """
    known = spread > 0.0
    share = np.where(effects.above & known, effects.mu_star / np.where(known, spread, 1.0), 0.0)
    weight = share.max(axis=1)
    order = np.argsort(-weight, kind="stable")
    return [int(index) for index in order[:most] if weight[index] > 0.0]
