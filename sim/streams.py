"""Chance, drawn by name: each stream belongs to what it is drawn for, never to the order of events.

A :class:`Stream` is keyed by (seed, replication, name), so that adding a stream changes no other. Within a stream every
*cell*, a (day, layer, purpose) or the like, has its own block of a counter-based generator (Philox 4x64; Salmon et al.,
SC 2011): reading one cell neither needs nor moves another. A longer horizon, another scenario or one more agent
therefore finds the same numbers where they belong.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

POOL_BITS = 16
POOL_SIZE = 1 << POOL_BITS
"""Draws beyond the third of a purpose come from a pool of this many, indexed by issue key + attempt."""


@lru_cache(maxsize=1024)
def name_words(name: str) -> tuple[int, int, int, int]:
    """Four 32-bit words of BLAKE2b(name): stable across machines and runs, unlike Python's ``hash``."""
    digest = blake2b(name.encode(), digest_size=16).digest()
    return tuple(int.from_bytes(digest[i : i + 4], "little") for i in range(0, 16, 4))  # type: ignore[return-value]


def name_number(name: str) -> int:
    """63 bits of BLAKE2b(name), to stand for a name in a counter."""
    words = name_words(name)
    return (words[0] | words[1] << 32) & 0x7FFF_FFFF_FFFF_FFFF


class Stream:
    """Uniforms and Poisson counts in cells that do not know of one another."""

    def __init__(self, seed: int, replication: int, name: str) -> None:
        sequence = np.random.SeedSequence(seed, spawn_key=(replication, *name_words(name)))
        self._bits = np.random.Philox(sequence)
        self._generator = np.random.Generator(self._bits)
        self._state = self._bits.state
        self._counter = np.zeros(4, dtype=np.uint64)

    def cell(self, first: int, second: int = 0, purpose: str = "") -> np.random.Generator:
        """The generator at the start of a cell; use it at once, the next call moves it.

        ``first`` and ``second`` are any integers >= 0 below 2**63 (a day, a layer, a seat); cells are 2**66 draws long.
        """
        self._counter[1] = name_number(purpose) if purpose else 0
        self._counter[2] = second
        self._counter[3] = first
        self._state["state"]["counter"] = self._counter
        self._state["buffer_pos"] = 4
        self._bits.state = self._state
        return self._generator

    def uniforms(self, first: int, second: int, purpose: str, size: int | tuple[int, ...]) -> NDArray[np.float64]:
        """Uniforms on the open interval (0, 1) from the start of a cell, shaped ``size``."""
        return open_interval(self.cell(first, second, purpose).random(size))

    def uniform(self, first: int, second: int = 0, purpose: str = "") -> float:
        """The first uniform of a cell."""
        return float(self.uniforms(first, second, purpose, 1)[0])


def open_interval(uniforms: NDArray[np.float64]) -> NDArray[np.float64]:
    """Uniforms moved off 0 by half a step (2**-54), so that every inverse distribution function is finite."""
    uniforms += 2.0**-54
    return uniforms
