"""Laws of durations and amounts, each given by what people know of it (a mean, a coefficient of variation, limits).

Every law has ``mean``, ``cv`` (standard deviation over mean), ``quantile(u)`` (the inverse distribution function,
vectorised) and ``survival(x)``. Drawing is ``quantile`` of a uniform, so that one uniform stays one customer's
patience or effort whatever the law becomes.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Annotated, Any, Literal, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, field_validator, model_validator
from scipy import special

from sim.declare import Duration, Settings, setting

Floats = NDArray[np.float64]


class Deterministic(Settings):
    """Always the same value."""

    law: Literal["deterministic"] = "deterministic"
    value: Duration = setting(unit="s", ge=0, meaning="the value")

    @property
    def mean_s(self) -> float:
        """The mean in seconds."""
        return self.value

    @property
    def cv(self) -> float:
        """Standard deviation over mean."""
        return 0.0

    def quantile(self, u: Floats) -> Floats:
        """The value, whatever ``u``."""
        return np.full_like(u, self.value)

    def survival(self, x: Floats) -> Floats:
        """P(X > x)."""
        return np.where(np.asarray(x) < self.value, 1.0, 0.0)


class Exponential(Settings):
    """Memoryless; F(x) = 1 - exp(-x / mean)."""

    law: Literal["exponential"] = "exponential"
    mean: Duration = setting(unit="s", gt=0, meaning="the mean")

    @property
    def mean_s(self) -> float:
        """The mean in seconds."""
        return self.mean

    @property
    def cv(self) -> float:
        """Standard deviation over mean."""
        return 1.0

    def quantile(self, u: Floats) -> Floats:
        """-mean ln(1 - u)."""
        return -self.mean * np.log1p(-u)

    def survival(self, x: Floats) -> Floats:
        """exp(-x / mean)."""
        return np.asarray(np.exp(-np.asarray(x) / self.mean), dtype=float)


class Lognormal(Settings):
    """ln X is normal with variance ln(1 + cv^2) and mean ln(mean) - variance / 2; the usual fit of handle times."""

    law: Literal["lognormal"] = "lognormal"
    mean: Duration = setting(unit="s", gt=0, meaning="the mean")
    cv: float = setting(1.0, gt=0, le=20, meaning="standard deviation over mean")

    @property
    def mean_s(self) -> float:
        """The mean in seconds."""
        return self.mean

    @property
    def _normal(self) -> tuple[float, float]:
        variance = math.log1p(self.cv**2)
        return math.log(self.mean) - variance / 2, math.sqrt(variance)

    def quantile(self, u: Floats) -> Floats:
        """exp(location + scale * Phi^-1(u))."""
        location, scale = self._normal
        return np.asarray(np.exp(location + scale * special.ndtri(u)), dtype=float)

    def survival(self, x: Floats) -> Floats:
        """Phi((location - ln x) / scale)."""
        location, scale = self._normal
        with np.errstate(divide="ignore"):
            return np.asarray(special.ndtr((location - np.log(x)) / scale))


class Gamma(Settings):
    """Shape 1 / cv^2 and scale mean cv^2."""

    law: Literal["gamma"] = "gamma"
    mean: Duration = setting(unit="s", gt=0, meaning="the mean")
    cv: float = setting(1.0, gt=0, le=20, meaning="standard deviation over mean")

    @property
    def mean_s(self) -> float:
        """The mean in seconds."""
        return self.mean

    def quantile(self, u: Floats) -> Floats:
        return np.asarray(special.gammaincinv(self.cv**-2, u) * (self.mean * self.cv**2), dtype=float)

    def survival(self, x: Floats) -> Floats:
        """The complement of the regularised incomplete gamma function."""
        return np.asarray(special.gammaincc(self.cv**-2, np.asarray(x) / (self.mean * self.cv**2)))


class Weibull(Settings):
    """Survival exp(-(x / scale)^shape); a shape below 1 means that those who have waited long tend to wait on."""

    law: Literal["weibull"] = "weibull"
    mean: Duration = setting(unit="s", gt=0, meaning="the mean")
    shape: float = setting(1.0, gt=0.05, le=20, meaning="shape k; 1 is the exponential law")

    @property
    def mean_s(self) -> float:
        """The mean in seconds."""
        return self.mean

    @property
    def scale_s(self) -> float:
        """mean / Gamma(1 + 1 / shape)."""
        return self.mean / math.gamma(1 + 1 / self.shape)

    @property
    def cv(self) -> float:
        """Standard deviation over mean."""
        return math.sqrt(math.gamma(1 + 2 / self.shape) / math.gamma(1 + 1 / self.shape) ** 2 - 1)

    def quantile(self, u: Floats) -> Floats:
        """scale (-ln(1 - u))^(1 / shape)."""
        return self.scale_s * (-np.log1p(-u)) ** (1 / self.shape)

    def survival(self, x: Floats) -> Floats:
        """exp(-(x / scale)^shape)."""
        return np.exp(-((np.asarray(x) / self.scale_s) ** self.shape))


class Hyperexponential(Settings):
    """With probability ``share`` exponential with mean ``first``, else with mean ``second``: two kinds of customer."""

    law: Literal["hyperexponential"] = "hyperexponential"
    share: float = setting(gt=0, lt=1, meaning="share of the first kind")
    first: Duration = setting(unit="s", gt=0, meaning="mean of the first kind")
    second: Duration = setting(unit="s", gt=0, meaning="mean of the second kind")

    @property
    def mean_s(self) -> float:
        """The mean in seconds."""
        return self.share * self.first + (1 - self.share) * self.second

    @property
    def cv(self) -> float:
        """Standard deviation over mean."""
        square = 2 * (self.share * self.first**2 + (1 - self.share) * self.second**2)
        return math.sqrt(square / self.mean_s**2 - 1)

    def quantile(self, u: Floats) -> Floats:
        """The inverse of the mixture, by Newton's method on -ln survival.

        That function is concave, so every step from the left stays on the left and gains: no bracket is needed.
        """
        rate = -np.log1p(-np.asarray(u))
        x = rate * min(self.first, self.second)
        for _ in range(200):
            parts = self.share * np.exp(-x / self.first), (1 - self.share) * np.exp(-x / self.second)
            survival = parts[0] + parts[1]
            step = (rate + np.log(survival)) * survival / (parts[0] / self.first + parts[1] / self.second)
            x = x + step
            if np.all(step <= 1e-12 * (x + min(self.first, self.second))):
                break
        return x

    def survival(self, x: Floats) -> Floats:
        """share exp(-x / first) + (1 - share) exp(-x / second)."""
        x = np.asarray(x)
        return self.share * np.exp(-x / self.first) + (1 - self.share) * np.exp(-x / self.second)


class Uniform(Settings):
    """Every value between two limits is as likely."""

    law: Literal["uniform"] = "uniform"
    low: Duration = setting(unit="s", ge=0, meaning="the least value")
    high: Duration = setting(unit="s", gt=0, meaning="the greatest value")

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.high <= self.low:
            raise ValueError("low is less than high")
        return self

    @property
    def mean_s(self) -> float:
        """The mean in seconds."""
        return (self.low + self.high) / 2

    @property
    def cv(self) -> float:
        """Standard deviation over mean."""
        return (self.high - self.low) / math.sqrt(12) / self.mean_s

    def quantile(self, u: Floats) -> Floats:
        """low + u (high - low)."""
        return self.low + u * (self.high - self.low)

    def survival(self, x: Floats) -> Floats:
        """(high - x) / (high - low), within 0 and 1."""
        return np.clip((self.high - np.asarray(x)) / (self.high - self.low), 0.0, 1.0)


class Empirical(Settings):
    """The recorded values themselves, each as likely; a table gives them in a column ``seconds``."""

    law: Literal["empirical"] = "empirical"
    values: tuple[float, ...] = setting(unit="s", min_length=2, meaning="recorded values, in seconds")

    @field_validator("values", mode="before")
    @classmethod
    def _rows(cls, value: Any) -> Any:
        if not isinstance(value, Sequence) or isinstance(value, str):
            return value
        return tuple(row.get("seconds") if isinstance(row, dict) else row for row in value)

    @field_validator("values")
    @classmethod
    def _sorted(cls, value: tuple[float, ...]) -> tuple[float, ...]:
        if min(value) < 0:
            raise ValueError("a duration is at least 0")
        return tuple(sorted(value))

    @property
    def mean_s(self) -> float:
        """The mean in seconds."""
        return math.fsum(self.values) / len(self.values)

    @property
    def cv(self) -> float:
        """Standard deviation over mean."""
        return float(np.std(self.values)) / self.mean_s

    def quantile(self, u: Floats) -> Floats:
        """The smallest recorded value with at least a share ``u`` at or below it."""
        ordered = np.asarray(self.values)
        return ordered[np.minimum((u * len(ordered)).astype(np.intp), len(ordered) - 1)]

    def survival(self, x: Floats) -> Floats:
        """The share of recorded values above ``x``."""
        return 1 - np.searchsorted(self.values, x, side="right") / len(self.values)


Law = Annotated[
    Deterministic | Exponential | Lognormal | Gamma | Weibull | Hyperexponential | Uniform | Empirical,
    Field(discriminator="law"),
]
"""Any of the laws, told apart by ``law``."""
