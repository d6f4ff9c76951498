"""The numbers by which people's days are stepped: settings lowered to plain values, zeros where something is off."""

from __future__ import annotations

from sim.engine.plan import LifeRules
from sim.policy.assist import Assist
from sim.policy.development import Development, training_index
from sim.policy.environment import Environment
from sim.policy.hiring import Hiring
from sim.units import DAY_S
from sim.world.departures import Departures, pay_factor
from sim.world.exhaustion import Exhaustion, resources, support_with
from sim.world.learning import Learning


def life_rules(
    absence: float,
    exhaustion: Exhaustion | None,
    departures: Departures | None,
    learning: Learning | None,
    development: Development,
    hiring: Hiring,
    environment: Environment,
    assist: Assist | None = None,
) -> LifeRules:
    """The numbers of a scenario; None for a part of the world switches it off."""
    e, d = exhaustion, departures
    return LifeRules(
        gain=e.gain if e else 0.0,
        recover=e.recover if e else 0.0,
        recover_off=e.recover_off if e else 0.0,
        buffer=e.buffer if e else 0.0,
        exhaustion_at_start=e.at_start if e else 0.0,
        unclear=environment.unclear,
        occupancy_from=e.occupancy_from if e else 0.0,
        occupancy_width=e.occupancy_width if e else 1.0,
        w_occupancy=e.occupancy if e else 0.0,
        w_fatigue=e.fatigue if e else 0.0,
        w_angry=e.angry if e else 0.0,
        w_overtime=e.overtime if e else 0.0,
        w_unclear=e.unclear if e else 0.0,
        forgetting=learning.forgetting if learning and development.hours == 0.0 else 0.0,
        absence=absence,
        w_absence=d.absence if d and e else 0.0,
        reference=d.reference if d else 0.0,
        quits=d.quits if d else 0.0,
        w_quits=d.quits_exhausted if d and e else 0.0,
        early=d.early if d else 0.0,
        early_days=d.early_days if d else 1.0,
        pay_factor=pay_factor(environment.pay, d.pay_elasticity) if d else 1.0,
        novice_below=assist.novice_below if assist else 0.0,
        novices_leave=assist.leaving if assist else 1.0,
        cap=d.cap if d else 1.0,
        refill=hiring.refill,
        notice_days=float(round(hiring.notice / DAY_S)),
        opens_at_notice=hiring.opens == "notice",
        class_size=hiring.class_size,
        class_waits_days=hiring.class_waits / DAY_S,
        onboarding_days=float(round(7 * development.onboarding_weeks)),
    )


def resource_of(
    autonomy: float, exhaustion: Exhaustion | None, development: Development, environment: Environment
) -> float:
    """Resources from 0 to 1 of those with an autonomy index."""
    if exhaustion is None:
        return 0.0
    return resources(
        autonomy,
        support_with(environment.support, environment.coaching, exhaustion.coaching),
        training_index(development.hours, development.hours_enough),
        environment.control,
        environment.recognition,
        exhaustion.autonomy,
        exhaustion.support,
        exhaustion.training,
        exhaustion.control,
        exhaustion.recognition,
    )
