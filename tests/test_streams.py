"""Streams: the same name and cell give the same numbers, another name or cell gives others, order does not matter."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sim.streams import Stream, name_words

cells = st.tuples(st.integers(0, 2**40), st.integers(0, 2**40), st.sampled_from(["", "talk", "patience"]))


@given(st.lists(cells, min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_a_cell_does_not_know_which_cells_were_read_before(order: list[tuple[int, int, str]], shuffler: object) -> None:
    first = {cell: Stream(1, 0, "issues").uniforms(*cell, 7).tolist() for cell in order}
    shuffled = list(order)
    shuffler.shuffle(shuffled)  # type: ignore[attr-defined]
    stream = Stream(1, 0, "issues")
    for cell in shuffled:
        assert stream.uniforms(*cell, 7).tolist() == first[cell]


def test_a_longer_read_begins_with_the_shorter_one() -> None:
    stream = Stream(1, 0, "issues")
    assert stream.uniforms(3, 1, "talk", 50)[:20].tolist() == stream.uniforms(3, 1, "talk", 20).tolist()


def test_seed_replication_name_and_cell_all_matter() -> None:
    def read(
        seed: int = 1, replication: int = 0, name: str = "issues", cell: tuple[int, int, str] = (0, 0, "")
    ) -> float:
        return float(Stream(seed, replication, name).uniforms(*cell, 1)[0])

    values = [
        read(),
        read(seed=2),
        read(replication=1),
        read(name="people"),
        read(cell=(1, 0, "")),
        read(cell=(0, 1, "")),
        read(cell=(0, 0, "talk")),
    ]
    assert len(set(values)) == len(values)


def test_neighbouring_cells_are_uncorrelated_and_uniform() -> None:
    stream = Stream(5, 3, "issues")
    table = np.stack([stream.uniforms(day, layer, "talk", 400) for day in range(40) for layer in range(3)])
    correlation = np.corrcoef(table)
    off = correlation[np.triu_indices(len(table), 1)]
    assert abs(off.mean()) < 4 / np.sqrt(off.size * 400)
    assert abs(off.std() * 20 - 1) < 0.05
    counts, _ = np.histogram(table, bins=20, range=(0, 1))
    chi2 = float(((counts - table.size / 20) ** 2 / (table.size / 20)).sum())
    assert chi2 < 45  # 19 degrees of freedom


def test_names_are_hashed_the_same_everywhere() -> None:
    # BLAKE2b is the same on every machine; this number would change with the digest or the byte order.
    assert name_words("issues/phone") == (2594209247, 3538839147, 3277241519, 1456387061)


def test_uniforms_never_reach_zero_or_one() -> None:
    values = Stream(0, 0, "edge").uniforms(0, 0, "", 1_000_000)
    assert values.min() > 0
    assert values.max() < 1
