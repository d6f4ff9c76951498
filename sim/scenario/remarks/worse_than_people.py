"""A classifier that sorts less well than whoever sorted before."""

from __future__ import annotations

from sim.scenario.scenario import Scenario


def worse_than_people(scenario: Scenario) -> list[str]:
    """One remark, if the classifier sorts less well than people or a menu."""
    sorting = scenario.policy.sorting
    if sorting.classifier is None or sorting.classifier.correct >= sorting.correct:
        return []
    return [
        f"policy.sorting.classifier: it sorts {100 * sorting.classifier.correct:.0f} % rightly and replaces "
        f"{100 * sorting.correct:.0f} % by hand or menu (policy.sorting.correct; 0.80 is usual)"
    ]
