"""The checks that every formula makes on its inputs: each names the argument, the rule and the value."""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray


def at_least_zero(name: str, value: float) -> float:
    """Return `value` if it is a finite number >= 0, else raise ValueError."""
    if not (math.isfinite(value) and value >= 0):
        raise ValueError(f"{name} must be a finite number of at least 0, got {value!r}")
    return float(value)


def above_zero(name: str, value: float, *, finite: bool = True) -> float:
    """Return `value` if it is above 0 (and finite, unless `finite` is False), else raise ValueError."""
    if not value > 0 or (finite and math.isinf(value)):
        rule = "a finite number above 0" if finite else "above 0 (math.inf is allowed)"
        raise ValueError(f"{name} must be {rule}, got {value!r}")
    return float(value)


def probability(name: str, value: float) -> float:
    """Return `value` if it lies in [0, 1], else raise ValueError."""
    if not 0 <= value <= 1:
        raise ValueError(f"{name} must lie between 0 and 1, got {value!r}")
    return float(value)


def whole(name: str, value: float, at_least: int = 0) -> int:
    """Return `value` if it is a whole number of at least `at_least`, else raise ValueError."""
    if value != value or math.isinf(value) or int(value) != value or value < at_least:
        raise ValueError(f"{name} must be a whole number of at least {at_least}, got {value!r}")
    return int(value)


def numbers(name: str, values: ArrayLike, length: int | None = None, *, finite: bool = True) -> NDArray[np.float64]:
    """Return `values` as a new float vector of this length (one number is repeated), all >= 0 and not NaN."""
    array = np.array(values, dtype=np.float64)
    if array.ndim == 0 and length is not None:
        array = np.full(length, float(array))
    if array.ndim != 1 or (length is not None and array.size != length):
        wanted = "a vector" if length is None else f"one number or a vector of {length}"
        raise ValueError(f"{name} must be {wanted}, got shape {array.shape}")
    if np.isnan(array).any() or (array < 0).any() or (finite and np.isinf(array).any()):
        rule = "finite and at least 0" if finite else "at least 0 and not NaN"
        wrong = np.flatnonzero(~(array >= 0) | (finite & np.isinf(array)))
        more = f" and {len(wrong) - 1} more" if len(wrong) > 1 else ""
        raise ValueError(f"{name} must be {rule}, got {array[wrong[0]]!r} at place {wrong[0]}{more}")
    return array


def edges(name: str, values: ArrayLike) -> NDArray[np.float64]:
    """Return `values` as a strictly increasing vector of at least two instants, else raise ValueError."""
    array = np.array(values, dtype=np.float64)
    if array.ndim != 1 or array.size < 2 or not np.isfinite(array).all() or not (np.diff(array) > 0).all():
        raise ValueError(f"{name} must be at least two finite instants in strictly increasing order, got {values!r}")
    return array
