"""Sorting: how well contacts find the right queue, and how they are passed on if they did not."""

from __future__ import annotations

from sim.declare import Duration, Settings, setting


class Classifier(Settings):
    """A model that reads what comes and sorts it, instead of people or a menu."""

    correct: float = setting(
        0.90,
        ge=0,
        le=1,
        meaning="probability of the right queue",
        source="a deployed model sorts about 90 % rightly (Mandal et al.)",
    )
    price_per_contact: float = setting(0.02, unit="currency", ge=0, meaning="price of each contact that it sorts")


class Sorting(Settings):
    """A contact is sorted by topic when it comes; at a wrong desk it is passed on, or handled badly.

    Only an agent without the skill for what it really is about is a wrong desk.
    """

    correct: float = setting(
        1.0, ge=0, le=1, meaning="probability of the right queue; 0.80 by hand or menu, 0.90 by a model, is usual"
    )
    classifier: Classifier | None = setting(None, meaning="sorting by a model; null: by hand or menu (correct)")
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

    @property
    def right(self) -> float:
        """Probability of the right queue, by whoever sorts."""
        return self.correct if self.classifier is None else self.classifier.correct


def sorted_right(u: float, correct: float) -> bool:
    """Whether a contact finds the right queue: u < correct."""
    return u < correct
