"""Sorting: how well contacts find the right queue, and how they are passed on if they did not."""

from __future__ import annotations

from sim.declare import Duration, Settings, setting


class Sorting(Settings):
    """A contact is sorted by topic when it comes; at a wrong desk it is passed on, or handled badly.

    Only an agent without the skill for what it really is about is a wrong desk.
    """

    correct: float = setting(
        1.0, ge=0, le=1, meaning="probability of the right queue; 0.80 by hand or menu, 0.90 by a model, is usual"
    )
    correct_again: float = setting(0.92, gt=0, le=1, meaning="probability of the right queue when it is passed on")
    detected: float = setting(0.9, ge=0, le=1, meaning="share of wrong desks that notice and pass it on")
    triage: Duration = setting(75.0, unit="s", ge=0, meaning="work before it is passed on")
    out_of_depth: float = setting(
        0.6, gt=0, le=1, meaning="proficiency of an agent who handles what they have no skill for"
    )
    warm: bool = setting(
        False, meaning="passed on with an introduction: to the head of the queue, nothing is said twice"
    )
    introduction: Duration = setting(30.0, unit="s", ge=0, meaning="warm: work of both agents for it")


def sorted_right(u: float, correct: float) -> bool:
    """Whether a contact finds the right queue: u < correct."""
    return u < correct
