"""Containment arithmetic: one topic by its formulas, several by their mix, and by throwing dice."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.theory import containment

SHARES = st.floats(0, 1)


@given(SHARES, SHARES, SHARES, SHARES)
def test_one_topic_has_the_formulas_of_the_model(e: float, c: float, s: float, r: float) -> None:
    found = containment(1.0, c, s, engaged=e, returns=r)
    assert found.claimed == pytest.approx(e * c)
    assert found.net_deflection == pytest.approx(e * c * (1 - (1 - s) * r))
    assert found.solved == pytest.approx(e * c * s)
    assert found.contacts == pytest.approx(1 - found.net_deflection)
    assert found.solved <= found.net_deflection + 1e-12 <= found.claimed + 2e-12


@given(st.lists(st.tuples(st.floats(0.1, 5), SHARES, SHARES, st.floats(0.1, 3)), min_size=1, max_size=4), SHARES)
def test_several_topics_are_the_mix_of_each(topics: list[tuple[float, float, float, float]], hidden: float) -> None:
    p, c, s, f = np.array(topics).T
    more = {"engaged": 0.8, "returns": 0.7, "hidden": hidden, "after_bot": 1.1, "after_return": 1.2}
    mixed = containment(p, c, s, effort=f, **more)
    parts = [containment(1.0, *one, **more) for one in zip(c, s, strict=True)]
    for name in ("claimed", "net_deflection", "solved", "returns", "contacts"):
        assert getattr(mixed, name) == pytest.approx(np.average([getattr(part, name) for part in parts], weights=p))
    assert mixed.work == pytest.approx(np.average([part.work for part in parts], weights=p * f))


def test_what_is_left_is_harder_where_the_bot_keeps_the_easy_part() -> None:
    easy_first = containment([1, 1], [0.8, 0.2], 1.0, effort=[0.5, 1.5])
    assert easy_first.mean_effort == pytest.approx((0.2 * 0.5 + 0.8 * 1.5) / (0.2 + 0.8))
    assert easy_first.work > easy_first.contacts  # work falls less than volume
    assert containment([1, 1], 0.5, 1.0, effort=[0.5, 1.5]).mean_effort == pytest.approx(1.0)


def test_dice_say_the_same() -> None:
    rng, n = np.random.default_rng(1), 400_000
    topic = rng.choice(2, n, p=[0.7, 0.3])
    engaged, contained, solved, comes, hidden = (
        rng.random(n) < chance for chance in (0.8, np.array([0.6, 0.2])[topic], np.array([0.9, 0.4])[topic], 0.85, 0.25)
    )
    kept, lost = engaged & contained, engaged & ~contained & hidden
    back = ((kept & ~solved) | lost) & comes
    straight, passed_on = ~engaged, engaged & ~contained & ~hidden
    effort = np.array([0.7, 1.7])[topic]
    found = containment([0.7, 0.3], [0.6, 0.2], [0.9, 0.4], engaged=0.8, returns=0.85, hidden=0.25, effort=[0.7, 1.7],
                        after_bot=0.9, after_return=1.15)  # fmt: skip
    work = (effort * (straight + 0.9 * passed_on + 1.15 * back)).sum() / effort.sum()
    assert found.net_deflection == pytest.approx((kept & ~back).mean(), abs=0.003)
    assert found.returns == pytest.approx(back.mean(), abs=0.003)
    assert found.contacts == pytest.approx((straight | passed_on | back).mean(), abs=0.003)
    assert found.work == pytest.approx(work, abs=0.003)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"contains": 1.2}, "contains must lie between 0 and 1"),
        ({"solved": [0.5, 2.0]}, "solved must lie between 0 and 1"),
        ({"engaged": -0.1}, "engaged must lie between 0 and 1"),
        ({"share": [0.0, 0.0]}, "the sum of share must be a finite number above 0"),
        ({"effort": [1.0, 2.0, 3.0]}, "effort must be one number or a vector of 2"),
        ({"after_bot": 0.0}, "after_bot must be a finite number above 0"),
    ],
)
def test_what_cannot_be_is_refused_by_name(changes: dict[str, object], told: str) -> None:
    arguments: dict[str, object] = {"share": [1.0, 1.0], "contains": 0.5, "solved": 0.5} | changes
    with pytest.raises(ValueError, match=told):
        containment(**arguments)  # type: ignore[arg-type]
