"""The languages of customers."""

from __future__ import annotations

from sim.declare import Settings, setting


class Language(Settings):
    """One language, and what it costs to serve it through an interpreter or a machine translation."""

    share: float = setting(1.0, ge=0, le=1e6, meaning="relative share of the issues")
    interpreted_effort: float = setting(
        1.35, ge=1, le=10, meaning="factor on the work of an agent who does not speak it", source="assumed; 1.1 to 1.6"
    )
    interpreted_logit: float = setting(
        -0.3, ge=-10, le=0, meaning="what an interpreter takes off the log-odds of a resolution"
    )
